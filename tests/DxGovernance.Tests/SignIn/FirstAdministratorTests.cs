using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.SignIn;

/// <summary>The one person whom nobody can link on a page.</summary>
public sealed class FirstAdministratorTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static FirstAdministratorInput Input(string? code, string? subject = null, string account = "100001") =>
        new(account, "下関 太郎", "係長", "X01", "情報政策課", Given.Issuer, subject, code);

    [Fact]
    public async Task The_number_on_the_page_is_enough_and_nothing_else_of_the_person_is_asked()
    {
        var clock = new FixedClock();
        await using var db = database.NewContext();
        var rules = new SignInRules(TimeSpan.FromHours(10), RolePrecedence.ProductWins, 35);
        var identity = new ProviderIdentity(Given.Issuer, "an-object-id", "下関 太郎");
        var refused = await SignIns.ByProviderAsync(db, identity, rules, null, "10.0.0.1", clock.Now, Cancel);
        refused.Refusal.ShouldBe(SignInRefusal.Unknown);
        await Should.ThrowAsync<RuleViolation>(() => FirstAdministrator.RegisterAsync(db, Input("XXXX-XXXX"), clock.Now, Cancel));
        db.ChangeTracker.Clear();

        var person = await FirstAdministrator.RegisterAsync(db, Input($" {refused.Code!.ToLowerInvariant()} "), clock.Now, Cancel);

        db.ChangeTracker.Clear();
        var entered = await SignIns.ByProviderAsync(db, identity, rules, null, "10.0.0.1", clock.Now, Cancel);
        (entered.Actor!.PersonId, entered.Actor.Address, entered.Actor.Can(Permission.ManageSignIn)).ShouldBe((person.Id, "10.0.0.1", true));
        (await db.UnknownSignIns.SingleAsync(Cancel)).State.ShouldBe(UnknownSignInState.Linked);
        (await Should.ThrowAsync<RuleViolation>(() => FirstAdministrator.RegisterAsync(db, Input(null, "another", "100002"), clock.Now, Cancel))).Rule.ShouldBe("administrator-exists");
    }
}

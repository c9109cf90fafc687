using DxGovernance.Core;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.SignIn;

/// <summary>Which roles somebody has after a sign-in: those of the administrator, those of the provider, and who wins.</summary>
public sealed class FollowTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly DateOnly Today = new FixedClock().Today;

    Given Given { get; } = new(database);

    /// <summary>A person, the table with one row for each role named, and a context in which both are tracked.</summary>
    async Task<(Core.Data.GovernanceDbContext Db, Person Person, List<ProviderRole> Rows)> World(Role held, params Role[] rows)
    {
        var department = await Given.Department();
        var person = await Given.Person(held, department);
        var administrator = await Given.Actor(Role.Administrator);
        var db = database.NewContext();
        var stored = await db.Departments.SingleAsync(d => d.Id == department.Id, Cancel);
        var made = rows.Select(r => new ProviderRole($"claim-{person.Id}-{r}", r, "職名", stored, administrator)).ToList();
        db.AddRange(made);
        await Given.Save(db, administrator);
        return (db, await db.People.Include(p => p.Assignments).SingleAsync(p => p.Id == person.Id, Cancel), made);
    }

    static IReadOnlyList<Role> Roles(Person person, DateOnly day) => [.. person.Assignments.Where(a => a.IsOn(day)).Select(a => a.Role).Order()];

    [Fact]
    public async Task The_product_wins_roles_are_added_and_none_is_taken_away()
    {
        var (db, person, rows) = await World(Role.DxTeam, Role.PmoMember);
        await using var _ = db;

        var followed = person.Follow(rows, RolePrecedence.ProductWins, 1, Today);

        (followed.Given.Count, followed.Ended.Count, followed.Kept).ShouldBe((1, 0, null));
        Roles(person, Today).ShouldBe([Role.DxTeam, Role.PmoMember]);
        await Given.Save(db, await Given.Actor(Role.Administrator));
        person.Follow(rows, RolePrecedence.ProductWins, 1, Today.AddDays(1)).ChangesNothing.ShouldBeTrue("held is held");
        person.Assignments.Single(a => a.ProviderRoleId is not null).ConfirmedOn.ShouldBe(Today.AddDays(1));
        person.Follow([], RolePrecedence.ProductWins, 1, Today.AddDays(2)).Ended.ShouldHaveSingleItem().Role.ShouldBe(Role.PmoMember);
        Roles(person, Today.AddDays(2)).ShouldBe([Role.DxTeam]);
        Roles(person, Today.AddDays(1)).ShouldBe([Role.DxTeam, Role.PmoMember], "the past stays");
    }

    [Fact]
    public async Task The_provider_wins_roles_are_exactly_those_of_the_table()
    {
        var (db, person, rows) = await World(Role.DxTeam, Role.PmoMember);
        await using var _ = db;

        var followed = person.Follow(rows, RolePrecedence.ProviderWins, 1, Today);

        followed.Ended.ShouldHaveSingleItem().Role.ShouldBe(Role.DxTeam);
        Roles(person, Today).ShouldBe([Role.PmoMember]);
    }

    [Fact]
    public async Task What_the_administrator_gave_and_the_provider_names_too_stays_as_it_is()
    {
        var (db, person, rows) = await World(Role.PmoMember, Role.PmoMember);
        await using var _ = db;

        person.Follow(rows, RolePrecedence.ProviderWins, 1, Today).ChangesNothing.ShouldBeTrue();

        person.Assignments.ShouldHaveSingleItem().ProviderRoleId.ShouldBeNull();
    }

    [Fact]
    public async Task The_last_administrator_stays_whatever_the_provider_says()
    {
        var (db, person, rows) = await World(Role.Administrator, Role.PmoMember);
        await using var _ = db;

        person.Follow(rows, RolePrecedence.ProviderWins, administratorsLeft: 0, Today).Kept!.Role.ShouldBe(Role.Administrator);
        Roles(person, Today).ShouldBe([Role.PmoMember, Role.Administrator]);

        person.Follow(rows, RolePrecedence.ProviderWins, administratorsLeft: 1, Today.AddDays(1)).Ended.ShouldHaveSingleItem().Role.ShouldBe(Role.Administrator);
    }

    [Fact]
    public async Task A_role_of_the_same_day_leaves_no_row_and_two_rows_for_one_role_give_it_once()
    {
        var (db, person, rows) = await World(Role.DxTeam, Role.PmoMember);
        await using var _ = db;
        var twice = new ProviderRole("another", Role.PmoMember, "別の職名", rows[0].Department, await Given.Actor(Role.Administrator));
        person.Follow([rows[0], twice], RolePrecedence.ProductWins, 1, Today).Given.Count.ShouldBe(1);

        var followed = person.Follow([], RolePrecedence.ProductWins, 1, Today);

        (followed.Undone.Count, followed.Ended.Count).ShouldBe((1, 0));
        Roles(person, Today).ShouldBe([Role.DxTeam]);
    }

    [Fact]
    public async Task A_row_is_ended_once_and_never_under_the_last_administrator()
    {
        var (db, person, rows) = await World(Role.DxTeam, Role.Administrator);
        await using var _ = db;
        var administrator = await Given.Actor(Role.Administrator);
        person.Follow(rows, RolePrecedence.ProductWins, 1, Today);
        await Given.Save(db, administrator);

        Refused.By("last-administrator", () => person.EndFrom(rows[0], administratorsLeft: 0, Today.AddDays(1)));
        person.EndFrom(rows[0], administratorsLeft: 1, Today.AddDays(1)).Ended.Count.ShouldBe(1);

        rows[0].End(administrator, Given.Clock.Now);
        Refused.By("provider-role-ended", () => rows[0].End(administrator, Given.Clock.Now));
        Refused.ForLackOfPermission(() => rows[0].End(Given.Acting(Role.PmoOffice), Given.Clock.Now));
    }

    [Fact]
    public async Task Who_does_not_sign_in_for_long_loses_what_the_provider_gave_and_old_sessions_are_cleared()
    {
        var (db, person, rows) = await World(Role.DxTeam, Role.PmoMember);
        await using var _ = db;
        person.Follow(rows, RolePrecedence.ProductWins, 1, Today);
        db.Sessions.Add(new(person, SignInMethod.Provider, null, TimeSpan.FromHours(10), Given.Clock.Now));
        await Given.Save(db, await Given.Actor(Role.Administrator));
        var rules = new SignInRules(TimeSpan.FromHours(10), RolePrecedence.ProductWins, RolesKept: 35);

        async Task<(string? Said, IReadOnlyList<Role> Roles, int Sessions)> After(int days)
        {
            var clock = new FixedClock();
            clock.MoveTo(Today.AddDays(days));
            await using var own = database.NewContext();
            var said = await new SignInUpkeepJob(own, rules, clock).ExecuteAsync(Cancel);
            await using var fresh = database.NewContext();
            var stored = await fresh.People.Include(p => p.Assignments).SingleAsync(p => p.Id == person.Id, Cancel);
            return (said, Roles(stored, clock.Today), await fresh.Sessions.CountAsync(s => s.PersonId == person.Id, Cancel));
        }

        (await After(20)).ShouldSatisfyAllConditions(a => a.Said.ShouldBeNull(), a => a.Roles.ShouldBe([Role.DxTeam, Role.PmoMember]), a => a.Sessions.ShouldBe(1));
        (await After(36)).ShouldSatisfyAllConditions(a => a.Said.ShouldNotBeNull().ShouldContain("認証基盤からの役割を"), a => a.Roles.ShouldBe([Role.DxTeam]), a => a.Sessions.ShouldBe(0));
        (await After(36)).Said.ShouldBeNull("twice is harmless");
    }

    [Theory]
    [InlineData(RolePrecedence.ProductWins)]
    [InlineData(RolePrecedence.ProviderWins)]
    public void Whose_roles_win_is_explained(RolePrecedence precedence) => precedence.Explanation().ShouldEndWith("。");
}

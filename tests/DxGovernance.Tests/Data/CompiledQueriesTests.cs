using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Data;

public sealed class CompiledQueriesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Contexts_with_other_options_have_another_model_and_find_the_same()
    {
        var given = new Given(database);
        var department = await given.Department();
        var cast = await given.Cast(department);
        var made = await given.Proposal(database, department, cast, p => p.BringToDecision(cast, given.Clock.Now));
        var models = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var sensitive in new[] { false, true, false })
        {
            await using var db = new GovernanceDbContext(new DbContextOptionsBuilder<GovernanceDbContext>().UseNpgsql(database.ConnectionString).EnableSensitiveDataLogging(sensitive).Options);
            models.Add(db.Model);

            (await ProposalToChange.FindAsync(db, cast.Cio, made.Number, Cancel)).ShouldNotBeNull().State.ShouldBe(ProposalState.Deciding);
            (await ProposalNotices.WhoCanAsync(db, Permission.DecideProposal, department.Id, given.Clock.Today, Cancel)).ShouldContain(cast.Cio.PersonId!.Value);
        }

        models.Count.ShouldBe(2, "one model alone would prove nothing");
    }
}

using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Reports;

/// <summary>What reports say of the demo cases today is what their pages say, also after a change that was rejected or taken back.</summary>
public sealed class CaseStandingTests(DemoDatabase database) : IClassFixture<DemoDatabase>
{
    [Fact]
    public async Task A_case_stands_in_reports_where_its_page_says_with_the_amount_that_counts()
    {
        await using var db = database.NewContext();
        var newest = await db.AuditEntries.MaxAsync(a => a.RecordedAt, Cancel);
        var point = new AsOf(TokyoTime.DayOf(newest), newest);
        var lines = await db.Proposals.AsNoTracking().LinesAsync(db, point, Cancel);
        var pages = await db.Proposals.AsNoTracking().ToDictionaryAsync(p => p.Number, Cancel);
        var policy = (await InitiativeCases.AtAsync(db.Proposals, db, point, Cancel)).ToDictionary(c => c.Number);

        lines.Count.ShouldBeGreaterThan(50);
        lines.Select(l => (l.Case.Number, l.Case.Gate, l.Case.State)).ShouldBe(lines.Select(l => (l.Case.Number, pages[l.Case.Number].Gate, pages[l.Case.Number].State)));
        var changed = lines.Where(l => l.Decision is { Gate: Gate.Change, Action: ProposalAction.Reject } && l.Case.State == ProposalState.Approved).ToList();
        changed.ShouldNotBeEmpty();
        foreach (var one in changed)
        {
            var approved = pages[one.Case.Number].Draft.Number(ProposalForm.Amount);
            one.Case.SubmittedGate.ShouldNotBe(Gate.Change);
            one.Case.Corrected.Number(ProposalForm.Amount).ShouldBe(approved);
            policy[one.Case.Number].Amount.ShouldBe(approved);
            (await db.Submissions.Where(s => s.Proposal.Number == one.Case.Number && s.Gate == Gate.Change).Select(s => s.Amount).ToListAsync(Cancel)).ShouldAllBe(a => a != approved);
        }
    }
}

using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Api;

/// <summary>A case as its ledgers tell it at a point, with its five amounts.</summary>
/// <param name="DecidedOn">Of the newest decision, whatever it was; null before the first.</param>
/// <param name="Decision">Its words as they were then.</param>
public sealed record CaseRecord(
    string Number, int FiscalYear, string Title, string DepartmentName, ProposalClass Class, Gate Gate, ProposalState State, DateOnly Since,
    DateOnly? DecidedOn, Gate? DecidedGate, string? Decision, CostTotals Totals);

/// <summary>公開できる案件: what was approved, in the words of the version that was approved.</summary>
/// <param name="DecidedYen">Tax included; null where the case has no cost lines.</param>
public sealed record PublishedCase(string Number, int FiscalYear, string Title, string DepartmentName, Gate Gate, DateOnly DecidedOn, long? DecidedYen);

/// <summary>What a case was called at a point: as submitted, the title as put right.</summary>
public sealed record CaseName(string Number, string Title, string DepartmentName);

/// <summary>Some of the rows in their order, and how many there are in all.</summary>
public sealed record Part<T>(IReadOnlyList<T> Rows, int Total);

/// <summary>Cases submitted by a point of both clocks, page by page; drafts are not there.</summary>
public static class CasesAsOf
{
    static readonly ProposalState[] GivenUp = [.. ProposalWorkflow.GivenUp];

    /// <summary>In the order of the numbers. Four statements, whatever the number of cases.</summary>
    public static async Task<Part<CaseRecord>> LoadAsync(GovernanceDbContext db, IQueryable<Proposal> proposals, AsOf point, int skip, int take, CancellationToken cancel)
    {
        var known = proposals.Where(p => db.Submissions.At(point).Any(s => s.ProposalId == p.Id));
        var page = known.OrderBy(p => p.FiscalYear).ThenBy(p => p.Serial).Skip(skip).Take(take);
        var found = await page.Standing(db, point).Select(c => new { Case = c, Total = known.Count() }).AsNoTracking().ToListAsync(cancel);
        if (found.Count == 0)
        {
            return new([], skip == 0 ? 0 : await known.CountAsync(cancel));
        }

        var ids = found.Select(f => f.Case.Id).ToArray();
        var some = db.Proposals.Where(p => ids.Contains(p.Id));
        var decisions = (await some.Decisions(db, point).ToListAsync(cancel)).ToLookup(d => d.ProposalId);
        var corrections = (await TitlesAsync(db, some, point, cancel)).ToLookup(c => c.ProposalId);
        var costs = await CostSums.ByCaseAsync(db, ids, point, cancel);
        return new(
            [.. found.Select(f => Of(f.Case, decisions[f.Case.Id].LastOrDefault(), corrections[f.Case.Id], costs.GetValueOrDefault(f.Case.Id)?.Totals ?? CostTotals.None))],
            found[0].Total);
    }

    /// <summary>By number of the case; those not submitted by the point are not there. One statement.</summary>
    public static async Task<IReadOnlyDictionary<string, CaseName>> NamesAsync(GovernanceDbContext db, IQueryable<Proposal> proposals, AsOf point, CancellationToken cancel)
    {
        var rows = await (
            from p in proposals
            from s in db.Submissions.ThatCount(db, point).NewestFirst().Where(s => s.ProposalId == p.Id && p.Serial > 0).Take(1)
            select new
            {
                p.Number,
                s.Title,
                s.DepartmentName,
                s.RecordedAt,
                Corrections = Titles(db, point).Where(e => e.Correction.ProposalId == p.Id).OrderBy(e => e.RecordedAt).ThenBy(e => e.Id)
                    .Select(e => new CaseCorrection(p.Id, e.FieldKey, e.Before, e.After, e.RecordedAt)).ToList(),
            }).ToListAsync(cancel);
        return rows.ToDictionary(r => r.Number, r => new CaseName(r.Number, Corrected(r.Title, r.Corrections, r.RecordedAt), r.DepartmentName));
    }

    /// <summary>The cases that were in one of the states at the point.</summary>
    public static IQueryable<Proposal> InState(this IQueryable<Proposal> proposals, GovernanceDbContext db, AsOf point, ProposalState[] states) => proposals.Where(p =>
        states.Contains(db.ProposalTransitions.At(point).NewestFirst().Where(t => t.ProposalId == p.Id).Select(t => t.ToState).First()));

    /// <summary>The cases that may leave the city at the point: approved, not given up since, and shared with other departments.</summary>
    public static IQueryable<Proposal> Published(this IQueryable<Proposal> proposals, GovernanceDbContext db, AsOf point) => proposals.Where(p => p.IsShared
        && db.ProposalTransitions.At(point).Any(t => t.ProposalId == p.Id && (t.Action == ProposalAction.Approve || t.Action == ProposalAction.ApproveWithConditions))
        && !GivenUp.Contains(db.ProposalTransitions.At(point).NewestFirst().Where(t => t.ProposalId == p.Id).Select(t => t.ToState).First()));

    /// <summary>Those as they were approved last, in the order of the numbers. Three statements.</summary>
    public static async Task<Part<PublishedCase>> LoadPublishedAsync(GovernanceDbContext db, AsOf point, int skip, int take, CancellationToken cancel)
    {
        var published = db.Proposals.Published(db, point);
        var page = published.OrderBy(p => p.FiscalYear).ThenBy(p => p.Serial).Skip(skip).Take(take);
        var found = await (
            from p in page
            from t in db.ProposalTransitions.At(point).NewestFirst()
                .Where(t => t.ProposalId == p.Id && (t.Action == ProposalAction.Approve || t.Action == ProposalAction.ApproveWithConditions)).Take(1)
            from s in db.Submissions.At(point).NewestFirst().Where(s => s.ProposalId == p.Id && s.Run == t.Run && s.Number == t.SubmissionNumber).Take(1)
            orderby p.FiscalYear, p.Serial
            select new { p.Id, p.Number, p.FiscalYear, s.Title, s.DepartmentName, t.Gate, t.AsOf, t.RecordedAt, Total = published.Count() }).AsNoTracking().ToListAsync(cancel);
        if (found.Count == 0)
        {
            return new([], skip == 0 ? 0 : await published.CountAsync(cancel));
        }

        var ids = found.Select(f => f.Id).ToArray();
        var corrections = (await TitlesAsync(db, db.Proposals.Where(p => ids.Contains(p.Id)), point, cancel)).ToLookup(c => c.ProposalId);
        var costs = await CostSums.ByCaseAsync(db, ids, point, cancel);
        return new(
            [
                .. found.Select(f => new PublishedCase(
                    f.Number, f.FiscalYear, Corrected(f.Title, corrections[f.Id], f.RecordedAt), f.DepartmentName, f.Gate, f.AsOf, costs.GetValueOrDefault(f.Id)?.Totals.Decided)),
            ],
            found[0].Total);
    }

    static CaseRecord Of(CaseStanding c, CaseDecision? decision, IEnumerable<CaseCorrection> corrections, CostTotals totals) => new(
        c.Number, c.FiscalYear, Corrected(c.Title, corrections, c.SubmittedAt), c.DepartmentName, c.Class, c.Gate, c.State, c.Since, decision?.On, decision?.Gate, decision?.Result, totals);

    static async Task<IReadOnlyList<CaseCorrection>> TitlesAsync(GovernanceDbContext db, IQueryable<Proposal> proposals, AsOf point, CancellationToken cancel) => await (
        from p in proposals
        from c in db.Corrections.Where(c => c.ProposalId == p.Id)
        from e in Titles(db, point).Where(e => e.CorrectionId == c.Id)
        orderby e.RecordedAt, e.Id
        select new CaseCorrection(p.Id, e.FieldKey, e.Before, e.After, e.RecordedAt)).ToListAsync(cancel);

    static IQueryable<CorrectionEntry> Titles(GovernanceDbContext db, AsOf point) =>
        db.CorrectionEntries.At(point).Where(e => e.State == CorrectionState.Confirmed && e.FieldKey == ProposalForm.Title);

    /// <summary>The title with what was put right after it was frozen, as <see cref="CaseStanding.Corrected"/>.</summary>
    static string Corrected(string title, IEnumerable<CaseCorrection> corrections, DateTimeOffset frozenAt) =>
        corrections.Where(c => c.At > frozenAt && c.Before.Length > 0).Aggregate(title, (now, c) => now == c.Before ? c.After : now);
}

using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>A condition as it stood on a day.</summary>
public sealed record ConditionAtDay(int Number, string Text, string Owner, DateOnly DueOn, string State);

/// <summary>What was reported of a day, and what is known of the same day now.</summary>
public sealed record KnownLater(string What, string Then, string Now);

/// <summary>A case as its ledgers tell it at a point: its newest submission, where it stood, and what had been decided.</summary>
public sealed record CaseAtDay
{
    public required string Title { get; init; }

    public required string DepartmentName { get; init; }

    public required ProposalClass Class { get; init; }

    public required Gate Gate { get; init; }

    public required ProposalState State { get; init; }

    /// <summary>The words of the state as they were.</summary>
    public required string StateWords { get; init; }

    public required DateOnly Since { get; init; }

    public required Route Route { get; init; }

    public required string RouteReason { get; init; }

    /// <summary>Gate and version of the submission.</summary>
    public required string Submission { get; init; }

    public required DateOnly SubmittedOn { get; init; }

    /// <summary>As submitted, with what was put right by the point.</summary>
    public required ProposalContent Content { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<ProposalTransition> Steps { get; init; }

    public required IReadOnlyList<ConditionAtDay> Conditions { get; init; }

    public required CostTotals Costs { get; init; }

    /// <returns>Null for a case that was not submitted by the point. Six statements.</returns>
    public static async Task<CaseAtDay?> LoadAsync(GovernanceDbContext db, int proposalId, AsOf point, CancellationToken cancel)
    {
        var one = db.Proposals.AsNoTracking().Where(p => p.Id == proposalId);
        if (await one.Standing(db, point).SingleOrDefaultAsync(cancel) is not { } found)
        {
            return null;
        }

        found = found with { Corrections = await one.Corrections(db, point).ToListAsync(cancel) };
        var steps = await db.ProposalTransitions.AsNoTracking().At(point).Where(t => t.ProposalId == proposalId)
            .OrderBy(t => t.AsOf).ThenBy(t => t.RecordedAt).ThenBy(t => t.Id).ToListAsync(cancel);
        var conditions = await (
            from c in db.Conditions.AsNoTracking().Where(c => c.ProposalId == proposalId)
            from e in db.ConditionEntries.At(point).NewestFirst().Where(e => e.ConditionId == c.Id).Take(1)
            orderby e.Number
            select e).ToListAsync(cancel);
        var costs = await CostSums.ByCaseAsync(db, [proposalId], point, cancel);
        return new()
        {
            Title = found.Corrected[ProposalForm.Title],
            DepartmentName = found.DepartmentName,
            Class = found.Class,
            Gate = found.Gate,
            State = found.State,
            StateWords = found.StateWords,
            Since = found.Since,
            Route = found.Route,
            RouteReason = found.RouteReason,
            Submission = found.SubmissionName,
            SubmittedOn = found.SubmittedOn,
            Content = found.Corrected,
            Steps = steps,
            Conditions = [.. conditions.Select(e => new ConditionAtDay(e.Number, e.Text, e.Owner, e.DueOn, new CaseCondition(found.Gate, e, e).State(point.Day)))],
            Costs = costs.GetValueOrDefault(proposalId)?.Totals ?? CostTotals.None,
        };
    }

    /// <summary>Where the same day is known otherwise by what was recorded later; the form's fields are compared by <see cref="ContentDifference"/>.</summary>
    public IEnumerable<KnownLater> Differences(CaseAtDay known)
    {
        var amounts = Enum.GetValues<AmountStage>().Select(s => (s.Label() + "額（円）", Yen(Costs[s]), Yen(known.Costs[s])));
        var conditions = known.Conditions.Select(k => ($"条件{k.Number}", Conditions.FirstOrDefault(c => c.Number == k.Number)?.State ?? "（なし）", k.State));
        return new[]
        {
            ("状態", StateWords, known.StateWords),
            ("協議段階", Gate.Label(), known.Gate.Label()),
            ("申請", Submission, known.Submission),
            ("手続の数", $"{Steps.Count}", $"{known.Steps.Count}"),
        }
        .Concat(conditions).Concat(amounts).Where(d => d.Item2 != d.Item3).Select(d => new KnownLater(d.Item1, d.Item2, d.Item3));
    }

    static string Yen(long? amount) => amount is { } yen ? yen.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture) : "－";
}

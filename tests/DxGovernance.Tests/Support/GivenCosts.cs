using System.Collections.Immutable;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Tests.Support;

/// <summary>Costs of cases in memory, by the tables of the seed files.</summary>
public static class GivenCosts
{
    public const int Year = 2026;

    public static CostTables Tables { get; } = new([]);

    /// <summary>A complete line of the amounts, from <see cref="Year"/> on.</summary>
    public static CostLine Line(int number, params long[] amounts) => new(
        number,
        new() { Category = CostCategory.Initial, Item = "I06", Name = $"設計・開発{number}", Specification = "要件定義、基本設計、詳細設計、開発", Basis = CostBasis.Lump, Quantity = 1, Unit = "式", UnitPrice = amounts.Sum(), Tax = TaxBasis.Included },
        amounts.Index().ToImmutableSortedDictionary(a => Year + a.Index, a => a.Item));

    public static CostLine With(this CostLine line, Func<CostTerms, CostTerms> change) => line with { Terms = change(line.Terms) };

    /// <summary>What a submission at the gate asks of the costs, where the case has none yet.</summary>
    public static void FillCosts(this Proposal proposal, Actor author, DateTimeOffset now)
    {
        if (proposal is { DraftCost: null, Amount: > 0 } && GivenProposals.Rules.NeedsCostLines(proposal.Class, proposal.Gate))
        {
            proposal.WriteCosts([Line(0, proposal.Amount!.Value)], author, now);
        }

        if (proposal is { Gate: Gate.Contract, DecidedCost: > 0, ContractedCost: null })
        {
            proposal.Contract(Inputs(proposal, AmountStage.Decided), "契約第1号", "随意契約", author, now);
        }
    }

    /// <summary>Changes the first line so that all lines come to the sum.</summary>
    public static void AskFor(this Proposal proposal, long total, Actor author, DateTimeOffset? now = null)
    {
        var lines = proposal.Costs?.Draft.All ?? [];
        proposal.WriteCosts(
            lines.Count == 0 ? [Line(0, total)] : [lines[0] with { Amounts = lines[0].Amounts.SetItem(Year, total - lines.Sum(l => l.Total) + lines[0].Amounts.GetValueOrDefault(Year)) }, .. lines.Skip(1)],
            author, now ?? FixedClock.Start);
    }

    /// <summary>Every open line judged 妥当, and the review of the costs finished.</summary>
    public static void ReviewCosts(this Proposal proposal, Actor reviewer, DateTimeOffset now)
    {
        if (proposal is { HasOpenCosts: true, CostsReviewed: false })
        {
            proposal.AssessCosts([.. proposal.Costs!.Standing.ByLine.Values.Where(l => l.HasOpen).Select(l => Adequate(l.Line))], Tables, reviewer, now);
            proposal.FinishCostReview(0, null, "費用は妥当である", reviewer, now);
        }
    }

    public static VerdictInput Adequate(int line) => new(line, CostVerdict.Adequate, new Dictionary<int, long>(), null, null);

    public static VerdictInput Reduced(int line, int year, long amount, string reason = "PRICE") =>
        new(line, CostVerdict.Reduced, new Dictionary<int, long> { [year] = amount }, reason, "近隣市の単価に合わせる");

    /// <summary>An amount for each cell that has one of the stage.</summary>
    public static IReadOnlyList<AmountInput> Inputs(Proposal proposal, AmountStage stage) =>
        [.. proposal.Costs!.Standing.Lines.SelectMany(l => l.Cells.Where(c => c.Value[stage] > 0).Select(c => new AmountInput(l.Line, c.Key, c.Value[stage]!.Value)))];
}

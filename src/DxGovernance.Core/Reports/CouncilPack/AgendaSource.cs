using DxGovernance.Core.Costs;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;

namespace DxGovernance.Core.Reports;

/// <summary>What the pages of all items are made of: the two clocks, and the figures of the operations that were read once.</summary>
/// <param name="Since">The point of the pack before; null where there is none.</param>
sealed record PackReading(GovernanceDbContext Db, AsOf Point, AsOf? Since, CouncilFigures Figures)
{
    RunningCostOverview? costs;
    RunningCostOverview? costsBefore;
    PolicyFigures? policy;
    PolicyFigures? policyBefore;

    /// <summary>Which rows a figure was read from, in the words that every item ends with.</summary>
    public string Clocks => $"基準日 {Wareki.Both(Point.Day)}、{CouncilPages.Moment(Point.KnownAt)} までの記録。";

    /// <summary>Read once for all items of the kind.</summary>
    public async Task<RunningCostOverview> CostsAsync(CancellationToken cancel) => costs ??= await CostsAsync(Point, cancel);

    public async Task<RunningCostOverview?> CostsBeforeAsync(CancellationToken cancel) => Since is null ? null : costsBefore ??= await CostsAsync(Since, cancel);

    public async Task<PolicyFigures> PolicyAsync(CancellationToken cancel) => policy ??= await PolicyFigures.AtAsync(Db, Point, cancel);

    public async Task<PolicyFigures?> PolicyBeforeAsync(CancellationToken cancel) => Since is null ? null : policyBefore ??= await PolicyFigures.AtAsync(Db, Since, cancel);

    async Task<RunningCostOverview> CostsAsync(AsOf point, CancellationToken cancel) =>
        (await RunningCostFigures.LoadAsync(Db, Db.Operations, withCommon: true, point, cancel)).Compare();
}

/// <summary>What the ledgers say of one item.</summary>
/// <param name="Basis">根拠: which ledgers, as of which day.</param>
sealed record ItemFigures(string Basis, IReadOnlyList<ContentFact> Facts, IReadOnlyList<ContentTable> Tables);

/// <summary>Figures of one kind of agenda item. A new kind of figures is a class here and a line in <see cref="All"/>; page, sheets and frozen JSON follow.</summary>
abstract class AgendaSource
{
    static readonly Dictionary<AgendaKind, AgendaSource> All = new()
    {
        [AgendaKind.Case] = new CaseAgendaSource(),
        [AgendaKind.Milestone] = new MilestoneAgendaSource(),
        [AgendaKind.CostComparison] = new RunningCostAgendaSource(),
        [AgendaKind.Effect] = new EffectAgendaSource(),
        [AgendaKind.Initiative] = new InitiativeAgendaSource(),
    };

    /// <summary>By identity of the item.</summary>
    public static async Task<IReadOnlyDictionary<int, ItemFigures>> ReadAllAsync(PackReading reading, IReadOnlyList<AgendaItem> agenda, CancellationToken cancel)
    {
        var figures = new Dictionary<int, ItemFigures>();
        foreach (var kind in agenda.GroupBy(i => i.Kind))
        {
            var source = All.GetValueOrDefault(kind.Key);
            foreach (var item in kind)
            {
                figures[item.Id] = source is null
                    ? new("台帳の数値によらない議題。", [], [])
                    : await source.ReadAsync(reading, item, cancel);
            }
        }

        return figures;
    }

    protected abstract Task<ItemFigures> ReadAsync(PackReading reading, AgendaItem item, CancellationToken cancel);
}

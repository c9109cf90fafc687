using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Reports;

/// <summary>What the pages of all items are made of: the two clocks, and the figures of the operations that were read once.</summary>
/// <param name="Since">The point of the pack before; null where there is none.</param>
sealed record PackReading(GovernanceDbContext Db, AsOf Point, AsOf? Since, CouncilFigures Figures)
{
    /// <summary>Which rows a figure was read from, in the words that every item ends with.</summary>
    public string Clocks => $"基準日 {Wareki.Both(Point.Day)}、{CouncilPages.Moment(Point.KnownAt)} までの記録。";
}

/// <summary>What the ledgers say of one item.</summary>
/// <param name="Basis">根拠: which ledgers, as of which day.</param>
sealed record ItemFigures(string Basis, IReadOnlyList<ContentFact> Facts, IReadOnlyList<ContentTable> Tables);

/// <summary>Figures of one kind of agenda item. A new kind of figures is a class here and a line in <see cref="All"/>; page, sheets and frozen JSON follow.</summary>
abstract class AgendaSource
{
    /// <summary>費用の比較 and 施策 have none yet: such an item is told by its explanation alone, and says so.</summary>
    static readonly Dictionary<AgendaKind, AgendaSource> All = new()
    {
        [AgendaKind.Case] = new CaseAgendaSource(),
        [AgendaKind.Milestone] = new MilestoneAgendaSource(),
        [AgendaKind.Effect] = new EffectAgendaSource(),
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
                    ? new(kind.Key == AgendaKind.Free ? "台帳の数値によらない議題。" : $"「{kind.Key.Label()}」の数値は、この資料には載せていない。説明による。", [], [])
                    : await source.ReadAsync(reading, item, cancel);
            }
        }

        return figures;
    }

    protected abstract Task<ItemFigures> ReadAsync(PackReading reading, AgendaItem item, CancellationToken cancel);
}

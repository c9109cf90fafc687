namespace DxGovernance.Core.Proposals;

/// <summary>What happened to a row between two versions of a template.</summary>
public enum RowChange
{
    Added,
    Removed,
    Changed,
    Moved,
}

/// <summary>A cell before and after, in the words of the screen.</summary>
public sealed record CellDiff(string Column, string Before, string After);

/// <summary>A row that differs.</summary>
/// <param name="Key">By which the row is known in both versions.</param>
/// <param name="Text">The row in words: its key columns.</param>
/// <param name="Cells">Only those that differ; of an added or removed row all that are not empty.</param>
public sealed record RowDiff(RowChange Change, string Key, string Text, IReadOnlyList<CellDiff> Cells);

/// <summary>The difference of two versions of a template, row by row.</summary>
public static class TemplateDiff
{
    public static string Label(this RowChange change) => change switch
    {
        RowChange.Added => "追加",
        RowChange.Removed => "削除",
        RowChange.Changed => "変更",
        RowChange.Moved => "並び順",
    };

    /// <summary>What makes a row the same row in another version.</summary>
    public static IReadOnlyList<string> KeyColumns(this TemplateKind kind) => kind switch
    {
        TemplateKind.GateTable => ["class", "gate"],
        TemplateKind.EffectTerms => ["months"],
        TemplateKind.FollowUps => ["term"],
        TemplateKind.CostSettings => [],
        TemplateKind.AgendaRules => ["rule"],
        TemplateKind.RouteRules or TemplateKind.Checklist or TemplateKind.DecisionCategories or TemplateKind.ChangeRules
            or TemplateKind.CostItems or TemplateKind.BudgetSections or TemplateKind.CutReasons or TemplateKind.CostChecks or TemplateKind.JudgementCategories => ["code"],
    };

    /// <summary>Rows in the order of the new version, the removed ones at the end.</summary>
    public static IReadOnlyList<RowDiff> Between(TemplateKind kind, IReadOnlyList<TemplateRow> before, IReadOnlyList<TemplateRow> after)
    {
        string Key(TemplateRow r) => string.Join(' ', kind.KeyColumns().Select(c => r[c]));
        var old = before.GroupBy(Key).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var kept = after.Select(Key).Where(old.ContainsKey).ToList();
        var moved = Moved([.. before.Select(Key).Where(kept.Contains)], kept);
        var result = new List<RowDiff>();
        foreach (var row in after)
        {
            var was = old.GetValueOrDefault(Key(row));
            var cells = Cells(kind, was, row);
            if (cells.Count > 0)
            {
                result.Add(new(was is null ? RowChange.Added : RowChange.Changed, Key(row), Text(kind, row), cells));
            }

            if (moved.Contains(Key(row)))
            {
                result.Add(new(RowChange.Moved, Key(row), Text(kind, row), []));
            }
        }

        var now = after.Select(Key).ToHashSet(StringComparer.Ordinal);
        result.AddRange(before.Where(r => !now.Contains(Key(r))).Select(r => new RowDiff(RowChange.Removed, Key(r), Text(kind, r), Cells(kind, r, null))));
        return result;
    }

    static List<CellDiff> Cells(TemplateKind kind, TemplateRow? before, TemplateRow? after) =>
    [
        .. from c in kind.Columns()
           let was = before?[c.Name] ?? ""
           let now = after?[c.Name] ?? ""
           where was != now
           select new CellDiff(c.Label, TemplateCheck.CellLabel(c.Cell, was), TemplateCheck.CellLabel(c.Cell, now)),
    ];

    static string Text(TemplateKind kind, TemplateRow row) => string.Join(
        "・", kind.KeyColumns().Select(c => TemplateCheck.CellLabel(kind.Columns().First(x => x.Name == c).Cell, row[c])));

    /// <summary>The rows outside the longest sequence that kept its order: what a reader would say was moved.</summary>
    static HashSet<string> Moved(List<string> before, List<string> after)
    {
        if (before.SequenceEqual(after))
        {
            return [];
        }

        var place = before.Select((key, i) => (key, i)).GroupBy(p => p.key).ToDictionary(g => g.Key, g => g.First().i, StringComparer.Ordinal);
        var best = new List<string>[after.Count];
        for (var i = 0; i < after.Count; i++)
        {
            var longest = Enumerable.Range(0, i).Where(j => place[after[j]] < place[after[i]]).Select(j => best[j]).OrderByDescending(b => b.Count).FirstOrDefault() ?? [];
            best[i] = [.. longest, after[i]];
        }

        var still = best.OrderByDescending(b => b.Count).First();
        return [.. after.Except(still)];
    }
}

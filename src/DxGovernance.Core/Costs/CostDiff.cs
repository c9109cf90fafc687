namespace DxGovernance.Core.Costs;

/// <summary>How a line differs between two sets of cost lines.</summary>
public enum CostChangeKind
{
    Added,
    Changed,
    Removed,
}

/// <summary>A cell of a line before and after, as people read it; empty where there was nothing.</summary>
/// <param name="Label">Heading of the column.</param>
public sealed record CostCellChange(string Label, string Before, string After);

/// <summary>A line that differs.</summary>
/// <param name="Line">明細番号; 0 for a line that has none yet.</param>
/// <param name="Name">名称, after the change where there is one.</param>
/// <param name="Before">Yen over all years.</param>
/// <param name="After">Yen over all years.</param>
public sealed record CostLineChange(CostChangeKind Kind, int Line, string Name, long Before, long After, IReadOnlyList<CostCellChange> Cells);

/// <summary>What differs between two sets of cost lines: a file and the draft, two versions, approved and now.</summary>
public static class CostDiff
{
    public static string Label(this CostChangeKind kind) => kind switch
    {
        CostChangeKind.Added => "加える",
        CostChangeKind.Changed => "変える",
        CostChangeKind.Removed => "外す",
    };

    /// <summary>Lines are matched by their number. In the order of <paramref name="after"/>, then what is gone.</summary>
    public static IReadOnlyList<CostLineChange> Between(IReadOnlyList<CostLine> before, IReadOnlyList<CostLine> after, CostTables tables)
    {
        var known = before.ToDictionary(l => l.Line);
        var columns = CostColumns.WithYears(tables, before.Concat(after).SelectMany(l => l.Amounts.Keys).Distinct());
        var changes = new List<CostLineChange>();
        foreach (var line in after)
        {
            var old = line.Line == 0 ? null : known.GetValueOrDefault(line.Line);
            if (old is null || !old.Equals(line))
            {
                changes.Add(new(
                    old is null ? CostChangeKind.Added : CostChangeKind.Changed, line.Line, line.Terms.Name ?? old?.Terms.Name ?? "", old?.Total ?? 0, line.Total, Cells(old, line, columns)));
            }
        }

        var kept = after.Select(l => l.Line).ToHashSet();
        changes.AddRange(before.Where(l => !kept.Contains(l.Line)).Select(l => new CostLineChange(CostChangeKind.Removed, l.Line, l.Terms.Name ?? "", l.Total, 0, [])));
        return changes;
    }

    static IReadOnlyList<CostCellChange> Cells(CostLine? before, CostLine after, IReadOnlyList<CostColumn> columns)
    {
        var (old, now) = (before is null ? new Dictionary<string, string>() : CostColumns.Write(before), CostColumns.Write(after));
        return
        [
            .. from c in columns
               let was = old.TryGetValue(c.Key, out var b) ? CostColumns.Display(c, b) : ""
               let becomes = now.TryGetValue(c.Key, out var a) ? CostColumns.Display(c, a) : ""
               where was != becomes
               select new CostCellChange(c.Label, was, becomes),
        ];
    }
}

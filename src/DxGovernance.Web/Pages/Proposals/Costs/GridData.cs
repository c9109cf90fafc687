using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>What wwwroot/js/costs.js reads to draw the grid, and what it sends back.</summary>
/// <param name="Rows">Each by key of the column; texts as they are shown in the grid.</param>
public sealed record GridData(IReadOnlyList<GridColumn> Columns, IReadOnlyList<GridRow> Rows, IReadOnlyList<GridError> Errors)
{
    /// <summary>Fiscal years that a case without lines is offered.</summary>
    const int OfferedYears = 5;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), MaxDepth = 5 };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static GridData Of(IReadOnlyList<GridRow> rows, IReadOnlyList<CostProblem> problems, IReadOnlyList<int> years, CostTables tables) => new(
        [.. CostColumns.WithYears(tables, years).Select(c => new GridColumn(c.Key, c.Label, c.Kind.ToString(), [.. c.Choices.Select(x => x.Label)], c.Hint, c.Width))],
        rows,
        [.. problems.Select(p => new GridError(p.Line, p.Column, p.Message))]);

    /// <summary>A line as the grid shows it: choices in words.</summary>
    public static GridRow Row(CostLine line, CostTables tables)
    {
        var columns = CostColumns.Of(tables).Where(c => c.Kind == CostCellKind.Choice).ToDictionary(c => c.Key);
        return new(line.Line, CostColumns.Write(line).ToDictionary(c => c.Key, c => columns.TryGetValue(c.Key, out var column) ? CostColumns.Display(column, c.Value) : c.Value));
    }

    /// <summary>The years of the lines and, where there are few, those that follow the case's own.</summary>
    public static IReadOnlyList<int> Years(IEnumerable<int> written, int fiscalYear)
    {
        var years = written.ToHashSet();
        var first = years.Count == 0 ? fiscalYear + 1 : Math.Min(years.Min(), fiscalYear + 1);
        return [.. years.Union(Enumerable.Range(first, OfferedYears)).Where(y => y is >= CostLine.FirstYear and <= CostLine.LastYear).Order()];
    }

    /// <summary>Lines as the grid would send them.</summary>
    public static string ToLinesJson(IEnumerable<CostLine> lines, CostTables tables) => JsonSerializer.Serialize(lines.Select(l => Row(l, tables)), Json);

    /// <summary>The rows that a page sent.</summary>
    /// <exception cref="RuleViolation">Not what the grid sends.</exception>
    public static IReadOnlyList<GridRow> Read(string? json)
    {
        try
        {
            var rows = JsonSerializer.Deserialize<List<GridRow>>(json ?? "", Json);
            if (rows is not null && rows.TrueForAll(r => r?.Cells is not null))
            {
                return rows;
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw new RuleViolation("cost-grid-unreadable", "表の内容を読み取れませんでした。画面を開き直して、もう一度入力してください（自動保存された入力は残っています）。", "Lines");
    }

    /// <summary>Rows as lines; what is wrong is told by the place in the grid, from 1, where the line has no number yet.</summary>
    public static (IReadOnlyList<CostLine> Lines, IReadOnlyList<CostProblem> Problems) ToLines(IReadOnlyList<GridRow> rows, CostTables tables)
    {
        var (lines, problems) = (new List<CostLine>(), new List<CostProblem>());
        foreach (var (i, row) in rows.Index())
        {
            var found = new List<CostProblem>();
            if (CostColumns.Read(row.Line, row.Cells, tables, found) is { } line)
            {
                lines.Add(line);
            }

            problems.AddRange(found.Select(p => p with { Line = i + 1 }));
        }

        return (lines, problems);
    }
}

public sealed record GridColumn(string Key, string Label, string Kind, IReadOnlyList<string> Choices, string Hint, int Width);

/// <param name="Line">明細番号; 0 for a new one.</param>
public sealed record GridRow(int Line, Dictionary<string, string> Cells);

/// <param name="Row">Place in the grid, from 1.</param>
public sealed record GridError(int Row, string Column, string Message);

using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>One set as typed: the assumptions, and a row for each line with a cell for each fiscal year.</summary>
public sealed class RunningCostForm
{
    [Display(Name = "基準日")]
    public DateOnly AsOf { get; set; }

    [Display(Name = "対象のシステム"), Required, MaxLength(RunningCostAssumptions.ScopeMaxLength)]
    public string? Scope { get; set; }

    [Display(Name = "税"), Required]
    public RunningCostTax? Tax { get; set; }

    [Display(Name = "基準年度（西暦）"), Required]
    public int? BaseYear { get; set; }

    [Display(Name = "根拠資料"), Required, MaxLength(RunningCostAssumptions.SourceMaxLength)]
    public string? Source { get; set; }

    [Display(Name = "通貨"), MaxLength(40)]
    public string? Currency { get; set; }

    [Display(Name = "支援の名称"), MaxLength(RunningCostAssumptions.SourceMaxLength)]
    public string? FundingName { get; set; }

    [Display(Name = "額を変える理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    public List<int> Years { get; set; } = [];

    public List<RunningCostRow> Rows { get; set; } = [];

    /// <summary>Revision of the set that the form was made from.</summary>
    public int Version { get; set; }

    public static RunningCostForm Of(RunningCostSheet sheet, IReadOnlyList<int> years, IEnumerable<string> systems, DateOnly today) => new()
    {
        AsOf = today,
        Scope = sheet.Assumptions?.Scope ?? string.Join('\n', systems),
        Tax = sheet.Assumptions?.Tax,
        BaseYear = sheet.Assumptions?.BaseYear,
        Source = sheet.Assumptions?.Source,
        Currency = sheet.Assumptions?.Currency,
        FundingName = sheet.Assumptions?.FundingName,
        Years = [.. years],
        Rows = [.. RunningCostLine.Entered.Select(l => RunningCostRow.Of(sheet, l, years))],
    };

    public RunningCostAssumptions ToAssumptions() => new(Scope ?? "", Tax!.Value, BaseYear!.Value, Source ?? "", Currency, FundingName);

    /// <summary>The cells as typed; what cannot be read is told at its field.</summary>
    /// <exception cref="RuleViolation">The form is not the one that was sent out.</exception>
    public IReadOnlyList<RunningCostCell> Cells(RunningCostSheet stands, ModelStateDictionary state)
    {
        RuleViolation.Require(
            Years.Count is > 0 and <= 40 && Years.Distinct().Count() == Years.Count && Years.TrueForAll(y => y is >= 1990 and <= 2200)
            && Rows.Select(r => r.Line).SequenceEqual(RunningCostLine.Entered.Select(l => l.Code)) && Rows.TrueForAll(r => r.Cells.Count == Years.Count),
            "rows-shape", "費目と年度の行が一つずつ送られていません。画面を開き直してから入力してください。");
        RuleViolation.Require(AsOf != default, "as-of-missing", "基準日を入力してください。", "AsOf");
        return
        [
            .. from row in Rows.Index()
               from year in Years.Index()
               let cell = row.Item.Cells[year.Index].Read(RunningCostLine.Entered[row.Index], year.Item, Prefix(row.Index, year.Index), state)
               select stands.Noted(cell, string.IsNullOrWhiteSpace(row.Item.Note) ? null : row.Item.Note.Trim().ReplaceLineEndings("\n")),
        ];
    }

    /// <summary>The field that a rule of the domain means by LINE.YEAR.</summary>
    public string? FieldOf(string? field)
    {
        var parts = field?.Split('.');
        return parts is [var line, var text] && int.TryParse(text, out var year) && Rows.FindIndex(r => r.Line == line) is >= 0 and var row && Years.IndexOf(year) is >= 0 and var column
            ? $"{Prefix(row, column)}.Amount"
            : field;
    }

    static string Prefix(int row, int column) => $"Input.Rows[{row}].Cells[{column}]";
}

/// <summary>A line of the grid.</summary>
public sealed class RunningCostRow
{
    [Display(Name = "費目")]
    public string Line { get; set; } = "";

    public List<RunningCostCellInput> Cells { get; set; } = [];

    [Display(Name = "根拠・理由"), MaxLength(RunningCostEntry.NoteMaxLength)]
    public string? Note { get; set; }

    public static RunningCostRow Of(RunningCostSheet sheet, RunningCostLine line, IReadOnlyList<int> years) => new()
    {
        Line = line.Code,
        Cells = [.. years.Select(y => RunningCostCellInput.Of(sheet.Cell(line.Code, y)))],
        Note = sheet.Note(line.Code),
    };
}

/// <summary>A cell of the grid; all but the amount only where a line may be priced in a foreign currency.</summary>
public sealed class RunningCostCellInput
{
    const int MaxLength = 40;

    [Display(Name = "額"), MaxLength(MaxLength)]
    public string? Amount { get; set; }

    [Display(Name = "外貨建ての額"), MaxLength(MaxLength)]
    public string? Foreign { get; set; }

    [Display(Name = "為替レート"), MaxLength(MaxLength)]
    public string? Rate { get; set; }

    [Display(Name = "為替レートの日付")]
    public DateOnly? RateOn { get; set; }

    public static RunningCostCellInput Of(RunningCostCell cell) => new()
    {
        Amount = cell.Amount is { } yen ? RunningCostText.Show(yen) : null,
        Foreign = cell.ForeignPrice?.ToString("#,0.####", System.Globalization.CultureInfo.InvariantCulture),
        Rate = cell.Rate?.ToString("#,0.####", System.Globalization.CultureInfo.InvariantCulture),
        RateOn = cell.RateOn,
    };

    public RunningCostCell Read(RunningCostLine line, int year, string prefix, ModelStateDictionary state)
    {
        var name = $"{new FiscalYear(year)}の「{line.Name}」";
        T? Told<T>(string field, (T? Value, string? Problem) read, string what)
        {
            if (read.Problem is { } problem)
            {
                state.AddModelError($"{prefix}.{field}", $"{name}{what}：{problem}");
            }

            return read.Value;
        }

        var amount = Told(nameof(Amount), RunningCostText.Yen(Amount, line.Section == RunningCostSection.Cause), "");
        if (!line.IsForeign)
        {
            return new(line.Code, year, amount);
        }

        var foreign = Told(nameof(Foreign), RunningCostText.Decimal(Foreign, ExchangeRate.MaxForeignPrice), "の外貨建ての額");
        var rate = Told(nameof(Rate), RunningCostText.Decimal(Rate, ExchangeRate.MaxRate), "の為替レート");
        return new(line.Code, year, amount ?? (foreign is { } f && rate is { } r ? ExchangeRate.ToYen(f, r) : null), foreign, rate, RateOn);
    }
}

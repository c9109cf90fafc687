using System.Globalization;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;

namespace DxGovernance.Core.Costs;

/// <summary>
/// Excel記入様式 of the running costs of one operation: a sheet for each stage. The first column holds keys by which the file is read back.
/// </summary>
public static class RunningCostExchangeBook
{
    internal const string BookMark = "dxg:running-costs", StageMark = "dxg:running-costs:";
    internal const string YearsKey = "years", LineKey = "line:", ForeignKey = "foreign:", RateKey = "rate:", RateDayKey = "rate-day:";
    internal const int FirstYearColumn = 3;

    /// <summary>More than a form needs, so that years can be added.</summary>
    internal const int YearColumns = 8;

    static readonly CellStyle Key = new() { Size = 7, Border = false, Wrap = false };
    static readonly CellStyle Entry = new() { Kind = CellKind.Code };

    public static string FileName(int number, string name) => $"運用経費記入様式_{number:00}_{name}.xlsx";

    /// <summary>Changes with every save of any of the sets.</summary>
    public static string Mark(IEnumerable<RunningCostSet> sets) =>
        string.Join('.', sets.OrderBy(s => s.Stage).Select(s => s.Revision.ToString(CultureInfo.InvariantCulture)));

    /// <param name="sets">All five, with their ledgers.</param>
    /// <param name="systems">Systems of the operation, where a set names none yet.</param>
    /// <param name="isDemo">Printed on every page.</param>
    /// <param name="now">When.</param>
    /// <param name="cancel">Stops the making.</param>
    public static async Task<byte[]> WriteAsync(IReadOnlyList<RunningCostSet> sets, IReadOnlyList<string> systems, bool isDemo, DateTimeOffset now, CancellationToken cancel)
    {
        var book = new Workbook($"運用経費記入様式 {sets[0].Name}", now);
        AddStart(book, sets, isDemo, now);
        foreach (var set in sets.OrderBy(s => s.Stage))
        {
            AddStage(book, sets, set, systems, isDemo, now);
        }

        using var memory = new MemoryStream();
        await book.WriteAsync(memory, cancel);
        return memory.ToArray();
    }

    static PageSetup Page(IReadOnlyList<RunningCostSet> sets, bool isDemo, bool landscape) => new(Paper.A4, landscape)
    {
        Header = isDemo ? "デモデータ　運用経費記入様式" : "運用経費記入様式",
        FooterLeft = sets[0].Name,
        FooterRight = $"記録の版 {Mark(sets)}",
    };

    static void AddStart(Workbook book, IReadOnlyList<RunningCostSet> sets, bool isDemo, DateTimeOffset now)
    {
        var sheet = book.AddPrintSheet("はじめに", Page(sets, isDemo, landscape: false));
        sheet.Widths(10, 22, 64);
        sheet.Row(new Cell(BookMark, Key), Cell.Title("運用経費記入様式", 2));
        sheet.Row(Cell.Blank, Cell.Note("この様式に記入し、運用経費の画面「Excelで入力」から取り込みます。取り込む前に、変わる額と誤りを確かめられます。", 2));
        sheet.Skip();
        void Line(string key, string label, string value) => sheet.Row(new Cell(key, Key), Cell.Heading(label), new Cell(value, Entry));
        Line("number", "番号", sets[0].Number.ToString(CultureInfo.InvariantCulture));
        Line("name", "業務", sets[0].Name);
        Line("mark", "記録の版", Mark(sets));
        Line("made", "出力日時", $"{TokyoTime.Display(now)}（日本時間）");
        sheet.Skip();
        string[] rules =
        [
            "シートは区分（平成30年度・現行・移行後の計画・契約・実績）ごとに1枚です。左端の列（キー）は消さないでください。",
            "額は円の整数です。税込か税抜かは、シートの上の「税」で区分ごとに一つだけ選びます。",
            "空欄は「分からない」です。費用がない費目には0を入れます。10費目が全てそろわないと、倍率は計算されません。",
            "年度は見出しの行に西暦で入れます（例：2026）。右の空いた列に年度を加えられます。",
            "外貨建てのクラウド利用経費は、額（円）のほかに、外貨建ての額・為替レート・その日付を入れます。額を空欄にすると、外貨建ての額×為替レートになります。",
            "「増減の原因」は、前の区分（現行は平成30年度、移行後は現行）からの増減です。減るものはマイナスで入れ、右端の欄に理由を書きます。為替は計算するため、入力欄はありません。",
            "数式は読み込みません。値を入れてください。マクロのあるファイルは受け付けません。",
            "様式を出力した後に画面で額が直されると、その様式は取り込めません。新しく出力してください。",
        ];
        foreach (var rule in rules)
        {
            sheet.Row(Cell.Blank, new Cell("・" + rule, CellStyle.Body with { Border = false }) { Columns = 2 });
        }
    }

    static void AddStage(Workbook book, IReadOnlyList<RunningCostSet> sets, RunningCostSet set, IReadOnlyList<string> systems, bool isDemo, DateTimeOffset now)
    {
        var current = set.Current;
        var years = current.YearsToEnter(FiscalYear.Of(TokyoTime.DayOf(now)).Year);
        var columns = Math.Max(YearColumns, years.Count + 2);
        var sheet = book.AddPrintSheet(set.Stage.Label(), Page(sets, isDemo, landscape: true));
        sheet.Widths([12, 30, .. Enumerable.Repeat(16.0, columns), 44]);
        sheet.Row(new Cell(StageMark + set.Stage, Key), Cell.Title($"{set.Name}　運用経費　{set.Stage.Label()}", columns + 1));
        sheet.Row(Cell.Blank, Cell.Note($"{set.Stage.Hint()}。使わない区分は、そのままにしてください。", columns + 1));
        AddAssumptions(sheet, current.Assumptions, string.Join('\n', systems), columns);
        sheet.Skip();
        var header = sheet.Row(
        [
            new Cell(YearsKey, Key), Cell.Heading("費目（単位：円）"),
            .. Enumerable.Range(0, columns).Select(i => new Cell(i < years.Count ? years[i] : default(CellValue), CellStyle.Heading with { Kind = CellKind.Year })), Cell.Heading("根拠・理由"),
        ]);
        sheet.Freeze(header, 2);
        foreach (var section in RunningCostLine.Entered.GroupBy(l => l.Section))
        {
            sheet.Row(Cell.Blank, Cell.Note(section.Key.Label(), columns + 2));
            foreach (var line in section)
            {
                AddLine(sheet, current, line, years, columns);
            }
        }
    }

    static void AddAssumptions(PrintSheet sheet, RunningCostAssumptions? stands, string systems, int columns)
    {
        void Line(string key, string label, string? value, params string[] words)
        {
            var row = sheet.Row(new Cell(key, Key), Cell.Heading(label), new Cell(value, Entry) { Columns = Math.Min(5, columns) });
            sheet.Offer(row, row, FirstYearColumn, words);
            if (key == "scope")
            {
                sheet.Tall(row, 4);
            }
        }

        Line("scope", "対象のシステム（1行に1つ）", stands?.Scope ?? systems);
        Line("tax", "税", stands?.Tax.Label(), [.. Enum.GetValues<RunningCostTax>().Select(t => t.Label())]);
        Line("base-year", "基準年度（西暦）", stands?.BaseYear.ToString(CultureInfo.InvariantCulture));
        Line("source", "根拠資料", stands?.Source);
        Line("currency", "通貨（外貨建てのとき）", stands?.Currency);
        Line("funding", "支援の名称", stands?.FundingName);
    }

    static void AddLine(PrintSheet sheet, RunningCostSheet current, RunningCostLine line, IReadOnlyList<int> years, int columns)
    {
        IEnumerable<Cell> Years(Func<RunningCostCell, CellValue> value, CellStyle style) => Enumerable.Range(0, columns)
            .Select(i => new Cell(i < years.Count ? value(current.Cell(line.Code, years[i])) : default, style));
        sheet.Row(
        [
            new Cell(LineKey + line.Code, Key), line.Name, .. Years(c => c.Amount, CellStyle.Body with { Kind = CellKind.Yen }), new Cell(current.Note(line.Code), Entry),
        ]);
        if (line.IsForeign)
        {
            var price = CellStyle.Body with { Kind = CellKind.Fraction, Digits = ExchangeRate.MaxDecimals };
            sheet.Row([new Cell(ForeignKey + line.Code, Key), "　うち外貨建ての額（通貨の単位）", .. Years(c => c.ForeignPrice, price), ""]);
            sheet.Row([new Cell(RateKey + line.Code, Key), "　為替レート（1単位の円）", .. Years(c => c.Rate, price), ""]);
            sheet.Row([new Cell(RateDayKey + line.Code, Key), "　為替レートの日付", .. Years(c => c.RateOn, CellStyle.Body with { Kind = CellKind.Date }), ""]);
        }
    }
}

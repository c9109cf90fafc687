using DxGovernance.Core.Reports;

namespace DxGovernance.Tests.Reports;

/// <summary>A workbook that uses everything the writer can do.</summary>
static class WorkbookExample
{
    public sealed record Case(string Code, string Name, string Status, DateOnly? Due, int Slip, decimal Budget, decimal? Spent)
    {
        public Tone Tone => Status switch { "遅延" => Tone.Red, "注意" => Tone.Yellow, "完了" => Tone.Grey, _ => Tone.Green };
    }

    public static readonly DateTimeOffset CreatedAt = new(2027, 10, 31, 9, 0, 0, TimeSpan.FromHours(9));

    public static readonly IReadOnlyList<Case> Cases =
    [
        new("0012", "住民記録システム", "順調", new(2027, 10, 31), 0, 120_500, 98_000),
        new("0013", "介護保険システム（髙橋・𠮷田・①②㈱）標準準拠版への移行と、特定移行支援システムの取扱いについて", "遅延", new(2028, 3, 31), 152, 84_200, 91_300),
        new("0014", "=1+1", "注意", new(2027, 12, 28), 28, 15_000, null),
        new("0015", "税務システム\n（二次開発）", "完了", new(2027, 4, 1), -12, 230_000, 228_700),
    ];

    public static IReadOnlyList<Column<Case>> Columns { get; } =
    [
        new("案件番号", c => c.Code, CellKind.Code, 10),
        new("件名", c => c.Name, CellKind.Text, 36),
        new("状況", c => c.Status, CellKind.Text, 8) { Tone = c => c.Tone, Align = Align.Center },
        new("期限", c => c.Due, CellKind.DateWareki, 30),
        new("遅れ（日）", c => c.Slip, CellKind.Days, 10),
        new("予算額（千円）", c => c.Budget, CellKind.ThousandYen, 14) { Total = true },
        new("執行額（千円）", c => c.Spent, CellKind.ThousandYen, 14) { Total = true },
        new("執行率", c => c.Spent / c.Budget, CellKind.Percent, 9),
    ];

    public static Workbook Build(int dataRows = 500)
    {
        var book = new Workbook("推進会議資料", CreatedAt);
        AddCaseList(book);
        AddGantt(book);
        AddCharts(book);
        book.AddDataSheet("データ_案件", Columns, Enumerable.Range(0, dataRows).Select(i => Cases[i % Cases.Count] with { Code = $"{i:0000}" }));
        book.AddDataSheet("データ_なし", Columns, []);
        return book;
    }

    public static async Task<byte[]> BytesAsync(Workbook book)
    {
        using var memory = new MemoryStream();
        await book.WriteAsync(memory, TestContext.Current.CancellationToken);
        return memory.ToArray();
    }

    static void AddCaseList(Workbook book)
    {
        var sheet = book.AddPrintSheet("案件一覧", new PageSetup(Paper.A4, Landscape: true)
        {
            Header = "行財政改革推進会議 資料1",
            FooterLeft = "DX推進課 R&D係",
            FooterRight = "2027-10-31 作成",
        });
        sheet.Widths(Columns.Select(c => c.Width));
        sheet.Row(Cell.Title("ICT案件 進捗一覧", columns: 8));
        sheet.Row(Cell.Note("（単位：千円）", columns: 8, Align.Right));
        sheet.Table(Columns, Cases);
        sheet.Row(Cell.Note("※ 四捨五入のため合計が一致しない場合があります。", columns: 8));
        sheet.Row(new Cell("元データ", CellStyle.Note) { LinkSheet = "データ_案件" }, Cell.Formula("ROUND(G8/F8,3)", 0.930m, CellKind.Percent));
        sheet.Row(new Cell(new DateTime(2027, 10, 31, 17, 15, 0), CellStyle.Body with { Kind = CellKind.Timestamp }) { Columns = 2 },
            Cell.Of(2027, CellKind.Year), Cell.Of(1.25m, CellKind.Fraction));
        sheet.Freeze(3, 2);
        sheet.PageBreak();
        sheet.Table(Columns, []);
    }

    static void AddGantt(Workbook book)
    {
        var sheet = book.AddPrintSheet("工程表", new PageSetup(Paper.A3) { FooterLeft = "DX推進課" });
        sheet.Widths([24, 10, .. Enumerable.Repeat(3.2, 60)]);
        sheet.Row(Cell.Title("標準化移行 工程表（令和8年度～令和12年度）"));
        sheet.Row([Cell.Heading("業務", rows: 2), Cell.Heading("状況", rows: 2), .. Enumerable.Range(8, 5).Select(y => Cell.Heading($"令和{y}年度", columns: 12))]);
        sheet.Row(Enumerable.Range(0, 60).Select(m => Cell.Heading($"{(m + 3) % 12 + 1}")));
        Cell[] Empty(int months) => [.. Enumerable.Repeat(Cell.Of(default), months)];
        Cell Bar(string text, Tone tone, int months) =>
            new(text, CellStyle.Body with { Tone = tone, Align = Align.Center, Wrap = false }) { Columns = months };
        sheet.Row(["住民記録", "順調", .. Empty(4), Bar("設計", Tone.Blue, 8), Bar("移行・テスト", Tone.Green, 7), Bar("稼働", Tone.Grey, 41)]);
        sheet.Row(["介護保険", "遅延", .. Empty(10), Bar("設計", Tone.Blue, 9), Bar("移行（遅延）", Tone.Red, 11), .. Empty(30)]);
        sheet.Row(["税務", "注意", .. Empty(6), Bar("設計", Tone.Blue, 6), Bar("移行", Tone.Yellow, 10), .. Empty(2), Bar("◆", Tone.Red, 1), .. Empty(35)]);
        sheet.Repeat(2, 3, columns: 2);
        sheet.Freeze(3, 2);
    }

    sealed record Cost(string Year, decimal General, decimal Subsidy, decimal Bond);

    sealed record Plan(string Name, DateOnly Start, int Days);

    sealed record Forecast(DateOnly Reported, DateOnly? Design, DateOnly? Live);

    static void AddCharts(Workbook book)
    {
        var sheet = book.AddPrintSheet("グラフ");
        sheet.Widths(Enumerable.Repeat(18.0, 8));
        sheet.Row(Cell.Title("年度別事業費と工程"));
        var costs = sheet.Table<Cost>(
            [
                new("年度", c => c.Year), new("一般財源", c => c.General, CellKind.ThousandYen) { Total = true },
                new("国庫支出金", c => c.Subsidy, CellKind.ThousandYen) { Total = true }, new("地方債", c => c.Bond, CellKind.ThousandYen) { Total = true },
            ],
            [new("令和8年度", 120_000, 80_000, 20_000), new("令和9年度", 180_000, 150_000, 40_000), new("令和10年度", 90_000, 20_000, 10_000), new("令和11年度", 60_000, 5_000, 0)]);
        sheet.Skip();
        var plans = sheet.Table<Plan>(
            [new("工程", p => p.Name), new("開始日", p => p.Start, CellKind.Date), new("日数", p => p.Days, CellKind.Days)],
            [new("要件定義", new(2026, 6, 1), 120), new("設計", new(2026, 10, 1), 180), new("データ移行", new(2027, 4, 1), 150), new("稼働確認", new(2027, 9, 1), 60)]);
        sheet.Skip();
        var trend = sheet.Table<Forecast>(
            [new("報告日", f => f.Reported, CellKind.Date), new("設計完了", f => f.Design, CellKind.Date), new("本稼働", f => f.Live, CellKind.Date)],
            [
                new(new(2026, 6, 30), new(2026, 12, 28), new(2027, 10, 1)), new(new(2026, 9, 30), new(2027, 1, 31), new(2027, 10, 1)),
                new(new(2026, 12, 31), new(2027, 3, 15), new(2028, 1, 4)), new(new(2027, 3, 31), new(2027, 3, 31), new(2028, 3, 1)),
                new(new(2027, 9, 30), null, new(2028, 3, 1)),
            ]);
        sheet.PageBreak();
        var funds = new[] { "一般財源", "国庫支出金", "地方債" }.Select(h => new Series(costs["年度"], costs[h])).ToArray();
        var top = sheet.NextRow;
        sheet.Place(new Chart(ChartKind.StackedColumns, "年度別事業費", "令和9年度が最大で3億7千万円。", funds) { ValueTitle = "千円", Labels = true }, top, 1, 13, 4);
        sheet.Place(new Chart(ChartKind.Lines, "財源の推移", "一般財源は令和9年度を頂点に減る。", funds) { CategoryTitle = "年度", ValueTitle = "千円" }, top, 5, 13, 4);
        sheet.Place(Chart.Gantt("工程", "要件定義から稼働確認まで、令和8年6月から令和9年10月。", plans["工程"], plans["開始日"], plans["日数"]), top + 13, 1, 13, 4);
        sheet.Place(Chart.Trend("マイルストーン傾向", "本稼働の予測は5か月遅れた。", trend["報告日"], trend["設計完了"], trend["本稼働"]) with { CategoryTitle = "報告日", ValueTitle = "予測日" }, top + 13, 5, 13, 4);
        sheet.Skip(26);
        sheet.PageBreak();
        sheet.Place(new Chart(ChartKind.Bars, "年度別（横棒）", "財源別の横棒。", funds) { ValueTitle = "千円" }, sheet.NextRow, 1, 13, 4);
        sheet.Place(new Chart(ChartKind.Columns, "年度別（縦棒）", "財源別の縦棒。", funds) { ValueTitle = "千円", Labels = true }, sheet.NextRow, 5, 13, 4);
        sheet.Skip(13);
        sheet.Place(new Chart(ChartKind.StackedBars, "年度別（積上げ横棒）", "財源別の積上げ横棒。", funds) { ValueTitle = "千円" }, sheet.NextRow, 1, 13, 4);
    }
}

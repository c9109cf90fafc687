using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using DxGovernance.Core;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Npgsql;
using Cell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace DxGovernance.Tests.Reports;

public sealed partial class CouncilReportTests(CouncilReportCase data) : IClassFixture<CouncilReportCase>
{
    static readonly string[] PrintSheets = ["総括", "グラフ", "20業務一覧", "工程表", "マイルストーン差異", "リスク・課題", "案件の決定", "付議案件", "未履行の条件", "出典・前提"];

    async Task<WorkbookReading> Report(AsOf? point = null, params int[] operations) => new(await data.WriteAsync(point ?? data.Point, operations));

    [Fact]
    public async Task The_same_point_gives_the_same_bytes_after_more_was_recorded_and_in_another_culture()
    {
        var before = await data.WriteAsync(data.Point);
        data.Given.Clock.MoveTo(new(2026, 11, 9));
        await data.Given.Act(data.Slipping, data.Staff, o => o.ReportMilestones(
            [CouncilReportCase.Late(o, new(2028, 3, 1))], data.Staff, data.Given.Clock.Now, CouncilReportCase.Day));
        await data.Given.Operation(await data.Given.Department());
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new("sv-SE");
        var after = await data.WriteAsync(data.Point);
        CultureInfo.CurrentCulture.Name.ShouldBe("sv-SE");
        CultureInfo.CurrentCulture = culture;

        after.ShouldBe(before);
        (await data.WriteAsync(new(CouncilReportCase.Day, await data.Newest()))).ShouldNotBe(before);
    }

    [Fact]
    public async Task The_schema_finds_nothing_wrong()
    {
        using var report = await Report();

        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(report.Document, Cancel)
            .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_of_a_subset_and_one_without_any_plan_satisfy_the_schema_too()
    {
        foreach (int[] operations in new int[][] { [3], [data.Slipping], [1, 2] })
        {
            using var report = await Report(null, operations);
            new OpenXmlValidator(FileFormatVersions.Office2019).Validate(report.Document, Cancel).Select(e => e.Description).ShouldBeEmpty();
            report.Texts("総括").ShouldContain(t => t.Contains($"対象 {operations.Length}業務（全22業務のうち）"));
        }
    }

    [Fact]
    public async Task Text_never_becomes_a_formula()
    {
        using var report = await Report();

        var formulas = report.Sheets().SelectMany(s => report.Sheet(s).Worksheet.Descendants<CellFormula>()).Select(f => f.Text).ToList();
        formulas.ShouldNotBeEmpty();
        formulas.ShouldAllBe(f => f.StartsWith("SUM(", StringComparison.Ordinal));
        report.Texts("リスク・課題").ShouldContain("=1+1");
        report.Texts("データ_ステップ").ShouldContain("+SUM(A1)");
        foreach (var sheet in new[] { "リスク・課題", "データ_リスク", "データ_ステップ" })
        {
            var styles = report.Styles.CellFormats!.Elements<CellFormat>().ToList();
            report.Sheet(sheet).Worksheet.Descendants<Cell>().Where(c => c.InlineString?.Text?.Text.FirstOrDefault() is '=' or '+' or '-' or '@')
                .ShouldAllBe(c => styles[(int)c.StyleIndex!.Value].QuotePrefix! == true);
        }
    }

    [Fact]
    public async Task Totals_are_formulas_with_the_value_they_will_have()
    {
        using var report = await Report();
        var totals = 0;
        foreach (var sheet in report.Sheets())
        {
            foreach (var cell in report.Sheet(sheet).Worksheet.Descendants<Cell>().Where(c => c.CellFormula is not null))
            {
                var area = SumOfOneColumn().Match(cell.CellFormula!.Text);
                area.Success.ShouldBeTrue($"{sheet} {cell.CellReference}: {cell.CellFormula.Text}");
                var expected = Enumerable.Range(int.Parse(area.Groups["from"].Value), int.Parse(area.Groups["to"].Value) - int.Parse(area.Groups["from"].Value) + 1)
                    .Sum(row => report.Sheet(sheet).Worksheet.Descendants<Cell>().SingleOrDefault(c => c.CellReference == $"{area.Groups["column"].Value}{row}")?.CellValue is { } v
                        ? decimal.Parse(v.Text, CultureInfo.InvariantCulture) : 0);
                decimal.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture).ShouldBe(expected);
                totals++;
            }
        }

        totals.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task The_figures_of_the_summary_are_those_counted_from_the_ledgers_by_hand()
    {
        using var report = await Report();
        const string Newest = "as_of <= @day and recorded_at <= @known order by as_of desc, recorded_at desc, id desc limit 1";
        const string Stage = $"(select stage from operation_states s where s.operation_number = o.number and {Newest})";
        const string Forecast = $"""
            coalesce((select r.forecast_on from milestone_reports r join milestones m on m.id = r.milestone_id
                where m.operation_number = o.number and m.code = 'go-live' and r.as_of <= @day and r.recorded_at <= @known
                order by r.as_of desc, r.recorded_at desc, r.id desc limit 1),
              (select b.planned_on from baseline_entries b join milestones m on m.id = b.milestone_id
                where m.operation_number = o.number and m.code = 'go-live' and b.baseline_number = 1 and b.recorded_at <= @known))
            """;
        const string Due = $"(select due_on from deadline_entries d where d.operation_number = o.number and d.kind = 'City' and {Newest})";

        report.KeyFigure("稼働業務数").ShouldBe(await Count($"select count(*) from operations o where {Stage} = 'Live'"));
        report.KeyFigure("市の期限を過ぎる見込の業務").ShouldBe(await Count($"select count(*) from operations o where {Stage} <> 'Live' and {Forecast} > {Due}"));
        report.KeyFigure("未解決のリスク・課題").ShouldBe(await Count($"select count(*) from risks k where (select is_open from risk_ratings r where r.risk_id = k.id and {Newest})"));
        report.KeyFigure("稼働業務数").ShouldBe(13);
        report.KeyFigure("市の期限を過ぎる見込の業務").ShouldBe(1);
        var colours = new[] { "赤", "黄", "緑" }.Select(c => report.KeyFigure($"信号が{c}の業務")).ToList();
        colours.Sum().ShouldBe(22);
        report.Texts("総括").ShouldContain($"赤{colours[0]}　黄{colours[1]}　緑{colours[2]}");
        report.Texts("総括").ShouldContain("13／22業務");
        report.Rows("データ_台帳行数").Single(r => r.Contains("step_reports"))[^1].ShouldBe(
            $"{await Count("select count(*) from step_reports where as_of <= @day and recorded_at <= @known")}");
    }

    [Fact]
    public async Task What_changed_since_the_published_report_is_told_with_its_cause()
    {
        using var report = await Report();

        var slip = report.Rows("データ_変更").Single(r => r.Contains($"{data.Slipping}") && r.Contains("稼働見込"));
        slip.ShouldContain("2027-09-01（R9.9.1）");
        slip.ShouldContain("2027-12-01（R9.12.1）");
        slip[^1].ShouldBe("+91日遅れ。原因：事業者のリソース（事業者）技術者の確保が遅れている");
        report.Texts("総括").ShouldContain(t => t.StartsWith("前回＝2026-07-31（令和8年7月31日）基準の報告書", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_published_report_it_says_so()
    {
        using var report = await Report(data.PreviousPoint);

        report.Texts("総括").ShouldContain("前回の報告書がないため、比べるものがない。");
        report.Rows("データ_変更").Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_council_should_judge_is_found_by_rule()
    {
        using var report = await Report();

        var points = report.Rows("データ_判断事項").Skip(1).ToList();
        points.Single(p => p.Contains("期限")).ShouldContain(t => t.StartsWith("稼働見込が市の期限を31日過ぎる（稼働見込 2027-12-01（R9.12.1））", StringComparison.Ordinal));
        points.Single(p => p.Contains("計画変更")).ShouldContain("計画変更（第2版）が2026-10-20（令和8年10月20日）からCIOの決定待ち。原因：国の仕様変更。理由：仕様の変更による。庁内PMOの意見：妥当と認める");
        points.Single(p => p.Contains("リスク")).ShouldContain(t => t.StartsWith("=1+1（評価点9", StringComparison.Ordinal));
        points.Single(p => p.Contains("信号の上書き")).ShouldContain(t => t.Contains("書面で確認した"));
        points.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Data_sheets_are_for_machines()
    {
        using var report = await Report();
        var sheets = report.Sheets().Where(s => s.StartsWith("データ_", StringComparison.Ordinal)).ToList();

        sheets.ShouldContain("データ_ステップ");
        report.Rows("データ_ステップ").Count.ShouldBe(1 + (22 * Operation.StepCount));
        foreach (var name in sheets)
        {
            var sheet = report.Sheet(name).Worksheet;
            sheet.Descendants<MergeCell>().ShouldBeEmpty(name);
            sheet.Descendants<CellFormula>().ShouldBeEmpty(name);
            var rows = report.Rows(name);
            rows[0].ShouldBeUnique();
            rows[0][..4].ShouldBe(["標準地域コード", "団体名", "基準日", "データの区分"]);
            rows.Skip(1).ShouldAllBe(r => r[0] == "352012");
        }
    }

    [Fact]
    public async Task Every_sheet_carries_the_demo_mark_where_a_fictional_person_reported()
    {
        using var report = await Report();
        report.Sheets().ShouldAllBe(s => report.Sheet(s).Worksheet.Descendants<OddHeader>().Single().Text.Contains("デモデータ"));
        PrintSheets.ShouldAllBe(s => report.Texts(s).Any(t => t.StartsWith("デモデータ：", StringComparison.Ordinal)));

        using var facts = await Report(new(new(2026, 4, 2), TestTemplate.FactsRecordedAt.AddDays(1)));
        facts.Sheets().ShouldAllBe(s => !facts.Sheet(s).Worksheet.Descendants<OddHeader>().Single().Text.Contains("デモデータ"));
        facts.Sheets().ShouldAllBe(s => facts.Texts(s).All(t => !t.StartsWith("デモデータ：", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Print_sheets_fit_the_paper_and_repeat_their_titles()
    {
        using var report = await Report();
        report.Sheets().Take(PrintSheets.Length).ShouldBe(PrintSheets);
        foreach (var name in report.Sheets())
        {
            var sheet = report.Sheet(name).Worksheet;
            var page = sheet.GetFirstChild<DocumentFormat.OpenXml.Spreadsheet.PageSetup>()!;
            page.FitToWidth!.Value.ShouldBe(1u);
            page.FitToHeight!.Value.ShouldBe(0u);
            page.PaperSize!.Value.ShouldBe(name == "工程表" ? 8u : 9u);
            sheet.Descendants<OddFooter>().Single().Text.ShouldContain("&P / &N");
            sheet.Descendants<OddFooter>().Single().Text.ShouldContain("2026-10-31（令和8年10月31日）");
        }

        foreach (var name in new[] { "20業務一覧", "工程表", "マイルストーン差異", "リスク・課題", "データ_業務" })
        {
            report.DefinedName("_xlnm.Print_Titles", name).ShouldNotBeNull(name);
        }

        report.Sheet("グラフ").DrawingsPart!.ChartParts.Count().ShouldBe(5);
    }

    [Fact]
    public async Task The_gantt_tells_plan_forecast_and_actual_by_letter()
    {
        using var report = await Report();
        var texts = report.Texts("工程表");

        texts.Count(t => t is "現計画" or "見込").ShouldBe(4);
        texts.ShouldContain("⑫");
        texts.ShouldContain("超");
        new[] { "基", "市", "国" }.ShouldAllBe(mark => texts.Contains(mark));
        texts.Count(t => t == "稼働済み").ShouldBe(13);
    }

    [Fact]
    public async Task A_day_before_the_thresholds_is_refused_with_a_sentence()
    {
        var refused = await Should.ThrowAsync<RuleViolation>(() => data.WriteAsync(new(new(2025, 3, 31), data.Point.KnownAt)));
        refused.Rule.ShouldBe("thresholds-missing");
    }

    [Theory]
    [InlineData("2026-11-22", null, "report-in-future")]
    [InlineData("2026-10-31", "2026-11-20T10:00:00+09:00", "recorded-until-in-future")]
    public async Task A_point_that_could_still_change_is_refused(string day, string? until, string rule)
    {
        await using var db = data.NewContext();
        var refused = await Should.ThrowAsync<RuleViolation>(() => CouncilReport.PointAsync(
            db, DateOnly.Parse(day, CultureInfo.InvariantCulture), until is null ? null : DateTimeOffset.Parse(until, CultureInfo.InvariantCulture), FixedClock.Start, Cancel));
        refused.Rule.ShouldBe(rule);
        refused.Message.ShouldEndWith("。");
    }

    [Fact]
    public async Task An_operation_that_does_not_exist_is_refused()
    {
        await using var db = data.NewContext();
        var refused = await Should.ThrowAsync<RuleViolation>(() => CouncilReport.OperationsAsync(db, [1, 999], Cancel));
        refused.Message.ShouldBe("業務番号999の業務はありません。政令順の番号で指定してください。");
    }

    async Task<long> Count(string sql)
    {
        await using var command = data.Source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter("day", data.Point.Day));
        command.Parameters.Add(new NpgsqlParameter("known", data.Point.KnownAt));
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }

    [GeneratedRegex(@"^SUM\(\$(?<column>[A-Z]+)\$(?<from>\d+):\$\k<column>\$(?<to>\d+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SumOfOneColumn();
}

static class CouncilReportReading
{
    public static IReadOnlyList<string> Sheets(this WorkbookReading book) =>
        [.. book.Document.WorkbookPart!.Workbook.Descendants<Sheet>().Select(s => s.Name!.Value!)];

    public static IReadOnlyList<string> Texts(this WorkbookReading book, string sheet) =>
        [.. book.Sheet(sheet).Worksheet.Descendants<Cell>().Select(c => c.InlineString?.Text?.Text).OfType<string>()];

    /// <summary>Rows as texts, numbers as written, empty cells left out but for the last.</summary>
    public static IReadOnlyList<string[]> Rows(this WorkbookReading book, string sheet) =>
    [
        .. book.Sheet(sheet).Worksheet.Descendants<Row>()
            .Select(r => r.Elements<Cell>().Select(c => c.InlineString?.Text?.Text ?? c.CellValue?.Text ?? "").ToArray()),
    ];

    /// <summary>A line of 主要な数値: the first number beside its name.</summary>
    public static long KeyFigure(this WorkbookReading book, string name)
    {
        var row = book.Sheet("総括").Worksheet.Descendants<Row>()
            .First(r => r.Elements<Cell>().FirstOrDefault()?.InlineString?.Text?.Text == name && r.Elements<Cell>().Any(c => c.CellValue is not null));
        return long.Parse(row.Elements<Cell>().First(c => c.CellValue is not null).CellValue!.Text, CultureInfo.InvariantCulture);
    }
}

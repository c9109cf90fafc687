using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using DxGovernance.Core;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Policy;
using DxGovernance.Tests.Support;
using Cell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace DxGovernance.Tests.Reports;

/// <summary>施策工程表: every figure in it against the read model, its formulas recalculated, and made again.</summary>
public sealed class PolicyReportTests(PolicyStory story) : IClassFixture<PolicyStory>
{
    async Task<WorkbookReading> Book(AsOf? point = null) => new(await story.ReportAsync(point));

    [Fact]
    public async Task It_satisfies_the_schema()
    {
        using var book = await Book();
        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book.Document, Cancel).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_two_clocks_give_the_same_bytes_whatever_is_recorded_afterwards()
    {
        var earlier = new AsOf(new(2026, 9, 30), story.Previous.KnownAt);
        var (first, again) = (await story.ReportAsync(earlier), await story.ReportAsync(earlier));
        again.ShouldBe(first);
        (await story.ReportAsync(new AsOf(new(2026, 9, 30), story.Point.KnownAt))).ShouldNotBe(first, "the correction is known by then");
        using var book = new WorkbookReading(first);
        book.Texts("施策工程表").ShouldContain("予定どおり");
        book.Texts("施策工程表").ShouldNotContain("遅れ");
    }

    [Fact]
    public async Task Its_figures_are_those_of_the_read_model()
    {
        var now = await story.PolicyAt(story.Point);
        using var book = await Book();

        Row(book, "総括", "全体").ShouldBe([.. new[] { now.Rate.Online, now.Rate.NotOnline, now.Rate.OutsideCity, now.Rate.NoProcedure, now.Rate.Abolished, now.Rate.Total }.Select(n => (decimal)n), Math.Round(now.Rate.Rate!.Value, 12)]);
        foreach (var rate in now.Rates)
        {
            Row(book, "手続のオンライン化", rate.Category)[..6].ShouldBe([rate.Online, rate.NotOnline, rate.OutsideCity, rate.NoProcedure, rate.Abolished, rate.Total]);
        }

        Row(book, "総括", "合計").ShouldBe([13, now.CountOf(InitiativeState.OnTrack), now.CountOf(InitiativeState.Delayed), now.CountOf(InitiativeState.Completed), now.CountOf(InitiativeState.NotStarted), now.CountOf(InitiativeState.Stopped), now.CountOf(null)]);
        now.CountOf(InitiativeState.Delayed).ShouldBe(1);
        book.Texts("総括").ShouldContain($"{now.Standardization.Live}／{now.Standardization.Total}業務");
        book.Rows("データ_手続").Skip(1).Select(r => r[8]).ShouldBe(now.Procedures.Select(p => p.State.Label()));
        book.Rows("データ_年度の状況").Skip(1).Select(r => r[7]).ShouldBe(["遅れ"]);
        book.Rows("データ_状況の履歴").Skip(1).Select(r => r[6]).ShouldBe(["予定どおり", "遅れ"]);
        book.Rows("データ_工程").Skip(1).Count().ShouldBe(now.Initiatives.Sum(i => i.Plan.Count));
        book.Rows("データ_測定").Skip(1).Single()[6].ShouldBe("25.5");
    }

    [Fact]
    public async Task Cases_are_counted_for_each_initiative_and_once_in_the_total()
    {
        using var book = await Book();

        Row(book, "案件", "3-1　デジタル人材の確保・育成").ShouldBe([2, 0, 0, 2, 0, 50_000_000, 0]);
        Row(book, "案件", "2-1　地方公共団体情報システムの標準化").ShouldBe([1, 0, 0, 1, 0, 20_000_000, 0]);
        Row(book, "案件", "案件の実数（重複を除く）").ShouldBe([2, 0, 0, 2, 0, 50_000_000, 0]);
        book.Rows("データ_案件の取組事項").Skip(1).Count().ShouldBe(3);
    }

    /// <summary>Sums and rates calculated again from the cells they point at.</summary>
    [Fact]
    public async Task Every_total_is_a_formula_whose_cached_value_is_right()
    {
        using var book = await Book();
        var formulas = 0;
        foreach (var sheet in new[] { "総括", "手続のオンライン化", "案件", "出典・前提" })
        {
            foreach (var cell in book.Sheet(sheet).Worksheet.Descendants<Cell>().Where(c => c.CellFormula is not null))
            {
                var cached = decimal.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture);
                Calculated(book, sheet, cell.CellFormula!.Text).ShouldBe(cached, 1e-9m, $"{sheet}!{cell.CellReference}: {cell.CellFormula.Text}");
                formulas++;
            }
        }

        formulas.ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task The_schedule_keeps_the_policys_words_and_marks_only_the_years_it_names()
    {
        using var book = await Book();
        var rows = book.Rows("施策工程表").ToList();
        string[] Marks(string text) => [.. rows.Single(r => r.Contains(text))[^5..]];

        Marks("令和8年度よりおくやみ窓口の検討を開始・設置をいたします。").ShouldBe(["●", "→", "→", "→", "→"]);
        Marks("令和9年度には、令和5年に開始した「書かない窓口」の対象業務の拡大に向けた取組を行います。").ShouldBe(["", "●", "", "", ""]);
        Marks("ビジネスチャットの活用").ShouldBe(["●", "●", "●", "●", "●"]);
        Marks("残りの特定移行支援システム（7システム）については、計画に基づいて取り組みを進め、令和9年10月までの移行完了を目指します。").ShouldBe(["…", "●", "", "", ""]);
        Marks("更に「サイバーセキュリティを確保するための方針」を策定し、新たな脅威に対応していきます。")[0].ShouldBe("●");
    }

    [Fact]
    public async Task It_opens_with_what_changed_since_the_one_published_before()
    {
        using var book = await Book();
        var texts = book.Texts("総括").ToList();

        texts.ShouldContain(t => t.StartsWith("前回＝2026-09-30（令和8年9月30日）基準"));
        texts.ShouldContain("令和8年度：予定どおり → 遅れ（訂正：延期していた）");
        texts.ShouldContain("未オンライン化 → オンライン化済み（試験の変更）");
        using var first = await Book(story.Previous);
        first.Texts("総括").ShouldContain("推進会議へ公開した、これより前の基準日の施策工程表はない。");
    }

    [Fact]
    public async Task Text_that_looks_like_a_formula_stays_text_and_the_charts_are_there()
    {
        using var book = await Book(new AsOf(new(2026, 9, 30), story.Previous.KnownAt));
        book.Texts("取組の状況").ShouldContain("=1+1 研修した");
        book.Document.WorkbookPart!.WorksheetParts.SelectMany(w => w.DrawingsPart?.ChartParts ?? []).Count().ShouldBe(3);
    }

    [Fact]
    public async Task Before_the_policy_there_is_no_report()
    {
        var refused = await Should.ThrowAsync<RuleViolation>(() => story.ReportAsync(AsOf.ReportedOn(new(2026, 3, 31))));
        (refused.Rule, refused.Message).ShouldBe(("policy-unknown", "2026-03-31（令和8年3月31日）の時点では、方針の取組事項が登録されていません。"));
    }

    [Fact]
    public void Every_report_that_can_be_asked_for_has_a_name_of_its_own()
    {
        ReportDefinition.All.Select(d => d.Verb).ShouldBeUnique();
        ReportDefinition.All.Select(d => d.Kind).ShouldBeUnique();
        ReportDefinition.All.Select(d => d.FileName(new(2026, 10, 31))).ShouldBeUnique();
        ReportDefinition.Find("policy")!.Kind.ShouldBe(ReportKind.PolicySchedule);
        ReportDefinition.Find(ReportKind.NationalTransfer).ShouldBeNull();
    }

    /// <summary>The numbers of the first row that begins with the text.</summary>
    static decimal[] Row(WorkbookReading book, string sheet, string first) =>
    [
        .. book.Sheet(sheet).Worksheet.Descendants<Row>().First(r => r.Elements<Cell>().FirstOrDefault()?.InlineString?.InnerText == first)
            .Elements<Cell>().Where(c => c.DataType is null && c.CellValue is not null).Select(c => Math.Round(decimal.Parse(c.CellValue!.Text, CultureInfo.InvariantCulture), 12)),
    ];

    /// <summary>The few kinds of formula that the report writes.</summary>
    static decimal Calculated(WorkbookReading book, string sheet, string formula)
    {
        if (formula.Split(")-COUNT(") is [var all, var numbers])
        {
            return Calculated(book, sheet, all + ")") - Cells(book, sheet, numbers.TrimEnd(')')).Count(c => c?.DataType is null && c?.CellValue is not null);
        }

        var name = formula.Split('(')[0];
        if (name is "SUM" or "COUNTA" or "COUNTIF")
        {
            var inner = formula[(name.Length + 1)..^1].Split(",\"");
            var cells = Cells(book, sheet, inner[0]).ToList();
            return name switch
            {
                "SUM" => cells.Sum(c => c?.DataType is null && c?.CellValue is { } v ? decimal.Parse(v.Text, CultureInfo.InvariantCulture) : 0),
                "COUNTA" => cells.Count(c => c is not null && (c.CellValue is not null || c.InlineString is not null)),
                _ => cells.Count(c => c?.InlineString?.InnerText == inner[1].TrimEnd('"')),
            };
        }

        // B5/(B5+C5)
        var parts = formula.Split('/', '(', '+', ')').Where(p => p.Length > 0).Select(p => book.Number(sheet, p)).ToList();
        return parts[0] / (parts[1] + parts[2]);
    }

    static IEnumerable<Cell?> Cells(WorkbookReading book, string sheet, string reference)
    {
        var (of, area) = reference.Split('!') is [var other, var there] ? (other.Trim('\''), there) : (sheet, reference);
        var ends = area.Replace("$", "", StringComparison.Ordinal).Split(':').Select(Place).ToArray();
        var cells = book.Sheet(of).Worksheet.Descendants<Cell>().ToDictionary(c => Place(c.CellReference!.Value!));
        return
            from row in Enumerable.Range(ends[0].Row, ends[^1].Row - ends[0].Row + 1)
            from column in Enumerable.Range(ends[0].Column, ends[^1].Column - ends[0].Column + 1)
            select cells.GetValueOrDefault((column, row));
    }

    static (int Column, int Row) Place(string reference)
    {
        var letters = string.Concat(reference.TakeWhile(char.IsAsciiLetter));
        return (letters.Aggregate(0, (n, c) => (n * 26) + c - 'A' + 1), int.Parse(reference[letters.Length..], CultureInfo.InvariantCulture));
    }
}

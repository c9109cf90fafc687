using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using DxGovernance.Core;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;
using Cell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace DxGovernance.Tests.Reports;

public sealed class CaseSheetTests(CaseReportCase data) : IClassFixture<CaseReportCase>
{
    const string Print = "案件調書";

    async Task<WorkbookReading> Sheet(AsOf? point = null, bool confidential = true) => new(await data.SheetAsync(point, confidential));

    [Fact]
    public async Task Both_workbooks_satisfy_the_schema()
    {
        foreach (var bytes in new[] { await data.SheetAsync(), await data.SheetAsync(confidential: false), await data.SheetAsync(proposal: data.ForCouncil), await data.ListAsync(new(null, null, null)), await data.ListAsync(new(2020, null, null)) })
        {
            using var book = new WorkbookReading(bytes);
            new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book.Document, Cancel).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task The_same_point_gives_the_same_bytes_after_more_happened()
    {
        var (before, list) = (await data.SheetAsync(), await data.ListAsync(new(null, null, null)));
        await data.Act(data.Cast.Staff, (p, _) => p.ReportCondition(p.Conditions.Single(), "終えた", data.Cast.Staff, data.Given.Clock.Now));
        await data.Act(data.Cast.Staff, (p, _) => p.Attach(AttachmentKind.Evidence, "証拠.txt", "証拠"u8.ToArray(), data.Cast.Staff, data.Given.Clock.Now));

        (await data.SheetAsync()).ShouldBe(before);
        (await data.ListAsync(new(null, null, null))).ShouldBe(list);
        (await data.SheetAsync(new(CaseReportCase.Day, await data.Newest()))).ShouldNotBe(before);
    }

    [Fact]
    public async Task A_decision_of_a_deputy_stands_with_both_names_and_waits_to_be_read()
    {
        using var book = await Sheet();

        var texts = book.Texts(Print);
        texts.ShouldContain($"PMO構成員 {data.Cast.Member.Name}（副市長 {data.Cast.Cio.Name} の代理）\n後閲待ち", string.Join('|', texts.Where(t => t.Contains("代理"))));
        texts.ShouldContain("条件付き適当（条件付承認）\n→ 条件付承認");
        texts.ShouldContain("PIAの結果による");
    }

    [Fact]
    public async Task Every_part_of_the_case_is_there()
    {
        using var book = await Sheet();
        var texts = book.Texts(Print);

        texts.ShouldContain("第2版");
        texts.ShouldContain(t => t.StartsWith("通常　理由：", StringComparison.Ordinal) && t.Contains("経路の規則 第1版"));
        texts.ShouldContain(t => t.StartsWith("指標の根拠は\n（", StringComparison.Ordinal));
        texts.ShouldContain(t => t.StartsWith("実測した\n（", StringComparison.Ordinal));
        texts.ShouldContain("条件1　未履行（期限を20日超過）");
        texts.ShouldContain("調達前協議（執行前）");
        texts.ShouldContain(t => t.StartsWith("適 ", StringComparison.Ordinal) && t.Contains("要改善 0"));
        texts.ShouldContain("処理時間（分）");
        texts.ShouldContain("担当者の内容");
        texts.ShouldContain("訂正 後");
        texts.ShouldContain("見積書.txt");
        texts.ShouldContain(t => t.Contains("［目的・効果］目的を具体的に"));
        book.Rows("データ_添付")[1].ShouldContain(data.Case.Attachments.Count == 0 ? Sha("見積") : data.Case.Attachments[0].Sha256);
        book.Rows("データ_訂正")[1].ShouldContain("担当者の内容");
        book.Rows("データ_手続").Count.ShouldBe(1 + 10);
    }

    [Fact]
    public async Task Confidential_fields_are_left_out_and_said_to_be()
    {
        using var open = await Sheet();
        using var closed = await Sheet(confidential: false);
        string[] secrets = ["機密のセキュリティ対策", "見積書.txt"];

        foreach (var secret in secrets)
        {
            open.Sheets().ShouldContain(s => open.Texts(s).Any(t => t.Contains(secret)), secret);
            closed.Sheets().ShouldAllBe(s => closed.Texts(s).All(t => !t.Contains(secret)), secret);
        }

        closed.Texts(Print).Count(t => t == "機密のため省略").ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task Text_stays_text_and_none_is_cut()
    {
        using var book = await Sheet();
        book.Sheets().SelectMany(s => book.Sheet(s).Worksheet.Descendants<CellFormula>()).ShouldBeEmpty();
        book.Texts(Print).ShouldContain("=1+1 の案件");
        book.Texts(Print).ShouldContain("=SUM(A1)");
        book.Texts(Print).Sum(t => t.Split(CaseReportCase.LongText).Length - 1).ShouldBeGreaterThan(440, "the long text goes on in the rows below");
        string.Concat(book.Texts(Print)).Replace("\n", "").ShouldContain(string.Concat(Enumerable.Repeat(CaseReportCase.LongText, 450)));
        book.Sheet(Print).Worksheet.Descendants<Row>().Where(r => r.Height is not null).ShouldAllBe(r => r.Height!.Value < 409);
    }

    [Fact]
    public async Task It_prints_on_a4_upright_with_pages_the_day_and_the_trail()
    {
        using var book = await Sheet();
        var page = book.Sheet(Print).Worksheet.GetFirstChild<DocumentFormat.OpenXml.Spreadsheet.PageSetup>()!;

        (page.PaperSize!.Value, page.Orientation!.Value).ShouldBe((9u, OrientationValues.Portrait));
        var footer = book.Sheet(Print).Worksheet.Descendants<OddFooter>().Single().Text;
        footer.ShouldContain("&P / &N");
        footer.ShouldContain("2026-11-20（令和8年11月20日）");
        footer.ShouldContain("監査証跡 ");
        book.Texts(Print).ShouldContain(t => t.StartsWith("デモデータ：", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Before_it_was_decided_the_sheet_knows_no_decision_and_before_it_was_submitted_there_is_none()
    {
        using var early = await Sheet(new(new(2026, 9, 5), data.Point.KnownAt));
        early.Texts(Print).ShouldContain("決定はまだない。");
        early.Texts(Print).ShouldContain(t => t.StartsWith("差戻し（2026-09-01", StringComparison.Ordinal));
        (await Should.ThrowAsync<RuleViolation>(() => data.SheetAsync(new(new(2026, 8, 31), data.Point.KnownAt)))).Message
            .ShouldBe("2026-08-31（令和8年8月31日）までに申請されていないため、案件調書を作れません。申請の日以降の基準日を入力してください。");
    }

    [Fact]
    public async Task The_list_holds_what_was_submitted_and_its_filters_narrow_it()
    {
        using var all = new WorkbookReading(await data.ListAsync(new(null, null, null)));
        var rows = all.Rows("データ_案件");
        rows.Skip(1).Select(r => r[4]).ShouldBe([data.Case.Number, data.ForCouncil.Number]);
        rows[1].ShouldContain("条件付承認");
        rows[2].ShouldContain("推進会議付議");
        all.Texts("案件審査一覧").ShouldContain("2026-10-31 超過");
        all.Sheet("案件審査一覧").Worksheet.GetFirstChild<DocumentFormat.OpenXml.Spreadsheet.PageSetup>()!.PaperSize!.Value.ShouldBe(8u);
        all.Rows("データ_条件").Count.ShouldBe(2);

        using var council = new WorkbookReading(await data.ListAsync(new(2026, ProposalState.CouncilPending, data.Department.Id)));
        council.Rows("データ_案件").Skip(1).Select(r => r[4]).ShouldBe([data.ForCouncil.Number]);
        using var early = new WorkbookReading(await data.ListAsync(new(null, null, null), new(new(2026, 9, 5), data.Point.KnownAt)));
        early.Rows("データ_案件").Skip(1).Select(r => r[4]).ShouldBe([data.Case.Number]);
        early.Rows("データ_案件")[1].ShouldContain("差戻し");
    }

    [Fact]
    public async Task The_council_report_tells_of_decisions_cases_to_judge_and_overdue_conditions()
    {
        await using var db = data.NewContext();
        using var memory = new MemoryStream();
        await CouncilReport.WriteAsync(db, data.Point, [], CaseReportCase.City, memory, null, Cancel);
        using var book = new WorkbookReading(memory.ToArray());

        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book.Document, Cancel).Select(e => e.Description).ShouldBeEmpty();
        var decided = book.Rows("データ_案件の決定");
        decided.Count.ShouldBe(2);
        decided[1].ShouldContain($"副市長 {data.Cast.Cio.Name}");
        decided[1].ShouldContain("1．PIAを終える（期限 2026-10-31）");
        book.Rows("データ_付議案件").Skip(1).Single().ShouldContain("総額が大きい");
        book.Rows("データ_未履行の条件").Skip(1).Single().ShouldContain("PIAを終える");
        book.Texts("未履行の条件").ShouldContain("期限を20日超過\n未履行");
        book.Texts("付議案件").ShouldContain($"推進会議に諮る案件\n{data.ForCouncil.Number}");
        book.KeyFigure("推進会議で判断する個別ICT案件").ShouldBe(1);
        book.KeyFigure("未履行の承認条件").ShouldBe(1);
        book.KeyFigure("期限を過ぎた承認条件").ShouldBe(1);
        book.KeyFigure("期間中の個別ICT案件の決定").ShouldBe(1);
        book.Texts("総括").ShouldContain("推進会議で判断する個別ICT案件が1件ある。シート「付議案件」に示す。");
    }

    [Fact]
    public async Task A_council_report_on_some_operations_tells_only_of_cases_that_name_them()
    {
        await using var db = data.NewContext();
        using var memory = new MemoryStream();
        await CouncilReport.WriteAsync(db, data.Point, [2], CaseReportCase.City, memory, null, Cancel);
        using var book = new WorkbookReading(memory.ToArray());

        book.Rows("データ_付議案件").Count.ShouldBe(1);
        book.Texts("付議案件").ShouldContain("推進会議で判断する案件はない。");
        book.Texts("付議案件").ShouldContain(t => t.EndsWith("対象の業務に関係する案件だけを示す。", StringComparison.Ordinal));
    }

    static string Sha(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}

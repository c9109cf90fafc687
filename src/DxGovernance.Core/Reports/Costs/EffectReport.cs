using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>事後評価一覧: planned against measured for every indicator of the cases that are live, with what they cost; what was not measured is shown as such.</summary>
public static class EffectReport
{
    public const string Title = "事後評価一覧";

    const string CheckData = "データ_効果検証";

    public static string FileName(DateOnly day) => $"{Title}_{Wareki.Iso(day)}.xlsx";

    public static async Task<ReportResult> WriteAsync(ReportMaking making, CancellationToken cancel)
    {
        // Sentences are put together by interpolation; the server's culture must not reach them.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var db = making.Db;
        db.Database.SetCommandTimeout(CouncilReport.LongestStatement);
        await using var snapshot = db.Database.CurrentTransaction is null ? await CouncilReport.SnapshotAsync(db, cancel) : null;
        var point = new AsOf(making.Point.Day, CouncilReport.ToMicroseconds(making.Point.KnownAt));
        making.Progress?.Report(("効果検証の台帳を集計しています", 10));
        var cases = await CasesAsync(db, point, cancel);
        var frame = new CaseFrame(Title, Title, making.City, point, await IsDemoAsync(db, point, cancel), await AuditChain.HeadAtAsync(db, point.KnownAt, cancel))
        {
            DemoSentence = "デモデータ：この帳票の人物・案件・指標・金額は架空のものです。",
        };
        making.Progress?.Report(("シートを作っています", 60));
        var rounding = (await CostTables.AtAsync(db, point, cancel)).Rounding;
        var book = new Workbook($"{making.City.Name} {Title} {Wareki.Iso(point.Day)}", point.KnownAt);
        List<(LiveCase Of, CaseEffect Effect)> rows = [.. from c in cases from e in c.Effects select (c, e)];
        Summary(book, frame, cases);
        List(book, frame, cases, rounding);
        frame.AddData(book, CheckData, Columns(point.Day), rows);
        var written = await book.WriteAsync(making.Output, cancel);
        making.Progress?.Report(("書き出しました", 99));
        return new($"{cases.Count}件", written.ContentSha256, written.Notices);
    }

    static IReadOnlyList<Column<(LiveCase Of, CaseEffect Effect)>> Columns(DateOnly day) =>
    [
        new("案件番号", r => r.Of.Number, CellKind.Code, 14),
        new("件名", r => r.Of.Title, Width: 40),
        new("所管課", r => r.Of.Department, Width: 20),
        new("稼働日", r => r.Of.LiveOn, CellKind.Date),
        new("稼働の年度", r => r.Of.LiveOn is { } live ? FiscalYear.Of(live).Year : (decimal?)null, CellKind.Year),
        new("決定額（円）", r => r.Of.Costs?.Decided, CellKind.Yen, 16),
        new("実績額（円）", r => r.Of.Costs?.Actual, CellKind.Yen, 16),
        new("指標", r => r.Effect.Name, Width: 30),
        new("単位", r => r.Effect.Unit),
        new("時期", r => r.Effect.Term),
        new("稼働からの月数", r => r.Effect.Months, CellKind.Whole),
        new("期限", r => r.Effect.DueOn, CellKind.Date),
        new("計画", r => r.Effect.Planned, CellKind.Fraction) { Digits = 2 },
        new("測定値", r => r.Effect.Measured?.Value, CellKind.Fraction) { Digits = 2 },
        new("測定日", r => r.Effect.Measured?.AsOf, CellKind.Date),
        new("差（測定値－計画）", r => r.Effect.Difference, CellKind.Fraction) { Digits = 2 },
        new("状態", r => r.Effect.State(day), Width: 20),
        new("達成", r => r.Of.Reached(r.Effect) switch { true => "達成", false => "未達成", null => null }),
    ];

    static void Summary(Workbook book, CaseFrame frame, IReadOnlyList<LiveCase> cases)
    {
        double[] widths = [24, .. Enumerable.Repeat(15.0, 6)];
        var day = frame.Point.Day;
        var sheet = frame.Start(book, "総括", $"{frame.City.Name}　{Title}　総括", $"　　稼働した案件 {cases.Count}件", widths, Paper.A4, landscape: true);
        sheet.Flow(Cell.Note(
            "稼働報告が承認された案件の指標について、期限が基準日までに来た効果検証を数える（稼働前の値の測定を含む）。指標のない案件は、案件の件数にだけ含む。未測定は、期限を過ぎて測定値のないもの。達成は、最後に測定した値が計画に届いたもの（向きは、稼働前の値と計画の大小による）。",
            widths.Length));
        if (cases.Count == 0)
        {
            CostCells.Nothing(sheet, widths.Length);
            return;
        }

        var header = sheet.Row(new[] { "稼働の年度", "案件（件）", "期限の来た検証（件）", "測定済み（件）", "未測定（件）", "達成した指標（件）", "未達成の指標（件）" }.Select(h => Cell.Heading(h)));
        foreach (var year in cases.GroupBy(c => c.LiveOn is { } live ? FiscalYear.Of(live).Year : 0).OrderBy(g => g.Key))
        {
            var due = year.SelectMany(c => c.Effects).Where(e => e.Measured is not null || e.DueOn <= day).ToList();
            var newest = year.SelectMany(c => c.Newest.Select(c.Reached)).ToList();
            sheet.Row(
            [
                year.Key == 0 ? "稼働日の記録なし" : new FiscalYear(year.Key).ToString(),
                .. new[] { year.Count(), due.Count, due.Count(e => e.Measured is not null), due.Count(e => e.Measured is null), newest.Count(r => r == true), newest.Count(r => r == false) }
                    .Select(n => Cell.Of(n, CellKind.Whole)),
            ]);
        }

        var last = sheet.NextRow - 1;
        sheet.Row([Cell.Heading("合計"), .. Enumerable.Range(2, 6).Select(c => Cell.Sum(sheet.Range(header + 1, c, last, c), CellKind.Whole))]);
        sheet.Skip();
        var categories = sheet.Range(header + 1, 1, last, 1);
        Series Series(int column, string label, Tone tone) => new(sheet.Range(header, column, header, column), categories, sheet.Range(header + 1, column, last, column)) { Label = label, Tone = tone };
        sheet.Place(
            new Chart(ChartKind.StackedColumns, "期限の来た効果検証（件）", "稼働の年度ごとに、測定済みと未測定の件数を積み上げた棒。", Series(4, "測定済み", Tone.Green), Series(5, "未測定", Tone.Red)) { ValueTitle = "件" },
            sheet.NextRow, 1, 14, widths.Length);
        sheet.Skip(14);
        foreach (var (term, text) in frame.Making())
        {
            sheet.Row(Cell.Note($"{term}：{text}", widths.Length));
        }
    }

    static void List(Workbook book, CaseFrame frame, IReadOnlyList<LiveCase> cases, Rounding rounding)
    {
        var day = frame.Point.Day;
        List<int> months = [.. cases.SelectMany(c => c.Effects).Select(e => e.Months).Where(m => m > 0).Distinct().Order()];
        double[] widths = [13, 34, 18, 13, 13, 13, 26, 9, 11, 11, .. months.Select(_ => 18.0), 10];
        var sheet = frame.Start(book, Title, $"{frame.City.Name}　{Title}", $"　　稼働した案件 {cases.Count}件", widths, Paper.A3, landscape: true);
        sheet.Row(Cell.Note($"指標ごとに1行。金額の{CostCells.Unit(rounding)}", widths.Length));
        var header = sheet.Row(
        [
            .. new[] { "案件番号", "件名", "所管課", "稼働日", "決定額（千円）", "実績額（千円）", "指標", "単位", "稼働前", "計画" }.Select(h => Cell.Heading(h)), .. months.Select(m => Cell.Heading($"{m}か月")), Cell.Heading("達成"),
        ]);
        sheet.Freeze(header, 2);
        sheet.Repeat(header, header);
        foreach (var c in cases)
        {
            foreach (var indicator in c.Effects.GroupBy(e => (e.Name, e.Unit)))
            {
                var (before, later) = (indicator.FirstOrDefault(e => e.Months == 0), indicator.Where(e => e.Months > 0).ToDictionary(e => e.Months));
                var planned = later.Values.Select(e => e.Planned).FirstOrDefault(p => p is not null);
                sheet.Row(
                [
                    c.Number, c.Title, c.Department, Cell.Of(c.LiveOn, CellKind.Date), CostCells.Thousand(c.Costs?.Decided, rounding), CostCells.Thousand(c.Costs?.Actual, rounding), indicator.Key.Name, indicator.Key.Unit,
                    Number(before?.Measured?.Value ?? before?.Planned), Number(planned), .. months.Select(m => later.TryGetValue(m, out var e) ? At(e, day) : CostCells.Dash),
                    c.Newest.FirstOrDefault(e => (e.Name, e.Unit) == indicator.Key) is { } newest && c.Reached(newest) is { } reached
                        ? new Cell(reached ? "達成" : "未達成", CellStyle.Body with { Tone = reached ? Tone.Green : Tone.Red, Align = Align.Center }) : CostCells.Dash,
                ]);
            }
        }

        if (sheet.NextRow == header + 1)
        {
            CostCells.Nothing(sheet, widths.Length);
        }
    }

    static Cell Number(decimal? value) => new(value, CellStyle.Body with { Kind = CellKind.Fraction, Digits = value is { } v && v != Math.Truncate(v) ? 1 : 0 });

    static Cell At(CaseEffect effect, DateOnly day) => effect.Measured is { } m ? Number(m.Value)
        : new(effect.State(day), CellStyle.Body with { Tone = effect.DueOn < day ? Tone.Red : Tone.None, Align = Align.Center });

    /// <summary>Cases whose 稼働報告 was approved by the point, in the order of their numbers.</summary>
    static async Task<IReadOnlyList<LiveCase>> CasesAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var live = db.Proposals.Where(p => EffectsAsOf.GoLives(db, point).Any(t => t.ProposalId == p.Id));
        var cases = await EffectsAsOf.CasesAsync(db, live, point, point.KnownAt, cancel);
        var costs = await CostSums.ByCaseAsync(db, [.. cases.Select(c => c.Id)], point, cancel);
        return [.. cases.Select(c => new LiveCase(c.Number, c.Title, c.DepartmentName, c.LiveOn, costs.GetValueOrDefault(c.Id)?.Totals, c.EffectsAt(point.KnownAt)))];
    }

    static async Task<bool> IsDemoAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var authors = db.ProposalTransitions.At(point).Select(e => e.RecordedById);
        return await db.People.AnyAsync(p => p.IsDemo && authors.Contains(p.Id), cancel);
    }

    /// <param name="Costs">Null for a case without cost lines.</param>
    sealed record LiveCase(string Number, string Title, string Department, DateOnly? LiveOn, CostTotals? Costs, IReadOnlyList<CaseEffect> Effects)
    {
        /// <summary>The last measurement after go-live of each indicator.</summary>
        public IReadOnlyList<CaseEffect> Newest => [.. Effects.Where(e => e is { Months: > 0, Measured: not null }).GroupBy(e => (e.Name, e.Unit)).Select(g => g.MaxBy(e => e.Months)!)];

        /// <summary>Whether the value is as good as planned; null where the plan does not say which way is good, or nothing was measured.</summary>
        public bool? Reached(CaseEffect effect)
        {
            var start = Effects.FirstOrDefault(e => e.Months == 0 && (e.Name, e.Unit) == (effect.Name, effect.Unit));
            var before = start?.Measured?.Value ?? start?.Planned;
            return effect is { Months: > 0, Measured: { } m, Planned: { } planned } && before is { } b && b != planned
                ? planned > b ? m.Value >= planned : m.Value <= planned
                : null;
        }
    }
}

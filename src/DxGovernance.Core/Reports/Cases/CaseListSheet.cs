using System.Data;
using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>Which cases a list holds; null holds all.</summary>
/// <param name="FiscalYear">Year in which the case got its number.</param>
/// <param name="State">At the point.</param>
public sealed record CaseListFilter(int? FiscalYear, ProposalState? State, int? DepartmentId);

/// <summary>案件審査一覧: the cases that were submitted by a day, as their ledgers tell them at a point.</summary>
public static class CaseListSheet
{
    public const string Title = "案件審査一覧";

    public static string FileName(DateOnly day) => $"{Title}_{Wareki.Iso(day)}.xlsx";

    /// <param name="db">Read in a snapshot of its own.</param>
    /// <param name="visible">What the actor may see.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="point">As-of and recorded-until.</param>
    /// <param name="city">Printed on the sheets.</param>
    /// <param name="cancel">Stops the making.</param>
    /// <returns>The file and how many cases are in it.</returns>
    public static async Task<(byte[] Bytes, int Cases)> WriteAsync(
        GovernanceDbContext db, IQueryable<Proposal> visible, CaseListFilter filter, AsOf point, CityInfo city, CancellationToken cancel)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await using var snapshot = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel) : null;
        var proposals = visible.AsNoTracking()
            .Where(p => (filter.FiscalYear == null || p.FiscalYear == filter.FiscalYear) && (filter.DepartmentId == null || p.DepartmentId == filter.DepartmentId));
        var lines = (await proposals.LinesAsync(db, point, cancel)).Where(l => filter.State is null || l.Case.State == filter.State).ToList();
        var authors = proposals.Authors(db, point);
        var frame = new CaseFrame(
            Title, Title, city, point, await db.People.AnyAsync(p => p.IsDemo && authors.Contains(p.Id), cancel), await AuditChain.HeadAtAsync(db, point.KnownAt, cancel));
        var department = filter.DepartmentId is { } id ? await db.Departments.Where(d => d.Id == id).Select(d => d.Name).SingleOrDefaultAsync(cancel) : null;
        var book = new Workbook($"{city.Name} {Title} {Wareki.Iso(point.Day)}", point.KnownAt);
        AddPrint(book, frame, lines, Words(filter, department));
        frame.AddData(book, "データ_案件", DataColumns(point.Day), lines);
        frame.AddData(
            book, "データ_条件",
            [
                new("案件番号", l => l.Line.Case.Number, CellKind.Code, 14),
                .. CaseSheetData.Conditions(point.Day).Select(c => new Column<(CaseLine Line, CaseCondition Condition)>(c.Header, l => c.Value(l.Condition), c.Kind, c.Width)),
            ],
            lines.SelectMany(l => l.OpenConditions.Select(c => (Line: l, Condition: c))));
        using var memory = new MemoryStream();
        await book.WriteAsync(memory, cancel);
        return (memory.ToArray(), lines.Count);
    }

    internal static IReadOnlyList<Column<CaseLine>> DataColumns(DateOnly day) =>
    [
        new("案件番号", l => l.Case.Number, CellKind.Code, 14),
        new("会計年度", l => l.Case.FiscalYear, CellKind.Year),
        new("件名", l => l.Case.Corrected[ProposalForm.Title], Width: 40),
        new("所管課", l => l.Case.DepartmentName, Width: 20),
        new("案件区分", l => l.Case.Class.Label(), Width: 16),
        new("協議段階", l => l.Case.Gate.Label(), Width: 20),
        new("状態", l => l.Case.StateWords, Width: 14),
        new("状態の日", l => l.Case.Since, CellKind.Date),
        new("状態の日数（日）", l => day.DayNumber - l.Case.Since.DayNumber, CellKind.Days),
        new("経路", l => l.Case.Route.Label(), Width: 14),
        new("経路の理由", l => l.Case.RouteReason, Width: 40),
        new("経路の規則", l => l.Case.RouteCode, CellKind.Code),
        new("経路の規則の版", l => l.Case.RouteVersion, CellKind.Whole),
        new("申請した段階", l => l.Case.SubmittedGate.Label(), Width: 20),
        new("申請の版", l => l.Case.Version, CellKind.Whole),
        new("申請日", l => l.Case.SubmittedOn, CellKind.Date),
        new("総額（申請のまま、円）", l => l.Case.Content.Number(ProposalForm.Amount), CellKind.Yen),
        new("総額（訂正後、円）", l => l.Case.Corrected.Number(ProposalForm.Amount), CellKind.Yen),
        new("個人情報を扱う", l => YesNo(l.Case.Corrected[ProposalForm.PersonalData])),
        new("全庁に影響する", l => YesNo(l.Case.Corrected[ProposalForm.IsCityWide])),
        new("稼働日（予定を含む）", l => l.GoLiveOn, CellKind.Date),
        new("最後の決定の協議段階", l => l.Decision?.Gate.Label(), Width: 20),
        new("最後の決定の区分", l => l.Decision?.Category, Width: 24),
        new("最後の決定の結果", l => l.Decision?.Result),
        new("最後の決定の日", l => l.Decision?.On, CellKind.Date),
        new("最後の決定者", l => l.Decision?.Name),
        new("最後の決定者の職名", l => l.Decision?.Title),
        new("最後の決定で代理された人", l => l.Decision?.OnBehalfOf),
        new("未履行の条件（件）", l => l.OpenConditions.Count, CellKind.Whole),
        new("次の条件の期限", l => l.NextDue, CellKind.Date),
        new("回答待ちの照会（件）", l => l.OpenQuestions, CellKind.Whole),
    ];

    static IReadOnlyList<Column<CaseLine>> PrintColumns(DateOnly day) =>
    [
        new("案件番号", l => l.Case.Number, CellKind.Code, 13),
        new("件名", l => l.Case.Corrected[ProposalForm.Title], Width: 38),
        new("所管課", l => l.Case.DepartmentName, Width: 18),
        new("案件区分", l => l.Case.Class.Label(), Width: 12),
        new("協議段階", l => l.Case.Gate.Label(), Width: 22),
        new("状態", l => l.Case.StateWords, Width: 13) { Align = Align.Center },
        new("状態の日", l => l.Case.Since, CellKind.DateEra, 22),
        new("日数（日）", l => day.DayNumber - l.Case.Since.DayNumber, CellKind.Days, 8),
        new("経路", l => l.Case.Route.Label(), Width: 15) { Align = Align.Center },
        new("総額（申請、税込み、円）", l => l.Case.Corrected.Number(ProposalForm.Amount), CellKind.Yen, 14),
        new("申請", l => $"第{l.Case.Version}版 {Wareki.Iso(l.Case.SubmittedOn)}", Width: 17),
        new("最後の決定", l => l.Decision is { } d ? $"{Wareki.Iso(d.On)} {(d.Gate == Gate.Change ? $"{Gate.Change.Label()}：" : "")}{d.Category}" : "－", Width: 28),
        new("決定者", l => l.Decision?.Who ?? "－", Width: 20),
        new("未履行の条件（件）", l => l.OpenConditions.Count, CellKind.Whole, 10) { Total = true },
        new("次の条件の期限", l => l.NextDue is { } due ? $"{Wareki.Iso(due)}{(due < day ? " 超過" : "")}" : "－", Width: 17) { Tone = l => l.NextDue < day ? Tone.Red : Tone.None, Align = Align.Center },
        new("回答待ちの照会（件）", l => l.OpenQuestions, CellKind.Whole, 10) { Total = true },
    ];

    static void AddPrint(Workbook book, CaseFrame frame, List<CaseLine> lines, string words)
    {
        var columns = PrintColumns(frame.Point.Day);
        var sheet = frame.Start(book, Title, $"{frame.City.Name}　{Title}", $"　　{words}　　{lines.Count}件", [.. columns.Select(c => c.Width)], Paper.A3, landscape: true);
        var top = sheet.NextRow;
        sheet.Table(columns, lines);
        sheet.Freeze(top, 2);
        sheet.Row(Cell.Note(
            "申請されたことのある案件を案件番号の順に示す。下書きのままの案件は含まない。件名と総額は最新の申請のもので、訂正があれば訂正後のもの（訂正前の総額はシート「データ_案件」にある）。却下・取下げになった変更協議の申請は除く。査定・決定の額は費用審査一覧にある。", columns.Count));
        foreach (var (term, text) in frame.Making())
        {
            sheet.Row(Cell.Note($"{term}：{text}", columns.Count));
        }
    }

    static string Words(CaseListFilter filter, string? department) => string.Join("　", new[]
    {
        filter.FiscalYear is { } year ? new FiscalYear(year).ToString() : "全ての年度",
        filter.State is { } state ? $"状態：{state.Label()}" : "全ての状態",
        department is null ? "見ることのできる全ての課" : $"所管課：{department}",
    });

    static string YesNo(string value) => value switch { "yes" => "はい", "no" => "いいえ", _ => "" };
}

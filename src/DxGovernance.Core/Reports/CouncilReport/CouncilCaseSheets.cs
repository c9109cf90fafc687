using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using static DxGovernance.Core.Reports.CouncilPages;

namespace DxGovernance.Core.Reports;

/// <summary>案件の決定, 付議案件 and 未履行の条件.</summary>
static class CouncilCaseSheets
{
    public const string DecidedName = "案件の決定";
    public const string PendingName = "付議案件";
    public const string ConditionName = "未履行の条件";

    public static void Add(Workbook book, CouncilFigures f)
    {
        AddDecided(book, f);
        AddPending(book, f);
        AddConditions(book, f);
    }

    static void AddDecided(Workbook book, CouncilFigures f)
    {
        var sheet = Begin(
            book, f, DecidedName, "個別ICT案件の決定",
            f.Previous is { } p ? $"前回の報告（基準日 {Wareki.Both(p.AsOf)}）の後に決定したもの。" : "基準日までに決定した全てのもの（前回の報告がない）。",
            ("件名", 28), ("所管課・協議段階", 17), ("経路", 9), ("決定", 20), ("総額（円）", 13), ("条件", 30), ("決定者", 19), ("理由・意見", 28));
        foreach (var d in f.Cases.Decided)
        {
            sheet.Flow(
                Text($"{d.Title}\n{d.Number}"), Text($"{d.DepartmentName}\n{d.Decision.Gate.Label()}"), Text(d.Route.Label(), align: Align.Center),
                Text($"{CouncilFigures.Era(d.Decision.On)}\n{d.Decision.Category}"), Value(d.Amount, CellKind.Yen), Text(Blank(d.ConditionText)), Text(d.Decision.Who),
                Text(Blank(d.Decision.Reason)));
        }

        End(sheet, f.Cases.Decided.Count, 8, "期間中に決定した案件はない。", "決定者は決定したときの職名・氏名。代理が決定したものは、代理された本人を添えた。総額は申請のときのもの（税込み）。");
    }

    static void AddPending(Workbook book, CouncilFigures f)
    {
        var sheet = Begin(
            book, f, PendingName, "推進会議で判断する案件", "推進会議に付議されたもの、及び推進会議付議の経路でPMO付議・CIO決定待ちのもの。",
            ("件名", 26), ("所管課・協議段階", 17), ("状態", 14), ("状態の日", 20), ("総額（円）", 13), ("経路の理由", 22), ("目的", 26), ("審査の総合意見・付議の理由", 32));
        foreach (var p in f.Cases.Pending)
        {
            var c = p.Case;
            var said = string.Join('\n', new[] { p.Opinions, p.ReferredBecause is { } why ? $"付議の理由：{why}" : "" }.Where(t => t.Length > 0));
            sheet.Flow(
                Text($"{c.Title}\n{c.Number}"), Text($"{c.DepartmentName}\n{c.Gate.Label()}"), Text(c.StateWords, align: Align.Center),
                Text($"{CouncilFigures.Era(c.Since)}\n{f.Day.DayNumber - c.Since.DayNumber}日"), Value(p.Amount, CellKind.Yen), Text(c.RouteReason),
                Text(Blank(c.Content["purpose"])), Text(Blank(said)));
        }

        End(sheet, f.Cases.Pending.Count, 8, "推進会議で判断する案件はない。", "推進会議に付議されたものを先に、状態になった日の古い順に示す。総額（税込み）と目的は申請のもの。");
    }

    static void AddConditions(Workbook book, CouncilFigures f)
    {
        var sheet = Begin(
            book, f, ConditionName, "履行されていない承認条件", $"{f.Cases.Conditions.Count}件。うち期限を過ぎたもの{f.Cases.Conditions.Count(c => c.DueOn < f.Day)}件。",
            ("期限", 20), ("状態", 16), ("件名", 26), ("所管課", 14), ("条件", 28), ("担当", 14), ("求める証拠", 18), ("止める協議段階", 14), ("最後の記録", 22));
        foreach (var o in f.Cases.Conditions)
        {
            var over = o.DaysOver(f.Day);
            var entry = o.Condition.Newest;
            sheet.Flow(
                Text(CouncilFigures.Era(o.DueOn)), Text(over is { } days ? $"期限を{days}日超過\n{entry.State.Label()}" : entry.State.Label(), tone: over is null ? Tone.None : Tone.Red),
                Text($"{o.Case.Title}\n{o.Case.Number} 条件{o.Condition.Imposed.Number}"), Text(o.Case.DepartmentName), Text(o.Condition.Imposed.Text),
                Text(o.Condition.Imposed.Owner), Text(o.Condition.Imposed.Evidence), Text(o.Condition.Imposed.BlocksGate?.Label() ?? "なし"),
                Text($"{Wareki.Iso(entry.AsOf)} {CaseWords.Who(entry)}{(entry.Reason is { } said ? $"\n{said}" : "")}"));
        }

        End(sheet, f.Cases.Conditions.Count, 9, "履行されていない条件はない。", "期限の古い順。取下げ・却下となった案件の条件は除く。「履行報告済み・確認待ち」は、所管課が報告し、庁内PMOの確認を待つもの。");
    }

    static PrintSheet Begin(Workbook book, CouncilFigures f, string name, string title, string which, params (string Text, double Width)[] columns)
    {
        var sheet = Start(book, f, name, title, [.. columns.Select(c => c.Width)]);
        sheet.Row(Cell.Note(which + (f.Operations.Count == f.OperationsInAll ? "" : "対象の業務に関係する案件だけを示す。"), columns.Length));
        var top = sheet.Row(columns.Select(c => Cell.Heading(c.Text)));
        sheet.Repeat(top, top);
        sheet.Freeze(top, 1);
        return sheet;
    }

    static void End(PrintSheet sheet, int rows, int columns, string none, string note)
    {
        if (rows == 0)
        {
            sheet.Row(Text(none, columns));
        }

        sheet.Row(Cell.Note(note, columns));
    }

    static string Blank(string? text) => string.IsNullOrEmpty(text) ? "－" : text;
}

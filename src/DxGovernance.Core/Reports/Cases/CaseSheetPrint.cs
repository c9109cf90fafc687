using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using static DxGovernance.Core.Reports.CaseWords;
using static DxGovernance.Core.Reports.CouncilPages;

namespace DxGovernance.Core.Reports;

/// <summary>The sheet for print: A4 upright, 24 narrow columns that every table divides as it needs.</summary>
sealed class CaseSheetPrint(Workbook book, CaseFrame frame, CaseFile file)
{
    const int Columns = 24;
    const int LabelColumns = 5;
    const string Corrected = "※ 訂正あり（「９　訂正」）";

    readonly PrintSheet sheet = frame.Start(
        book, CaseSheet.Title, $"{CaseSheet.Title}　{file.Case.Number}", "", [.. Enumerable.Repeat(4.2, Columns)], Paper.A4, landscape: false);

    DateOnly Day => frame.Point.Day;

    public void Add()
    {
        Head();
        Gates();
        Form();
        Reviews();
        Inquiries();
        Decisions();
        Conditions();
        Effects();
        Corrections();
        Attachments();
        Steps();
        sheet.Section("12　この調書の作り方", Columns);
        foreach (var (term, text) in frame.Making())
        {
            Pair(term, text);
        }
    }

    void Head()
    {
        var c = file.Case;
        sheet.Section("１　案件", Columns);
        Pair("件名", c.Corrected[ProposalForm.Title] is { Length: > 0 } title ? title : c.Title);
        Halves("案件番号", c.Number, "案件区分", c.Class.Label());
        Halves("所管課", c.DepartmentName, "協議段階", c.Gate.Label());
        Halves("状態", $"{c.StateWords}（{Wareki.Both(c.Since)}から）", "総額（税込み）", Yen(c.Corrected.Number(ProposalForm.Amount)));
        Pair("経路", $"{c.Route.Label()}　理由：{c.RouteReason}　（経路の規則 第{c.RouteVersion}版、{c.RouteCode}）");
        Pair("経路の手順", c.Route.Steps());
        Pair("この調書の内容", $"{c.SubmissionName}（{Wareki.Both(c.SubmittedOn)} 申請）を基にする。"
            + (file.WithConfidential ? "" : $"機密の項目は「{Hidden}」と示す。"));
    }

    void Gates()
    {
        sheet.Section("２　協議段階と申請", Columns);
        Heading(("協議段階", 5), ("版", 2), ("申請日", 5), ("申請者", 5), ("経路", 3), ("その後", 4));
        foreach (var s in file.Submissions)
        {
            var after = file.Steps.LastOrDefault(t => t.Run == s.Run && t.SubmissionNumber == s.Number && t.Action is not (ProposalAction.StartNext or ProposalAction.StartChange));
            Line((s.Gate.Label(), 5), ($"第{s.Number}版", 2), (CouncilFigures.Era(s.AsOf), 5), (Who(s), 5), ($"{s.Route.Label()}（規則 第{s.RouteVersion}版）", 3), (after?.Result ?? "－", 4));
        }
    }

    void Form()
    {
        sheet.Section($"３　申請の内容（{file.Case.SubmissionName}）", Columns);
        var corrected = file.Case.Corrections.Select(c => c.FieldKey).ToHashSet();
        foreach (var (section, fields) in file.Form())
        {
            sheet.Row(new Cell(section.Name, CellStyle.Heading with { Align = Align.Left }) { Columns = Columns });
            foreach (var field in fields)
            {
                if (field.Kind == FieldKind.Table && (!field.IsConfidential || file.WithConfidential))
                {
                    Table(field, file.Newest.Content.Rows(field.Key));
                    if (corrected.Contains(field.Key))
                    {
                        Pair(field.Label, Corrected);
                    }
                }
                else
                {
                    Pair(field.Label, Blank(file.Shown(field, field.Display(file.Newest.Content))) + (corrected.Contains(field.Key) ? $"\n{Corrected}" : ""));
                }
            }
        }
    }

    void Table(FormField field, IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        if (rows.Count == 0)
        {
            Pair(field.Label, "－");
            return;
        }

        var weights = field.Columns.Select(c => c.Kind is FieldKind.Text or FieldKind.LongText ? 2 : 1).ToList();
        var spans = Spread(weights);
        sheet.Row(new Cell(field.Label, CellStyle.Body with { Bold = true }) { Columns = Columns });
        Heading([.. field.Columns.Select((c, i) => (c.Label, spans[i]))]);
        foreach (var row in rows)
        {
            sheet.Flow([.. field.Columns.Select((c, i) => new Cell(
                ProposalForm.Display(c.Kind, [], row.GetValueOrDefault(c.Name, "")),
                CellStyle.Body with { Align = c.Kind is FieldKind.Number or FieldKind.Decimal ? Align.Right : Align.ByKind }) { Columns = spans[i] })]);
        }
    }

    void Reviews()
    {
        sheet.Section("４　審査", Columns);
        if (file.Reviews.Count == 0)
        {
            Nothing("審査の記録はない。");
            return;
        }

        foreach (var r in file.Reviews)
        {
            int Count(CheckAnswer? answer) => r.Results.Count(x => x.Answer == answer);
            sheet.Row(new Cell(
                $"{r.Gate.Label()} 第{r.SubmissionNumber}版　{Who(r)}　{Wareki.Both(r.AsOf)}　{(r.IsFinal ? "審査を終えた" : "途中の記録")}", CellStyle.Heading with { Align = Align.Left })
            { Columns = Columns });
            Pair("確認項目の結果", $"適 {Count(CheckAnswer.Suitable)}　要改善 {Count(CheckAnswer.NeedsWork)}　該当なし {Count(CheckAnswer.NotApplicable)}　未回答 {Count(null)}　（{r.Results.Count}項目、確認項目 第{r.ChecklistVersion}版）");
            foreach (var x in r.Results.Where(x => x.Answer == CheckAnswer.NeedsWork))
            {
                Pair($"要改善 {x.Code}", $"{x.Question}\n→ {x.Note}");
            }

            if (r.Findings.Count > 0)
            {
                Pair("指摘", Findings(r.Findings));
            }

            Pair("総合意見", Blank(r.Opinion));
        }
    }

    void Inquiries()
    {
        sheet.Section("５　照会と回答", Columns);
        if (file.Inquiries.Count == 0)
        {
            Nothing("照会はない。");
            return;
        }

        foreach (var i in file.Inquiries)
        {
            sheet.Row(new Cell($"照会{i.Asked.Number}　{Section(i.Asked.Section)}　{i.Newest.State.Label()}", CellStyle.Heading with { Align = Align.Left }) { Columns = Columns });
            Pair("照会", $"{i.Asked.Text}\n（{Who(i.Asked)}、{Wareki.Both(i.Asked.AsOf)}、回答の期限 {Wareki.Both(i.Asked.DueOn)}）");
            Pair(i.Newest.State == InquiryState.Closed ? "取下げ" : "回答", i.Answer is { } a ? $"{a.Text}\n（{Who(a)}、{Wareki.Both(a.AsOf)}）" : "回答待ち");
        }
    }

    void Decisions()
    {
        sheet.Section("６　決定", Columns);
        var decisions = file.Decisions.ToList();
        if (decisions.Count == 0)
        {
            Nothing("決定はまだない。");
            return;
        }

        Heading(("日", 4), ("協議段階・版", 4), ("判断区分", 4), ("決定者（職名・氏名）", 5), ("理由・意見", 7));
        foreach (var d in decisions)
        {
            var reading = file.ReadAfterwards(d);
            Line((Wareki.Iso(d.AsOf) + $"\n（{Wareki.Short(d.AsOf)}）", 4), ($"{d.Gate.Label()} 第{d.SubmissionNumber}版", 4), ($"{d.Label}\n→ {d.Result}", 4),
                (Who(d) + (reading is null ? "" : $"\n{reading}"), 5), (Blank(d.Reason ?? ""), 7));
        }
    }

    void Conditions()
    {
        sheet.Section("７　条件", Columns);
        if (file.Conditions.Count == 0)
        {
            Nothing("条件はない。");
            return;
        }

        foreach (var c in file.Conditions)
        {
            sheet.Row(new Cell($"条件{c.Imposed.Number}　{c.State(Day)}", CellStyle.Heading with { Align = Align.Left }) { Columns = Columns });
            Pair("内容", c.Imposed.Text);
            Halves("担当", c.Imposed.Owner, "期限", Wareki.Both(c.Imposed.DueOn));
            Halves("付けた段階", c.ImposedAt.Label(), "止める段階", c.Imposed.BlocksGate?.Label() ?? "なし");
            Pair("求める証拠", c.Imposed.Evidence);
            if (c.Newest.Id != c.Imposed.Id)
            {
                Pair("最後の記録", $"{c.Newest.State.Label()}　{Who(c.Newest)}　{Wareki.Both(c.Newest.AsOf)}{(c.Newest.Reason is { } why ? $"\n{why}" : "")}");
            }
        }
    }

    void Effects()
    {
        sheet.Section("８　効果（計画と実測）", Columns);
        if (file.Effects.Count == 0)
        {
            Nothing("承認された指標はない。");
            return;
        }

        Heading(("指標", 5), ("時期", 3), ("期日", 3), ("計画", 2), ("実測", 2), ("差", 2), ("状態と測り方", 7));
        foreach (var e in file.Effects)
        {
            sheet.Flow(
                Text($"{e.Name}（{e.Unit}）", 5), Text(e.Term, 3), Text(e.DueOn is { } due ? Wareki.Iso(due) : "－", 3, align: Align.Center),
                Number(e.Planned, 2), Number(e.Measured?.Value, 2), Number(e.Difference, 2),
                Text(e.State(Day) + (e.Measured is { } m ? $"\n{Wareki.Iso(m.AsOf)} {m.Reason}" : ""), 7));
        }
    }

    void Corrections()
    {
        sheet.Section("９　訂正（当初の内容と訂正後の内容）", Columns);
        if (file.Corrections.Count == 0)
        {
            Nothing("訂正はない。");
            return;
        }

        Heading(("項目", 4), ("当初の内容", 5), ("訂正後の内容", 5), ("理由・起こした人", 5), ("状態・確認した人", 5));
        foreach (var c in file.Corrections)
        {
            string Value(string stored) => c.Field is { } field ? Blank(file.Shown(field, field.DisplayStored(stored))) : stored;
            Line((c.Field?.Label ?? c.Proposed.FieldKey, 4), (Value(c.Proposed.Before), 5), (Value(c.Proposed.After), 5),
                ($"{c.Proposed.Reason}\n{Who(c.Proposed)}、{Wareki.Iso(c.Proposed.AsOf)}", 5),
                ($"{c.Newest.State.Label()}{(c.Judged is { } j ? $"\n{Who(j)}、{Wareki.Iso(j.AsOf)}\n{j.Reason}".TrimEnd() : "")}", 5));
        }
    }

    void Attachments()
    {
        sheet.Section("10　添付", Columns);
        if (file.Attachments.Count == 0)
        {
            Nothing("添付はない。");
            return;
        }

        Heading(("種類", 3), ("ファイル名", 6), ("バイト", 2), ("SHA-256", 7), ("含む申請", 6));
        foreach (var a in file.Attachments)
        {
            sheet.Flow(
                Text(a.Kind.Label(), 3), Text(a.IsConfidential && !file.WithConfidential ? Hidden : a.FileName, 6), Value(a.Length, CellKind.Whole, 2),
                new Cell(a.Sha256, CellStyle.Body with { Size = 8 }) { Columns = 7 }, Text(Blank(a.Submissions), 6));
        }
    }

    void Steps()
    {
        sheet.Section("11　手続の記録", Columns);
        Heading(("日時", 4), ("協議段階・版", 4), ("手続", 4), ("行った人", 4), ("結果", 3), ("コメント・指摘", 5));
        foreach (var t in file.Steps)
        {
            var said = string.Join('\n', new[] { t.Reason ?? "", Findings(t.Findings) }.Where(x => x.Length > 0));
            Line((TokyoTime.Display(t.RecordedAt), 4), ($"{t.Gate.Label()} 第{t.SubmissionNumber}版", 4), (t.Label, 4), (Who(t), 4), (t.Result, 3), (Blank(said), 5));
        }
    }

    void Pair(string label, string text) => sheet.Flow(Label(label, LabelColumns), Text(text, Columns - LabelColumns));

    void Halves(string label, string text, string second, string other) => sheet.Flow(
        Label(label, LabelColumns), Text(text, 8), Label(second, 4), Text(other, Columns - LabelColumns - 12));

    void Heading(params (string Text, int Columns)[] cells) => sheet.Row(cells.Select(c => Cell.Heading(c.Text, c.Columns)));

    void Line(params (string Text, int Columns)[] cells) => sheet.Flow([.. cells.Select(c => Text(c.Text, c.Columns))]);

    void Nothing(string sentence) => sheet.Row(Text(sentence, Columns));

    /// <summary>All columns of the sheet shared out by weight.</summary>
    static List<int> Spread(List<int> weights)
    {
        var (spans, used, sum, total) = (new List<int>(), 0, 0, weights.Sum());
        foreach (var weight in weights)
        {
            sum += weight;
            var end = (int)Math.Round((double)Columns * sum / total);
            spans.Add(Math.Max(1, end - used));
            used = end;
        }

        return spans;
    }

    static Cell Label(string text, int columns) => new(text, CellStyle.Body with { Bold = true, Tone = Tone.Heading }) { Columns = columns };

    static Cell Number(decimal? number, int columns) => new(number, CellStyle.Body with { Kind = CellKind.Fraction, Digits = Digits(number) }) { Columns = columns };

    static int Digits(decimal? number) => number is { } n ? Math.Min(4, (decimal.GetBits(n / 1.0000000000000000000000000000m)[3] >> 16) & 0x7F) : 0;

    static string Yen(long? amount) => amount is { } a ? $"{a:#,0}円" : "－";

    static string Blank(string text) => text.Length > 0 ? text : "－";
}

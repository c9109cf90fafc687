using System.Globalization;
using DxGovernance.Core.Exchange;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;

namespace DxGovernance.Core.Proposals;

/// <summary>What a filled form would make of the draft. Nothing is saved by reading it.</summary>
/// <param name="Content">The draft with the file's values.</param>
/// <param name="IsSame">The file says what the draft says already.</param>
public sealed record ExchangeResult(ProposalContent Content, bool IsSame, IReadOnlyList<ExchangeProblem> Problems);

/// <summary>Reads a filled form of <see cref="ExchangeBook"/> back, against the case as it is now.</summary>
public sealed class ExchangeReader
{
    readonly Proposal proposal;
    readonly IReadOnlyList<FormSection> sections;
    readonly List<ExchangeProblem> problems = [];

    ExchangeReader(Proposal proposal) => (this.proposal, sections) = (proposal, ProposalForm.SectionsOf(proposal.Gate));

    /// <summary>The department may exchange the form while the case is with it.</summary>
    public static void RequireOpen(Proposal proposal, Actor actor)
    {
        actor.Require(Permission.WriteProposal, proposal.DepartmentId);
        RuleViolation.Require(
            proposal.State.IsWithDepartment(), "proposal-locked", $"「{proposal.State.Label()}」の案件は直せません。差戻しを受けるか、引き戻してから直してください。");
    }

    /// <exception cref="RuleViolation">The file is none of these forms, or of another case, another gate or an older draft.</exception>
    public static ExchangeResult Read(Proposal proposal, byte[] bytes) => new ExchangeReader(proposal).Read(ExchangeFile.Read(bytes));

    ExchangeResult Read(IReadOnlyList<ExchangeSheet> sheets)
    {
        var head = sheets.FirstOrDefault(s => s.Text(1, 1) == ExchangeBook.CaseMark);
        RuleViolation.Require(
            head is not null, "exchange-not-ours", "この様式ではないファイルです。この画面で出力した様式に記入して取り込んでください（左端の列のキーは消さないでください）。", "File");
        var mark = Head(head);
        var content = proposal.Draft;
        foreach (var section in sections)
        {
            content = ReadSection(content, section, Find(sheets, ExchangeBook.SectionMark + section.Code, section.Name));
            foreach (var table in section.Fields.Where(f => f.Kind == FieldKind.Table))
            {
                content = ReadTable(content, table, Find(sheets, ExchangeBook.TableMark + table.Key, table.Label));
            }
        }

        var isSame = content.Equals(proposal.Draft);
        RuleViolation.Require(
            mark == ExchangeBook.DraftMark(proposal) || (isSame && problems.Count == 0),
            "exchange-older-draft",
            "この様式を出力した後に、下書きが直されています。取り込むと新しい下書きが失われるため、受け付けません。新しく出力した様式に記入し直してください。",
            "File");
        return new(content, isSame, problems);
    }

    /// <summary>Refuses the form of another case or gate.</summary>
    /// <returns>The mark of the draft from which the file was made.</returns>
    string Head(ExchangeSheet head)
    {
        var values = Enumerable.Range(1, 20).Where(r => head.Text(r, 1).Length > 0).DistinctBy(r => head.Text(r, 1)).ToDictionary(r => head.Text(r, 1), r => head.Text(r, ExchangeBook.ValueColumn));
        string Value(string key) => values.GetValueOrDefault(key, "");
        RuleViolation.Require(
            Value("number") == proposal.Number, "exchange-other-case", $"このファイルは案件「{Value("number")}」の様式です。{proposal.Number}の様式を取り込んでください。", "File");
        RuleViolation.Require(
            Value("gate") == proposal.Gate.Label() && Value("run") == proposal.Run.ToString(CultureInfo.InvariantCulture),
            "exchange-other-gate",
            $"このファイルは「{Value("gate")}」（{Value("run")}回目の協議）の様式です。今の協議段階「{proposal.Gate.Label()}」の様式を新しく出力してください。",
            "File");
        return Value("draft");
    }

    static ExchangeSheet Find(IReadOnlyList<ExchangeSheet> sheets, string mark, string name)
    {
        var found = sheets.Where(s => s.Text(1, 1) == mark).ToList();
        RuleViolation.Require(
            found.Count == 1, "exchange-sheet", $"「{name}」のシートが{(found.Count == 0 ? "ありません" : "2枚以上あります")}。新しく出力した様式に記入し直してください。", "File");
        return found[0];
    }

    ProposalContent ReadSection(ProposalContent content, FormSection section, ExchangeSheet sheet)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = ExchangeBook.HeadingRow + 1; row <= sheet.LastRow; row++)
        {
            if (sheet.Text(row, 1) is { Length: > 0 } key && !rows.TryAdd(key, row))
            {
                problems.Add(new(Address(sheet, row, 1), section.Name, $"キー「{key}」の行が2つあります。"));
            }
        }

        foreach (var field in section.Fields.Where(f => f.Kind != FieldKind.Table))
        {
            content = field.Kind == FieldKind.Choices ? ReadChoices(content, field, sheet, rows) : ReadField(content, field, sheet, rows);
        }

        return content;
    }

    ProposalContent ReadField(ProposalContent content, FormField field, ExchangeSheet sheet, Dictionary<string, int> rows)
    {
        if (!rows.TryGetValue(field.Key, out var row))
        {
            problems.Add(new(sheet.Name, field.Label, $"「{field.Label}」の行がありません（キー「{field.Key}」が消えています）。"));
            return content;
        }

        var address = Address(sheet, row, ExchangeBook.ValueColumn);
        if (!Value(sheet[row, ExchangeBook.ValueColumn], field.Kind, field.Choices, address, field.Label, content[field.Key], out var value))
        {
            return content;
        }

        if (proposal.DraftCost is not null && Proposal.IsCostSum(field.Key))
        {
            if ((value ?? "") != content[field.Key])
            {
                problems.Add(new(address, field.Label, $"「{field.Label}」は費用の明細から計算されます。額を変えるときは、費用の画面で明細を直してください。"));
            }

            return content;
        }

        var next = content.With(field.Key, value);
        problems.AddRange(ProposalForm.Wrong(next, [field]).Select(p => new ExchangeProblem(address, field.Label, p.Message)));
        if (field.Key == ProposalForm.Title && next[field.Key].Length == 0)
        {
            problems.Add(new(address, field.Label, "件名を入力してください。"));
        }

        return next;
    }

    ProposalContent ReadChoices(ProposalContent content, FormField field, ExchangeSheet sheet, Dictionary<string, int> rows)
    {
        // What is not among the choices any more stays; the file had no row for it.
        var chosen = content.Choices(field.Key).Where(v => field.Choices.All(c => c.Value != v)).ToList();
        foreach (var choice in field.Choices)
        {
            if (!rows.TryGetValue($"{field.Key}={choice.Value}", out var row))
            {
                problems.Add(new(sheet.Name, field.Label, $"「{field.Label}：{choice.Label}」の行がありません。"));
                return content;
            }

            var (cell, address) = (sheet[row, ExchangeBook.ValueColumn], Address(sheet, row, ExchangeBook.ValueColumn));
            var mark = cell?.Text.Trim() ?? "";
            if (cell is { IsFormula: true } or { IsError: true } || mark is not ("" or ExchangeBook.Chosen or "〇" or "◯" or "o" or "O" or "1"))
            {
                problems.Add(new(address, $"{field.Label}：{choice.Label}", $"選ぶときは「{ExchangeBook.Chosen}」を、選ばないときは空欄にしてください。"));
            }
            else if (mark.Length > 0)
            {
                chosen.Add(choice.Value);
            }
        }

        var before = content.Choices(field.Key);
        return before.Count == chosen.Count && before.All(chosen.Contains) ? content : content.With(field.Key, string.Join(' ', chosen));
    }

    ProposalContent ReadTable(ProposalContent content, FormField field, ExchangeSheet sheet)
    {
        if (!Enumerable.Range(0, field.Columns.Count).All(i => sheet.Text(ExchangeBook.HeadingRow, i + 2) == field.Columns[i].Name))
        {
            problems.Add(new(Address(sheet, ExchangeBook.HeadingRow, 2), field.Label, "表の列が変わっています。新しく出力した様式に記入し直してください。"));
            return content;
        }

        var was = content.Rows(field.Key);
        var rows = new List<Dictionary<string, string?>>();
        for (var row = ExchangeBook.FirstTableRow; row <= sheet.LastRow; row++)
        {
            var key = sheet.Text(row, 1);
            var old = rows.All(r => r.GetValueOrDefault(ProposalContent.RowKey) != key) ? was.FirstOrDefault(r => r[ProposalContent.RowKey] == key) : null;
            if (ReadRow(field, sheet, row, old) is { } read)
            {
                rows.Add(read);
            }
        }

        if (rows.Count > ProposalForm.MaxRows)
        {
            problems.Add(new(sheet.Name, field.Label, $"「{field.Label}」は{ProposalForm.MaxRows}行までです。"));
            return content;
        }

        Adopt(rows, was);
        return rows.Count == was.Count && rows.Index().All(r => Same(r.Item, was[r.Index])) ? content : content.WithRows(field.Key, rows);
    }

    Dictionary<string, string?>? ReadRow(FormField field, ExchangeSheet sheet, int row, IReadOnlyDictionary<string, string>? old)
    {
        var read = new Dictionary<string, string?>(StringComparer.Ordinal);
        var found = new List<ExchangeProblem>();
        foreach (var (i, column) in field.Columns.Index())
        {
            var (cell, address) = (sheet[row, i + 2], Address(sheet, row, i + 2));
            var label = $"{field.Label}の{column.Label}";
            if (Value(cell, column.Kind, [], address, label, old?.GetValueOrDefault(column.Name) ?? "", out var value) && !string.IsNullOrWhiteSpace(value))
            {
                read[column.Name] = value.Trim().ReplaceLineEndings("\n");
                var alone = new FormField(field.Section, column.Name, label, column.Kind, [], [], "", field.Gates, field.RequiredAt, field.OptionalFor, false);
                found.AddRange(ProposalForm.Wrong(ProposalContent.Empty.With(column.Name, value), [alone]).Select(p => new ExchangeProblem(address, label, p.Message)));
            }
            else if (column.IsRequired && cell is not { IsFormula: true } and not { IsError: true })
            {
                found.Add(new(address, label, $"「{label}」を入力してください。"));
            }
        }

        if (read.Count == 0)
        {
            return null;
        }

        problems.AddRange(found);
        if (old is not null)
        {
            read[ProposalContent.RowKey] = old[ProposalContent.RowKey];
        }

        return read;
    }

    /// <summary>A row that was typed into an earlier upload of this file has got its key since: the same words are the same row.</summary>
    static void Adopt(List<Dictionary<string, string?>> rows, IReadOnlyList<IReadOnlyDictionary<string, string>> was)
    {
        foreach (var row in rows.Where(r => !r.ContainsKey(ProposalContent.RowKey)))
        {
            var twin = was.FirstOrDefault(w => rows.All(r => r.GetValueOrDefault(ProposalContent.RowKey) != w[ProposalContent.RowKey])
                && w.Where(c => c.Key != ProposalContent.RowKey).All(c => row.GetValueOrDefault(c.Key) == c.Value) && w.Count - 1 == row.Count);
            if (twin is not null)
            {
                row[ProposalContent.RowKey] = twin[ProposalContent.RowKey];
            }
        }
    }

    static bool Same(Dictionary<string, string?> row, IReadOnlyDictionary<string, string> was) =>
        row.Count == was.Count && was.All(c => row.GetValueOrDefault(c.Key) == c.Value);

    /// <summary>The value as the form keeps it. False where the cell itself is wrong; that is noted.</summary>
    /// <param name="before">What is kept now: a number or day that says the same is not changed by another way to write it.</param>
    bool Value(ExchangeCell? cell, FieldKind kind, IReadOnlyList<FormChoice> choices, string address, string label, string before, out string? value)
    {
        value = null;
        if (cell is { IsFormula: true } or { IsError: true })
        {
            problems.Add(new(address, label, cell.IsFormula ? "数式は読み込みません。値にしてください。" : $"誤りの値（{cell.Text}）です。正しい値を入力してください。"));
            return false;
        }

        if (cell is not null)
        {
            value = kind switch
            {
                FieldKind.Number or FieldKind.Decimal => Number(cell, kind, before),
                FieldKind.Day => cell.Number is { } serial && (cell.Day ?? ExchangeFile.DayOf(serial)) is { } day ? Wareki.Iso(day) : ProposalForm.Normalize(kind, cell.Text),
                FieldKind.YesNo => cell.Text.Trim() switch { "はい" or "TRUE" => "yes", "いいえ" or "FALSE" => "no", var other => other },
                FieldKind.Choice => choices.FirstOrDefault(c => c.Label == cell.Text.Trim())?.Value ?? cell.Text.Trim(),
                FieldKind.Text or FieldKind.LongText or FieldKind.Choices or FieldKind.Table => Words(cell),
            };
        }

        return true;
    }

    static string? Number(ExchangeCell cell, FieldKind kind, string before)
    {
        var text = cell.Number is { } n ? Plain(n) : ProposalForm.Normalize(kind, cell.Text);
        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var now)
            && decimal.TryParse(before, NumberStyles.Number, CultureInfo.InvariantCulture, out var was) && now == was ? before : text;
    }

    /// <summary>What the reader of the sheet sees in a cell that should hold text.</summary>
    static string Words(ExchangeCell cell) => cell.Day is { } day ? Wareki.Iso(day) : cell.Number is { } n ? Plain(n) : cell.Text;

    // Excel keeps 15 digits; what is behind them is noise of binary fractions.
    static string Plain(decimal number) => ((decimal)(double)number).ToString("0.###############", CultureInfo.InvariantCulture);

    static string Address(ExchangeSheet sheet, int row, int column) => $"{sheet.Name}!{SheetXml.Reference(row, column)}";
}

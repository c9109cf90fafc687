using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsvHelper;
using DxGovernance.Core.Exchange;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;

namespace DxGovernance.Core.Policy;

/// <summary>A row of the list of procedures as its sender wrote it; texts only, checked anew whenever it is taken in.</summary>
/// <param name="Address">Where the row stands in the file.</param>
/// <param name="Since">The day of the newest state when the row was written out; empty where the file has none.</param>
public sealed record ProcedureLine(string Address, string Code, string Category, string Name, string State, string Since, string ChangedOn, string Evidence, string Reason)
{
    /// <summary>Addresses of the single cells, by column; empty once the line was carried through a form.</summary>
    public IReadOnlyDictionary<string, string> Cells { get; init; } = new Dictionary<string, string>();
}

/// <summary>What a row would change.</summary>
/// <param name="Code">Null for a procedure that is new on the list.</param>
/// <param name="Before">What the ledger says for the day; null for a new one.</param>
/// <param name="IsOfThePast">There is a later entry: the row puts the past right and the newest state stays.</param>
public sealed record ProcedureChange(
    ProcedureLine Line, string? Code, ProcedureCategory Category, ProcedureInput? Before, ProcedureInput After, DateOnly AsOf, string Reason, bool IsOfThePast);

/// <summary>What a file would make of the list. Nothing is saved by reading it.</summary>
/// <param name="Same">Rows that say what the list says already.</param>
/// <param name="Absent">Procedures of the list that the file does not mention; they stay as they are.</param>
public sealed record ProcedureImport(
    IReadOnlyList<ProcedureChange> Changes, int Same, int Absent, IReadOnlyList<ExchangeProblem> Problems, IReadOnlyList<string> Notices)
{
    /// <summary>The rows that change something, for carrying them through the form in which they are confirmed.</summary>
    public string ToJson() => JsonSerializer.Serialize(Changes.Select(c => c.Line with { Cells = new Dictionary<string, string>() }));

    /// <exception cref="RuleViolation">These are no rows of an import.</exception>
    public static IReadOnlyList<ProcedureLine> Lines(string? json)
    {
        try
        {
            return JsonSerializer.Deserialize<List<ProcedureLine>>(json ?? "") is { Count: > 0 } lines
                && lines.All(l => l is { Address: not null, Code: not null, Category: not null, Name: not null, State: not null, Since: not null, ChangedOn: not null, Evidence: not null, Reason: not null })
                ? lines
                : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new RuleViolation("import-nothing", "取り込むものがありません。ファイルをもう一度選んでください。", "File");
        }
    }
}

/// <summary>The list of procedures out to Excel or CSV and back. A row is known by its code, or by category and name; states may be changed, procedures added, none removed.</summary>
public sealed class ProcedureExchange
{
    public const string Code = "コード", Category = "区分", Number = "番号", Name = "手続名", State = "状態", Since = "今の状態の日", ChangedOn = "変わった日", Evidence = "根拠", Reason = "理由";

    static readonly string[] Read = [Code, Category, Name, State, ChangedOn, Evidence, Reason];

    static readonly string[] OnlyShown = [Number, Since];

    static readonly string[] Rules =
    [
        "状態・手続名・根拠を直した行だけが取り込まれます。変えない行はそのままにしてください。行を消しても、手続は消えません。",
        "「今の状態の日」は、出力した後にほかの人が変えていないかを確かめるために使います。直さないでください。",
        "「変わった日」には、その状態になった日を入れます。空欄なら、取り込む日になります。前の記録より前の日を入れると、過去の訂正になります。",
        "「状態」は オンライン化済み・未オンライン化・本市対象外・該当する手続なし・廃止 のどれかです。なくなった手続は「廃止」にします。",
        "「オンライン化済み」には根拠（申請画面のURLや文書）が、変えた行には理由が要ります。",
        "手続を加えるときは、コードを空欄にした行に、区分・手続名・状態・理由を入れます。番号とコードは自動で付きます。",
        "数式・マクロ・セルの結合は使えません。同じファイルを二度取り込んでも、二度目は何も変わりません。",
    ];

    readonly IReadOnlyList<OnlineProcedure> known;
    readonly PolicyLedger ledger;
    readonly DateOnly today;
    readonly IReadOnlyList<ProcedureCategory> categories;
    readonly List<ExchangeProblem> problems = [];
    readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <param name="known">All procedures of the list.</param>
    /// <param name="ledger">Their entries, all that is known.</param>
    /// <param name="today">The day of a row that names none.</param>
    public ProcedureExchange(IReadOnlyList<OnlineProcedure> known, PolicyLedger ledger, DateOnly today) =>
        (this.known, this.ledger, this.today, categories) = (known, ledger, today, known.Categories());

    public static string FileName(DateOnly day, string ending) => $"優先オンライン化手続_{Wareki.Iso(day)}.{ending}";

    /// <summary>Changes with every change of the list, and only then.</summary>
    public static string Mark(IEnumerable<OnlineProcedure> procedures) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', procedures.OrderBy(p => p.Id).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Id} {p.Version} {p.Code} {p.Name} {p.State} {p.Evidence} {p.ChangedAsOf}"))))))[..16];

    public static async Task<byte[]> WorkbookAsync(IReadOnlyList<ProcedureFigures> procedures, DateOnly day, DateTimeOffset now, bool isDemo, CancellationToken cancel)
    {
        var book = new Workbook($"優先オンライン化手続 {Wareki.Iso(day)}", now);
        var page = new PageSetup(Paper.A4) { Header = $"{(isDemo ? "デモデータ　" : "")}優先オンライン化手続の一覧", FooterRight = $"{Wareki.Both(day)}時点" };
        var sheet = book.AddPrintSheet("手続", page);
        sheet.Widths(9, 26, 6, 44, 18, 14, 14, 44, 30);
        sheet.Row(Cell.Title($"優先的にオンライン化を推進すべき手続（{Wareki.Both(day)}時点）{(isDemo ? "　デモデータを含む" : "")}", 9));
        sheet.Row(Cell.Note("直した行だけが取り込まれます。記入の仕方はシート「記入の仕方」にあります。「番号」は参考で、取り込みません。", 9));
        var header = sheet.Row(new[] { Code, Category, Number, Name, State, Since, ChangedOn, Evidence, Reason }.Select(h => Cell.Heading(h)));
        sheet.Freeze(header, 4);
        sheet.Repeat(header, header);
        var states = Enum.GetValues<OnlineState>().Select(s => s.Label()).ToList();
        var (text, date) = (CellStyle.Body with { Kind = CellKind.Code }, CellStyle.Body with { Kind = CellKind.Date });
        foreach (var p in procedures)
        {
            sheet.Row(
                new Cell(p.Code, text), new Cell(p.Category, text), Cell.Of(p.Number, CellKind.Whole), new Cell(p.Name, text), new Cell(p.State.Label(), text), new Cell(p.Since, date),
                new Cell(default(CellValue), date), new Cell(p.Evidence, text), new Cell(default(CellValue), text));
        }

        for (var i = 0; i < 10; i++)
        {
            sheet.Row(Enumerable.Range(1, 9).Select(c => new Cell(default(CellValue), c is 6 or 7 ? date : c == 3 ? CellStyle.Body with { Kind = CellKind.Whole } : text)));
        }

        sheet.Offer(header + 1, sheet.NextRow - 1, 5, states);
        var how = book.AddPrintSheet("記入の仕方", page with { Landscape = false });
        how.Widths(84);
        how.Row(Cell.Title("記入の仕方"));
        foreach (var rule in Rules)
        {
            how.Row(new Cell("・" + rule, CellStyle.Body with { Border = false }));
        }

        using var memory = new MemoryStream();
        await book.WriteAsync(memory, cancel);
        return memory.ToArray();
    }

    /// <summary>UTF-8 with its mark, so that Excel shows it right; text that looks like a formula gets an apostrophe, which reading takes off again.</summary>
    public static byte[] Csv(IReadOnlyList<ProcedureFigures> procedures)
    {
        using var memory = new MemoryStream();
        using (var csv = CsvWriter.Create(memory, CsvWriterOptions.Default with { WriteByteOrderMark = true, Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            WriteRecord(csv, [Code, Category, Number, Name, State, Since, ChangedOn, Evidence, Reason]);
            foreach (var p in procedures)
            {
                WriteRecord(csv, [p.Code, p.Category, p.Number.ToString(CultureInfo.InvariantCulture), p.Name, p.State.Label(), Wareki.Iso(p.Since), "", p.Evidence, ""]);
            }
        }

        return memory.ToArray();
    }

    /// <exception cref="RuleViolation">The file is none of these tables.</exception>
    public ProcedureImport ReadFile(byte[] bytes)
    {
        var table = TableFile.Read(bytes, Read, OnlyShown);
        problems.AddRange(table.Problems);
        var faults = table.Rows.SelectMany(r => Read.Select(h => (Header: h, Cell: r[h]))).Where(c => c.Cell.Fault is not null).ToList();
        problems.AddRange(faults.Select(c => new ExchangeProblem(c.Cell.Address, c.Header, c.Cell.Fault!)));
        RuleViolation.Require(table.Rows.Count > 0, "import-no-rows", "見出しの下に行がありません。手続の行を入れてください。", "File");
        return Check([.. table.Rows.Where(r => Read.All(h => r[h].Fault is null)).Select(LineOf)]) with { Notices = table.Notices };
    }

    /// <summary>What the rows would change now, or every cell that is wrong.</summary>
    public ProcedureImport Check(IReadOnlyList<ProcedureLine> lines)
    {
        var (changes, same) = (new List<ProcedureChange>(), 0);
        foreach (var line in lines)
        {
            var before = problems.Count;
            var change = Change(line);
            changes.AddRange(change is not null && problems.Count == before ? [change] : []);
            same += change is null && problems.Count == before ? 1 : 0;
        }

        return new(changes, same, known.Count(p => !seen.Contains(p.Code)), problems, []);
    }

    /// <summary>Takes the changes in through the procedures' own rules.</summary>
    /// <returns>The procedures that are new.</returns>
    public IReadOnlyList<OnlineProcedure> Apply(IEnumerable<ProcedureChange> changes, Actor actor, DateTimeOffset now)
    {
        List<OnlineProcedure> all = [.. known];
        foreach (var change in changes)
        {
            if (change.Code is { } code)
            {
                all.Single(p => p.Code == code).Change(change.After, change.Reason, change.Before, actor, now, change.AsOf);
            }
            else
            {
                all.Add(OnlineProcedure.Add(change.Category, change.After, change.Reason, all, actor, now, change.AsOf));
            }
        }

        return [.. all.Except(known)];
    }

    static ProcedureLine LineOf(TableRow row) => new(
        string.Create(CultureInfo.InvariantCulture, $"{row.Line}行目"), row[Code].Text, row[Category].Text, row[Name].Text, row[State].Text, row[Since].Text, row[ChangedOn].Text, row[Evidence].Text, row[Reason].Text)
    {
        Cells = Read.Append(Since).ToDictionary(h => h, h => row[h].Address),
    };

    /// <summary>Null where the row says what the list says, or where it is wrong; that is noted.</summary>
    ProcedureChange? Change(ProcedureLine line)
    {
        var procedure = Find(line, out var category);
        if (category is null)
        {
            return null;
        }

        var (state, day) = (StateOf(line), DayOf(line));
        if (state is null || day is not { } asOf)
        {
            return null;
        }

        var after = new ProcedureInput(line.Name, state.Value, line.Evidence);
        if (procedure is not null && asOf < procedure.ListedOn)
        {
            Wrong(line, ChangedOn, $"この手続は{Wareki.Both(procedure.ListedOn)}から一覧にあります。それ以降の日を入力してください。");
            return null;
        }

        var before = procedure is null ? null : At(procedure, asOf);
        if (before == after)
        {
            return null;
        }

        if (procedure is not null)
        {
            // A file that was written out before somebody else's change must not take that change back.
            Require(
                line, Since, line.Since.Length == 0 || (Wareki.TryParse(line.Since, out var since, out _) && since == procedure.ChangedAsOf),
                $"今の状態の日が一覧（{Wareki.Iso(procedure.ChangedAsOf)}）と違います。出力した後に変わった手続なら、一覧を出力し直してください。状態を変えるときに直すのは「変わった日」です。");
        }

        Require(line, ChangedOn, asOf <= today, $"未来の日（{Wareki.Both(asOf)}）です。今日までの日を入力してください。");
        Require(line, Name, line.Name.Length is > 0 and <= OnlineProcedure.NameMaxLength, $"手続名を{OnlineProcedure.NameMaxLength}文字以内で入力してください。");
        Require(line, Evidence, line.Evidence.Length <= OnlineProcedure.EvidenceMaxLength, $"根拠は{OnlineProcedure.EvidenceMaxLength}文字以内で入力してください。");
        Require(line, Evidence, state != OnlineState.Online || line.Evidence.Length > 0, "「オンライン化済み」には、根拠（申請画面のURLや文書）を入力してください。");
        Require(line, Reason, line.Reason.Length > 0, "変えた行には理由を入力してください。");
        Require(line, Reason, line.Reason.Length <= LedgerEntry.ReasonMaxLength, $"理由は{LedgerEntry.ReasonMaxLength}文字以内で入力してください。");
        return new(line, procedure?.Code, category, before, after, asOf, line.Reason, procedure is not null && asOf < procedure.ChangedAsOf);
    }

    /// <summary>The procedure that the row is about; null with its category for a new one.</summary>
    OnlineProcedure? Find(ProcedureLine line, out ProcedureCategory? category)
    {
        category = null;
        var procedure = line.Code.Length > 0
            ? known.FirstOrDefault(p => OnlineProcedure.SameName(p.Code, line.Code))
            : known.FirstOrDefault(p => p.Category == line.Category && OnlineProcedure.SameName(p.Name, line.Name));
        if (line.Code.Length > 0 && procedure is null)
        {
            return Wrong(line, Code, $"コード「{line.Code}」の手続はありません。手続を加えるときは、コードを空欄にしてください。");
        }

        if (!seen.Add(procedure?.Code ?? $"{line.Category} {OnlineProcedure.NameKey(line.Name)}"))
        {
            return Wrong(line, Code, $"同じ手続（{procedure?.Code ?? line.Name}）の行が2つあります。1行にしてください。");
        }

        var named = categories.FirstOrDefault(c => c.Name == line.Category);
        if (named is null || (procedure is not null && procedure.Category != named.Name))
        {
            return Wrong(line, Category, procedure is null
                ? $"区分は {string.Join("・", categories.Select(c => c.Name))} のどれかにしてください。"
                : $"{procedure.Code}の区分は「{procedure.Category}」です。区分は変えられません。");
        }

        category = named;
        return procedure;
    }

    ProcedureInput? At(OnlineProcedure procedure, DateOnly day) =>
        ledger.ProceduresAt(new(day, DateTimeOffset.MaxValue)).FirstOrDefault(p => p.Code == procedure.Code) is { } p ? new(p.Name, p.State, p.Evidence) : null;

    OnlineState? StateOf(ProcedureLine line)
    {
        foreach (var state in Enum.GetValues<OnlineState>().Where(s => s.Label() == line.State))
        {
            return state;
        }

        Wrong(line, State, $"状態は {string.Join("・", Enum.GetValues<OnlineState>().Select(s => s.Label()))} のどれかにしてください。");
        return null;
    }

    DateOnly? DayOf(ProcedureLine line)
    {
        if (Wareki.TryParse(line.ChangedOn, out var day, out var error))
        {
            return day ?? today;
        }

        Wrong(line, ChangedOn, error!);
        return null;
    }

    void Require(ProcedureLine line, string column, bool holds, string sentence)
    {
        if (!holds)
        {
            Wrong(line, column, sentence);
        }
    }

    OnlineProcedure? Wrong(ProcedureLine line, string column, string sentence)
    {
        problems.Add(new(line.Cells.GetValueOrDefault(column, line.Address), column, sentence));
        return null;
    }

    static void WriteRecord(CsvWriter csv, IReadOnlyList<string> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }

        csv.EndRecord();
    }
}

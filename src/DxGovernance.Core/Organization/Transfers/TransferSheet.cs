using DxGovernance.Core.Exchange;
using DxGovernance.Core.Reports;

namespace DxGovernance.Core.Organization.Transfers;

/// <summary>What a file says: the rows that change something, or every cell that is wrong.</summary>
/// <param name="Same">Rows in which nothing changes.</param>
public sealed record TransferFile(IReadOnlyList<MoveInput> Moves, int Same, IReadOnlyList<ExchangeProblem> Problems, IReadOnlyList<string> Notices);

/// <summary>A transfer as a table: written out with everybody's roles, filled in by the personnel section, read again.</summary>
public static class TransferSheet
{
    public const string Account = "アカウント", Name = "氏名", FromRole = "今の役割", FromDepartment = "今の部署コード", FromTitle = "今の職名",
        ToRole = "新しい役割", ToDepartment = "新しい部署コード", ToTitle = "新しい職名";

    const int EmptyRows = 40, Size = 2 * Transfer.MaxMoves;

    static readonly string[] Columns = [Account, Name, FromRole, FromDepartment, FromTitle, ToRole, ToDepartment, ToTitle];

    static readonly string[] Read = [.. Columns.Except([FromTitle])];

    static readonly string[] Rules =
    [
        "異動の日の前の日に役割を持つ人が、役割ごとに1行ずつ出ています。「新しい…」の列には、今と同じ値が入っています。直した行だけが人事異動になります。",
        "異動する人：新しい役割・新しい部署コード・新しい職名を直します。",
        "役割を離れる人（退職・他部署へ）：新しい役割・新しい部署コード・新しい職名を空にします。",
        "新しく役割を持つ人：空の行にアカウント・氏名・新しい役割・新しい部署コード・新しい職名を書き、「今の…」は空にします。登録のないアカウントの人は、適用の時に登録します。",
        "役割を兼ねる人：空の行を1行足し、同じアカウントで「今の…」を空にして、加える役割を書きます。",
        "部署コードはシート「部署」にあります。「今の職名」は参考で、取り込みません。",
        "行を消しても、その人の役割は変わりません。",
    ];

    public static string FileName(Transfer transfer) => $"人事異動_{transfer.EffectiveOn:yyyyMMdd}.xlsx";

    /// <summary>Everybody's roles on the day before, with the rows of the plan beside them.</summary>
    public static async Task<byte[]> WorkbookAsync(Transfer transfer, TransferGround ground, DateTimeOffset now, CancellationToken cancel)
    {
        var book = new Workbook(transfer.Name, now);
        var page = new PageSetup(Paper.A4) { Header = $"{(ground.IsFictional ? "デモデータ　" : "")}{transfer.Name}", FooterRight = $"異動の日 {Wareki.Both(transfer.EffectiveOn)}" };
        var sheet = book.AddPrintSheet("異動", page);
        sheet.Widths(16, 18, 16, 16, 24, 16, 16, 24);
        sheet.Row(Cell.Title($"{transfer.Name}　異動の日：{Wareki.Both(transfer.EffectiveOn)}", Columns.Length));
        sheet.Row(Cell.Note("「新しい…」の列を直した行だけが取り込まれます。記入の仕方はシート「記入の仕方」に、部署コードはシート「部署」にあります。", Columns.Length));
        if (ground.IsFictional)
        {
            sheet.Row(Cell.Note("デモデータ：この表の人物は架空のものです。", Columns.Length));
        }

        var header = sheet.Row(Columns.Select(h => Cell.Heading(h)));
        sheet.Freeze(header, 2);
        sheet.Repeat(header, header);
        var text = CellStyle.Body with { Kind = CellKind.Code };
        var moves = transfer.Moves.OrderBy(m => m.Line).ToList();
        foreach (var row in Rows(transfer, ground, moves))
        {
            sheet.Row(row.Select(c => new Cell(c, text)));
        }

        for (var i = 0; i < EmptyRows; i++)
        {
            sheet.Row(Columns.Select(_ => new Cell(default(CellValue), text)));
        }

        var roles = Enum.GetValues<Role>().Select(r => r.Label()).ToList();
        sheet.Offer(header + 1, sheet.NextRow - 1, Array.IndexOf(Columns, ToRole) + 1, roles);
        AddDepartments(book, ground, transfer.EffectiveOn, page with { Landscape = false });
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

    /// <summary>Reads and checks a file against what stands now.</summary>
    public static TransferFile ReadFile(byte[] bytes, TransferGround ground, DateOnly effectiveOn)
    {
        var table = TableFile.Read(bytes, Read, [FromTitle], new ExchangeLimits(Size + 100, 40, 40 * Size));
        var problems = table.Problems.ToList();
        problems.AddRange(table.Rows.SelectMany(r => Read.Select(h => (Header: h, Cell: r[h]))).Where(c => c.Cell.Fault is not null).Select(c => new ExchangeProblem(c.Cell.Address, c.Header, c.Cell.Fault!)));
        RuleViolation.Require(table.Rows.Count > 0, "import-no-rows", "見出しの下に行がありません。この画面で出力した表に記入したものを選んでください。", "File");
        var reader = new RowReader(ground, effectiveOn, problems);
        var read = table.Rows.Where(r => Read.All(h => r[h].Fault is null)).Select(r => (Row: r, Move: reader.Read(r))).Where(r => r.Move is not null).ToList();
        var moves = read.Where(r => !reader.IsSame(r.Move!)).ToList();
        if (problems.Count == 0)
        {
            // Cells that are right by themselves can still not go together.
            var rows = moves.ToDictionary(m => m.Move!.Line, m => m.Row);
            problems.AddRange(ground.Check([.. moves.Select(m => m.Move!)], effectiveOn).Select(f => new ExchangeProblem(rows[f.Line][f.Column].Address, f.Column, f.Message)));
        }

        return new([.. moves.Select(m => m.Move!)], read.Count - moves.Count, problems, table.Notices);
    }

    static IEnumerable<string?[]> Rows(Transfer transfer, TransferGround ground, IReadOnlyList<TransferMove> moves)
    {
        string? Code(int? id) => id is { } known ? ground.Department(known)?.Code : null;
        var held = ground.People.SelectMany(p => p.Assignments
                .Where(a => a.ValidFrom <= transfer.LastDayBefore && (a.ValidTo is null || a.ValidTo > transfer.LastDayBefore)).Select(a => (Person: p, Assignment: a)))
            .OrderBy(h => h.Assignment.Role).ThenBy(h => Code(h.Assignment.DepartmentId), StringComparer.Ordinal).ThenBy(h => h.Person.Account, StringComparer.Ordinal);
        foreach (var (person, a) in held)
        {
            var move = moves.FirstOrDefault(m => m.Account == person.Account && m.FromRole == a.Role && m.FromDepartmentId == a.DepartmentId);
            yield return
            [
                person.Account, person.Name, a.Role.Label(), Code(a.DepartmentId), a.Title,
                .. move is null ? [a.Role.Label(), Code(a.DepartmentId), a.Title] : new[] { move.ToRole?.Label(), Code(move.ToDepartmentId), move.ToTitle },
            ];
        }

        foreach (var move in moves.Where(m => m.FromRole is null))
        {
            yield return [move.Account, move.Name, null, null, null, move.ToRole?.Label(), Code(move.ToDepartmentId), move.ToTitle];
        }
    }

    static void AddDepartments(Workbook book, TransferGround ground, DateOnly day, PageSetup page)
    {
        var sheet = book.AddPrintSheet("部署", page);
        sheet.Widths(16, 44, 44);
        sheet.Row(Cell.Title($"{Wareki.Both(day)}にある部署", 3));
        var header = sheet.Row(new[] { "部署コード", "名称", "上位の部署" }.Select(h => Cell.Heading(h)));
        sheet.Freeze(header, 1);
        var text = CellStyle.Body with { Kind = CellKind.Code };
        foreach (var d in ground.Departments.Where(d => d.ValidFrom <= day && (d.ValidTo is null || d.ValidTo >= day)).OrderBy(d => d.Code, StringComparer.Ordinal))
        {
            sheet.Row(new[] { d.Code, d.Name, d.ParentId is { } parent ? ground.Department(parent)?.Name : null }.Select(c => new Cell(c, text)));
        }
    }

    /// <summary>Reads one row; what is wrong is noted by its cell.</summary>
    sealed class RowReader(TransferGround ground, DateOnly effectiveOn, List<ExchangeProblem> problems)
    {
        readonly Dictionary<string, Department> departments = ground.Departments.ToDictionary(d => d.Code, StringComparer.OrdinalIgnoreCase);

        public MoveInput? Read(TableRow row)
        {
            var before = problems.Count;
            var (account, name) = (row[Account].Text, row[Name].Text);
            var known = ground.Person(account);
            Require(row, Account, account.Length is > 0 and <= Person.AccountMaxLength, $"アカウントを{Person.AccountMaxLength}文字以内で入力してください。");
            Require(
                row, Name, known is not null || account.Length == 0 || name.Length is > 0 and <= Person.NameMaxLength,
                $"登録のないアカウントです。新しい人なら氏名を{Person.NameMaxLength}文字以内で、そうでなければ正しいアカウントを入力してください。");
            Require(row, Name, known is null || name.Length == 0 || name == known.Name, $"このアカウントの人は「{known?.Name}」です。アカウントか氏名を直してください。");
            var (fromRole, fromDepartment) = (RoleOf(row, FromRole), DepartmentOf(row, FromDepartment));
            var (toRole, toDepartment, title) = (RoleOf(row, ToRole), DepartmentOf(row, ToDepartment), row[ToTitle].Text);
            Together(row, [FromRole, FromDepartment], "今の役割と今の部署コードは、両方を入れるか、両方を空にしてください。");
            Together(row, [ToRole, ToDepartment, ToTitle], "新しい役割・新しい部署コード・新しい職名は、全てを入れるか、全てを空にしてください。");
            Require(row, ToTitle, title.Length <= RoleAssignment.TitleMaxLength, $"職名は{RoleAssignment.TitleMaxLength}文字以内で入力してください。");
            Require(row, ToRole, row[FromRole].Text.Length > 0 || row[ToRole].Text.Length > 0, "今の役割か新しい役割を入力してください。");
            return problems.Count > before
                ? null
                : new(row.Line, account, known?.Name ?? name, fromRole, fromDepartment?.Id, toRole, toDepartment?.Id, toRole is null ? null : title);
        }

        public bool IsSame(MoveInput move) => move.FromRole is not null && move.FromRole == move.ToRole && move.FromDepartmentId == move.ToDepartmentId
            && ground.Held(move.Account, move.FromRole.Value, move.FromDepartmentId!.Value, effectiveOn.AddDays(-1))?.Title == move.ToTitle;

        Role? RoleOf(TableRow row, string column)
        {
            var text = row[column].Text;
            var role = Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(r => r!.Value.Label() == text);
            Require(row, column, text.Length == 0 || role is not null, $"役割は {string.Join("・", Enum.GetValues<Role>().Select(r => r.Label()))} のどれかにしてください。");
            return role;
        }

        Department? DepartmentOf(TableRow row, string column)
        {
            var text = row[column].Text;
            var department = departments.GetValueOrDefault(text);
            Require(row, column, text.Length == 0 || department is not null, $"部署コード「{text}」の部署はありません。シート「部署」のコードにしてください。");
            return department;
        }

        void Together(TableRow row, string[] columns, string sentence)
        {
            var empty = columns.Where(c => row[c].Text.Length == 0).ToList();
            if (empty.Count > 0 && empty.Count < columns.Length)
            {
                problems.Add(new(row[empty[0]].Address, empty[0], sentence));
            }
        }

        void Require(TableRow row, string column, bool holds, string sentence)
        {
            if (!holds)
            {
                problems.Add(new(row[column].Address, column, sentence));
            }
        }
    }
}

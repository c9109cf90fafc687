using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;

namespace DxGovernance.Core.Proposals;

/// <summary>
/// Excel記入様式: the form of a case's gate to be filled away from the network. A sheet for each section and each table; the first column
/// holds keys by which the file is read back, so names of sheets and the order of rows may change.
/// </summary>
public static class ExchangeBook
{
    internal const string CaseMark = "dxg:case", SectionMark = "dxg:section:", TableMark = "dxg:table:", Chosen = "○";
    internal const int HeadingRow = 3;
    internal const int FirstTableRow = 5;
    internal const int ValueColumn = 3;

    const int LongLines = 5;
    static readonly CellStyle Key = new() { Size = 7, Border = false, Wrap = false };
    static readonly CellStyle Entry = new() { Kind = CellKind.Code };

    public static string FileName(Proposal proposal) => $"案件記入様式_{proposal.Number}_{proposal.Gate.Label()}.xlsx";

    public static async Task<byte[]> WriteAsync(Proposal proposal, bool isDemo, DateTimeOffset now, CancellationToken cancel)
    {
        var book = new Workbook($"案件記入様式 {proposal.Number} {proposal.Gate.Label()}", now);
        AddCase(book, proposal, isDemo);
        foreach (var section in ProposalForm.SectionsOf(proposal.Gate))
        {
            AddSection(book, proposal, isDemo, section);
            foreach (var table in section.Fields.Where(f => f.Kind == FieldKind.Table))
            {
                AddTable(book, proposal, isDemo, table);
            }
        }

        using var memory = new MemoryStream();
        await book.WriteAsync(memory, cancel);
        return memory.ToArray();
    }

    /// <summary>Changes with every change of the draft, and only then.</summary>
    public static string DraftMark(Proposal proposal) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{proposal.Number} {proposal.Gate} {proposal.Run} {proposal.Draft.ToJson()}"))))[..16];

    static PageSetup Page(Proposal p, bool isDemo, bool landscape) => new(Paper.A4, landscape)
    {
        Header = isDemo ? "デモデータ　案件記入様式" : "案件記入様式",
        FooterLeft = $"{p.Number}　{p.Gate.Label()}",
        FooterRight = $"下書きの版 {DraftMark(p)}",
    };

    static void AddCase(Workbook book, Proposal p, bool isDemo)
    {
        var sheet = book.AddPrintSheet("はじめに", Page(p, isDemo, landscape: false));
        sheet.Widths(10, 26, 64);
        sheet.Row(new Cell(CaseMark, Key), Cell.Title("案件記入様式", 2));
        sheet.Row(Cell.Blank, Cell.Note("この様式に記入し、案件の画面「Excelで記入」から取り込みます。取り込む前に、変わる値と誤りを確かめられます。", 2));
        sheet.Skip();
        void Line(string key, string label, string value) => sheet.Row(new Cell(key, Key), Cell.Heading(label), new Cell(value, Entry));
        Line("number", "案件番号", p.Number);
        Line("title", "件名", p.Draft[ProposalForm.Title]);
        Line("gate", "協議段階", p.Gate.Label());
        Line("run", "協議の回", p.Run.ToString(CultureInfo.InvariantCulture));
        Line("draft", "下書きの版", DraftMark(p));
        Line("saved", "下書きの保存日時", $"{TokyoTime.Display(p.DraftSavedAt)}（日本時間）");
        sheet.Skip();
        string[] rules =
        [
            "記入するのは、各シートの「記入欄」の列と、表のシートの見出しより下だけです。左端の列（キー）は消さないでください。",
            "空欄にした項目は、取り込むと空になります。表の行を空にすると、その行は消えます。",
            "選択肢のある項目は、一覧から選びます。いくつも選べる項目は、選ぶものの記入欄に「○」を入れます。",
            "日付は 2027-04-01、R9.4.1、令和9年4月1日 のどれでも読みます。金額は円で、数字だけを入れます。",
            "数式は読み込みません。値を入れてください。マクロのあるファイルは受け付けません。",
            "ほかの案件・ほかの協議段階の様式と、画面で下書きを直す前に出力した様式は、取り込めません。新しく出力してください。",
        ];
        foreach (var rule in rules)
        {
            sheet.Row(Cell.Blank, new Cell("・" + rule, CellStyle.Body with { Border = false }) { Columns = 2 });
        }
    }

    static void AddSection(Workbook book, Proposal p, bool isDemo, FormSection section)
    {
        var sheet = book.AddPrintSheet(section.Name, Page(p, isDemo, landscape: true));
        sheet.Widths(14, 30, 60, 7, 50);
        sheet.Row(new Cell(SectionMark + section.Code, Key), Cell.Title($"{section.Name}（{p.Gate.Label()}）", 4));
        sheet.Row(Cell.Blank, Cell.Note("「記入欄」に記入してください。「必須」は、この協議段階で申請するときに要るものです。", 4));
        sheet.Row(new Cell("キー", Key), Cell.Heading("項目"), Cell.Heading("記入欄"), Cell.Heading("必須"), Cell.Heading("記入の仕方"));
        sheet.Freeze(HeadingRow, 2);
        sheet.Repeat(HeadingRow, HeadingRow);
        foreach (var field in section.Fields)
        {
            AddField(sheet, p, field);
        }
    }

    static void AddField(PrintSheet sheet, Proposal p, FormField field)
    {
        var required = Cell.Of(field.IsRequired(p.Gate, p.Class) ? "必須" : "") with { Style = CellStyle.Body with { Align = Align.Center } };
        if (field.Kind == FieldKind.Table)
        {
            sheet.Row(Cell.Blank, field.Label, Cell.Of($"シート「{TableName(field)}」に記入してください。"), required, field.Hint);
            return;
        }

        if (field.Kind == FieldKind.Choices)
        {
            var chosen = p.Draft.Choices(field.Key);
            foreach (var (i, choice) in field.Choices.Index())
            {
                var row = sheet.Row(
                    new Cell($"{field.Key}={choice.Value}", Key), $"{field.Label}：{choice.Label}",
                    new Cell(chosen.Contains(choice.Value) ? Chosen : "", Entry with { Align = Align.Center }), i == 0 ? required : Cell.Of(""),
                    i == 0 ? $"選ぶものに「{Chosen}」を入れます。{field.Hint}" : "");
                sheet.Offer(row, row, ValueColumn, [Chosen]);
            }

            return;
        }

        var words = Words(field.Kind, field.Choices);
        var at = sheet.Row(new Cell(field.Key, Key), field.Label, Value(field.Kind, field.Choices, p.Draft[field.Key]), required, Hint(field, words));
        sheet.Offer(at, at, ValueColumn, words);
        if (field.Kind == FieldKind.LongText)
        {
            sheet.Tall(at, LongLines);
        }
    }

    static void AddTable(Workbook book, Proposal p, bool isDemo, FormField field)
    {
        var sheet = book.AddPrintSheet(TableName(field), Page(p, isDemo, landscape: true));
        var columns = field.Columns;
        sheet.Widths([14, .. columns.Select(c => c.Kind is FieldKind.Text or FieldKind.LongText ? 32.0 : 16.0)]);
        sheet.Row(new Cell(TableMark + field.Key, Key), Cell.Title(field.Label, columns.Count));
        sheet.Row(Cell.Blank, Cell.Note($"1行に1件。{field.Hint}{(field.IsRequired(p.Gate, p.Class) ? "　この協議段階では1行以上が必須です。" : "")}", columns.Count));
        sheet.Row([new Cell(ProposalContent.RowKey, Key), .. columns.Select(c => new Cell(c.Name, Key))]);
        sheet.Row([new Cell("キー", Key), .. columns.Select(c => Cell.Heading(c.Label + (c.IsRequired ? "（必須）" : "")))]);
        sheet.Freeze(FirstTableRow - 1);
        var rows = p.Draft.Rows(field.Key);
        for (var i = 0; i < Math.Min(ProposalForm.MaxRows, Math.Max(15, rows.Count + 10)); i++)
        {
            var row = i < rows.Count ? rows[i] : null;
            sheet.Row([
                new Cell(row?[ProposalContent.RowKey], Key with { Kind = CellKind.Code }),
                .. columns.Select(c => Value(c.Kind, [], row?.GetValueOrDefault(c.Name) ?? "")),
            ]);
        }
    }

    /// <summary>A cell to be typed into: text stays text, numbers and days are numbers and days.</summary>
    static Cell Value(FieldKind kind, IReadOnlyList<FormChoice> choices, string value) => kind switch
    {
        FieldKind.Number when long.TryParse(value, CultureInfo.InvariantCulture, out var n) => new(n, CellStyle.Body with { Kind = CellKind.Whole }),
        FieldKind.Number when value.Length == 0 => new(default(CellValue), CellStyle.Body with { Kind = CellKind.Whole }),
        FieldKind.Decimal when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && Math.Abs(d) < 1_000_000_000_000m =>
            new(d, CellStyle.Body with { Kind = CellKind.Fraction, Digits = 2 }),
        FieldKind.Day when Day(value) is { } day => new(day, CellStyle.Body with { Kind = CellKind.Date }),
        FieldKind.Day when value.Length == 0 => new(default(CellValue), CellStyle.Body with { Kind = CellKind.Date }),
        FieldKind.YesNo or FieldKind.Choice => new(ProposalForm.Display(kind, choices, value), Entry),
        _ => new(value, Entry),
    };

    static DateOnly? Day(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year >= 1901 ? day : null;

    internal static IReadOnlyList<string> Words(FieldKind kind, IReadOnlyList<FormChoice> choices) => kind switch
    {
        FieldKind.YesNo => ["はい", "いいえ"],
        FieldKind.Choice => [.. choices.Select(c => c.Label)],
        _ => [],
    };

    static string Hint(FormField field, IReadOnlyList<string> words) => string.Join('\n', new[]
    {
        field.Hint,
        words.Count > 0 ? $"選択肢：{string.Join("／", words)}" : "",
        field.Kind switch
        {
            FieldKind.Number => "数字だけ",
            FieldKind.Day => "日付（例：2027-04-01、R9.4.1）",
            FieldKind.LongText => $"{ProposalForm.LongTextMaxLength}文字まで。改行はAlt＋Enter",
            FieldKind.Text => $"{ProposalForm.TextMaxLength}文字まで",
            _ => "",
        },
    }.Where(t => t.Length > 0));

    static string TableName(FormField field)
    {
        var name = string.Concat(field.Label.Select(c => "[]:*?/\\'".Contains(c) ? '・' : c));
        return name.Length <= 31 ? name : name[..31];
    }
}

using System.Globalization;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Proposals;

/// <summary>How a field is filled.</summary>
public enum FieldKind
{
    Text,
    LongText,
    Number,
    Decimal,
    Day,
    YesNo,
    Choice,
    Choices,
    Table,
}

/// <summary>A choice: what is stored and what is read.</summary>
public sealed record FormChoice(string Value, string Label);

/// <summary>A column of a table field.</summary>
public sealed record FormColumn(string Name, string Label, FieldKind Kind, bool IsRequired);

/// <summary>A field of the form of a case, as <c>seed/templates/form-fields.csv</c> declares it.</summary>
/// <param name="Gates">Gates at which it is asked for.</param>
/// <param name="RequiredAt">Gates at which a submission without it is refused.</param>
/// <param name="OptionalFor">Classes that need not fill it.</param>
/// <param name="IsConfidential">Read by others than the own department only with a record of the reading.</param>
public sealed record FormField(
    string Section, string Key, string Label, FieldKind Kind, IReadOnlyList<FormChoice> Choices, IReadOnlyList<FormColumn> Columns, string Hint,
    IReadOnlySet<Gate> Gates, IReadOnlySet<Gate> RequiredAt, IReadOnlySet<ProposalClass> OptionalFor, bool IsConfidential)
{
    public bool IsRequired(Gate gate, ProposalClass @class) => RequiredAt.Contains(gate) && !OptionalFor.Contains(@class);

    public int MaxLength => Kind == FieldKind.LongText ? ProposalForm.LongTextMaxLength : ProposalForm.TextMaxLength;

    /// <summary>A value as people read it.</summary>
    public string Display(ProposalContent content) => Kind switch
    {
        FieldKind.Table => string.Join('\n', content.Rows(Key).Select(DisplayRow)),
        _ => ProposalForm.Display(Kind, Choices, content[Key]),
    };

    /// <summary>A value that was kept alone, as people read it; see <see cref="ProposalContent.Stored"/>.</summary>
    public string DisplayStored(string stored) => Display(ProposalContent.Empty.WithStored(this, stored));

    public string DisplayRow(IReadOnlyDictionary<string, string> row) => string.Join(
        "、", Columns.Where(c => row.ContainsKey(c.Name)).Select(c => $"{c.Label}：{ProposalForm.Display(c.Kind, [], row[c.Name])}"));
}

/// <summary>A section of the form with its fields in order.</summary>
public sealed record FormSection(string Code, string Name, IReadOnlyList<FormField> Fields)
{
    public bool IsConfidential => Fields.All(f => f.IsConfidential);
}

/// <summary>What is wrong with one field: the sentence names it.</summary>
public sealed record FormProblem(string Section, string Key, string Message);

/// <summary>様式: all fields of a case, read once from <c>seed/templates</c>. Sources of the fields stand in that file.</summary>
public static class ProposalForm
{
    public const int TextMaxLength = 200;
    public const int LongTextMaxLength = 4000;
    public const int MaxRows = 50;

    /// <summary>Keys that the product itself reads.</summary>
    public const string Title = "title", Amount = "amount_total", PersonalData = "personal_data", IsCityWide = "citywide", Vendor = "vendor",
        GoLiveOn = "go_live_on", ContractFrom = "contract_from", ContractTo = "contract_to", Initiatives = "initiatives", Operations = "operations",
        Related = "related_cases", Kpi = "kpi", ActualGoLiveOn = "actual_go_live_on", InitialAmount = "amount_initial", RunningAmount = "amount_running", Users = "users";

    static readonly Dictionary<string, string> SectionNames =
        SeedFile.Read("templates/form-sections.csv").ToDictionary(r => r["code"], r => r["name"], StringComparer.Ordinal);

    public static IReadOnlyList<FormField> Fields { get; } = [.. SeedFile.Read("templates/form-fields.csv").Select(Read)];

    public static IReadOnlyList<FormSection> Sections { get; } =
        [.. SectionNames.Select(s => new FormSection(s.Key, s.Value, [.. Fields.Where(f => f.Section == s.Key)]))];

    /// <summary>The sections that a gate asks for, each with the fields of that gate.</summary>
    public static IReadOnlyList<FormSection> SectionsOf(Gate gate) =>
    [
        .. Sections.Select(s => s with { Fields = [.. s.Fields.Where(f => f.Gates.Contains(gate))] }).Where(s => s.Fields.Count > 0),
    ];

    public static string SectionName(string code) => SectionNames.GetValueOrDefault(code, code);

    public static FormField? Find(string key) => Fields.FirstOrDefault(f => f.Key == key);

    /// <summary>What stands against submitting: missing required fields, in the order of the form.</summary>
    public static IReadOnlyList<FormProblem> Missing(ProposalContent content, Gate gate, ProposalClass @class) =>
    [
        .. from section in SectionsOf(gate)
           from field in section.Fields
           where field.IsRequired(gate, @class) && (field.Kind == FieldKind.Table ? content.Rows(field.Key).Count == 0 : content[field.Key].Length == 0)
           select new FormProblem(section.Code, field.Key, $"「{field.Label}」を{(field.Kind is FieldKind.Choice or FieldKind.Choices or FieldKind.YesNo ? "選んで" : "入力して")}ください。"),
        .. Crossed(content, gate),
    ];

    /// <summary>What is wrong with values that were typed: too long, not a number, not a day, not among the choices.</summary>
    public static IReadOnlyList<FormProblem> Wrong(ProposalContent content, IEnumerable<FormField> fields) =>
    [
        .. from field in fields
           from message in field.Kind == FieldKind.Table ? WrongRows(field, content.Rows(field.Key)) : WrongValue(field.Kind, field.Label, field.Choices, content[field.Key], field.MaxLength)
           select new FormProblem(field.Section, field.Key, message),
    ];

    public static string Display(FieldKind kind, IReadOnlyList<FormChoice> choices, string value) => kind switch
    {
        FieldKind.YesNo => value switch { "yes" => "はい", "no" => "いいえ", _ => value },
        FieldKind.Number => long.TryParse(value, CultureInfo.InvariantCulture, out var n) ? n.ToString("#,0", CultureInfo.InvariantCulture) : value,
        FieldKind.Day => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d) ? Wareki.Both(d) : value,
        FieldKind.Choice or FieldKind.Choices => string.Join("、", value.Split(' ').Select(v => choices.FirstOrDefault(c => c.Value == v)?.Label ?? v)),
        FieldKind.Text or FieldKind.LongText or FieldKind.Decimal or FieldKind.Table => value,
    };

    /// <summary>Full-width digits, separators and the era's dates as people type them, in the form in which they are kept.</summary>
    public static string? Normalize(FieldKind kind, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        var text = typed.Trim();
        return kind switch
        {
            FieldKind.Number => text.Normalize(System.Text.NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal).Replace("円", "", StringComparison.Ordinal),
            FieldKind.Decimal => text.Normalize(System.Text.NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal),
            FieldKind.Day => Wareki.TryParse(text, out var day, out _) && day is { } d ? Wareki.Iso(d) : text,
            FieldKind.Text or FieldKind.LongText or FieldKind.YesNo or FieldKind.Choice or FieldKind.Choices or FieldKind.Table => text,
        };
    }

    static IEnumerable<FormProblem> Crossed(ProposalContent content, Gate gate)
    {
        if (content.Day(ContractFrom) is { } from && content.Day(ContractTo) is { } to && to < from && Asked(ContractTo, gate) is { } field)
        {
            yield return new(field.Section, field.Key, "「契約終了」が「契約開始」より前です。契約開始以降の日を入力してください。");
        }
    }

    static FormField? Asked(string key, Gate gate) => Find(key) is { } field && field.Gates.Contains(gate) ? field : null;

    static IEnumerable<string> WrongRows(FormField field, IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        if (rows.Count > MaxRows)
        {
            yield return $"「{field.Label}」は{MaxRows}行までです。";
        }

        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var column in field.Columns)
            {
                var value = rows[i].GetValueOrDefault(column.Name, "");
                var name = $"{field.Label}{i + 1}行目の{column.Label}";
                if (value.Length == 0 && column.IsRequired)
                {
                    yield return $"「{name}」を入力してください。";
                }

                foreach (var message in WrongValue(column.Kind, name, [], value, column.Kind == FieldKind.LongText ? LongTextMaxLength : TextMaxLength))
                {
                    yield return message;
                }
            }
        }
    }

    static IEnumerable<string> WrongValue(FieldKind kind, string label, IReadOnlyList<FormChoice> choices, string value, int maxLength)
    {
        if (value.Length == 0)
        {
            yield break;
        }

        var wrong = kind switch
        {
            FieldKind.Number => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= 9_999_999_999_999 ? null : "には0以上の整数を入力してください。",
            FieldKind.Decimal => decimal.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var d) && Math.Abs(d) < 1_000_000_000_000 ? null : "には数字を入力してください。",
            FieldKind.Day => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "には日付を入力してください（例：2027-04-01、R9.4.1）。",
            FieldKind.YesNo => value is "yes" or "no" ? null : "は「はい」か「いいえ」を選んでください。",
            FieldKind.Choice => choices.Any(c => c.Value == value) ? null : "は選択肢から選んでください。",
            FieldKind.Choices => value.Split(' ').All(v => choices.Any(c => c.Value == v)) ? null : "は選択肢から選んでください。",
            FieldKind.Text or FieldKind.LongText => value.Length <= maxLength ? null : $"は{maxLength}文字以内で入力してください。",
            FieldKind.Table => null,
        };
        if (wrong is not null)
        {
            yield return $"「{label}」{wrong}";
        }
    }

    static FormField Read(SeedFile.Row row) => new(
        row["section"],
        row["key"],
        row["label"],
        row.Member<FieldKind>("kind"),
        ChoicesOf(row["choices"]),
        [.. row["columns"].Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Column)],
        row["hint"],
        GatesOf(row["gates"]),
        GatesOf(row["required"]),
        row["optional_for"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<ProposalClass>).ToHashSet(),
        row["confidential"] == "yes");

    /// <summary>The letters of the file, in the order of <see cref="Gate"/>.</summary>
    static HashSet<Gate> GatesOf(string letters) => [.. letters.Select(l => (Gate)"ABPCXGEO".IndexOf(l, StringComparison.Ordinal))];

    static IReadOnlyList<FormChoice> ChoicesOf(string text) => text switch
    {
        "" => [],
        "@initiatives" => [.. SeedFile.Read("shimonoseki/initiatives.csv").Select(r => new FormChoice(r["code"], $"{r["code"]} {r["name"]}"))],
        "@operations" => [.. SeedFile.Read("shimonoseki/operations.csv").Select(r => new FormChoice(r["ordinance_order"], $"{r["ordinance_order"]} {r["name"]}"))],
        _ => [.. text.Split('|').Select(c => c.Split('=')).Select(c => new FormChoice(c[0], c[1]))],
    };

    static FormColumn Column(string text)
    {
        var parts = text.Split(':');
        return new(parts[0], parts[1], Enum.Parse<FieldKind>(parts[2]), parts.Length > 3);
    }
}

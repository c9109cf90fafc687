using System.Globalization;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Core.Data;

/// <summary>
/// What the departments of the demo set write into the form of a case: values of the case itself, else standard texts of its class with
/// the words of the case in them.
/// </summary>
sealed class DemoCaseForm
{
    readonly ILookup<string, SeedFile.Row> own = SeedFile.Read("demo/proposal-contents.csv").ToLookup(r => r["key"], StringComparer.Ordinal);
    readonly ILookup<string, SeedFile.Row> standard = SeedFile.Read("demo/proposal-texts.csv").ToLookup(r => r["field"], StringComparer.Ordinal);
    readonly Dictionary<string, string> departments =
        SeedFile.Read("demo/departments.csv").ToDictionary(r => r["code"], r => r["name"], StringComparer.Ordinal);

    /// <summary>The draft with every field of its gate filled. Values of the case for this gate win over what is there.</summary>
    public ProposalContent Fill(Proposal proposal, SeedFile.Row row, Actor writer)
    {
        var words = Words(row, writer);
        var content = proposal.Draft;
        foreach (var field in ProposalForm.SectionsOf(proposal.Gate).SelectMany(s => s.Fields))
        {
            content = Fill(content, field, proposal, row["key"], words);
        }

        return content;
    }

    /// <summary>"a ; b | c ; d" → two rows of two cells.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(string cell) =>
        [.. cell.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(r => (IReadOnlyList<string>)[.. r.Split(';').Select(c => c.Trim())])];

    ProposalContent Fill(ProposalContent content, FormField field, Proposal proposal, string key, IReadOnlyDictionary<string, string> words)
    {
        var mine = own[key].Where(r => r["field"] == field.Key).ToList();
        var isEmpty = field.Kind == FieldKind.Table ? content.Rows(field.Key).Count == 0 : content[field.Key].Length == 0;
        var standards = standard[field.Key].Where(r => IsFor(r, proposal)).ToList();
        var value = mine.FirstOrDefault(r => r["gate"] == proposal.Gate.ToString())?["value"]
            ?? (mine.Count == 0 ? standards.FirstOrDefault(r => r["gate"].Length > 0)?["value"] : null);
        if (value is null && !isEmpty)
        {
            return content;
        }

        value ??= mine.FirstOrDefault(r => r["gate"].Length == 0)?["value"] ?? standards.FirstOrDefault()?["value"] ?? "";
        value = Put(value, words);
        return field.Kind == FieldKind.Table ? content.WithRows(field.Key, Table(field, content, value)) : content.With(field.Key, value);
    }

    static bool IsFor(SeedFile.Row row, Proposal proposal) =>
        (row["classes"].Length == 0 || row["classes"].Split(' ').Contains(proposal.Class.ToString()))
        && (row["gate"].Length == 0 || row["gate"] == proposal.Gate.ToString());

    /// <summary>Rows keep their keys by position, so that a table written again is the same rows changed.</summary>
    static IEnumerable<IReadOnlyDictionary<string, string?>> Table(FormField field, ProposalContent content, string value)
    {
        var known = content.Rows(field.Key);
        return Rows(value).Select((cells, i) =>
        {
            var row = field.Columns.Zip(cells).ToDictionary(c => c.First.Name, c => (string?)c.Second, StringComparer.Ordinal);
            if (i < known.Count)
            {
                row[ProposalContent.RowKey] = known[i][ProposalContent.RowKey];
            }

            return (IReadOnlyDictionary<string, string?>)row;
        });
    }

    static string Put(string text, IReadOnlyDictionary<string, string> words) =>
        words.Aggregate(text, (t, word) => t.Replace($"{{{word.Key}}}", word.Value, StringComparison.Ordinal)).Replace("\\n", "\n", StringComparison.Ordinal);

    Dictionary<string, string> Words(SeedFile.Row row, Actor writer)
    {
        var words = new Dictionary<string, string>(row.Values, StringComparer.Ordinal);
        var amount = (long)row.Int("amount") * 1000;
        var goLive = row.Day("go_live");
        var isLong = row.Member<ProposalClass>("class") is not (ProposalClass.Modification or ProposalClass.LawChange or ProposalClass.Retirement
            or ProposalClass.Equipment or ProposalClass.Minor);
        var initial = isLong ? amount * 6 / 10 / 1000 * 1000 : amount;
        var from = goLive.AddMonths(isLong ? -6 : -4).FirstOfMonth();
        var to = isLong ? goLive.AddYears(5).FirstOfMonth().AddDays(-1) : FiscalYear.Of(goLive).First.AddYears(1).AddDays(-1);
        words["total"] = Text(amount);
        words["initial"] = Text(initial);
        words["running"] = Text((amount - initial) / 5);
        words["half"] = Text(amount / 2 / 1000 * 1000);
        words["double"] = Text(amount * 18 / 10 / 1000 * 1000);
        words["contract_from"] = Wareki.Iso(from);
        words["contract_to"] = Wareki.Iso(to);
        words["announce_on"] = Wareki.Iso(from.AddDays(-50));
        words["test_on"] = Wareki.Iso(goLive.AddDays(-30));
        words["kickoff_on"] = Wareki.Iso(from.AddDays(7));
        words["multi_year"] = isLong ? "LongTerm" : "Single";
        words["method"] = amount < 1_000_000 ? "Discretionary" : amount < 10_000_000 ? "Designated" : amount >= 50_000_000 ? "Proposal" : "Open";
        words["discretionary"] = amount < 1_000_000 ? "少額のため、3者から見積書を取り、最も低い者と契約する。" : "";
        words["specific"] = row["operations"].Length > 0 && row["personal"] == "yes" ? "yes" : "no";
        words["pia"] = row["personal"] == "yes" ? "Planned" : "NotNeeded";
        words["pia_note"] = row["personal"] == "yes" ? "契約までに評価書の案をまとめ、個人情報の担当課の確認を受ける。" : "個人情報を扱わないため不要。";
        words["importance"] = row["personal"] == "yes" ? "High" : row["citywide"] == "yes" ? "Medium" : "Low";
        words["terminals"] = Text(Math.Min(long.Parse(row["users"], CultureInfo.InvariantCulture), 1800) / 10);
        words["volume"] = Text(long.Parse(row["users"], CultureInfo.InvariantCulture) * 3);
        words["extension"] = Text(2000 + (row["department"][1] * 100 % 900) + row["department"][2] - '0');
        words["vendor"] = $"デモ事業者{(char)('A' + (row.Line % 8))}";
        words["officer"] = writer.Name;
        words["department_name"] = departments[row["department"]];
        return words;
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

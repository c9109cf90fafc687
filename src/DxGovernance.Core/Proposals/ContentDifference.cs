namespace DxGovernance.Core.Proposals;

/// <summary>A field that differs; a table row by row.</summary>
public sealed record FieldDifference(FormField Field, string Label, string Before, string After);

/// <summary>The fields of a section that differ.</summary>
public sealed record SectionDifference(string Code, string Name, IReadOnlyList<FieldDifference> Fields);

/// <summary>What differs between two contents, in the order and the words of the form.</summary>
public static class ContentDifference
{
    public static IReadOnlyList<SectionDifference> Between(ProposalContent before, ProposalContent after) =>
    [
        .. from section in ProposalForm.Sections
           let fields = section.Fields.SelectMany(f => f.Kind == FieldKind.Table ? Rows(f, before, after) : Single(f, before, after)).ToList()
           where fields.Count > 0
           select new SectionDifference(section.Code, section.Name, fields),
    ];

    static IEnumerable<FieldDifference> Single(FormField field, ProposalContent before, ProposalContent after) =>
        before[field.Key] == after[field.Key] ? [] : [new(field, field.Label, field.Display(before), field.Display(after))];

    static IEnumerable<FieldDifference> Rows(FormField field, ProposalContent before, ProposalContent after)
    {
        var (old, now) = (ByKey(field, before), ByKey(field, after));
        return from key in old.Keys.Union(now.Keys).OrderBy(k => k.Length).ThenBy(k => k, StringComparer.Ordinal)
               let was = old.GetValueOrDefault(key, "")
               let is_ = now.GetValueOrDefault(key, "")
               where was != is_
               select new FieldDifference(field, $"{field.Label} {key}", was, is_);
    }

    static Dictionary<string, string> ByKey(FormField field, ProposalContent content) =>
        content.Rows(field.Key).ToDictionary(r => r[ProposalContent.RowKey], field.DisplayRow);
}

namespace DxGovernance.Core.Proposals;

/// <summary>One value of the form that differs between two contents, in the words of the form.</summary>
/// <param name="Label">Of the field; for a table with its row and column.</param>
public sealed record ContentChange(string Section, string Label, string Old, string New, bool IsConfidential)
{
    public const string NoRow = "（行なし）";

    /// <summary>What differs, in the order of the form.</summary>
    public static IReadOnlyList<ContentChange> Between(ProposalContent before, ProposalContent after, IEnumerable<FormField> fields) =>
    [
        .. fields.SelectMany(f => f.Kind == FieldKind.Table ? Rows(f, before.Rows(f.Key), after.Rows(f.Key))
            : before[f.Key] == after[f.Key] ? [] : [Of(f, f.Label, f.Display(before), f.Display(after))]),
    ];

    static IEnumerable<ContentChange> Rows(
        FormField field, IReadOnlyList<IReadOnlyDictionary<string, string>> before, IReadOnlyList<IReadOnlyDictionary<string, string>> after)
    {
        var was = before.ToDictionary(r => r[ProposalContent.RowKey]);
        foreach (var (i, row) in after.Index())
        {
            if (!was.Remove(row[ProposalContent.RowKey], out var old))
            {
                yield return Of(field, $"{field.Label} {i + 1}行目", NoRow, field.DisplayRow(row));
                continue;
            }

            foreach (var column in field.Columns)
            {
                var (from, to) = (old.GetValueOrDefault(column.Name, ""), row.GetValueOrDefault(column.Name, ""));
                if (from != to)
                {
                    yield return Of(
                        field, $"{field.Label} {i + 1}行目 {column.Label}", ProposalForm.Display(column.Kind, [], from), ProposalForm.Display(column.Kind, [], to));
                }
            }
        }

        foreach (var gone in was.Values)
        {
            yield return Of(field, $"{field.Label} 消える行", field.DisplayRow(gone), NoRow);
        }

        var kept = before.Select(r => r[ProposalContent.RowKey]).Where(k => after.Any(r => r[ProposalContent.RowKey] == k)).ToList();
        if (!after.Select(r => r[ProposalContent.RowKey]).Where(kept.Contains).SequenceEqual(kept))
        {
            yield return Of(field, $"{field.Label} 行の順", "今の順", "ファイルの順");
        }
    }

    static ContentChange Of(FormField field, string label, string old, string now) =>
        new(ProposalForm.SectionName(field.Section), label, old, now, field.IsConfidential);
}

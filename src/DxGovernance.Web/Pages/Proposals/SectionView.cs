using DxGovernance.Core.Proposals;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>A section of the form to be read; fields without a value are left out.</summary>
public sealed record SectionView(FormSection Section, ProposalContent Content, bool ReadsConfidential)
{
    /// <summary>What confirmed corrections made of it, by key.</summary>
    public IReadOnlyDictionary<string, CorrectedField> Corrected { get; init; } = new Dictionary<string, CorrectedField>();

    /// <summary>Where the pages of the case are.</summary>
    public string Href { get; init; } = "";

    public IReadOnlyList<FormField> Filled => [.. Section.Fields.Where(f => Content.Stored(f).Length > 0 || Corrected.ContainsKey(f.Key))];

    public ValueView Value(FormField f) => new(
        Hides(f) ? null : f.Display(Content), Corrected.GetValueOrDefault(f.Key) is { } c ? (Hides(f) ? null : f.DisplayStored(c.Original), c.Number) : null, Href);

    /// <summary>A corrected table row by row, as first reported and as corrected.</summary>
    public DifferenceView Rows(CorrectedField c) => new(
        "当初", "訂正後", [.. ContentDifference.Between(ProposalContent.Empty.WithStored(c.Field, c.Original), ProposalContent.Empty.WithStored(c.Field, Content.Stored(c.Field))).SelectMany(s => s.Fields)], ReadsConfidential);

    public bool Hides(FormField field) => field.IsConfidential && !ReadsConfidential;
}

/// <summary>A single value to be read; null where it is hidden from the reader.</summary>
/// <param name="Corrected">As first reported, and number of the correction.</param>
public sealed record ValueView(string? Text, (string? Original, int Number)? Corrected, string Href);

/// <summary>A finding on a section, to be written.</summary>
public sealed record FindingView(string Code, string Name, string? Text)
{
    public string FieldName => $"Input.Findings[{Code}].Text";
}

/// <summary>The text of a report or judgement of one condition or correction.</summary>
public sealed record ConditionText(int Number, string Label, bool Required)
{
    public string Name { get; init; } = "Input.Text";

    public string? Text { get; init; }
}

/// <summary>What differs from what was approved; the vendor is a confidential field here too.</summary>
public sealed record ChangesView(IReadOnlyList<ChangeFinding> Findings, bool ReadsConfidential)
{
    public string Show(ChangeFinding finding, string value) =>
        finding.Rule.Trigger == ChangeTrigger.VendorChanged && !ReadsConfidential ? "機密のため伏せています" : value;
}

/// <summary>Fields before and after; a table row by row.</summary>
public sealed record DifferenceView(string BeforeHead, string AfterHead, IReadOnlyList<FieldDifference> Fields, bool ReadsConfidential)
{
    public string Show(FieldDifference f, string text) => f.Field.IsConfidential && !ReadsConfidential ? "機密のため伏せています" : text.Length == 0 ? "（なし）" : text;
}

/// <summary>Cases that nobody can finish; links only for those who may open them.</summary>
public sealed record StuckTable(string Caption, IReadOnlyList<StuckCase> Cases, bool Links);

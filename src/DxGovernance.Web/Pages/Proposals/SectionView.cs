using DxGovernance.Core.Proposals;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>A section of the form to be read; fields without a value are left out.</summary>
public sealed record SectionView(FormSection Section, ProposalContent Content, bool ReadsConfidential)
{
    public IReadOnlyList<FormField> Filled =>
        [.. Section.Fields.Where(f => f.Kind == FieldKind.Table ? Content.Rows(f.Key).Count > 0 : Content[f.Key].Length > 0)];

    public bool Hides(FormField field) => field.IsConfidential && !ReadsConfidential;
}

/// <summary>A finding on a section, to be written.</summary>
public sealed record FindingView(string Code, string Name, string? Text)
{
    public string FieldName => $"Input.Findings[{Code}].Text";
}

/// <summary>The text of a report or judgement of one condition.</summary>
public sealed record ConditionText(int Number, string Label, bool Required)
{
    public string? Text { get; init; }
}

/// <summary>What differs from what was approved; the vendor is a confidential field here too.</summary>
public sealed record ChangesView(IReadOnlyList<ChangeFinding> Findings, bool ReadsConfidential)
{
    public string Show(ChangeFinding finding, string value) =>
        finding.Rule.Trigger == ChangeTrigger.VendorChanged && !ReadsConfidential ? "機密のため伏せています" : value;
}

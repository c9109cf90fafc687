using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>The descriptive attributes of an operation as typed.</summary>
public sealed class AttributeForm
{
    [Display(Name = "別名"), MaxLength(Operation.TextMaxLength)]
    public string? Aliases { get; set; }

    [Display(Name = "根拠法令"), MaxLength(Operation.NoteMaxLength)]
    public string? LegalBasis { get; set; }

    [Display(Name = "標準仕様書の版"), MaxLength(Operation.TextMaxLength)]
    public string? SpecificationVersion { get; set; }

    [Display(Name = "標準仕様書の日付"), MaxLength(Operation.TextMaxLength)]
    public string? SpecificationDate { get; set; }

    [Display(Name = "所管課")]
    public int? DepartmentId { get; set; }

    [Display(Name = "理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    /// <summary>Id of the ledger row that was newest when the form was read.</summary>
    public long Version { get; set; }

    public static AttributeForm Of(OperationRevision stored) => new()
    {
        Aliases = stored.Aliases,
        LegalBasis = stored.LegalBasis,
        SpecificationVersion = stored.SpecificationVersion,
        SpecificationDate = stored.SpecificationDate,
        DepartmentId = stored.DepartmentId,
        Version = stored.Id,
    };

    public OperationAttributes ToAttributes() =>
        new(Aliases?.Trim() ?? "", LegalBasis?.Trim() ?? "", SpecificationVersion?.Trim() ?? "", SpecificationDate?.Trim() ?? "");

    public bool Says(OperationRevision stored) =>
        ToAttributes() == new OperationAttributes(stored.Aliases, stored.LegalBasis, stored.SpecificationVersion, stored.SpecificationDate)
        && DepartmentId == stored.DepartmentId;
}

/// <summary>事由 1–4 as chosen.</summary>
public sealed class TransitionForm
{
    [Display(Name = "特定移行の事由")]
    public TransitionReason? Reason { get; set; }

    [Display(Name = "事由の根拠"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Note { get; set; }

    /// <summary>Id of the ledger row that was newest when the form was read.</summary>
    public long Version { get; set; }
}

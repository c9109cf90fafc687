using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>A system unit as typed; only the name must be known.</summary>
public sealed class SystemForm
{
    [Display(Name = "構成システム名"), Required, MaxLength(Operation.TextMaxLength)]
    public string? Name { get; set; }

    [Display(Name = "事業者"), MaxLength(Operation.TextMaxLength)]
    public string? Vendor { get; set; }

    [Display(Name = "パッケージ"), MaxLength(Operation.TextMaxLength)]
    public string? Package { get; set; }

    [Display(Name = "クラウド"), MaxLength(Operation.TextMaxLength)]
    public string? CloudProvider { get; set; }

    [Display(Name = "ネットワーク区分"), MaxLength(Operation.TextMaxLength)]
    public string? NetworkZone { get; set; }

    [Display(Name = "契約開始")]
    public DateOnly? ContractFrom { get; set; }

    [Display(Name = "契約終了")]
    public DateOnly? ContractTo { get; set; }

    [Display(Name = "備考"), MaxLength(Operation.NoteMaxLength)]
    public string? Note { get; set; }

    [Display(Name = "廃止した（現在は使っていない）")]
    public bool IsRetired { get; set; }

    [Display(Name = "理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    /// <summary>Id of the ledger row that was newest when the form was read; 0 for a new unit.</summary>
    public long Version { get; set; }

    public static SystemForm Of(SystemUnitRevision stored) => new()
    {
        Name = stored.Name,
        Vendor = stored.Vendor,
        Package = stored.Package,
        CloudProvider = stored.CloudProvider,
        NetworkZone = stored.NetworkZone,
        ContractFrom = stored.ContractFrom,
        ContractTo = stored.ContractTo,
        Note = stored.Note,
        IsRetired = stored.IsRetired,
        Version = stored.Id,
    };

    public SystemUnitInput ToInput() => new(
        Trimmed(Name) ?? "",
        Trimmed(Vendor),
        Trimmed(Package),
        Trimmed(CloudProvider),
        Trimmed(NetworkZone),
        ContractFrom,
        ContractTo,
        Trimmed(Note),
        IsRetired);

    static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Pages.Reports;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>As of when an export of cases is made.</summary>
public class SheetInput
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    [Display(Name = "基準日"), Required]
    public DateOnly? AsOf { get; set; }

    [Display(Name = "記録の締め（任意）")]
    [MaxLength(40)]
    public string? RecordedUntil { get; set; }

    public Task<AsOf> PointAsync(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel) =>
        CouncilReport.PointAsync(db, AsOf!.Value, ReportInput.MomentOf(RecordedUntil), now, cancel);
}

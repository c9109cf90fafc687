using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>The 40 steps as typed.</summary>
public sealed class StepForm
{
    [Display(Name = "基準日")]
    public DateOnly AsOf { get; set; }

    [Display(Name = "理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    public List<StepRow> Rows { get; set; } = [];

    public bool HasAllSteps => Rows.Select(r => r.StepNumber).SequenceEqual(Enumerable.Range(1, Operation.StepCount));

    public IReadOnlyList<StepInput> ToInputs()
    {
        RuleViolation.Require(
            HasAllSteps, "steps-shape", $"{Operation.StepCount}のステップが一つずつ送られていません。画面を開き直してから入力してください。");
        RuleViolation.Require(AsOf != default, "as-of-missing", "基準日を入力してください。", "AsOf");
        return [.. Rows.Select(r => r.ToInput())];
    }
}

public sealed class StepRow
{
    [Display(Name = "ステップ番号")]
    public int StepNumber { get; set; }

    [Display(Name = "状態"), Required]
    public StepStatus? Status { get; set; }

    [Display(Name = "予定日")]
    public DateOnly? PlannedOn { get; set; }

    [Display(Name = "担当"), MaxLength(StepReport.AssigneeMaxLength)]
    public string? Assignee { get; set; }

    [Display(Name = "根拠"), MaxLength(StepReport.TextMaxLength)]
    public string? Evidence { get; set; }

    [Display(Name = "メモ"), MaxLength(StepReport.TextMaxLength)]
    public string? Memo { get; set; }

    /// <summary>Id of the ledger row that was newest when the form was read; 0 where the step was never reported.</summary>
    public long Version { get; set; }

    public static StepRow Of(StepLine line) => new()
    {
        StepNumber = line.Stored.StepNumber,
        Status = line.Stored.Status,
        PlannedOn = line.Stored.PlannedOn,
        Assignee = line.Stored.Assignee,
        Evidence = line.Stored.Evidence,
        Memo = line.Stored.Memo,
        Version = line.Version,
    };

    public StepInput ToInput() => new(StepNumber, Status ?? StepStatus.NotStarted, PlannedOn, Trimmed(Assignee), Trimmed(Evidence), Trimmed(Memo));

    static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>A step as stored, with its definition and who recorded it last.</summary>
public sealed record StepLine(
    StepInput Stored, string Branch, string Name, string GroupTitle, string Phase, long Version, string? RecordedBy, DateTimeOffset? RecordedAt)
{
    public static IQueryable<StepLine> Of(GovernanceDbContext db, int number) =>
        from s in db.OperationSteps
        where s.OperationNumber == number
        join d in db.MigrationSteps on s.StepNumber equals d.Number
        from r in db.StepReports.NewestFirst().Where(r => r.OperationNumber == s.OperationNumber && r.StepNumber == s.StepNumber).Take(1).DefaultIfEmpty()
        orderby s.StepNumber
        select new StepLine(
            new StepInput(s.StepNumber, s.Status, s.PlannedOn, s.Assignee, s.Evidence, s.Memo),
            d.Branch,
            d.Name,
            d.GroupTitle,
            d.Phase,
            r == null ? 0 : r.Id,
            r == null ? null : r.RecordedBy + "（" + r.RecordedTitle + "）",
            r == null ? null : r.RecordedAt);
}

using System.Linq.Expressions;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>The operation with what stands beside it at the head of its page. One statement.</summary>
public sealed record OperationHead(Operation Operation, string? CitySource, string? NationSource, IReadOnlyList<SystemLine> Systems)
{
    public static Expression<Func<Operation, OperationHead>> From(GovernanceDbContext db) => o => new OperationHead(
        o,
        db.DeadlineEntries.NewestFirst().Where(d => d.OperationNumber == o.Number && d.Kind == DeadlineKind.City).Select(d => d.Source).FirstOrDefault(),
        db.DeadlineEntries.NewestFirst().Where(d => d.OperationNumber == o.Number && d.Kind == DeadlineKind.Nation).Select(d => d.Source).FirstOrDefault(),
        o.Systems.Where(s => !s.IsRetired).OrderBy(s => s.Id)
            .Select(s => new SystemLine(s.Id, s.Name, s.Vendor, s.Package, s.CloudProvider)).ToList());
}

/// <summary>What the page of an operation shows at one tick of the ledger clock.</summary>
public sealed record DetailReading(
    OperationHead Head,
    OperationFigures Figures,
    Thresholds Thresholds,
    Assessment Assessment,
    IReadOnlyList<PhaseSums> Phases,
    IReadOnlyList<MilestoneLine> Milestones,
    IReadOnlyList<RiskLine> Risks);

public sealed record SystemLine(int Id, string Name, string? Vendor, string? Package, string? CloudProvider);

/// <summary>How many of the 40 steps of a phase are in which state.</summary>
public sealed record PhaseSums(string Phase, int NotStarted, int InProgress, int Completed, int NotApplicable)
{
    public int Steps => NotStarted + InProgress + Completed + NotApplicable;

    public static IQueryable<PhaseSums> Of(GovernanceDbContext db, int number) =>
        from s in db.OperationSteps
        where s.OperationNumber == number
        join d in db.MigrationSteps on s.StepNumber equals d.Number
        group s by d.Phase into g
        orderby g.Min(s => s.StepNumber)
        select new PhaseSums(
            g.Key,
            g.Count(s => s.Status == StepStatus.NotStarted),
            g.Count(s => s.Status == StepStatus.InProgress),
            g.Count(s => s.Status == StepStatus.Completed),
            g.Count(s => s.Status == StepStatus.NotApplicable));
}

public sealed record MilestoneLine(string Name, DateOnly? OriginalOn, DateOnly? BaselineOn, DateOnly? ForecastOn, DateOnly? ActualOn)
{
    DateOnly? ExpectedOn => ActualOn ?? ForecastOn;

    public int? FromOriginal => OperationFigures.Days(OriginalOn, ExpectedOn);

    public int? FromBaseline => OperationFigures.Days(BaselineOn, ExpectedOn);
}

public sealed record RiskLine(int Id, RiskKind Kind, string Title, int Score, string Owner, DateOnly? DueOn);

/// <summary>One save, with the first of its changes in words.</summary>
public sealed record ChangeLine(string Title, DateTimeOffset RecordedAt, string RecordedBy, string RecordedTitle, string? Reason, string ChangesJson)
{
    const int Shown = 3;

    IReadOnlyList<Change> Changes { get; } = AuditEntry.Read(ChangesJson);

    public string Summary => string.Join("、", Changes.Take(Shown).Select(c => $"{c.Subject} {c.Field}：{c.Old ?? "なし"} → {c.New ?? "なし"}"))
        + (Changes.Count > Shown ? $" ほか{Changes.Count - Shown}件" : "");
}

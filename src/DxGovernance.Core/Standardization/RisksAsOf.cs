using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Standardization;

/// <summary>A risk or issue as its ledger tells it at a point.</summary>
public record RiskStanding
{
    public required int Id { get; init; }

    public required int OperationNumber { get; init; }

    public required string OperationName { get; init; }

    public required RiskKind Kind { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required bool IsOpen { get; init; }

    public required RiskLevel Likelihood { get; init; }

    public required RiskLevel Impact { get; init; }

    public required int Score { get; init; }

    public required RiskResponse Response { get; init; }

    public required string ResponseNote { get; init; }

    public required string Owner { get; init; }

    public required DateOnly? DueOn { get; init; }

    public required DateOnly RatedAsOf { get; init; }

    /// <summary>Of the newest rating.</summary>
    public required string? Reason { get; init; }
}

/// <summary>Risks and issues folded from the ledger of their ratings at any point.</summary>
public static class RisksAsOf
{
    /// <summary>Those rated by the point. One statement.</summary>
    public static IQueryable<RiskStanding> Rows(GovernanceDbContext db, IQueryable<Operation> operations, AsOf point) =>
        from o in operations
        from k in db.Risks.AsNoTracking().Where(k => k.OperationNumber == o.Number)
        from r in db.RiskRatings.At(point).NewestFirst().Where(r => r.RiskId == k.Id).Take(1)
        select new RiskStanding
        {
            Id = k.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            Kind = k.Kind,
            Title = k.Title,
            Description = k.Description,
            IsOpen = r.IsOpen,
            Likelihood = r.Likelihood,
            Impact = r.Impact,
            Score = r.Score,
            Response = r.Response,
            ResponseNote = r.ResponseNote,
            Owner = r.Owner,
            DueOn = r.DueOn,
            RatedAsOf = r.AsOf,
            Reason = r.Reason,
        };
}

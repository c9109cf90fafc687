using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Standardization;

/// <summary>What a person sees: a department its own, city-wide readers all, everybody else nothing.</summary>
public static class StandardizationQueries
{
    public static IQueryable<Operation> VisibleTo(this IQueryable<Operation> operations, Actor actor)
    {
        if (actor.Can(Permission.SeeAllOperations))
        {
            return operations;
        }

        var departments = actor.Can(Permission.SeeOperations) ? actor.DepartmentIds : [];
        return operations.Where(o => o.DepartmentId != null && departments.Contains(o.DepartmentId.Value));
    }

    /// <summary>The operations of which anything was known: one that comes later must not enter an older report.</summary>
    public static IQueryable<Operation> KnownAt(this IQueryable<Operation> operations, GovernanceDbContext db, AsOf point)
    {
        var known = db.OperationStates.At(point).Select(s => s.OperationNumber);
        return operations.Where(o => known.Contains(o.Number));
    }

    /// <summary>Two actors with the same key see the same operations.</summary>
    public static string VisibilityKey(this Actor actor) =>
        actor.Can(Permission.SeeAllOperations) ? "all" : actor.Can(Permission.SeeOperations) ? string.Join(',', actor.DepartmentIds.Order()) : "none";
}

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

    /// <summary>Two actors with the same key see the same operations.</summary>
    public static string VisibilityKey(this Actor actor) =>
        actor.Can(Permission.SeeAllOperations) ? "all" : actor.Can(Permission.SeeOperations) ? string.Join(',', actor.DepartmentIds.Order()) : "none";
}

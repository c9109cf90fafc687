using System.Linq.Expressions;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>What every page below an operation needs of it.</summary>
public sealed record OperationLine(int Number, string Name, int? DepartmentId, DateOnly? StepsConfirmedOn)
{
    public static Expression<Func<Operation, OperationLine>> From { get; } = o => new OperationLine(o.Number, o.Name, o.DepartmentId, o.StepsConfirmedOn);
}

using DxGovernance.Core.Costs;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>A line to be judged, with what was typed.</summary>
public sealed record AssessRow(StandingLine Line, AssessModel.LineInput Input, IReadOnlyList<int> Years, CostTables Tables);

/// <summary>An amount to be typed into a cell.</summary>
public sealed record AmountField(string Name, string Label, string? Value);

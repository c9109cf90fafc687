using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>What the ledgers hold of one milestone, in the order to show.</summary>
public sealed record MilestoneHistoryTable(string Milestone, IReadOnlyList<MilestoneEvent> Events);

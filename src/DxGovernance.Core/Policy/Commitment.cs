using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Policy;

/// <summary>How a commitment stands to a fiscal year, by the policy's own words.</summary>
public enum CommitmentSpan
{
    /// <summary>The policy names no year.</summary>
    Unstated,

    /// <summary>The policy names this year.</summary>
    Stated,

    /// <summary>It began in an earlier year that the policy names (～より) and goes on.</summary>
    After,

    /// <summary>It is to be done by a later year that the policy names (～まで).</summary>
    Until,

    /// <summary>The policy names other years.</summary>
    Outside,
}

/// <summary>One line of 工程: what the policy says will be done, in its own words.</summary>
/// <param name="FromYear">Year in which the fiscal year begins; null where the policy names no beginning.</param>
/// <param name="ToYear">Likewise for the end; null where it goes on or no end is named.</param>
/// <param name="Timing">The policy's words for the time; empty where there are none.</param>
/// <param name="Basis">Which part of the policy says it: 工程表, 取組方針 …</param>
/// <param name="Page">Of the policy.</param>
public sealed record Commitment(int Number, int? FromYear, int? ToYear, string Timing, string Text, string Basis, string Page)
{
    public CommitmentSpan In(FiscalYear year) => (FromYear, ToYear) switch
    {
        (null, null) => CommitmentSpan.Unstated,
        ({ } from, null) => year.Year == from ? CommitmentSpan.Stated : year.Year > from ? CommitmentSpan.After : CommitmentSpan.Outside,
        (null, { } to) => year.Year == to ? CommitmentSpan.Stated : year.Year < to ? CommitmentSpan.Until : CommitmentSpan.Outside,
        ({ } from, { } to) => year.Year >= from && year.Year <= to ? CommitmentSpan.Stated : CommitmentSpan.Outside,
    };

    /// <summary>Whether it is among what the year has to bring.</summary>
    public bool CountsIn(FiscalYear year) => In(year) != CommitmentSpan.Outside;
}

/// <summary>A target of an indicator.</summary>
/// <param name="FiscalYear">Year in which it begins.</param>
public sealed record YearTarget(int FiscalYear, decimal Value);

static class PolicyJson
{
    public static void Configure(ModelConfigurationBuilder model)
    {
        model.HasJsonList<Commitment>();
        model.HasJsonList<YearTarget>();
    }
}

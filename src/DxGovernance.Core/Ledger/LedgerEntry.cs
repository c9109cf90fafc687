using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Ledger;

/// <summary>
/// A fact that is only ever added. Says as of which day it is true, when it was recorded, by whom and why.
/// The newest row wins: later <see cref="AsOf"/>, then later <see cref="RecordedAt"/>, then greater <see cref="Id"/>.
/// </summary>
public abstract class LedgerEntry
{
    public const int ReasonMaxLength = 1000;

    protected LedgerEntry()
    {
    }

    protected LedgerEntry(Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
    {
        AsOf = asOf;
        RecordedAt = now;
        RecordedById = by.PersonId;
        RecordedBy = by.Name;
        RecordedTitle = by.Title;
        OnBehalfOfId = by.For?.PersonId;
        OnBehalfOf = by.For?.Text;
        Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
    }

    public long Id { get; private set; }

    public DateOnly AsOf { get; private set; }

    /// <summary>UTC, strictly increasing in the order in which saves became visible. Set by the ledger clock when saved.</summary>
    public DateTimeOffset RecordedAt { get; internal set; }

    public int? RecordedById { get; private set; }

    public string RecordedBy { get; private set; } = "";

    public string RecordedTitle { get; private set; } = "";

    /// <summary>The person for whom a deputy acted; null for an act of one's own.</summary>
    public int? OnBehalfOfId { get; private set; }

    /// <summary>Title and name of that person.</summary>
    public string? OnBehalfOf { get; private set; }

    public string? Reason { get; private set; }
}

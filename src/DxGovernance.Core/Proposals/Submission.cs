using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Workflow;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

/// <summary>申請: ledger of what was submitted, frozen. One row is one version of one run of a gate.</summary>
public sealed class Submission : LedgerEntry
{
    Submission()
    {
    }

    internal Submission(Proposal proposal, ProposalContent content, RouteChoice route, IEnumerable<Attachment> attachments, Actor by, DateTimeOffset now)
        : base(by, now, TokyoTime.DayOf(now), null)
    {
        Proposal = proposal;
        (Gate, Run, Number, Class, Content) = (proposal.Gate, proposal.Run, proposal.SubmissionNumber, proposal.Class, content);
        (Route, RouteCode, RouteReason, RouteVersion) = (route.Route, route.Code, route.Reason, route.Version);
        AttachmentIds = [.. attachments.Select(a => a.Id)];
        (Title, DepartmentName) = (proposal.Title, proposal.DepartmentName);
    }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    public Gate Gate { get; private set; }

    /// <summary>Which pass through a gate of the case, from 1.</summary>
    public int Run { get; private set; }

    /// <summary>版 within the run, from 1.</summary>
    public int Number { get; private set; }

    public ProposalClass Class { get; private set; }

    public string Title { get; private set; } = "";

    public string DepartmentName { get; private set; } = "";

    public ProposalContent Content { get; private set; } = ProposalContent.Empty;

    public Route Route { get; private set; }

    public string RouteCode { get; private set; } = "";

    public string RouteReason { get; private set; } = "";

    /// <summary>Version of the route rules by which the route was computed.</summary>
    public int RouteVersion { get; private set; }

    /// <summary>Attachments that belonged to the case at this moment.</summary>
    public int[] AttachmentIds { get; private set; } = [];

    /// <summary>取組事項 that <see cref="Content"/> names; PostgreSQL takes them from there.</summary>
    public string[] InitiativeCodes { get; private set; } = [];

    /// <summary>総額 that <see cref="Content"/> gives, in yen; PostgreSQL takes it from there.</summary>
    public long? Amount { get; private set; }
}

static class SubmissionQueries
{
    /// <summary>
    /// The submissions that a case goes by: not those of a change that was rejected or taken back, after which the case goes on as it was approved before.
    /// </summary>
    public static IQueryable<Submission> ThatCount(this IQueryable<Submission> submissions, GovernanceDbContext db, AsOf point)
    {
        var ends = db.ProposalTransitions.At(point).Where(t =>
            t.ToState == ProposalState.Approved && (t.Action == ProposalAction.Reject || t.Action == ProposalAction.CancelChange));
        return submissions.At(point).Where(s => s.Gate != Gate.Change || !ends.Any(t => t.ProposalId == s.ProposalId && t.Run == s.Run));
    }
}

/// <summary>The way a case takes and why.</summary>
/// <param name="Code">Rule that matched.</param>
/// <param name="Version">Of the rules.</param>
/// <param name="Reviewers">How many must have reviewed.</param>
public sealed record RouteChoice(Route Route, string Code, string Reason, int Version, int Reviewers);

/// <summary>A finding on a section of the form.</summary>
public sealed record SectionFinding(string Section, string Text);

/// <summary>Ledger of everything that happened to a case: who did which step, in whose name, from which state to which, and why.</summary>
public sealed class ProposalTransition : LedgerEntry
{
    ProposalTransition()
    {
    }

    internal ProposalTransition(Proposal proposal, Transition<ProposalState, ProposalAction> line, ProposalStep step, DecisionCategory? category, Actor by, DateTimeOffset now)
        : base(by, now, TokyoTime.DayOf(now), step.Comment)
    {
        Proposal = proposal;
        (Gate, Run, SubmissionNumber, EnteredAt) = (proposal.Gate, proposal.Run, proposal.SubmissionNumber, proposal.StateSince);
        (FromState, Action, ToState) = (line.From, line.Action, line.To);
        (Label, Result) = (category?.Name ?? line.Label, line.To.Label());
        CategoryCode = category?.Code;
        Findings = [.. step.Findings];
    }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    public Gate Gate { get; private set; }

    public int Run { get; private set; }

    public int SubmissionNumber { get; private set; }

    public ProposalState FromState { get; private set; }

    /// <summary>When the case came into <see cref="FromState"/>; with RecordedAt it gives the lead time of the step.</summary>
    public DateTimeOffset EnteredAt { get; private set; }

    public ProposalAction Action { get; private set; }

    public ProposalState ToState { get; private set; }

    /// <summary>The words of the step as they were when it was taken.</summary>
    public string Label { get; private set; } = "";

    /// <summary>The words of the state it led to.</summary>
    public string Result { get; private set; } = "";

    public string? CategoryCode { get; private set; }

    public IReadOnlyList<SectionFinding> Findings { get; private set; } = [];
}

/// <summary>後閲: the principal has read what a deputy did in their name.</summary>
public sealed class AfterReading : LedgerEntry
{
    AfterReading()
    {
    }

    public AfterReading(ProposalTransition transition, Actor by, DateTimeOffset now, string? comment)
        : base(by, now, TokyoTime.DayOf(now), comment)
    {
        RuleViolation.Require(
            transition.OnBehalfOfId is { } id && id == by.PersonId, "after-reading-of-other", "後閲は、代理を置いた本人だけができます。");
        TransitionId = transition.Id;
        ProposalId = transition.ProposalId;
    }

    public long TransitionId { get; private set; }

    public int ProposalId { get; private set; }
}

sealed class SubmissionConfiguration
    : IEntityTypeConfiguration<Submission>, IEntityTypeConfiguration<ProposalTransition>, IEntityTypeConfiguration<AfterReading>
{
    public void Configure(EntityTypeBuilder<Submission> e)
    {
        e.Property(s => s.Title).HasMaxLength(ProposalForm.TextMaxLength);
        // So that sums over all cases need not unpack every form.
        e.Property(s => s.InitiativeCodes).HasComputedColumnSql(
            $"array_remove(string_to_array(coalesce(content->'values'->>'{ProposalForm.Initiatives}', ''), ' '), '')", stored: true);
        e.Property(s => s.Amount).HasComputedColumnSql(
            $"case when content->'values'->>'{ProposalForm.Amount}' ~ '^[0-9]{{1,18}}$' then (content->'values'->>'{ProposalForm.Amount}')::bigint end", stored: true);
        e.HasOne(s => s.Proposal).WithMany().HasForeignKey(s => s.ProposalId);
        e.HasLedgerIndex(s => s.ProposalId);
        e.HasIndex(s => new { s.ProposalId, s.Run, s.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ProposalTransition> e)
    {
        e.HasOne(t => t.Proposal).WithMany().HasForeignKey(t => t.ProposalId);
        e.HasLedgerIndex(t => t.ProposalId);
        e.HasIndex(t => t.OnBehalfOfId);
        e.HasIndex(t => new { t.FromState, t.RecordedAt });
    }

    public void Configure(EntityTypeBuilder<AfterReading> e)
    {
        e.HasLedgerIndex(a => a.TransitionId);
        e.HasIndex(a => a.TransitionId).IsUnique();
    }
}

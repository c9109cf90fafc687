using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

public enum CheckAnswer
{
    Suitable,
    NeedsWork,
    NotApplicable,
}

public static class ReviewLabels
{
    public static string Label(this CheckAnswer answer) => answer switch
    {
        CheckAnswer.Suitable => "適",
        CheckAnswer.NeedsWork => "要改善",
        CheckAnswer.NotApplicable => "該当なし",
    };
}

/// <summary>An answer to one question of the checklist, with the question as it was then.</summary>
public sealed record CheckResult(string Code, string Section, string Question, CheckAnswer? Answer, string? Note);

/// <summary>What a reviewer writes.</summary>
/// <param name="Answers">By code of the question.</param>
/// <param name="IsFinal">審査を終える: everything must be answered.</param>
public sealed record ReviewInput(
    IReadOnlyDictionary<string, (CheckAnswer? Answer, string? Note)> Answers, IReadOnlyList<SectionFinding> Findings, string? Opinion, bool IsFinal);

/// <summary>審査: ledger of what each reviewer wrote on a submission; the newest row of a reviewer counts.</summary>
public sealed class ReviewEntry : LedgerEntry
{
    ReviewEntry()
    {
    }

    internal ReviewEntry(Proposal proposal, int checklistVersion, IEnumerable<CheckResult> results, ReviewInput input, Actor by, DateTimeOffset now)
        : base(by, now, TokyoTime.DayOf(now), null)
    {
        Proposal = proposal;
        (Gate, Run, SubmissionNumber, ChecklistVersion, IsFinal) = (proposal.Gate, proposal.Run, proposal.SubmissionNumber, checklistVersion, input.IsFinal);
        Results = [.. results];
        Findings = [.. input.Findings.Where(f => !string.IsNullOrWhiteSpace(f.Text))];
        Opinion = input.Opinion?.Trim() ?? "";
    }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    public Gate Gate { get; private set; }

    public int Run { get; private set; }

    public int SubmissionNumber { get; private set; }

    public int ChecklistVersion { get; private set; }

    public bool IsFinal { get; private set; }

    public IReadOnlyList<CheckResult> Results { get; private set; } = [];

    public IReadOnlyList<SectionFinding> Findings { get; private set; } = [];

    /// <summary>総合意見.</summary>
    public string Opinion { get; private set; } = "";
}

sealed class ReviewConfiguration : IEntityTypeConfiguration<ReviewEntry>
{
    public void Configure(EntityTypeBuilder<ReviewEntry> e)
    {
        e.Property(r => r.Opinion).HasMaxLength(ProposalForm.LongTextMaxLength);
        e.HasOne(r => r.Proposal).WithMany().HasForeignKey(r => r.ProposalId);
        e.HasLedgerIndex(r => r.ProposalId);
    }
}

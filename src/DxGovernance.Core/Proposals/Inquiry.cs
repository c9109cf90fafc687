using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

public enum InquiryState
{
    Asked,
    Answered,
    Closed,
}

/// <summary>照会: a question on a section of a case, with its answer. Projection of <see cref="InquiryEntry"/>.</summary>
public sealed class Inquiry
{
    Inquiry()
    {
    }

    internal Inquiry(Proposal proposal, int number, QuestionInput question, Actor by, DateTimeOffset now)
    {
        (Proposal, Number, Gate, Run, SubmissionNumber) = (proposal, number, proposal.Gate, proposal.Run, proposal.SubmissionNumber);
        (Section, Question, DueOn, AskedBy, AskedAt) = (question.Section, question.Text.Trim(), question.DueOn, by.Name, now);
    }

    public int Id { get; private set; }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    /// <summary>From 1 within the case.</summary>
    public int Number { get; private set; }

    public Gate Gate { get; private set; }

    public int Run { get; private set; }

    public int SubmissionNumber { get; private set; }

    public string Section { get; private set; } = "";

    public string Question { get; private set; } = "";

    public DateOnly DueOn { get; private set; }

    public string AskedBy { get; private set; } = "";

    public DateTimeOffset AskedAt { get; private set; }

    [DisplayName("照会の状態")]
    public InquiryState State { get; private set; }

    [DisplayName("回答")]
    public string? Answer { get; private set; }

    public string? AnsweredBy { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    internal void Become(InquiryState state, string? text, Actor by, DateTimeOffset now)
    {
        State = state;
        (Answer, AnsweredBy, AnsweredAt) = state == InquiryState.Answered ? (text, by.Name, now) : (Answer, AnsweredBy, AnsweredAt);
    }
}

/// <summary>A question to be asked.</summary>
/// <param name="DueOn">Day by which the department answers.</param>
public sealed record QuestionInput(string Section, string Text, DateOnly DueOn);

/// <summary>Ledger of questions and answers.</summary>
public sealed class InquiryEntry : LedgerEntry
{
    InquiryEntry()
    {
    }

    internal InquiryEntry(Inquiry inquiry, InquiryState state, string text, Actor by, DateTimeOffset now)
        : base(by, now, TokyoTime.DayOf(now), null)
    {
        (Inquiry, Number, Section, State, Text, DueOn) = (inquiry, inquiry.Number, inquiry.Section, state, text, inquiry.DueOn);
    }

    public int InquiryId { get; private set; }

    public Inquiry Inquiry { get; private set; } = null!;

    public int Number { get; private set; }

    public string Section { get; private set; } = "";

    public InquiryState State { get; private set; }

    /// <summary>Question, answer, or why the question was taken back.</summary>
    public string Text { get; private set; } = "";

    public DateOnly DueOn { get; private set; }
}

public static class InquiryLabels
{
    public static string Label(this InquiryState state) => state switch
    {
        InquiryState.Asked => "回答待ち",
        InquiryState.Answered => "回答済み",
        InquiryState.Closed => "回答なしで終了",
    };
}

sealed class InquiryConfiguration : IEntityTypeConfiguration<Inquiry>, IEntityTypeConfiguration<InquiryEntry>
{
    public void Configure(EntityTypeBuilder<Inquiry> e)
    {
        e.Property(i => i.Question).HasMaxLength(ProposalForm.LongTextMaxLength);
        e.Property(i => i.Answer).HasMaxLength(ProposalForm.LongTextMaxLength);
        e.HasOne(i => i.Proposal).WithMany(p => p.Inquiries).HasForeignKey(i => i.ProposalId);
        e.HasIndex(i => new { i.ProposalId, i.Number }).IsUnique();
        e.HasIndex(i => new { i.State, i.DueOn });
    }

    public void Configure(EntityTypeBuilder<InquiryEntry> e)
    {
        e.HasOne(i => i.Inquiry).WithMany().HasForeignKey(i => i.InquiryId);
        e.HasLedgerIndex(i => i.InquiryId);
    }
}

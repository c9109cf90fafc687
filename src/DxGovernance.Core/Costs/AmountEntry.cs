using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Costs;

/// <summary>査定の判断 of a line.</summary>
public enum CostVerdict
{
    Adequate,
    NeedsExplanation,
    Reduced,
    Excluded,
}

/// <summary>金額台帳: ledger of one amount of one line in one fiscal year.</summary>
public sealed class AmountEntry : LedgerEntry
{
    public const int EvidenceMaxLength = 200;

    AmountEntry()
    {
    }

    internal AmountEntry(Proposal proposal, int line, int fiscalYear, AmountStage stage, long? amount, Actor by, DateTimeOffset now, DateOnly asOf, string reason)
        : base(by, now, asOf, reason)
    {
        (Proposal, Line, FiscalYear, Stage, Amount) = (proposal, line, fiscalYear, stage, amount);
        (Gate, Run, SubmissionNumber) = (proposal.Gate, proposal.Run, proposal.SubmissionNumber);
    }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    /// <summary>明細番号.</summary>
    public int Line { get; private set; }

    /// <summary>Year in which the fiscal year begins.</summary>
    public int FiscalYear { get; private set; }

    public AmountStage Stage { get; private set; }

    /// <summary>Yen with tax; for 実績 the sum paid by the as-of day. Null takes the amount of this stage back: it has to be given anew.</summary>
    public long? Amount { get; private set; }

    /// <summary>For 査定: what was asked for when it was judged. For 決定: what was assessed.</summary>
    public long? Basis { get; internal set; }

    /// <summary>減額の理由 by its code.</summary>
    public string? CutReason { get; internal set; }

    /// <summary>契約番号, 伝票番号 and the like.</summary>
    public string? Evidence { get; internal set; }

    public Gate Gate { get; private set; }

    public int Run { get; private set; }

    public int SubmissionNumber { get; private set; }
}

/// <summary>Ledger of what a line says, a row for each version of it that was submitted.</summary>
public sealed class CostLineRevision : LedgerEntry
{
    CostLineRevision()
    {
    }

    internal CostLineRevision(Proposal proposal, int line, int position, CostTerms terms, bool isRemoved, Actor by, DateTimeOffset now, string reason)
        : base(by, now, TokyoTime.DayOf(now), reason)
    {
        (Proposal, Line, Position, Terms, IsRemoved) = (proposal, line, position, terms, isRemoved);
        (Gate, Run, SubmissionNumber) = (proposal.Gate, proposal.Run, proposal.SubmissionNumber);
        (Category, Item, Section, Funding) = (terms.Category!.Value, terms.Item!, terms.Section, terms.Funding);
        (Name, UnitPrice, Currency) = (terms.Name!, terms.UnitPrice, terms.Currency);
    }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    public int Line { get; private set; }

    /// <summary>Place in the list of the case, from 1.</summary>
    public int Position { get; private set; }

    public bool IsRemoved { get; private set; }

    /// <summary>Everything the line says.</summary>
    public CostTerms Terms { get; private set; } = new();

    /// <summary>Of <see cref="Terms"/>, for sums and comparisons in SQL.</summary>
    public CostCategory Category { get; private set; }

    public string Item { get; private set; } = "";

    public string? Section { get; private set; }

    public FundingKind Funding { get; private set; }

    public string Name { get; private set; } = "";

    public decimal? UnitPrice { get; private set; }

    public string Currency { get; private set; } = CostTerms.Yen;

    public Gate Gate { get; private set; }

    public int Run { get; private set; }

    public int SubmissionNumber { get; private set; }
}

/// <summary>Ledger of the judgements on lines.</summary>
public sealed class CostAssessment : LedgerEntry
{
    CostAssessment()
    {
    }

    internal CostAssessment(Proposal proposal, int line, CostVerdict? verdict, string? cutReason, Actor by, DateTimeOffset now, string? note)
        : base(by, now, TokyoTime.DayOf(now), note)
    {
        (Proposal, Line, Verdict, CutReason) = (proposal, line, verdict, cutReason);
        (Gate, Run, SubmissionNumber) = (proposal.Gate, proposal.Run, proposal.SubmissionNumber);
    }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    public int Line { get; private set; }

    /// <summary>Null where a new request took the judgement back.</summary>
    public CostVerdict? Verdict { get; private set; }

    public string? CutReason { get; private set; }

    public Gate Gate { get; private set; }

    public int Run { get; private set; }

    public int SubmissionNumber { get; private set; }
}

/// <summary>Ledger of finished reviews of the costs of a submission (費用審査).</summary>
public sealed class CostReview : LedgerEntry
{
    CostReview()
    {
    }

    internal CostReview(Proposal proposal, long requested, long assessed, int checks, string opinion, Actor by, DateTimeOffset now)
        : base(by, now, TokyoTime.DayOf(now), opinion)
    {
        (Proposal, Requested, Assessed, AnsweredChecks) = (proposal, requested, assessed, checks);
        (Gate, Run, SubmissionNumber) = (proposal.Gate, proposal.Run, proposal.SubmissionNumber);
    }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    /// <summary>Yen, of what was judged in this review.</summary>
    public long Requested { get; private set; }

    public long Assessed { get; private set; }

    /// <summary>Findings of 見積精査 that had been answered.</summary>
    public int AnsweredChecks { get; private set; }

    public Gate Gate { get; private set; }

    public int Run { get; private set; }

    public int SubmissionNumber { get; private set; }
}

public static class CostVerdictLabels
{
    public static string Label(this CostVerdict verdict) => verdict switch
    {
        CostVerdict.Adequate => "妥当",
        CostVerdict.NeedsExplanation => "要説明",
        CostVerdict.Reduced => "減額",
        CostVerdict.Excluded => "対象外",
    };
}

sealed class CostLedgerConfiguration :
    IEntityTypeConfiguration<AmountEntry>, IEntityTypeConfiguration<CostLineRevision>, IEntityTypeConfiguration<CostAssessment>, IEntityTypeConfiguration<CostReview>
{
    public void Configure(EntityTypeBuilder<AmountEntry> e)
    {
        e.Property(a => a.CutReason).HasMaxLength(CostLine.CodeMaxLength);
        e.Property(a => a.Evidence).HasMaxLength(AmountEntry.EvidenceMaxLength);
        e.HasOne(a => a.Proposal).WithMany().HasForeignKey(a => a.ProposalId);
        e.HasLedgerIndex(a => a.ProposalId, nameof(AmountEntry.Line), nameof(AmountEntry.FiscalYear), nameof(AmountEntry.Stage));
        e.ToTable(t =>
        {
            t.HasCheckConstraint("ck_amount_entries_amount", $"amount between 0 and {CostLine.MostYen}");
            t.HasCheckConstraint("ck_amount_entries_year", $"fiscal_year between {CostLine.FirstYear} and {CostLine.LastYear}");
        });
    }

    public void Configure(EntityTypeBuilder<CostLineRevision> e)
    {
        e.Property(r => r.Item).HasMaxLength(CostLine.CodeMaxLength);
        e.Property(r => r.Section).HasMaxLength(CostLine.CodeMaxLength);
        e.Property(r => r.Name).HasMaxLength(CostLine.NameMaxLength);
        e.Property(r => r.Currency).HasMaxLength(3);
        e.HasOne(r => r.Proposal).WithMany().HasForeignKey(r => r.ProposalId);
        e.HasLedgerIndex(r => r.ProposalId, nameof(CostLineRevision.Line));
        e.HasIndex(r => new { r.Item, r.UnitPrice });
    }

    public void Configure(EntityTypeBuilder<CostAssessment> e)
    {
        e.Property(a => a.CutReason).HasMaxLength(CostLine.CodeMaxLength);
        e.HasOne(a => a.Proposal).WithMany().HasForeignKey(a => a.ProposalId);
        e.HasLedgerIndex(a => a.ProposalId, nameof(CostAssessment.Line));
    }

    public void Configure(EntityTypeBuilder<CostReview> e)
    {
        e.HasOne(r => r.Proposal).WithMany().HasForeignKey(r => r.ProposalId);
        e.HasLedgerIndex(r => r.ProposalId);
    }
}

using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

/// <summary>機密部分の閲覧: who asked to read the confidential parts of a case. Counts for the rest of the day.</summary>
public sealed class ConfidentialRead : LedgerEntry
{
    ConfidentialRead()
    {
    }

    public ConfidentialRead(Proposal proposal, Actor by, DateTimeOffset now)
        : base(by, now, TokyoTime.DayOf(now), null) => ProposalId = proposal.Id;

    public int ProposalId { get; private set; }
}

/// <summary>What somebody typed into a section and did not save yet; overwritten as they go on, gone when they save.</summary>
public sealed class DraftAutosave
{
    DraftAutosave()
    {
    }

    public DraftAutosave(int proposalId, int personId, string section) => (ProposalId, PersonId, Section) = (proposalId, personId, section);

    public int ProposalId { get; private set; }

    public int PersonId { get; private set; }

    public string Section { get; private set; } = "";

    /// <summary>The draft of the case with what was typed in it.</summary>
    public ProposalContent Content { get; private set; } = ProposalContent.Empty;

    public DateTimeOffset SavedAt { get; private set; }

    public void Keep(ProposalContent content, DateTimeOffset now) => (Content, SavedAt) = (content, now);
}

sealed class ConfidentialReadConfiguration : IEntityTypeConfiguration<ConfidentialRead>, IEntityTypeConfiguration<DraftAutosave>
{
    public void Configure(EntityTypeBuilder<ConfidentialRead> e)
    {
        e.HasOne<Proposal>().WithMany().HasForeignKey(r => r.ProposalId);
        e.HasLedgerIndex(r => r.ProposalId, nameof(LedgerEntry.RecordedById));
    }

    public void Configure(EntityTypeBuilder<DraftAutosave> e)
    {
        e.HasKey(a => new { a.ProposalId, a.PersonId, a.Section });
        e.Property(a => a.Section).HasMaxLength(40);
        e.HasOne<Proposal>().WithMany().HasForeignKey(a => a.ProposalId);
        e.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId);
    }
}

using DxGovernance.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

/// <summary>
/// What a search looks at in a case: its open parts. A row of its own, because it is some ten times as long as the case's row and
/// changes only when the content does, not at every step.
/// </summary>
public sealed class ProposalText
{
    ProposalText()
    {
    }

    internal ProposalText(Proposal proposal) => Proposal = proposal;

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    /// <summary>Normalized, without confidential parts.</summary>
    public string Text { get; private set; } = "";

    public string[] Grams { get; private set; } = [];

    public string[] TitleGrams { get; private set; } = [];

    /// <summary>A case read without its text writes a new one: that replaces the stored row.</summary>
    internal static void Replace(ChangeTracker tracker)
    {
        foreach (var text in tracker.Entries<ProposalText>().Where(t => t.State == EntityState.Added).ToList())
        {
            if (text.Context.Entry(text.Entity.Proposal).State != EntityState.Added)
            {
                text.State = EntityState.Modified;
            }
        }
    }

    internal void Take(Proposal proposal)
    {
        var open = ProposalForm.Fields.Where(f => !f.IsConfidential).Select(f => f.Display(proposal.Draft));
        Text = SearchText.Normalize(string.Join('\n', [proposal.Number, proposal.DepartmentName, .. open]));
        Grams = SearchText.Grams(Text);
        TitleGrams = SearchText.Grams(SearchText.Normalize(proposal.Title));
    }
}

static class SearchIndex
{
    /// <summary>Without PostgreSQL's list of pending entries: until a vacuum every search would read it, and past some length no longer use the index.</summary>
    public static void IsForSearch<T>(this IndexBuilder<T> index) => index.HasMethod("gin").HasStorageParameter("fastupdate", false);
}

sealed class ProposalTextConfiguration : IEntityTypeConfiguration<ProposalText>
{
    public void Configure(EntityTypeBuilder<ProposalText> e)
    {
        e.HasKey(t => t.ProposalId);
        e.HasOne(t => t.Proposal).WithOne(p => p.Words).HasForeignKey<ProposalText>(t => t.ProposalId);
        e.HasIndex(t => t.Grams).IsForSearch();
        e.HasIndex(t => t.TitleGrams).IsForSearch();
    }
}

using DxGovernance.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

/// <summary>
/// The characters and pairs by which lists look for words in a case: in its open parts, without amounts. A row of its own, because it is some ten times as long as the
/// case's row and changes only when the content does, not at every step: to write it anew costs PostgreSQL 5 to 10 ms.
/// </summary>
public sealed class ProposalText
{
    ProposalText()
    {
    }

    internal ProposalText(Proposal proposal) => Proposal = proposal;

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    /// <summary>Of its open parts.</summary>
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

    /// <summary>The fields whose words are searched. Amounts are not: nobody looks for them by digits, and a decision may change them.</summary>
    public static IEnumerable<FormField> Fields => ProposalForm.Fields.Where(f => !f.IsConfidential && !Proposal.IsCostSum(f.Key));

    internal void Take(Proposal proposal)
    {
        var open = Fields.Select(f => f.Display(proposal.Draft));
        Grams = SearchText.Grams(SearchText.Normalize(string.Join('\n', [proposal.Number, proposal.DepartmentName, .. open])));
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

using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

/// <summary>案件番号: era and fiscal year, then a serial number from 1, e.g. R8-ICT-0001.</summary>
public sealed record ProposalNumber(int FiscalYear, int Serial)
{
    public string Text => $"{Wareki.Short(new FiscalYear(FiscalYear).First).Split('.')[0]}-ICT-{Serial:0000}";
}

/// <summary>Gives numbers without gaps or doubles: the row of the year stays locked until the case is saved or given up.</summary>
public static class ProposalNumbers
{
    const string Next = """
        insert into proposal_counters (fiscal_year, last) values ({0}, 1)
        on conflict (fiscal_year) do update set last = proposal_counters.last + 1 returning last as "Value"
        """;

    /// <summary>Needs an open transaction, in which the case is saved.</summary>
    public static async Task<ProposalNumber> NextAsync(GovernanceDbContext db, DateOnly day, CancellationToken cancel)
    {
        var year = Organization.FiscalYear.Of(day).Year;
        return new(year, (await db.Database.SqlQueryRaw<int>(Next, year).ToListAsync(cancel)).Single());
    }
}

/// <summary>The last serial number given in a fiscal year.</summary>
sealed class ProposalCounter
{
    public int FiscalYear { get; init; }

    public int Last { get; init; }
}

sealed class ProposalCounterConfiguration : IEntityTypeConfiguration<ProposalCounter>
{
    public void Configure(EntityTypeBuilder<ProposalCounter> e)
    {
        e.ToTable("proposal_counters");
        e.HasKey(c => c.FiscalYear);
        e.Property(c => c.FiscalYear).ValueGeneratedNever();
    }
}

using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Costs;

/// <summary>What somebody says of one line in one fiscal year. Nothing at all means: not known, which is not zero.</summary>
/// <param name="Amount">Yen; the whole, including what is priced in a foreign currency.</param>
/// <param name="ForeignPrice">The part priced in the currency of the set.</param>
/// <param name="Rate">Yen for one unit. May stand without a price, as what the set would be compared at.</param>
/// <param name="RateOn">The day of the rate.</param>
/// <param name="Note">Where the amount comes from; of a cause, why.</param>
public sealed record RunningCostCell(
    string Line, int FiscalYear, long? Amount, decimal? ForeignPrice = null, decimal? Rate = null, DateOnly? RateOn = null, string? Note = null)
{
    public bool SaysNothing => this is { Amount: null, ForeignPrice: null, Rate: null, RateOn: null, Note: null };

    /// <summary>The yen of the foreign part.</summary>
    public long ForeignYen => ForeignPrice is { } price && Rate is { } rate ? ExchangeRate.ToYen(price, rate) : 0;

    /// <summary>In words, for previews and the audit trail.</summary>
    public string Text => SaysNothing ? "" : string.Join("、", new[]
    {
        Amount is { } yen ? $"{RunningCostText.Show(yen)}円" : null,
        ForeignPrice is { } price ? $"うち外貨建て {price:#,0.####}" : null,
        Rate is { } rate ? $"レート {rate:#,0.####}円（{(RateOn is { } day ? Wareki.Iso(day) : "")}）" : null,
        Note,
    }.OfType<string>());
}

/// <summary>前提: what the amounts of a set cover and how they are to be read.</summary>
/// <param name="Scope">対象: the systems that are counted, one a line.</param>
/// <param name="BaseYear">基準年度: the fiscal year whose amounts stand for the set where one year is compared with another.</param>
/// <param name="Source">根拠資料.</param>
/// <param name="Currency">Of foreign prices; null where everything is in yen.</param>
/// <param name="FundingName">Name of the support from nation or prefecture.</param>
public sealed record RunningCostAssumptions(string Scope, RunningCostTax Tax, int BaseYear, string Source, string? Currency = null, string? FundingName = null)
{
    public const int ScopeMaxLength = 1000;
    public const int SourceMaxLength = 200;

    /// <summary>The systems, in the order in which they were typed.</summary>
    public IReadOnlyList<string> Systems => Scope.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The same words without empty lines and doubled systems.</summary>
    public static string Tidy(string? scope) => string.Join('\n', (scope ?? "").ReplaceLineEndings("\n")
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).DistinctBy(Key));

    /// <summary>The systems that only one of two sets counts.</summary>
    public static (IReadOnlyList<string> OnlyLeft, IReadOnlyList<string> OnlyRight) Differences(RunningCostAssumptions left, RunningCostAssumptions right) =>
        ([.. left.Systems.ExceptBy(right.Systems.Select(Key), Key)], [.. right.Systems.ExceptBy(left.Systems.Select(Key), Key)]);

    static string Key(string system) => system.Normalize(System.Text.NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}

/// <summary>Ledger of the amounts: one row for each change of a line in a fiscal year.</summary>
public sealed class RunningCostEntry : LedgerEntry
{
    public const int NoteMaxLength = 300;

    RunningCostEntry()
    {
    }

    internal RunningCostEntry(RunningCostSet set, RunningCostCell cell, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        Set = set;
        (Line, FiscalYear, Amount, ForeignPrice, Rate, RateOn, Note) =
            (cell.Line, cell.FiscalYear, cell.Amount, cell.ForeignPrice, cell.Rate, cell.RateOn, cell.Note);
    }

    public int SetId { get; private set; }

    public RunningCostSet Set { get; private set; } = null!;

    public string Line { get; private set; } = "";

    public int FiscalYear { get; private set; }

    public long? Amount { get; private set; }

    public decimal? ForeignPrice { get; private set; }

    public decimal? Rate { get; private set; }

    public DateOnly? RateOn { get; private set; }

    public string? Note { get; private set; }

    public RunningCostCell Cell => new(Line, FiscalYear, Amount, ForeignPrice, Rate, RateOn, Note);
}

/// <summary>Ledger of the assumptions of a set.</summary>
public sealed class RunningCostTerms : LedgerEntry
{
    RunningCostTerms()
    {
    }

    internal RunningCostTerms(RunningCostSet set, RunningCostAssumptions to, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        Set = set;
        (Scope, Tax, BaseYear, Source, Currency, FundingName) = (to.Scope, to.Tax, to.BaseYear, to.Source, to.Currency, to.FundingName);
    }

    public int SetId { get; private set; }

    public RunningCostSet Set { get; private set; } = null!;

    public string Scope { get; private set; } = "";

    public RunningCostTax Tax { get; private set; }

    public int BaseYear { get; private set; }

    public string Source { get; private set; } = "";

    public string? Currency { get; private set; }

    public string? FundingName { get; private set; }

    public RunningCostAssumptions Assumptions => new(Scope, Tax, BaseYear, Source, Currency, FundingName);
}

/// <summary>Ledger of what the PMO office said of a set: confirmed, or sent back with a reason.</summary>
public sealed class RunningCostConfirmation : LedgerEntry
{
    RunningCostConfirmation()
    {
    }

    internal RunningCostConfirmation(RunningCostSet set, bool isConfirmed, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason) => (Set, IsConfirmed) = (set, isConfirmed);

    public int SetId { get; private set; }

    public RunningCostSet Set { get; private set; } = null!;

    /// <summary>False where it was sent back.</summary>
    public bool IsConfirmed { get; private set; }
}

sealed class RunningCostConfiguration :
    IEntityTypeConfiguration<RunningCostSet>,
    IEntityTypeConfiguration<RunningCostEntry>,
    IEntityTypeConfiguration<RunningCostTerms>,
    IEntityTypeConfiguration<RunningCostConfirmation>
{
    public void Configure(EntityTypeBuilder<RunningCostSet> e)
    {
        e.Property(s => s.Version).IsRowVersion();
        e.HasOne(s => s.Operation).WithMany().HasForeignKey(s => s.OperationNumber);
        e.HasIndex(s => new { s.OperationNumber, s.Stage }).IsUnique().AreNullsDistinct(false);
        foreach (var ledger in new[] { nameof(RunningCostSet.Entries), nameof(RunningCostSet.Terms), nameof(RunningCostSet.Confirmations) })
        {
            e.Navigation(ledger).UsePropertyAccessMode(PropertyAccessMode.Field);
        }
    }

    public void Configure(EntityTypeBuilder<RunningCostEntry> e)
    {
        e.Property(r => r.Line).HasMaxLength(RunningCostLine.CodeMaxLength);
        e.Property(r => r.ForeignPrice).HasPrecision(18, ExchangeRate.MaxDecimals);
        e.Property(r => r.Rate).HasPrecision(12, ExchangeRate.MaxDecimals);
        e.Property(r => r.Note).HasMaxLength(RunningCostEntry.NoteMaxLength);
        e.HasOne(r => r.Set).WithMany(s => s.Entries).HasForeignKey(r => r.SetId);
        e.HasLedgerIndex(r => r.SetId, nameof(RunningCostEntry.Line), nameof(RunningCostEntry.FiscalYear));
        e.ToTable(t =>
        {
            t.HasCheckConstraint("ck_running_cost_entries_amount", $"amount between -{RunningCostText.MaxYen} and {RunningCostText.MaxYen}");
            t.HasCheckConstraint("ck_running_cost_entries_rate", "foreign_price is null or (rate is not null and rate_on is not null)");
        });
    }

    public void Configure(EntityTypeBuilder<RunningCostTerms> e)
    {
        e.Property(r => r.Scope).HasMaxLength(RunningCostAssumptions.ScopeMaxLength);
        e.Property(r => r.Source).HasMaxLength(RunningCostAssumptions.SourceMaxLength);
        e.Property(r => r.FundingName).HasMaxLength(RunningCostAssumptions.SourceMaxLength);
        e.Property(r => r.Currency).HasMaxLength(3);
        e.HasOne(r => r.Set).WithMany(s => s.Terms).HasForeignKey(r => r.SetId);
        e.HasLedgerIndex(r => r.SetId);
    }

    public void Configure(EntityTypeBuilder<RunningCostConfirmation> e)
    {
        e.HasOne(r => r.Set).WithMany(s => s.Confirmations).HasForeignKey(r => r.SetId);
        e.HasLedgerIndex(r => r.SetId);
    }
}

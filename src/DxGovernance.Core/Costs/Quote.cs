using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DxGovernance.Core.Costs;

/// <summary>Something that a quote has and the cost lines have not.</summary>
/// <param name="Amount">As quoted.</param>
public sealed record QuoteExtra(string Name, long Amount);

/// <summary>
/// What a vendor's quote says, brought into the breakdown of the cost lines. Amounts are over the whole term, in yen as the vendor gives them (see
/// <see cref="Tax"/>).
/// </summary>
public sealed record QuoteContent
{
    public const int MostQuotes = 20;
    public const int MostExtras = 100;

    public required string Vendor { get; init; }

    public required DateOnly QuotedOn { get; init; }

    public DateOnly? ValidUntil { get; init; }

    public TaxBasis Tax { get; init; }

    /// <summary>Percent; for <see cref="TaxBasis.Excluded"/>.</summary>
    public decimal TaxRate { get; init; }

    public string? Note { get; init; }

    /// <summary>By 明細番号.</summary>
    public ImmutableSortedDictionary<int, long> Amounts { get; init; } = ImmutableSortedDictionary<int, long>.Empty;

    public ImmutableList<QuoteExtra> Extras { get; init; } = [];

    /// <summary>Yen with tax for a line; null where the vendor has nothing for it.</summary>
    public long? WithTax(int line) => Amounts.TryGetValue(line, out var amount) ? WithTax(amount) : null;

    /// <summary>Yen with tax, cut to whole yen.</summary>
    public long WithTax(long amount) => Tax == TaxBasis.Excluded ? (long)Math.Floor(amount * (1 + (TaxRate / 100))) : amount;

    /// <summary>All of it, with tax.</summary>
    public long Total => Amounts.Values.Sum(WithTax) + Extras.Sum(e => WithTax(e.Amount));

    public bool Equals(QuoteContent? other) => other is not null
        && (Vendor, QuotedOn, ValidUntil, Tax, TaxRate, Note) == (other.Vendor, other.QuotedOn, other.ValidUntil, other.Tax, other.TaxRate, other.Note)
        && Amounts.SequenceEqual(other.Amounts) && Extras.SequenceEqual(other.Extras);

    public override int GetHashCode() => HashCode.Combine(Vendor, QuotedOn, ValidUntil, Tax, Note);

    internal void Check()
    {
        RuleViolation.Require(!string.IsNullOrWhiteSpace(Vendor), "quote-vendor", "会社名を入力してください。", "Vendor");
        RuleViolation.Require(ValidUntil is null || ValidUntil >= QuotedOn, "quote-valid", "有効期限が見積日より前です。見積日以降の日を入力してください。", "ValidUntil");
        RuleViolation.Require(TaxRate is >= 0 and <= 100, "quote-tax", "税率は0から100までにしてください。", "TaxRate");
        RuleViolation.Require(Amounts.Count > 0 || Extras.Count > 0, "quote-empty", "見積の額が1つもありません。明細ごとの額を入力してください。", "Amounts");
        RuleViolation.Require(Extras.Count <= MostExtras, "quote-extras", $"明細にない項目は{MostExtras}件までです。", "Extras");
        RuleViolation.Require(
            Amounts.Values.Concat(Extras.Select(e => e.Amount)).All(a => a is >= 0 and <= CostLine.MostYen), "quote-amount", $"見積の額は0円から{CostLine.MostYen:#,0}円までにしてください。", "Amounts");
        RuleViolation.Require(Extras.All(e => !string.IsNullOrWhiteSpace(e.Name)), "quote-extra-name", "明細にない項目には、名称を入力してください。", "Extras");
    }
}

/// <summary>見積書 of a vendor for a case. Confidential: it is the vendor's secret. Projection of <see cref="QuoteEntry"/>.</summary>
public sealed class Quote : IKeepsLedger
{
    readonly List<LedgerEntry> newEntries = [];

    Quote()
    {
    }

    /// <param name="proposal">The case.</param>
    /// <param name="number">From 1 within the case.</param>
    /// <param name="content">What the vendor offers.</param>
    /// <param name="actor">The department while it writes or answers, or a reviewer.</param>
    /// <param name="now">When.</param>
    public Quote(Proposal proposal, int number, QuoteContent content, Actor actor, DateTimeOffset now)
    {
        RuleViolation.Require(number <= QuoteContent.MostQuotes, "quotes-many", $"見積書は1案件に{QuoteContent.MostQuotes}件までです。");
        (Proposal, Number) = (proposal, number);
        Write(content, actor, now);
    }

    public int Id { get; private set; }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    public int Number { get; private set; }

    public QuoteContent Content { get; private set; } = null!;

    [DisplayName("見積書を外した")]
    public bool IsRemoved { get; private set; }

    public uint Version { get; private set; }

    public void Write(QuoteContent content, Actor actor, DateTimeOffset now)
    {
        var by = RequireWriter(Proposal, actor);
        content.Check();
        RuleViolation.Require(!content.Equals(Content), "quote-same", "変わったところがありません。");
        (Content, IsRemoved) = (content, false);
        newEntries.Add(new QuoteEntry(this, by, now));
    }

    public void Remove(string? reason, Actor actor, DateTimeOffset now)
    {
        var by = RequireWriter(Proposal, actor);
        RuleViolation.Require(!IsRemoved, "quote-removed", "この見積書はすでに外されています。");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "quote-remove-reason", "見積書を外す理由を入力してください。", "Reason");
        IsRemoved = true;
        newEntries.Add(new QuoteEntry(this, by, now, reason.Trim()));
    }

    /// <summary>The department while the case is with it or asked; a reviewer while it is reviewed.</summary>
    public static bool MayWrite(Proposal proposal, Actor actor) =>
        (actor.Can(Permission.WriteProposal, proposal.DepartmentId) && (proposal.State.IsWithDepartment() || proposal.State == ProposalState.Inquiring))
        || (actor.Can(Permission.ReviewProposal, proposal.DepartmentId) && proposal.State is ProposalState.Reviewing or ProposalState.Inquiring && !proposal.HasAuthor(actor));

    public IEnumerable<LedgerEntry> TakeNewEntries()
    {
        var taken = newEntries.ToArray();
        newEntries.Clear();
        return taken;
    }

    static Actor RequireWriter(Proposal proposal, Actor actor)
    {
        if (actor.Can(Permission.WriteProposal, proposal.DepartmentId) || !actor.Can(Permission.ReviewProposal, proposal.DepartmentId))
        {
            var by = actor.Acting(Permission.WriteProposal, proposal.DepartmentId);
            RuleViolation.Require(
                MayWrite(proposal, actor), "quote-locked", $"「{proposal.State.Label()}」の案件の見積書は直せません。差戻しか照会を受けてから直してください。");
            return by;
        }

        RuleViolation.Require(MayWrite(proposal, actor), "quote-locked", $"「{proposal.State.Label()}」の案件の見積書は直せません。審査の間に直してください。");
        return actor.Acting(Permission.ReviewProposal, proposal.DepartmentId);
    }
}

/// <summary>Ledger of the quotes: one row is one version of a quote as a whole.</summary>
public sealed class QuoteEntry : LedgerEntry
{
    QuoteEntry()
    {
    }

    internal QuoteEntry(Quote quote, Actor by, DateTimeOffset now, string? reason = null)
        : base(by, now, TokyoTime.DayOf(now), reason)
    {
        (Quote, Number, Content, IsRemoved) = (quote, quote.Number, quote.Content, quote.IsRemoved);
        (ProposalId, Gate, Run) = (quote.Proposal.Id, quote.Proposal.Gate, quote.Proposal.Run);
    }

    public int QuoteId { get; private set; }

    public Quote Quote { get; private set; } = null!;

    public int ProposalId { get; private set; }

    public int Number { get; private set; }

    public QuoteContent Content { get; private set; } = null!;

    public bool IsRemoved { get; private set; }

    public Gate Gate { get; private set; }

    public int Run { get; private set; }
}

sealed class QuoteConfiguration : IEntityTypeConfiguration<Quote>, IEntityTypeConfiguration<QuoteEntry>
{
    public void Configure(EntityTypeBuilder<Quote> e)
    {
        e.HasOne(q => q.Proposal).WithMany().HasForeignKey(q => q.ProposalId);
        e.Property(q => q.Version).IsRowVersion();
        e.HasIndex(q => new { q.ProposalId, q.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<QuoteEntry> e)
    {
        e.HasOne(q => q.Quote).WithMany().HasForeignKey(q => q.QuoteId);
        e.HasLedgerIndex(q => q.QuoteId);
        e.HasIndex(q => q.ProposalId);
    }
}

sealed class QuoteConverter() : ValueConverter<QuoteContent, string>(
    q => JsonSerializer.Serialize(q, ProposalJson.Options), json => JsonSerializer.Deserialize<QuoteContent>(json, ProposalJson.Options)!);

sealed class QuoteComparer() : ValueComparer<QuoteContent>((a, b) => object.Equals(a, b), q => q.GetHashCode(), q => q);

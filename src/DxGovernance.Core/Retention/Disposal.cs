using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Retention;

public enum DisposalState
{
    Proposed,
    Rejected,
    Disposed,
}

public static class DisposalLabels
{
    public static string Label(this DisposalState state) => state switch
    {
        DisposalState.Proposed => "承認待ち",
        DisposalState.Rejected => "却下",
        DisposalState.Disposed => "廃棄済み",
    };

    /// <summary>What was done to come there.</summary>
    public static string Act(this DisposalState state) => state switch
    {
        DisposalState.Proposed => "廃棄案を作成",
        DisposalState.Rejected => "却下",
        DisposalState.Disposed => "承認し廃棄",
    };

    /// <summary>Colour of the chip that says the state.</summary>
    public static string Color(this DisposalState state) => state switch
    {
        DisposalState.Proposed => "orange",
        DisposalState.Rejected => "gray",
        DisposalState.Disposed => "green",
    };
}

/// <summary>
/// 廃棄案, and once approved 廃棄記録: which records of a kind are to go, because their period was over by a day. One person proposes, another
/// approves; what was listed is what goes.
/// </summary>
public sealed class Disposal : IKeepsLedger
{
    public const string OwnProposal = "自分が作った廃棄案を、自分で承認・却下することはできません（代理として行うこともできません）。別の人に依頼してください。";

    readonly List<LedgerEntry> newEntries = [];

    Disposal()
    {
    }

    /// <param name="period">Of the kind, as it is today.</param>
    /// <param name="upTo">Last day on which a period may end for a record to be listed.</param>
    /// <param name="listed">What <see cref="DisposalList"/> found.</param>
    /// <param name="reason">Why now.</param>
    /// <param name="actor">Who proposes.</param>
    /// <param name="now">When.</param>
    public Disposal(RetentionPeriod period, DateOnly upTo, IReadOnlyList<DisposalCandidate> listed, string? reason, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.ManageRetention, null);
        var years = YearsOf(period, upTo, now);
        RuleViolation.Require(listed.Count > 0, "disposal-empty", NothingToDo(period.Kind, upTo), "UpTo");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "disposal-reason", "廃棄する理由を入力してください。", "Reason");
        (Kind, UpTo, Years, Count) = (period.Kind, upTo, years, listed.Count);
        (Bytes, ListSha256) = (listed.Sum(c => c.Length ?? 0), HashOf(listed));
        (ProposerIds, ProposedBy, ProposedTitle, ProposedAt) = ([.. by.PersonIds], by.Name, by.Title, now);
        newEntries.Add(new DisposalEntry(this, DisposalState.Proposed, by, now, reason));
        newEntries.AddRange(listed.Select(c => new DisposalItem(this, c, by, now)));
    }

    public int Id { get; private set; }

    public RecordKind Kind { get; private set; }

    public DateOnly UpTo { get; private set; }

    /// <summary>The period by which it was listed.</summary>
    public int Years { get; private set; }

    public int Count { get; private set; }

    /// <summary>Of the files together; 0 where there are none.</summary>
    public long Bytes { get; private set; }

    /// <summary>SHA-256 over what is listed, lower-case hexadecimal; stands in the audit trail too.</summary>
    public string ListSha256 { get; private set; } = "";

    [System.ComponentModel.DisplayName("状態")]
    public DisposalState State { get; private set; }

    /// <summary>Who proposed, and for whom.</summary>
    public int[] ProposerIds { get; private set; } = [];

    public string ProposedBy { get; private set; } = "";

    public string ProposedTitle { get; private set; } = "";

    public DateTimeOffset ProposedAt { get; private set; }

    /// <summary>When it was approved and carried out, or rejected.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    public uint Version { get; private set; }

    /// <summary>Key in the audit trail.</summary>
    public string Subject => $"disposal:{Kind}:{Wareki.Iso(UpTo)}";

    public string Caption => $"{Kind.Label()}（{Wareki.Both(UpTo)}までに満了、{Count}件）";

    public bool IsOf(Actor actor) => actor.PersonIds.Any(ProposerIds.Contains);

    /// <summary>The years of a kind that may be disposed of by the day.</summary>
    /// <exception cref="RuleViolation">It is kept for good, or the day is to come.</exception>
    public static int YearsOf(RetentionPeriod period, DateOnly upTo, DateTimeOffset now)
    {
        RuleViolation.Require(
            period.Years is not null, "disposal-permanent", $"「{period.Kind.Label()}」は常用（廃棄しない）です。廃棄するときは、先に保存期間を定めてください。", "Kind");
        RuleViolation.Require(upTo <= TokyoTime.DayOf(now), "disposal-in-future", "満了の締めに未来の日は指定できません。今日までの日を入力してください。", "UpTo");
        RuleViolation.Require(upTo.Year >= 2000, "disposal-too-old", "満了の締めを確かめてください。2000年より前の日は指定できません。", "UpTo");
        return period.Years.Value;
    }

    public static string NothingToDo(RecordKind kind, DateOnly upTo) => $"{Wareki.Both(upTo)}までに保存期間が満了した「{kind.Label()}」はありません。";

    public void Reject(string? reason, Actor actor, DateTimeOffset now) => Close(DisposalState.Rejected, reason, actor, now);

    /// <summary>Approves it; <see cref="DisposalWork"/> carries it out in the same transaction.</summary>
    internal void Approve(string? reason, Actor actor, DateTimeOffset now) => Close(DisposalState.Disposed, reason, actor, now);

    /// <summary>What is approved must be what was listed.</summary>
    /// <exception cref="StaleForm">Another record has come or gone since, or the period is another.</exception>
    public void RequireSame(IReadOnlyList<DisposalCandidate> found)
    {
        if (HashOf(found) != ListSha256)
        {
            throw new StaleForm($"廃棄案を作った後に、対象の記録か保存期間が変わりました（廃棄案は{Count}件、今数えると{found.Count}件）。何も廃棄していません。この廃棄案を却下し、作り直してください。");
        }
    }

    public IEnumerable<LedgerEntry> TakeNewEntries()
    {
        var taken = newEntries.ToArray();
        newEntries.Clear();
        return taken;
    }

    internal static string HashOf(IEnumerable<DisposalCandidate> listed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', listed.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {Wareki.Iso(c.EndedOn)} {c.Sha256} {c.Length}"))))));

    void Close(DisposalState to, string? reason, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.ApproveDisposal, null);
        RuleViolation.Require(!IsOf(by), "separation-of-duties", OwnProposal);
        RuleViolation.Require(State == DisposalState.Proposed, "disposal-closed", $"この廃棄案は「{State.Label()}」です。承認・却下できるのは「{DisposalState.Proposed.Label()}」の廃棄案だけです。");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "disposal-needs-reason", "承認または却下の理由を入力してください。", "Reason");
        (State, ClosedAt) = (to, now);
        newEntries.Add(new DisposalEntry(this, to, by, now, reason));
    }
}

/// <summary>廃棄記録: ledger of who proposed, approved or rejected, when and why.</summary>
public sealed class DisposalEntry : LedgerEntry
{
    DisposalEntry()
    {
    }

    internal DisposalEntry(Disposal disposal, DisposalState state, Actor by, DateTimeOffset now, string? reason)
        : base(by, now, TokyoTime.DayOf(now), reason) => (Disposal, State) = (disposal, state);

    public int DisposalId { get; private set; }

    public Disposal Disposal { get; private set; } = null!;

    public DisposalState State { get; private set; }
}

/// <summary>廃棄の一覧: ledger of what a disposal lists, one row a record; tells after the disposal what it was.</summary>
public sealed class DisposalItem : LedgerEntry
{
    public const int KeyMaxLength = 100;

    DisposalItem()
    {
    }

    internal DisposalItem(Disposal disposal, DisposalCandidate c, Actor by, DateTimeOffset now)
        : base(by, now, TokyoTime.DayOf(now), reason: null)
    {
        (Disposal, Key, Label, EndedOn) = (disposal, c.Key, c.Label, c.EndedOn);
        (LastDay, Sha256, Length) = (RetentionPeriod.LastDay(c.EndedOn, disposal.Years), c.Sha256, c.Length);
    }

    public int DisposalId { get; private set; }

    public Disposal Disposal { get; private set; } = null!;

    /// <summary>Of the record in its table.</summary>
    public string Key { get; private set; } = "";

    /// <summary>What it was, without names of people and without words of its content.</summary>
    public string Label { get; private set; } = "";

    public DateOnly EndedOn { get; private set; }

    /// <summary>満了日.</summary>
    public DateOnly LastDay { get; private set; }

    /// <summary>Of a file.</summary>
    public string? Sha256 { get; private set; }

    public long? Length { get; private set; }

    internal DisposalCandidate Candidate => new(Key, Label, EndedOn, Sha256, Length);
}

sealed class DisposalConfiguration : IEntityTypeConfiguration<Disposal>, IEntityTypeConfiguration<DisposalEntry>, IEntityTypeConfiguration<DisposalItem>
{
    public void Configure(EntityTypeBuilder<Disposal> e)
    {
        e.Property(d => d.ListSha256).HasMaxLength(64);
        e.Property(d => d.ProposedBy).HasMaxLength(Person.NameMaxLength);
        e.Property(d => d.Version).IsRowVersion();
        e.HasIndex(d => d.Kind).IsUnique().HasFilter($"state = '{nameof(DisposalState.Proposed)}'");
    }

    public void Configure(EntityTypeBuilder<DisposalEntry> e)
    {
        e.HasOne(d => d.Disposal).WithMany().HasForeignKey(d => d.DisposalId);
        e.HasLedgerIndex(d => d.DisposalId);
    }

    public void Configure(EntityTypeBuilder<DisposalItem> e)
    {
        e.Property(i => i.Key).HasMaxLength(DisposalItem.KeyMaxLength);
        e.Property(i => i.Label).HasMaxLength(500);
        e.Property(i => i.Sha256).HasMaxLength(64);
        e.HasOne(i => i.Disposal).WithMany().HasForeignKey(i => i.DisposalId);
        e.HasLedgerIndex(i => i.DisposalId, nameof(DisposalItem.Key));
    }
}

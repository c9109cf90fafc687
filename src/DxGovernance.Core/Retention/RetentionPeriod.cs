using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Retention;

/// <summary>保存期間: ledger of how long each kind of record is kept; the newest row of a kind counts.</summary>
public sealed class RetentionEntry : LedgerEntry
{
    public const int BasisMaxLength = 300;

    RetentionEntry()
    {
    }

    public RetentionEntry(RetentionPeriod period, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason) =>
        (Kind, Years, Basis, IsProvisional) = (period.Kind, period.Years, period.Basis.Trim(), period.IsProvisional);

    public RecordKind Kind { get; private set; }

    /// <summary>From the fiscal year after the one in which the matter ended; null for 常用.</summary>
    public int? Years { get; private set; }

    /// <summary>The rule of the city that says so.</summary>
    public string Basis { get; private set; } = "";

    /// <summary>仮値: not decided by the city.</summary>
    public bool IsProvisional { get; private set; }

    public RetentionPeriod Period => new(Kind, Years, Basis, IsProvisional);
}

/// <summary>The period of one kind of record as it is, or as somebody wants it.</summary>
/// <param name="Years">Null for 常用: never disposed of.</param>
public sealed record RetentionPeriod(RecordKind Kind, int? Years, string Basis, bool IsProvisional)
{
    public const int MostYears = 100;

    public string Text => $"{(Years is { } years ? $"{years}年" : "常用（廃棄しない）")}{(IsProvisional ? "（仮値）" : "")}";

    /// <summary>The row that turns what is into what is wanted.</summary>
    public RetentionEntry Revise(RetentionPeriod wanted, string? reason, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.ManageRetention, null);
        var revised = wanted with { Kind = Kind, Basis = wanted.Basis.Trim() };
        RuleViolation.Require(revised.Years is null or (>= 1 and <= MostYears), "retention-years", $"保存年数には1から{MostYears}までの整数を入力してください。廃棄しないときは「常用」を選んでください。", "Years");
        RuleViolation.Require(revised.Basis.Length > 0, "retention-basis", "根拠（規程の名前と条項、または「未定」）を入力してください。", "Basis");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "retention-reason", "保存期間を変える理由を入力してください。", "Reason");
        RuleViolation.Require(revised != this, "retention-same", "保存期間・根拠・仮値の印のどれも変わっていません。変えてから保存してください。");
        return new(revised, by, now, TokyoTime.DayOf(now), reason);
    }

    /// <summary>満了日: the last day on which a record is kept whose matter ended on the day. Counted from 1 April of the next fiscal year.</summary>
    public static DateOnly LastDay(DateOnly endedOn, int years) => FiscalYear.Of(endedOn).Last.AddYears(years);

    /// <summary>The moment before which a matter must have ended, so that its period is over by the end of the day.</summary>
    public static DateTimeOffset EndedBefore(DateOnly upTo, int years) =>
        TokyoTime.At(new FiscalYear(FiscalYear.Of(upTo.AddDays(1)).Year - years).First, TimeOnly.MinValue);
}

public static class RetentionPeriods
{
    /// <summary>The newest row of every kind, in the order of the kinds. One statement.</summary>
    public static async Task<IReadOnlyList<RetentionEntry>> NewestAsync(GovernanceDbContext db, CancellationToken cancel) =>
        Newest(await db.RetentionEntries.AsNoTracking().ToListAsync(cancel));

    public static IReadOnlyList<RetentionEntry> Newest(IEnumerable<RetentionEntry> rows)
    {
        var newest = rows.OrderByDescending(r => r.AsOf).ThenByDescending(r => r.RecordedAt).ThenByDescending(r => r.Id).DistinctBy(r => r.Kind).OrderBy(r => r.Kind).ToList();
        var missing = Enum.GetValues<RecordKind>().Except(newest.Select(r => r.Kind)).ToList();
        RuleViolation.Require(
            missing.Count == 0, "retention-missing", $"「{(missing.Count > 0 ? missing[0].Label() : "")}」の保存期間が登録されていません。seed を実行してください。");
        return newest;
    }
}

sealed class RetentionConfiguration : IEntityTypeConfiguration<RetentionEntry>
{
    public void Configure(EntityTypeBuilder<RetentionEntry> e)
    {
        e.Ignore(r => r.Period);
        e.Property(r => r.Basis).HasMaxLength(RetentionEntry.BasisMaxLength);
        e.HasLedgerIndex(r => r.Kind);
    }
}

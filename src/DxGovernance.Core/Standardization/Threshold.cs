using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Standardization;

/// <summary>What the signal rule compares with. All values are 仮値 until the PMO sets its own.</summary>
public enum ThresholdKey
{
    MarginYellowDays,
    SlipYellowDays,
    SlipRedDays,
    RiskYellowScore,
    RiskRedScore,
    AgeYellowDays,
    AgeRedDays,
    UnchangedMonths,
}

public static class ThresholdLabels
{
    public static string Label(this ThresholdKey key) => key switch
    {
        ThresholdKey.MarginYellowDays => "市の期限までの余裕がこれ未満なら黄",
        ThresholdKey.SlipYellowDays => "現計画からの遅れがこれ以上なら黄",
        ThresholdKey.SlipRedDays => "現計画からの遅れがこれ以上なら赤",
        ThresholdKey.RiskYellowScore => "未解決リスクの最大評価点がこれ以上なら黄",
        ThresholdKey.RiskRedScore => "未解決リスクの最大評価点がこれ以上なら赤",
        ThresholdKey.AgeYellowDays => "データの古さがこれを超えたら黄",
        ThresholdKey.AgeRedDays => "データの古さがこれを超えたら赤",
        ThresholdKey.UnchangedMonths => "変更のない期間がこれ以上なら表示",
    };

    public static string Unit(this ThresholdKey key) => key switch
    {
        ThresholdKey.RiskYellowScore or ThresholdKey.RiskRedScore => "点",
        ThresholdKey.UnchangedMonths => "か月",
        ThresholdKey.MarginYellowDays or ThresholdKey.SlipYellowDays or ThresholdKey.SlipRedDays
            or ThresholdKey.AgeYellowDays or ThresholdKey.AgeRedDays => "日",
    };
}

/// <summary>Ledger of the thresholds.</summary>
public sealed class ThresholdEntry : LedgerEntry
{
    ThresholdEntry()
    {
    }

    public ThresholdEntry(ThresholdKey key, int value, bool isProvisional, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        RuleViolation.Require(value is >= 0 and <= 3650, "threshold-range", $"「{key.Label()}」には0から3650までの整数を入力してください。", key.ToString());
        (Key, Value, IsProvisional) = (key, value, isProvisional);
    }

    public ThresholdKey Key { get; private set; }

    public int Value { get; private set; }

    /// <summary>仮値: not decided by the city.</summary>
    public bool IsProvisional { get; private set; }
}

/// <summary>One threshold as it is, or as somebody wants it.</summary>
public sealed record ThresholdValue(ThresholdKey Key, int Value, bool IsProvisional)
{
    public string Text => $"{Value}{Key.Unit()}{(IsProvisional ? "（仮値）" : "")}";
}

/// <summary>All thresholds at one point of the ledger.</summary>
public sealed record Thresholds(IReadOnlyDictionary<ThresholdKey, int> Values, bool AnyProvisional)
{
    public int this[ThresholdKey key] => Values[key];

    public static async Task<Thresholds> AtAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var newest = Newest(await db.ThresholdEntries.AsNoTracking().At(point).ToListAsync(cancel));
        var missing = Enum.GetValues<ThresholdKey>().Where(k => newest.All(r => r.Key != k)).ToArray();
        RuleViolation.Require(
            missing.Length == 0,
            "thresholds-missing",
            $"しきい値「{(missing.Length > 0 ? missing[0].Label() : "")}」が{Wareki.Both(point.Day)}時点では登録されていません。より新しい基準日か記録の締めを指定するか、seed を実行してください。");
        return Of(newest);
    }

    /// <summary>The thresholds at two points with one statement. Where the earlier point knows none, those of the later one stand in.</summary>
    public static async Task<(Thresholds Then, Thresholds Now)> AtBothAsync(GovernanceDbContext db, AsOf then, AsOf now, CancellationToken cancel)
    {
        var rows = await db.ThresholdEntries.AsNoTracking().At(now).ToListAsync(cancel);
        var newest = Newest(rows);
        var known = Newest(rows.Where(r => r.AsOf <= then.Day && r.RecordedAt <= then.KnownAt));
        return (Of(newest.Select(n => known.FirstOrDefault(k => k.Key == n.Key) ?? n)), Of(newest));
    }

    /// <summary>The rows that turn what is into what is wanted; one for each value that differs.</summary>
    public static IReadOnlyList<ThresholdEntry> Revise(
        IReadOnlyCollection<ThresholdValue> stored, IReadOnlyCollection<ThresholdValue> wanted, string? reason, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.EditThresholds, null);
        var changed = wanted.Where(w => !stored.Contains(w)).ToList();
        RuleViolation.Require(changed.Count > 0, "thresholds-same", "変わったしきい値がありません。値か仮値の印を変えてから保存してください。");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "threshold-needs-reason", "しきい値を変える理由を入力してください。", "Reason");
        var values = wanted.ToDictionary(w => w.Key, w => w.Value);
        foreach (var (yellow, red) in new[]
        {
            (ThresholdKey.SlipYellowDays, ThresholdKey.SlipRedDays),
            (ThresholdKey.RiskYellowScore, ThresholdKey.RiskRedScore),
            (ThresholdKey.AgeYellowDays, ThresholdKey.AgeRedDays),
        })
        {
            RuleViolation.Require(
                values[yellow] <= values[red], "threshold-order", $"「{yellow.Label()}」（{values[yellow]}）が「{red.Label()}」（{values[red]}）より大きくなっています。黄は赤以下にしてください。");
        }

        return [.. changed.Select(c => new ThresholdEntry(c.Key, c.Value, c.IsProvisional, actor, now, TokyoTime.DayOf(now), reason))];
    }

    public Thresholds With(IEnumerable<ThresholdValue> values) => this with { Values = values.ToDictionary(v => v.Key, v => v.Value) };

    static List<ThresholdEntry> Newest(IEnumerable<ThresholdEntry> rows) =>
        [.. rows.OrderByDescending(r => r.AsOf).ThenByDescending(r => r.RecordedAt).ThenByDescending(r => r.Id).DistinctBy(r => r.Key)];

    static Thresholds Of(IEnumerable<ThresholdEntry> rows) => new(rows.ToDictionary(r => r.Key, r => r.Value), rows.Any(r => r.IsProvisional));
}

sealed class ThresholdConfiguration : IEntityTypeConfiguration<ThresholdEntry>
{
    public void Configure(EntityTypeBuilder<ThresholdEntry> e) => e.HasLedgerIndex(t => t.Key);
}

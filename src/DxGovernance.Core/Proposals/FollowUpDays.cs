using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Proposals;

/// <summary>What the days of 催促の日数 are counted for.</summary>
public enum FollowUpTerm
{
    FirstReminder,
    LastReminder,
    EffectReminder,
    OfficeAfter,
    StuckAfter,
}

/// <summary>催促の日数: when somebody is reminded, when the PMO office is told, when a case counts as not moving. Today's version counts for all cases.</summary>
public sealed class FollowUpDays
{
    public const int Most = 365;

    readonly Dictionary<FollowUpTerm, int> days;

    /// <param name="version">Null before the table was ever seeded: then the seed file counts.</param>
    public FollowUpDays(TemplateVersion? version)
    {
        var rows = version?.Rows() ?? [.. SeedFile.Read(TemplateKind.FollowUps.SeedFile()).Select(r => new TemplateRow(r.Values))];
        days = rows.ToDictionary(r => r.Member<FollowUpTerm>("term")!.Value, r => r.Int("days"));
        (Version, IsProvisional) = (version, version?.IsProvisional != false);
    }

    public TemplateVersion? Version { get; }

    /// <summary>仮値.</summary>
    public bool IsProvisional { get; }

    public int this[FollowUpTerm term] => days[term];

    public static async Task<FollowUpDays> OnAsync(GovernanceDbContext db, DateOnly day, CancellationToken cancel) => new(
        await db.TemplateVersions.AsNoTracking().At(AsOf.ReportedOn(day)).Where(v => v.Kind == TemplateKind.FollowUps)
            .OrderByDescending(v => v.AsOf).ThenByDescending(v => v.Number).FirstOrDefaultAsync(cancel));
}

public static class FollowUpLabels
{
    public static string Label(this FollowUpTerm term) => term switch
    {
        FollowUpTerm.FirstReminder => "照会・条件の期限の前、最初の催促まで",
        FollowUpTerm.LastReminder => "照会・条件の期限の前、最後の催促まで",
        FollowUpTerm.EffectReminder => "効果検証の期日の前、催促まで",
        FollowUpTerm.OfficeAfter => "期限の後、PMO事務局に知らせるまで",
        FollowUpTerm.StuckAfter => "同じ状態のまま、CIO週報で「動いていない」とするまで",
    };
}

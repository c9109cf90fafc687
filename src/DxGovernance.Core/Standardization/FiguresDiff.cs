using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Standardization;

/// <summary>What may have changed in an operation between two days; a smaller value matters more.</summary>
public enum FigureChangeKind
{
    BecameLive,
    LeftLive,
    ForecastMoved,
    ColourChanged,
    Rebaselined,
    RisksOpened,
    RisksClosed,
    StepsCompleted,
}

/// <summary>One change in words.</summary>
/// <param name="Figure">The figure of /trace that shows the ledger rows behind it.</param>
/// <param name="IsWorse">Null where it is neither better nor worse.</param>
public sealed record FigureChange(int Number, string Name, FigureChangeKind Kind, string Text, string Figure, bool? IsWorse);

/// <summary>Risks and issues that opened or closed since a point, by operation.</summary>
public sealed record RiskMoves(int Number, int Opened, int Closed)
{
    /// <summary>One statement.</summary>
    public static IQueryable<RiskMoves> Since(GovernanceDbContext db, AsOf then) =>
        from k in db.Risks.AsNoTracking()
        from r in db.RiskRatings.At(then).NewestFirst().Where(r => r.RiskId == k.Id).Take(1).DefaultIfEmpty()
        where k.IsOpen != (r != null && r.IsOpen)
        group k by k.OperationNumber into g
        select new RiskMoves(g.Key, g.Count(k => k.IsOpen), g.Count(k => !k.IsOpen));

    /// <summary>From one point to another. One statement.</summary>
    public static IQueryable<RiskMoves> Between(GovernanceDbContext db, AsOf then, AsOf now) =>
        from k in db.Risks.AsNoTracking()
        from a in db.RiskRatings.At(then).NewestFirst().Where(r => r.RiskId == k.Id).Take(1).DefaultIfEmpty()
        from b in db.RiskRatings.At(now).NewestFirst().Where(r => r.RiskId == k.Id).Take(1)
        where b.IsOpen != (a != null && a.IsOpen)
        group b by k.OperationNumber into g
        select new RiskMoves(g.Key, g.Count(b => b.IsOpen), g.Count(b => !b.IsOpen));
}

/// <summary>What has changed between two readings of the same operations, the most important first.</summary>
public static class FiguresDiff
{
    public static string Label(this FigureChangeKind kind) => kind switch
    {
        FigureChangeKind.BecameLive => "稼働した",
        FigureChangeKind.LeftLive => "稼働の取消し",
        FigureChangeKind.ForecastMoved => "稼働見込の変更",
        FigureChangeKind.ColourChanged => "色の変化",
        FigureChangeKind.Rebaselined => "計画の凍結・変更",
        FigureChangeKind.RisksOpened => "新しいリスク・課題",
        FigureChangeKind.RisksClosed => "解決したリスク・課題",
        FigureChangeKind.StepsCompleted => "ステップの完了",
    };

    public static IReadOnlyList<FigureChange> Between(IEnumerable<Standing> then, IEnumerable<Standing> now, IEnumerable<RiskMoves> risks)
    {
        var before = then.ToDictionary(s => s.Number);
        var moves = risks.ToDictionary(r => r.Number);
        return
        [
            .. now.Where(n => before.ContainsKey(n.Number))
                .SelectMany(n => Of(before[n.Number], n, moves.GetValueOrDefault(n.Number)))
                .OrderBy(c => c.Kind).ThenByDescending(c => c.IsWorse).ThenBy(c => c.Number),
        ];
    }

    static IEnumerable<FigureChange> Of(Standing then, Standing now, RiskMoves? risks)
    {
        var (t, n) = (then.Figures, now.Figures);
        FigureChange?[] found =
        [
            t.Stage == n.Stage ? null
                : n.Stage == OperationStage.Live
                    ? New(FigureChangeKind.BecameLive, n.LiveOn is { } on ? $"{Wareki.Iso(on)} に稼働" : "移行中 → 稼働", "state", false)
                    : New(FigureChangeKind.LeftLive, "稼働 → 移行中", "state", true),
            t.GoLiveForecast == n.GoLiveForecast ? null : New(FigureChangeKind.ForecastMoved, Moved(t.GoLiveForecast, n.GoLiveForecast), "forecast", n.GoLiveForecast > t.GoLiveForecast),
            then.Signal == now.Signal ? null : New(FigureChangeKind.ColourChanged, $"{then.Signal.Label()} → {now.Signal.Label()}：{now.Assessment.Summary}", "signal", now.Signal > then.Signal),
            t.BaselineNumber == n.BaselineNumber ? null : New(FigureChangeKind.Rebaselined, $"第{t.BaselineNumber}版 → 第{n.BaselineNumber}版（稼働 {Wareki.Both(n.GoLiveBaseline)}）", "baseline", null),
            risks is not { Opened: > 0 } ? null : New(FigureChangeKind.RisksOpened, $"{risks.Opened}件", "risks", true),
            risks is not { Closed: > 0 } ? null : New(FigureChangeKind.RisksClosed, $"{risks.Closed}件", "risks", false),
            t.StepsCompleted == n.StepsCompleted ? null : New(FigureChangeKind.StepsCompleted, $"{t.StepsCompleted} → {n.StepsCompleted}（{n.StepsCompleted - t.StepsCompleted:+0;△ 0}）", "steps", n.StepsCompleted < t.StepsCompleted),
        ];
        return found.OfType<FigureChange>();

        FigureChange New(FigureChangeKind kind, string text, string figure, bool? worse) => new(n.Number, n.Name, kind, text, figure, worse);
    }

    static string Moved(DateOnly? then, DateOnly? now) => (then, now) switch
    {
        ({ } from, { } to) => $"{Wareki.Iso(from)} → {Wareki.Iso(to)}（{InWords(to.DayNumber - from.DayNumber)}）",
        (null, { } to) => $"{Wareki.Iso(to)}（初めての見込）",
        _ => "見込がなくなった",
    };

    /// <summary>30日遅れ, 12日早まり.</summary>
    public static string InWords(int days) => days switch
    {
        > 0 => $"{days}日遅れ",
        < 0 => $"{-days}日早まり",
        _ => "同じ日",
    };
}

namespace DxGovernance.Core.Standardization;

/// <summary>An operation's figures with its colour on the same day.</summary>
public sealed record Standing(OperationFigures Figures, Assessment Assessment)
{
    public int Number => Figures.Number;

    public string Name => Figures.Name;

    public Signal Signal => Assessment.Shown;

    public static Standing On(DateOnly day, OperationFigures figures, Thresholds thresholds) =>
        new(figures, SignalRule.Assess(figures, thresholds, day));
}

/// <summary>What the CIO reads first, counted from the figures of all operations on a day.</summary>
public sealed class Dashboard(IEnumerable<OperationFigures> figures, Thresholds thresholds, DateOnly today)
{
    public DateOnly Today { get; } = today;

    public Thresholds Thresholds { get; } = thresholds;

    /// <summary>The worst first.</summary>
    public IReadOnlyList<Standing> Standings { get; } =
    [
        .. figures.Select(f => Standing.On(today, f, thresholds))
            .OrderByDescending(s => s.Signal)
            .ThenByDescending(s => s.Figures.IsPastNation)
            .ThenByDescending(s => s.Figures.IsPastCity)
            .ThenBy(s => s.Figures.Stage)
            .ThenByDescending(s => s.Figures.SlipDays ?? int.MinValue)
            .ThenByDescending(s => s.Figures.MaxRiskScore)
            .ThenBy(s => s.Number),
    ];

    public int Total => Standings.Count;

    public int Live => Standings.Count(s => s.Figures.Stage == OperationStage.Live);

    public IReadOnlyList<Standing> Migrating => field ??= [.. Standings.Where(s => s.Figures.Stage != OperationStage.Live)];

    public int PastCity => Standings.Count(s => s.Figures.IsPastCity);

    public int PastNation => Standings.Count(s => s.Figures.IsPastNation);

    /// <summary>The nearest deadline of the city among the operations still moving.</summary>
    public DateOnly? CityDeadline => Migrating.Min(s => s.Figures.CityDeadline);

    public DateOnly? NationDeadline => Migrating.Min(s => s.Figures.NationDeadline);

    /// <summary>(完了済み＋対象外)÷40 over the operations whose steps were reported here; null without any.</summary>
    public decimal? StepRate => Reported.Count == 0 ? null : Reported.Average(s => s.Figures.StepRate);

    public IReadOnlyList<Standing> Reported => field ??= [.. Standings.Where(s => s.Figures.StepRate is not null)];

    public decimal? PublishedRate => Standings.Average(s => s.Figures.PublishedRate);

    public DateOnly? PublishedAsOf => Standings.Max(s => s.Figures.PublishedAsOf);

    public int WithPublished => Standings.Count(s => s.Figures.PublishedRate is not null);

    /// <summary>Operations where the two rates differ by more than rounding to one decimal of a percent.</summary>
    public IReadOnlyList<Standing> Differing => field ??=
    [
        .. Standings.Where(s => s.Figures is { StepRate: { } ours, PublishedRate: { } published } && Math.Abs(ours - published) > 0.0005m),
    ];

    public int CountOf(Signal signal) => Standings.Count(s => s.Signal == signal);

    /// <summary>Owes reports, and the oldest confirmation is too old or never happened.</summary>
    public bool IsStale(Standing s) =>
        s.Figures.OwesReports && (s.Figures.AgeInDays(Today) is not { } age || age > Thresholds[ThresholdKey.AgeYellowDays]);

    public bool IsUnchanged(Standing s) =>
        s.Figures.Stage != OperationStage.Live && s.Figures.UnchangedMonths(Today) >= Thresholds[ThresholdKey.UnchangedMonths];
}

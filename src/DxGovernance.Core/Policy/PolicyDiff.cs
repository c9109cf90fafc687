using System.Globalization;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Policy;

/// <summary>What may have changed in the policy between two readings; a smaller value matters more.</summary>
public enum PolicyChangeKind
{
    StateChanged,
    Reported,
    IndicatorMoved,
    ProcedureChanged,
    ProcedureListed,
    PlanRevised,
    OwnersChanged,
    IndicatorRevised,
}

/// <summary>One change in words.</summary>
/// <param name="Code">Of the initiative or the procedure.</param>
/// <param name="IsWorse">Null where it is neither better nor worse.</param>
public sealed record PolicyChange(PolicyChangeKind Kind, string Code, string Name, string Text, bool? IsWorse)
{
    public bool IsOfProcedure => Kind is PolicyChangeKind.ProcedureChanged or PolicyChangeKind.ProcedureListed;
}

/// <summary>What differs between two readings of the policy: then and now, or as reported then and as known now.</summary>
public static class PolicyDiff
{
    public static string Label(this PolicyChangeKind kind) => kind switch
    {
        PolicyChangeKind.StateChanged => "状況の変化",
        PolicyChangeKind.Reported => "報告の更新",
        PolicyChangeKind.IndicatorMoved => "指標の値",
        PolicyChangeKind.ProcedureChanged => "手続の状態",
        PolicyChangeKind.ProcedureListed => "手続の追加",
        PolicyChangeKind.PlanRevised => "工程の変更",
        PolicyChangeKind.OwnersChanged => "所管の変更",
        PolicyChangeKind.IndicatorRevised => "指標の変更",
    };

    public static IReadOnlyList<PolicyChange> Between(PolicyFigures then, PolicyFigures now) =>
    [
        .. now.Initiatives.SelectMany(i => then.Find(i.Code) is { } was ? OfInitiative(was, i, now.Year) : [])
            .Concat(OfProcedures(then, now))
            .OrderBy(c => c.Kind).ThenBy(c => c.Code, StringComparer.Ordinal),
    ];

    /// <summary>Those of one initiative.</summary>
    public static IReadOnlyList<PolicyChange> Between(InitiativeFigures then, InitiativeFigures now, FiscalYear year) => [.. OfInitiative(then, now, year).OrderBy(c => c.Kind)];

    static IEnumerable<PolicyChange> OfInitiative(InitiativeFigures then, InitiativeFigures now, FiscalYear year)
    {
        PolicyChange New(PolicyChangeKind kind, string text, bool? worse) => new(kind, now.Code, now.Name, text, worse);
        foreach (var report in now.Years.Where(y => y.FiscalYear <= year.Year))
        {
            var was = then.Years.FirstOrDefault(y => y.FiscalYear == report.FiscalYear);
            var name = new FiscalYear(report.FiscalYear).ToString();
            if (was?.State != report.State)
            {
                yield return New(
                    PolicyChangeKind.StateChanged, $"{name}：{was?.State.Label() ?? "未報告"} → {report.State.Label()}{(report.Reason is null ? "" : $"（{report.Reason}）")}", IsWorse(was?.State, report.State));
            }
            else if (was.Says != report.Says)
            {
                yield return New(PolicyChangeKind.Reported, $"{name}：{(report.Done.Length > 0 ? report.Done : report.State.Label())}", null);
            }
        }

        foreach (var gone in then.Years.Where(y => now.Years.All(n => n.FiscalYear != y.FiscalYear)))
        {
            yield return New(PolicyChangeKind.StateChanged, $"{new FiscalYear(gone.FiscalYear)}：{gone.State.Label()} → 未報告", null);
        }

        foreach (var change in OfIndicators(then, now))
        {
            yield return change;
        }

        if (!then.Plan.SequenceEqual(now.Plan))
        {
            yield return New(PolicyChangeKind.PlanRevised, $"{then.Plan.Count}行 → {now.Plan.Count}行（出典 {now.Source}）", null);
        }

        if (!then.Departments.SequenceEqual(now.Departments))
        {
            yield return New(PolicyChangeKind.OwnersChanged, $"{then.Owners} → {now.Owners}", null);
        }
    }

    static IEnumerable<PolicyChange> OfIndicators(InitiativeFigures then, InitiativeFigures now)
    {
        PolicyChange New(PolicyChangeKind kind, string text, bool? worse) => new(kind, now.Code, now.Name, text, worse);
        foreach (var indicator in now.Indicators)
        {
            if (then.Indicators.FirstOrDefault(i => i.Id == indicator.Id) is not { } was)
            {
                yield return New(PolicyChangeKind.IndicatorRevised, $"指標「{indicator.Name}」を加えた", null);
            }
            else if (was.Value != indicator.Value)
            {
                bool? worse = (was.Value, indicator.Value) is ({ } a, { } b) ? (indicator.LowerIsBetter ? b > a : b < a) : null;
                yield return New(PolicyChangeKind.IndicatorMoved, $"{indicator.Name}：{Number(was.Value)} → {Number(indicator.Value)} {indicator.Unit}", worse);
            }
            else if (was with { MeasuredOn = null, Targets = [] } != indicator with { MeasuredOn = null, Targets = [] } || !was.Targets.SequenceEqual(indicator.Targets))
            {
                yield return New(PolicyChangeKind.IndicatorRevised, $"指標「{indicator.Name}」の内容を直した", null);
            }
        }

        foreach (var gone in then.Indicators.Where(i => now.Indicators.All(n => n.Id != i.Id)))
        {
            yield return New(PolicyChangeKind.IndicatorRevised, $"指標「{gone.Name}」を廃止した", null);
        }
    }

    static IEnumerable<PolicyChange> OfProcedures(PolicyFigures then, PolicyFigures now)
    {
        var before = then.Procedures.ToDictionary(p => p.Code);
        foreach (var p in now.Procedures)
        {
            if (!before.TryGetValue(p.Code, out var was))
            {
                yield return new(PolicyChangeKind.ProcedureListed, p.Code, p.Name, $"{p.Category}に加えた（{p.State.Label()}）", null);
            }
            else if (was.State != p.State)
            {
                yield return new(PolicyChangeKind.ProcedureChanged, p.Code, p.Name, $"{was.State.Label()} → {p.State.Label()}{(p.Reason is null ? "" : $"（{p.Reason}）")}", (was.State, p.State) switch
                {
                    (_, OnlineState.Online) => false,
                    (OnlineState.Online, OnlineState.NotOnline) => true,
                    _ => null,
                });
            }
            else if ((was.Name, was.Evidence) != (p.Name, p.Evidence))
            {
                yield return new(PolicyChangeKind.ProcedureChanged, p.Code, p.Name, was.Name == p.Name ? $"根拠：{p.Evidence}" : $"名称：{was.Name} → {p.Name}", null);
            }
        }
    }

    static bool? IsWorse(InitiativeState? then, InitiativeState now) => now switch
    {
        InitiativeState.Delayed or InitiativeState.Stopped => true,
        InitiativeState.Completed => false,
        InitiativeState.OnTrack => then is InitiativeState.Delayed or InitiativeState.Stopped ? false : null,
        InitiativeState.NotStarted => null,
    };

    public static string Number(decimal? value) => value is { } v ? v.ToString("#,0.####;△ #,0.####", CultureInfo.InvariantCulture) : "－";
}

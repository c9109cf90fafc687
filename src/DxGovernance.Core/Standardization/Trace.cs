using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Standardization;

/// <summary>One ledger row behind a figure, in words.</summary>
public sealed record TraceRow
{
    public required long Id { get; init; }

    public int? OperationNumber { get; init; }

    public string? OperationName { get; init; }

    /// <summary>What within the operation: a step, a milestone, a risk.</summary>
    public string Subject { get; init; } = "";

    public required string Value { get; init; }

    public required DateOnly AsOf { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required string RecordedBy { get; init; }

    public required string RecordedTitle { get; init; }

    public string? Reason { get; init; }

    /// <summary>採用: the newest row of its subject at the point, the one that counts.</summary>
    public bool Counts { get; init; }
}

/// <summary>What is asked for: whose rows, at which point, of which step or milestone.</summary>
public sealed record TraceScope(GovernanceDbContext Db, IQueryable<Operation> Operations, AsOf Point, int? Step = null, int? Milestone = null);

/// <summary>A ledger with its rows, the newest first.</summary>
public sealed record TraceLedger(string Name, Func<TraceScope, IQueryable<TraceRow>> Rows);

/// <summary>A figure with its definition and the ledgers it is made of; the first is the one it is read from.</summary>
public sealed record TraceFigure(string Key, string Title, string Definition, params IReadOnlyList<TraceLedger> Ledgers);

/// <summary>Which ledgers stand behind which figure. The only place that knows.</summary>
public static class Trace
{
    static readonly TraceLedger States = new("業務の状態", s =>
        from r in s.Db.OperationStates.At(s.Point)
        join o in s.Operations on r.OperationNumber equals o.Number
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Reason,
            Value = $"{r.Stage.Label()}{(r.LiveOn == null ? "" : $"（{Wareki.Both(r.LiveOn)}）")}{(r.IsSpecialTransition ? "・特定移行支援システム" : "")}{(r.TransitionReason == null ? "" : $"・{r.TransitionReason.Value.Label()}")}",
            Counts = r.Id == s.Db.OperationStates.At(s.Point).NewestFirst().Where(x => x.OperationNumber == r.OperationNumber).Select(x => x.Id).First(),
        });

    static readonly TraceLedger Revisions = new("業務の属性", s =>
        from r in s.Db.OperationRevisions.At(s.Point)
        join o in s.Operations on r.OperationNumber equals o.Number
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Reason,
            Value = $"所管課 {r.DepartmentName ?? "未登録"}／標準仕様書 {r.SpecificationVersion}",
            Counts = r.Id == s.Db.OperationRevisions.At(s.Point).NewestFirst().Where(x => x.OperationNumber == r.OperationNumber).Select(x => x.Id).First(),
        });

    static readonly TraceLedger CityDeadlines = Deadlines(DeadlineKind.City);

    static readonly TraceLedger NationDeadlines = Deadlines(DeadlineKind.Nation);

    static readonly TraceLedger Steps = new("ステップの報告", s =>
        from r in s.Db.StepReports.At(s.Point)
        join o in s.Operations on r.OperationNumber equals o.Number
        join d in s.Db.MigrationSteps on r.StepNumber equals d.Number
        where s.Step == null || r.StepNumber == s.Step
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Reason ?? r.Evidence,
            Subject = $"{d.Number} {d.Name}",
            Value = r.Status.Label(),
            Counts = r.Id == s.Db.StepReports.At(s.Point).NewestFirst().Where(x => x.OperationNumber == r.OperationNumber && x.StepNumber == r.StepNumber).Select(x => x.Id).First(),
        });

    static readonly TraceLedger Forecasts = new("マイルストーンの見込・実績", s =>
        from r in s.Db.MilestoneReports.At(s.Point)
        join o in s.Operations on r.OperationNumber equals o.Number
        where s.Milestone == null ? r.Milestone.Code == MilestoneTemplate.GoLiveCode : r.MilestoneId == s.Milestone
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Cause == null ? r.Reason : $"{r.Cause.Value.Label()}{(r.CauseOwner == null ? "" : $"（{r.CauseOwner.Value.Label()}）")}：{r.Reason}",
            Subject = r.Milestone.Name,
            Value = $"見込 {Wareki.Both(r.ForecastOn)}{(r.ActualOn == null ? "" : $"／実績 {Wareki.Both(r.ActualOn)}")}",
            Counts = r.Id == s.Db.MilestoneReports.At(s.Point).NewestFirst().Where(x => x.MilestoneId == r.MilestoneId).Select(x => x.Id).First(),
        });

    static readonly TraceLedger Baselines = new("基準計画", s =>
        from r in s.Db.BaselineEntries.At(s.Point)
        join o in s.Operations on r.OperationNumber equals o.Number
        where s.Milestone == null ? r.Milestone.Code == MilestoneTemplate.GoLiveCode : r.MilestoneId == s.Milestone
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Reason,
            Subject = r.Milestone.Name,
            Value = $"第{r.BaselineNumber}版{(r.BaselineNumber == 1 ? "（当初計画）" : "")} {Wareki.Both(r.PlannedOn)}",
            Counts = r.Id == s.Db.BaselineEntries.At(s.Point).Where(x => x.MilestoneId == r.MilestoneId).OrderByDescending(x => x.BaselineNumber).Select(x => x.Id).First(),
        });

    static readonly TraceLedger Risks = new("リスク・課題の評価", s =>
        from r in s.Db.RiskRatings.At(s.Point)
        join o in s.Operations on r.OperationNumber equals o.Number
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Reason,
            Subject = $"{r.Risk.Kind.Label()}「{r.Risk.Title}」",
            Value = $"{(r.IsOpen ? "未解決" : "解決済み")}・評価点{r.Score}（発生可能性 {r.Likelihood.Label()}、影響度 {r.Impact.Label()}）{(r.DueOn == null ? "" : $"・期限 {Wareki.Iso(r.DueOn.Value)}")}",
            Counts = r.Id == s.Db.RiskRatings.At(s.Point).NewestFirst().Where(x => x.RiskId == r.RiskId).Select(x => x.Id).First(),
        });

    static readonly TraceLedger Overrides = new("CIOの上書き", s =>
        from r in s.Db.SignalOverrides.At(s.Point)
        join o in s.Operations on r.OperationNumber equals o.Number
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Reason,
            Value = $"{(r.Signal == null ? "上書きの取消し" : $"「{r.Signal.Value.Label()}」に上書き")}（計算した色は{r.ComputedThen.Label()}）{(r.ExpiresOn == null ? "" : $"・期限 {Wareki.Both(r.ExpiresOn)}")}",
            Counts = r.Id == s.Db.SignalOverrides.At(s.Point).NewestFirst().Where(x => x.OperationNumber == r.OperationNumber).Select(x => x.Id).First(),
        });

    static readonly TraceLedger Confirmations = new("月次の確認", s =>
        from r in s.Db.Confirmations.At(s.Point)
        join o in s.Operations on r.OperationNumber equals o.Number
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Reason,
            Subject = r.Aspect.Label(),
            Value = r.Kind.Label(),
            Counts = r.Id == s.Db.Confirmations.At(s.Point).NewestFirst().Where(x => x.OperationNumber == r.OperationNumber && x.Aspect == r.Aspect).Select(x => x.Id).First(),
        });

    static readonly TraceLedger PublishedRates = new("国の公表値", s =>
        from r in s.Db.PublishedRates.At(s.Point)
        join o in s.Operations on r.OperationNumber equals o.Number
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Source,
            Value = $"{r.Rate * 100:0.0}%",
            Counts = r.Id == s.Db.PublishedRates.At(s.Point).NewestFirst().Where(x => x.OperationNumber == r.OperationNumber).Select(x => x.Id).First(),
        });

    static readonly TraceLedger Systems = new("構成システム", s =>
        from r in s.Db.SystemUnitRevisions.At(s.Point)
        join o in s.Operations on r.OperationNumber equals o.Number
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Reason,
            Subject = r.Name,
            Value = $"事業者 {r.Vendor ?? "未登録"}／パッケージ {r.Package ?? "未登録"}／クラウド {r.CloudProvider ?? "未登録"}／ネットワーク {r.NetworkZone ?? "未登録"}／契約 {Wareki.Both(r.ContractFrom)}～{Wareki.Both(r.ContractTo)}{(r.IsRetired ? "／廃止" : "")}",
            Counts = r.Id == s.Db.SystemUnitRevisions.At(s.Point).NewestFirst().Where(x => x.SystemUnitId == r.SystemUnitId).Select(x => x.Id).First(),
        });

    static readonly TraceLedger ThresholdRows = new("しきい値", s =>
        from r in s.Db.ThresholdEntries.At(s.Point)
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Reason,
            Subject = r.Key.Label(),
            Value = $"{r.Value}{r.Key.Unit()}{(r.IsProvisional ? "（仮値）" : "")}",
            Counts = r.Id == s.Db.ThresholdEntries.At(s.Point).NewestFirst().Where(x => x.Key == r.Key).Select(x => x.Id).First(),
        });

    static TraceLedger Deadlines(DeadlineKind kind) => new(kind.Label(), s =>
        from r in s.Db.DeadlineEntries.At(s.Point)
        join o in s.Operations on r.OperationNumber equals o.Number
        where r.Kind == kind
        orderby r.AsOf descending, r.RecordedAt descending, r.Id descending
        select new TraceRow
        {
            Id = r.Id,
            OperationNumber = o.Number,
            OperationName = o.Name,
            AsOf = r.AsOf,
            RecordedAt = r.RecordedAt,
            RecordedBy = r.RecordedBy,
            RecordedTitle = r.RecordedTitle,
            Reason = r.Source,
            Value = Wareki.Both(r.DueOn),
            Counts = r.Id == s.Db.DeadlineEntries.At(s.Point).NewestFirst().Where(x => x.OperationNumber == r.OperationNumber && x.Kind == r.Kind).Select(x => x.Id).First(),
        });

    public static IReadOnlyList<TraceFigure> Figures { get; } =
    [
        new("live", "稼働業務数", "業務ごとの最新の状態が「稼働」である業務の数。", States),
        new("past-city", "市の期限を過ぎる見込の業務", "移行中で、稼働見込が市の期限（令和9年10月）より後の業務。見込の報告がなければ基準計画の稼働日で判定する。", Forecasts, Baselines, CityDeadlines, States),
        new("past-nation", "国の期限を過ぎる見込の業務", "移行中で、稼働見込が国の期限（令和12年度末）より後の業務。市の期限とは別の期限。", Forecasts, Baselines, NationDeadlines, States),
        new("steps", "国式ステップ完了率（庁内の記録）", "（完了済み＋対象外）÷40。ステップごとに最新の報告を数える。終わった手順の割合であり、仕事の出来高や稼働の割合ではない。", Steps),
        new("forecast", "稼働見込", "マイルストーンの最新の報告。報告がなければ基準計画の日。後ろへ動かした見込には原因が付く。", Forecasts, Baselines),
        new("baseline", "計画との差", "現計画は番号の最も大きい基準計画、当初計画は第1版。差は見込（または実績）からの日数。", Baselines, Forecasts),
        new("risks", "未解決のリスク・課題", "リスク・課題ごとの最新の評価が「未解決」であるもの。評価点は発生可能性×影響度（1～9）。", Risks),
        new("signal", "業務の色", "日程・リスク・データの古さのうち最も悪い色。CIOの上書きがあれば、有効な間はその色。", Overrides, Forecasts, Baselines, Risks, Confirmations, ThresholdRows),
        new("confirmation", "確認の日（データの古さ）", "ステップ・見込・リスクの三つについて最後に確認した日。最も古いものから今日までの日数が古さ。「変更なし」も確認として数える。", Confirmations),
        new("published-rate", "国の公表値", "国が公表した、市の業務ごとのステップの完了割合。基準日と出典を付けて取り込む。", PublishedRates),
        new("system", "構成システム", "業務を構成するシステムの事業者・パッケージ・クラウド・ネットワーク・契約。分からないものは未登録のまま。", Systems),
        new("state", "業務の状態", "段階（移行中・稼働）、特定移行支援システムか否か、事由、稼働日、所管課。", States, Revisions),
        new("deadline", "期限", "市の期限（下関市行政DX基本方針）と国の期限（標準化基本方針）。二つは別の期限で、一方から他方を計算しない。", CityDeadlines, NationDeadlines),
        new("threshold", "判定のしきい値", "色の判定で比べる値。仮値は市の決定ではなく製品の初期値。", ThresholdRows),
    ];

    public static TraceFigure? Find(string key) => Figures.FirstOrDefault(f => f.Key == key);

    /// <summary>The figure itself, in words, counted from the figures of the operations in scope at the point.</summary>
    public static string Value(string key, IReadOnlyList<OperationFigures> operations, Thresholds thresholds, DateOnly day)
    {
        var board = new Dashboard(operations, thresholds, day);
        var one = operations.Count == 1 ? operations[0] : null;
        return key switch
        {
            "live" or "state" => one is null ? $"{board.Live}/{board.Total}業務が稼働" : one.Stage.Label(),
            "past-city" => Names(board.PastCity, board.Standings.Where(s => s.Figures.IsPastCity)),
            "past-nation" => Names(board.PastNation, board.Standings.Where(s => s.Figures.IsPastNation)),
            "steps" => board.StepRate is { } rate
                ? $"{rate * 100:0.0}%（完了済み{operations.Sum(f => f.StepsCompleted)}＋対象外{operations.Sum(f => f.StepsNotApplicable)}、報告のある{board.Reported.Count}業務×{Operation.StepCount}ステップ）"
                : "未報告",
            "forecast" => one is null ? $"見込のある業務 {operations.Count(f => f.GoLiveForecast is not null)}" : $"稼働 {Wareki.Both(one.ExpectedGoLive)}",
            "baseline" => one is null
                ? $"現計画より遅れる見込の業務 {operations.Count(f => f.SlipDays > 0)}"
                : $"現計画（第{one.BaselineNumber}版）{Wareki.Both(one.GoLiveBaseline)}：{InWords(one.SlipDays)}／当初計画 {Wareki.Both(one.GoLiveOriginal)}：{InWords(one.SlipFromOriginalDays)}",
            "risks" => $"未解決{operations.Sum(f => f.OpenRisks)}件、最大の評価点{operations.Select(f => f.MaxRiskScore).DefaultIfEmpty().Max()}",
            "signal" => one is null
                ? $"赤{board.CountOf(Signal.Red)}・黄{board.CountOf(Signal.Yellow)}・緑{board.CountOf(Signal.Green)}"
                : $"{board.Standings[0].Signal.Label()}：{board.Standings[0].Assessment.Summary}",
            "confirmation" => one is null
                ? $"古いか未報告の業務 {board.Standings.Count(board.IsStale)}"
                : $"ステップ {Wareki.Both(one.StepsConfirmedOn)}／見込 {Wareki.Both(one.ForecastsConfirmedOn)}／リスク・課題 {Wareki.Both(one.RisksConfirmedOn)}",
            "published-rate" => board.PublishedRate is { } published ? $"{published * 100:0.0}%（{board.WithPublished}業務の平均、{Wareki.Both(board.PublishedAsOf)}時点）" : "未登録",
            "deadline" => $"市の期限 {Wareki.Both(one is null ? board.CityDeadline : one.CityDeadline)}／国の期限 {Wareki.Both(one is null ? board.NationDeadline : one.NationDeadline)}",
            "threshold" => string.Join("／", thresholds.Values.Select(v => $"{v.Key.Label()} {v.Value}{v.Key.Unit()}")),
            _ => "下の台帳の行が値です",
        };
    }

    static string Names(int count, IEnumerable<Standing> standings) =>
        count == 0 ? "0業務" : $"{count}業務：{string.Join("、", standings.Take(20).Select(s => s.Name))}{(count > 20 ? " ほか" : "")}";

    static string InWords(int? days) => days is { } d ? FiguresDiff.InWords(d) : "－";
}

using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Council;

/// <summary>Something that may be put on the agenda, and why.</summary>
/// <param name="Reasons">Each in a sentence, with the rule it follows from.</param>
/// <param name="Asked">A first wording of 判断を求める事項.</param>
public sealed record AgendaCandidate(AgendaSubject Subject, string Title, string Detail, IReadOnlyList<(AgendaRule Rule, string Why)> Reasons, string Asked)
{
    /// <summary>Names the candidate in a form.</summary>
    public string Key => Subject.Key;
}

/// <summary>Proposes items by the rules of the office's table, as things stand now; the office picks. Seven statements, whatever there is.</summary>
/// <param name="db">The context.</param>
/// <param name="rules">推進会議の議題の候補.</param>
/// <param name="since">What was decided or planned anew after this point is new; null takes everything.</param>
/// <param name="today">Effects due before it are missing.</param>
public sealed class AgendaCandidates(GovernanceDbContext db, AgendaRules rules, AsOf? since, DateOnly today)
{
    /// <summary>More than this of a kind are not shown; <see cref="IsCut"/> says so.</summary>
    public const int Most = 60;

    const string AllOperations = "全ての業務の合計";

    static readonly ProposalAction[] Decisive = [.. ProposalWorkflow.Decisions];
    static readonly ProposalState[] BeforeCouncil = [ProposalState.Tabling, ProposalState.Deciding];

    IReadOnlyList<(int Number, string Name)> operations = [];
    IReadOnlyList<(string Code, string Name)> initiatives = [];

    readonly DateOnly day = since?.Day ?? DateOnly.MinValue;
    readonly DateTimeOffset known = since?.KnownAt ?? DateTimeOffset.MinValue;

    /// <summary>There are more cases than are shown.</summary>
    public bool IsCut { get; private set; }

    /// <summary>What the office may put on the agenda though no rule proposes it: schedules, running costs, initiatives. Known after <see cref="FindAsync"/>.</summary>
    public IReadOnlyList<(AgendaSubject Subject, string Name)> Others =>
    [
        .. operations.Select(o => (new AgendaSubject(AgendaKind.Milestone, OperationNumber: o.Number), o.Name)),
        (new AgendaSubject(AgendaKind.CostComparison), AllOperations), .. operations.Select(o => (new AgendaSubject(AgendaKind.CostComparison, OperationNumber: o.Number), o.Name)),
        .. initiatives.Select(i => (new AgendaSubject(AgendaKind.Initiative, InitiativeCode: i.Code), i.Name)),
    ];

    public async Task<IReadOnlyList<AgendaCandidate>> FindAsync(CancellationToken cancel) =>
        [.. await CasesAsync(cancel), .. await OperationsAsync(cancel), .. await CostsAsync(cancel), .. await EffectsAsync(cancel), .. await InitiativesAsync(cancel)];

    async Task<IReadOnlyList<AgendaCandidate>> CasesAsync(CancellationToken cancel)
    {
        var (large, cut) = (rules.Threshold(AgendaRule.CaseDecided), rules.Threshold(AgendaRule.CaseCut));
        var (hasReferred, hasRoute) = (rules.Has(AgendaRule.CaseReferred), rules.Has(AgendaRule.CaseOnCouncilRoute));
        var (hasDecided, hasCut) = (rules.Has(AgendaRule.CaseDecided), rules.Has(AgendaRule.CaseCut));
        var rows = await (
            from p in db.Proposals.AsNoTracking()
            from t in db.ProposalTransitions.Where(t => t.ProposalId == p.Id && Decisive.Contains(t.Action) && (t.AsOf > day || t.RecordedAt > known))
                .OrderByDescending(t => t.Id).Take(1).DefaultIfEmpty()
            let taken = (p.RequestedCost ?? 0) - p.UnassessedCost - (p.AssessedCost ?? 0)
            let isReferred = p.State == ProposalState.CouncilPending
            let isOnRoute = p.Route == Route.Council && !p.CouncilHeard && BeforeCouncil.Contains(p.State)
            let isDecided = t != null && p.Amount >= large
            let isCut = taken > 0 && taken >= cut && (t != null || p.HasOpenCosts) && !ProposalWorkflow.GivenUp.Contains(p.State)
            where (hasReferred && isReferred) || (hasRoute && isOnRoute) || (hasDecided && isDecided) || (hasCut && isCut)
            orderby isReferred descending, isOnRoute descending, p.Amount descending, p.Id
            select new
            {
                p.Id,
                p.Number,
                p.Title,
                p.DepartmentName,
                p.State,
                p.StateSince,
                p.Amount,
                Referred = hasReferred && isReferred,
                OnRoute = hasRoute && isOnRoute,
                Decided = hasDecided && isDecided,
                Cut = hasCut && isCut,
                Taken = taken,
                DecidedOn = t == null ? (DateOnly?)null : t.AsOf,
                Decision = t == null ? null : t.Label,
            }).Take(Most + 1).ToListAsync(cancel);
        IsCut = rows.Count > Most;
        return
        [
            .. rows.Take(Most).Select(p => new AgendaCandidate(
                new(AgendaKind.Case, ProposalId: p.Id), Cut(p.Title), $"{p.Number}　{p.DepartmentName}　{(p.Amount is { } yen ? $"{yen:#,0}円" : "総額未定")}　{p.State.Label()}",
                [
                    .. p.Referred ? [(AgendaRule.CaseReferred, $"{Wareki.Both(TokyoTime.DayOf(p.StateSince))}に推進会議へ付議された。")] : None,
                    .. p.OnRoute ? [(AgendaRule.CaseOnCouncilRoute, $"経路が「{Route.Council.Label()}」で、今は「{p.State.Label()}」。")] : None,
                    .. p.Decided ? [(AgendaRule.CaseDecided, $"{Wareki.Both(p.DecidedOn)}に「{p.Decision}」と決定した。")] : None,
                    .. p.Cut ? [(AgendaRule.CaseCut, $"要求から{p.Taken:#,0}円を減額した。")] : None,
                ],
                p.Referred || p.OnRoute ? "この案件を進めることの可否" : "決定の内容の確認")),
        ];
    }

    async Task<IReadOnlyList<AgendaCandidate>> OperationsAsync(CancellationToken cancel)
    {
        var rows = await (
            from o in db.Operations.AsNoTracking()
            orderby o.Number
            select new
            {
                o.Number,
                o.Name,
                o.DepartmentName,
                o.Stage,
                o.GoLiveForecast,
                o.CityDeadline,
                o.NationDeadline,
                o.BaselineNumber,
                IsNew = o.BaselineNumber > 1 && db.BaselineEntries.Any(b => b.OperationNumber == o.Number && b.BaselineNumber == o.BaselineNumber && (b.AsOf > day || b.RecordedAt > known)),
                Waits = db.Plans.Any(p => p.OperationNumber == o.Number && p.Status == PlanStatus.Deciding),
            }).ToListAsync(cancel);
        operations = [.. rows.Select(o => (o.Number, o.Name))];
        return
        [
            .. from o in rows
               let isMoving = o.Stage != OperationStage.Live
               let reasons = (IReadOnlyList<(AgendaRule Rule, string Why)>)
               [
                   .. rules.Has(AgendaRule.PastNationDeadline) && isMoving && o.GoLiveForecast > o.NationDeadline
                       ? [(AgendaRule.PastNationDeadline, $"稼働見込{Wareki.Both(o.GoLiveForecast)}は、国の期限{Wareki.Both(o.NationDeadline)}を過ぎる。")] : None,
                   .. rules.Has(AgendaRule.PastCityDeadline) && isMoving && o.GoLiveForecast > o.CityDeadline
                       ? [(AgendaRule.PastCityDeadline, $"稼働見込{Wareki.Both(o.GoLiveForecast)}は、市の期限{Wareki.Both(o.CityDeadline)}を過ぎる。")] : None,
                   .. rules.Has(AgendaRule.Rebaselined) && o.Waits ? [(AgendaRule.Rebaselined, "計画変更がCIOの決定を待っている。")] : None,
                   .. rules.Has(AgendaRule.Rebaselined) && o.IsNew ? [(AgendaRule.Rebaselined, $"基準計画が第{o.BaselineNumber}版になった。")] : None,
               ]
               where reasons.Count > 0
               select new AgendaCandidate(
                   new(AgendaKind.Milestone, OperationNumber: o.Number), $"{o.Name}の移行の日程", $"業務{o.Number}　{o.DepartmentName ?? "所管課 未登録"}", reasons,
                   reasons.Any(r => r.Rule is AgendaRule.PastCityDeadline or AgendaRule.PastNationDeadline) ? "期限までに稼働させる対策、又は期限の後となることの扱い" : "計画の変更の確認"),
        ];
    }

    /// <summary>By the figures of the list of running costs: confirmed and comparable, the surest amount after migration.</summary>
    async Task<IReadOnlyList<AgendaCandidate>> CostsAsync(CancellationToken cancel)
    {
        if (!rules.Has(AgendaRule.CostAboveTarget) && !rules.Has(AgendaRule.CostIncreased))
        {
            return [];
        }

        var overview = (await RunningCostFigures.LoadAsync(db, db.Operations, withCommon: true, AsOf.ReportedOn(today), cancel)).Compare();
        var total = overview.ToBaseline;
        var isAbove = rules.Has(AgendaRule.CostAboveTarget) && !total.IsEmpty && total.Distance > 0 && total.Distance >= rules.Threshold(AgendaRule.CostAboveTarget);
        var least = Math.Max(1, rules.Threshold(AgendaRule.CostIncreased));
        return
        [
            .. isAbove
                ? [new(
                    new(AgendaKind.CostComparison), "標準化の前後の運用経費", $"{total.CountText}の合計（{total.Tax!.Value.Label()}）",
                    [(AgendaRule.CostAboveTarget, $"移行後の1年分{total.After:#,0}円は、{RunningCostTarget.Nation.CutPercent / 10}割削減の額{total.Limit:#,0}円を{total.Distance:#,0}円上回る。")],
                    "運用経費を下げる対策")]
                : Nobody,
            .. from s in overview.Standings
               where rules.Has(AgendaRule.CostIncreased) && !s.Subject.IsCommon && s.ToPresent is { IsComparable: true, IsConfirmed: true }
               let more = s.ToPresent.After - s.ToPresent.Before
               where more >= least
               orderby more descending
               select new AgendaCandidate(
                   new(AgendaKind.CostComparison, OperationNumber: s.Subject.Number), $"{s.Subject.Name}の運用経費", $"業務{s.Subject.Number}　{s.Subject.DepartmentName ?? "所管課 未登録"}",
                   [(AgendaRule.CostIncreased, $"{s.After.Stage.Label()}の1年分{s.ToPresent.After:#,0}円は、現行より{more:#,0}円多い。")], "運用経費が増えることの扱い"),
        ];
    }

    /// <summary>By the newest report, of whichever fiscal year.</summary>
    async Task<IReadOnlyList<AgendaCandidate>> InitiativesAsync(CancellationToken cancel)
    {
        var rows = await (
            from i in db.Initiatives.AsNoTracking()
            orderby i.Pillar, i.Code
            from y in i.Years.Where(y => y.ReportedAsOf <= today).OrderByDescending(y => y.FiscalYear).Take(1).DefaultIfEmpty()
            select new { i.Code, i.Name, i.DepartmentNames, Year = y == null ? (int?)null : y.FiscalYear, State = y == null ? (InitiativeState?)null : y.State, On = y == null ? (DateOnly?)null : y.ReportedAsOf, Why = y == null ? null : y.Reason })
            .ToListAsync(cancel);
        initiatives = [.. rows.Select(i => (i.Code, $"{i.Code} {i.Name}"))];
        return
        [
            .. from i in rows
               where rules.Has(AgendaRule.InitiativeBehind) && i.State is InitiativeState.Delayed or InitiativeState.Stopped
               select new AgendaCandidate(
                   new(AgendaKind.Initiative, InitiativeCode: i.Code), Cut($"取組{i.Code}「{i.Name}」の状況"), i.DepartmentNames.Length == 0 ? "所管課 未登録" : string.Join('、', i.DepartmentNames),
                   [(AgendaRule.InitiativeBehind, $"{Wareki.Both(i.On)}に、{new FiscalYear(i.Year!.Value)}の状況を「{i.State!.Value.Label()}」と報告した。{i.Why}")],
                   i.State == InitiativeState.Stopped ? "取りやめることの可否" : "遅れを取り戻す対策"),
        ];
    }

    /// <summary>What fell short can be told only where the value before go-live says in which direction the target lies.</summary>
    async Task<IReadOnlyList<AgendaCandidate>> EffectsAsync(CancellationToken cancel)
    {
        var (hasMissing, hasFailed, now) = (rules.Has(AgendaRule.EffectMissing), rules.Has(AgendaRule.EffectFailed), today);
        var rows = await (
            from c in db.EffectChecks.AsNoTracking()
            from b in db.EffectChecks.Where(b => b.ProposalId == c.ProposalId && b.IndicatorKey == c.IndicatorKey && b.Months == 0).Take(1).DefaultIfEmpty()
            let before = b == null ? null : b.Value ?? b.Planned
            let isMissing = c.Value == null && c.DueOn < now
            let isFailed = c.Months > 0 && c.Value != null && c.Planned != null && before != null && (c.Planned >= before ? c.Value < c.Planned : c.Value > c.Planned)
            where (hasMissing && isMissing) || (hasFailed && isFailed)
            orderby c.ProposalId, c.Name, c.Months
            select new { c.ProposalId, c.Proposal.Number, c.Proposal.Title, c.Proposal.DepartmentName, c.Name, c.Unit, c.Months, c.DueOn, c.Planned, c.Value, IsMissing = isMissing })
            .Take(Most * 4).ToListAsync(cancel);
        return
        [
            .. rows.GroupBy(r => r.ProposalId).Take(Most).Select(g => new AgendaCandidate(
                new(AgendaKind.Effect, ProposalId: g.Key), Cut($"{g.First().Title}の効果"), $"{g.First().Number}　{g.First().DepartmentName}",
                [
                    .. g.Select(c => c.IsMissing
                        ? (AgendaRule.EffectMissing, $"「{c.Name}」（{When(c.Months)}）の測定が期限{Wareki.Both(c.DueOn)}を過ぎている。")
                        : (AgendaRule.EffectFailed, $"「{c.Name}」（{When(c.Months)}）は目標{c.Planned:#,0.####}{c.Unit}に対し{c.Value:#,0.####}{c.Unit}。")),
                ],
                g.All(c => c.IsMissing) ? "効果を測定し報告することの確認" : "効果を上げる対策、又は目標の見直し")),
        ];
    }

    static IReadOnlyList<(AgendaRule Rule, string Why)> None => [];

    static IReadOnlyList<AgendaCandidate> Nobody => [];

    static string When(int months) => months == 0 ? "稼働前" : $"稼働{months}か月後";

    static string Cut(string title) => title.Length <= AgendaItem.TitleMaxLength ? title : title[..(AgendaItem.TitleMaxLength - 1)] + "…";
}

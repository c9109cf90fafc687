using DxGovernance.Core;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using Route = DxGovernance.Core.Proposals.Route;

namespace DxGovernance.Web.Pages.Home;

/// <summary>One thing that waits for somebody: what is to be done, to what, until when, since when.</summary>
/// <param name="Act">What pressing it leads to.</param>
/// <param name="Note">State of a case, or what is asked.</param>
/// <param name="Who">Whose it is: a department, or for whom one waits.</param>
public sealed record HomeItem(string Act, string Href, string Subject, string Note, string Who, DateOnly? DueOn, DateTimeOffset? Since)
{
    /// <summary>Nobody waits for it: when it is begun is the department's choice.</summary>
    public bool CanWait { get; init; }
}

/// <summary>What waits for the actor among the cases, and what the actor waits for. One statement, whatever there is.</summary>
sealed class HomeWaiting(GovernanceDbContext db, Actor actor, DateOnly today)
{
    /// <summary>Effects, go-live and what follows it are shown this many days before they are due.</summary>
    public const int EffectDays = 30;

    /// <summary>
    /// Approved cases with the next gate that their class needs, by the gate table that counts for the case; where a condition or a missing
    /// value before go-live keeps the gate shut, or go-live and what follows years after it are still far, the case is left out. {0} departments,
    /// {1} gates in order, {2} how many, {3} the day until which go-live and evaluations are shown.
    /// </summary>
    const string NextGates = """
        select p.id as "Id", array_position({1}, g.gate) - 1 as "Gate", g.due as "Due"
        from proposals p
        cross join lateral (
            select v.content from template_versions v where v.kind = 'GateTable' and v.as_of <= p.rules_day and v.recorded_at <= p.rules_known_at
            order by v.as_of desc, v.number desc limit 1) t
        cross join lateral (
            select r ->> 'gate' as gate, coalesce(r ->> 'due', '') as due from jsonb_array_elements(t.content) r
            where r ->> 'class' = p.class and r ->> 'needed' = 'yes' and r ->> 'gate' <> 'Change'
                and array_position({1}, r ->> 'gate') > coalesce(array_position({1}, p.approved_gate::text), 0)
            order by array_position({1}, r ->> 'gate') limit 1) g
        where p.department_id = any ({0}) and p.state in ('Approved', 'ConditionallyApproved')
            and not exists (select from conditions c
                where c.proposal_id = p.id and c.state <> 'Met' and array_position({1}, c.blocks_gate::text) <= array_position({1}, g.gate))
            and not (g.gate = 'GoLive' and exists (select from effect_checks e where e.proposal_id = p.id and e.months = 0 and e.value is null))
            and coalesce(p.go_live_on + case g.gate when 'PostEvaluation' then interval '1 year' when 'OperationEvaluation' then interval '5 years' else interval '0' end <= {3}
                or g.gate not in ('GoLive', 'PostEvaluation', 'OperationEvaluation'), true)
        order by p.state_since limit {2}
        """;

    enum Kind
    {
        Step,
        ReportCondition,
        ConfirmCondition,
        Effect,
        AfterReading,
        Correction,
        Other,
        Next,
        ReportAction,
        ConfirmAction,

        /// <summary>The last: what is added to it is the place in <see cref="Meetings"/>.</summary>
        Meeting,
    }

    /// <summary>The most urgent of each kind; more than is shown, so that the reader is told that there is more.</summary>
    public async Task<(IReadOnlyList<HomeItem> ForMe, IReadOnlyList<HomeItem> ForOthers)> ReadAsync(CancellationToken cancel)
    {
        var rows = await TogetherAsync([.. Sources(), .. ForOthers()], cancel);

        // Apart, as these have no case and so no state of one.
        rows.AddRange(await TogetherAsync([.. Council(IndexModel.Most + 1)], cancel));
        return ([.. rows.Where(r => r.Kind != (int)Kind.Other).Select(Item)], [.. rows.Where(r => r.Kind == (int)Kind.Other).OrderBy(r => r.Since).Select(Other)]);
    }

    static async Task<List<Row>> TogetherAsync(IQueryable<Row>[] sources, CancellationToken cancel) =>
        sources.Length == 0 ? [] : await sources.Aggregate((all, next) => all.Concat(next)).ToListAsync(cancel);

    /// <summary>A department's submitted cases; for the PMO and the CIO what they sent on and wait for.</summary>
    IEnumerable<IQueryable<Row>> ForOthers()
    {
        var own = actor.DepartmentsWith(Permission.WriteProposal);
        ProposalState[] sent = actor.Can(Permission.ReceiveProposal) ? [ProposalState.Inquiring, ProposalState.Returned, ProposalState.Deciding]
            : actor.Can(Permission.DecideProposal) ? [ProposalState.CouncilPending] : [];
        if (own.Length == 0 && sent.Length == 0)
        {
            yield break;
        }

        ProposalState[] under = [.. Enum.GetValues<ProposalState>().Where(s => s.IsUnderReview() && s != ProposalState.Inquiring)];
        var confirming = actor.DepartmentsWith(Permission.ConfirmProposal);
        yield return db.Proposals.AsNoTracking().VisibleTo(actor)
            .Where(p => (own.Contains(p.DepartmentId) && under.Contains(p.State) && !(confirming.Contains(p.DepartmentId) && p.State == ProposalState.HeadChecking))
                || sent.Contains(p.State))
            .OrderBy(p => p.StateSince).Take(IndexModel.Most + 1)
            .Select(p => new Row
            {
                Kind = (int)Kind.Other,
                Number = p.Number,
                Title = p.Title,
                Department = p.DepartmentName,
                State = p.State,
                Since = p.StateSince,
                DueOn = p.QuestionDueOn,
                Part = p.Route == Route.Light ? 1 : 0,
                IsReviewed = false,
                Text = "",
            });
    }

    IEnumerable<IQueryable<Row>> Sources()
    {
        var (me, soon, most) = (actor.PersonId ?? 0, today.AddDays(EffectDays), IndexModel.Most + 1);
        var writing = actor.DepartmentsWith(Permission.WriteProposal);
        var cases = db.Proposals.AsNoTracking();
        if (actor.Can(Permission.SeeProposals))
        {
            yield return cases.WaitingFor(actor).OrderBy(p => p.QuestionDueOn).ThenBy(p => p.StateSince).Take(most).Select(p => new Row
            {
                Kind = (int)Kind.Step,
                Number = p.Number,
                Title = p.Title,
                Department = p.DepartmentName,
                State = p.State,
                Since = p.StateSince,
                DueOn = p.QuestionDueOn,
                Part = p.Route == Route.Light ? 1 : 0,
                IsReviewed = p.ReviewerIds.Length >= p.RouteReviewers,
                Text = "",
            });
        }

        if (writing.Length > 0)
        {
            yield return Conditions(ConditionState.Open, Kind.ReportCondition, cases.Where(p => writing.Contains(p.DepartmentId)), most);
            yield return cases.Where(p => writing.Contains(p.DepartmentId) && p.EffectDueOn <= soon).OrderBy(p => p.EffectDueOn).Take(most)
                .Select(p => new Row
                {
                    Kind = (int)Kind.Effect,
                    Number = p.Number,
                    Title = p.Title,
                    Department = p.DepartmentName,
                    State = p.State,
                    Since = p.StateSince,
                    DueOn = p.EffectDueOn,
                    Part = 0,
                    IsReviewed = false,
                    Text = "",
                });
        }

        if (writing.Length > 0)
        {
            string[] gates = [.. Enum.GetValues<Gate>().Order().Select(g => g.ToString())];
            yield return from n in db.Database.SqlQueryRaw<NextGate>(NextGates, writing, gates, most, soon)
                         join p in cases on n.Id equals p.Id
                         select new Row
                         {
                             Kind = (int)Kind.Next,
                             Number = p.Number,
                             Title = p.Title,
                             Department = p.DepartmentName,
                             State = p.State,
                             Since = p.StateSince,
                             DueOn = null,
                             Part = n.Gate,
                             IsReviewed = false,
                             Text = n.Due,
                         };
        }

        if (actor.Can(Permission.ReceiveProposal))
        {
            yield return Conditions(ConditionState.Reported, Kind.ConfirmCondition, cases.Where(p => !p.AuthorIds.Contains(me)), most);
        }

        if (actor.Can(Permission.CorrectProposal))
        {
            yield return from c in db.Corrections.AsNoTracking().Where(c => c.State == CorrectionState.Proposed && c.ProposedById != me).OrderBy(c => c.Id).Take(most)
                         join p in cases.VisibleTo(actor) on c.ProposalId equals p.Id
                         select new Row
                         {
                             Kind = (int)Kind.Correction,
                             Number = p.Number,
                             Title = p.Title,
                             Department = p.DepartmentName,
                             State = p.State,
                             Since = p.StateSince,
                             DueOn = null,
                             Part = c.Number,
                             IsReviewed = false,
                             Text = "",
                         };
        }

        if (actor.Can(Permission.AppointDeputy))
        {
            yield return from t in db.ProposalTransitions.AsNoTracking()
                             .Where(t => t.OnBehalfOfId == me && !db.AfterReadings.Any(a => a.TransitionId == t.Id)).OrderBy(t => t.RecordedAt).Take(most)
                         join p in cases on t.ProposalId equals p.Id
                         select new Row
                         {
                             Kind = (int)Kind.AfterReading,
                             Number = p.Number,
                             Title = p.Title,
                             Department = p.DepartmentName,
                             State = t.ToState,
                             Since = t.RecordedAt,
                             DueOn = null,
                             Part = 0,
                             IsReviewed = false,
                             Text = "",
                         };
        }
    }

    /// <summary>Follow-ups of the council to be reported or confirmed, and meetings whose next step is the actor's.</summary>
    IEnumerable<IQueryable<Row>> Council(int most)
    {
        var me = actor.PersonId ?? 0;
        var (reporting, isOffice) = (actor.DepartmentsWith(Permission.ReportActionItem), actor.Can(Permission.PrepareCouncil));
        if (reporting.Length > 0 || isOffice)
        {
            yield return Actions(
                Kind.ReportAction, db.ActionItems.Where(a => a.State == ActionItemState.Open && (a.DepartmentId == null ? isOffice : reporting.Contains(a.DepartmentId.Value))), most);
        }

        if (isOffice)
        {
            yield return Actions(Kind.ConfirmAction, db.ActionItems.Where(a => a.State == ActionItemState.Reported && !a.ReporterIds.Contains(me)), most);
            MeetingState[] open = [.. Enum.GetValues<MeetingState>().Where(s => !s.IsOver())];
            var number = (int)Kind.Meeting;
            yield return db.Meetings.AsNoTracking().Where(m => open.Contains(m.State) && !(m.State == MeetingState.Judged && m.RecorderIds.Contains(me)))
                .OrderBy(m => m.HeldOn).Take(most)
                .Select(m => new Row
                {
                    Kind = number + (m.State == MeetingState.Preparing ? 0 : m.State == MeetingState.Frozen ? 1 : m.State == MeetingState.Distributed ? 2 : m.State == MeetingState.Held ? 3 : 4),
                    Number = "",
                    Title = "",
                    Department = "",
                    State = ProposalState.Draft,
                    Since = m.StateSince,
                    DueOn = m.HeldOn,
                    Part = m.Number,
                    IsReviewed = false,
                    Text = "",
                });
        }
    }

    static IQueryable<Row> Actions(Kind kind, IQueryable<ActionItem> actions, int most)
    {
        var number = (int)kind;
        return actions.OrderBy(a => a.DueOn).Take(most).Select(a => new Row
        {
            Kind = number,
            Number = "",
            Title = a.Text,
            Department = a.Owner,
            State = ProposalState.Draft,
            Since = a.AgendaItem.Meeting.StateSince,
            DueOn = a.DueOn,
            Part = a.Id,
            IsReviewed = false,
            Text = a.AgendaItem.Title,
        });
    }

    /// <summary>What a meeting waits for, by its place on the way.</summary>
    static readonly (string Act, string Page, MeetingState State)[] Meetings =
    [
        ("議題を決めて資料を凍結する", "/agenda", MeetingState.Preparing), ("資料を委員に公開する", $"/step/{MeetingAction.Distribute}", MeetingState.Frozen),
        ("開催と出欠を記録する", "/hold", MeetingState.Distributed), ("判断を記録する", "", MeetingState.Held), ("議事要旨を公開する", $"/step/{MeetingAction.PublishMinutes}", MeetingState.Judged),
    ];

    static HomeItem Council(Row r)
    {
        if ((Kind)r.Kind >= Kind.Meeting)
        {
            var (act, page, state) = Meetings[r.Kind - (int)Kind.Meeting];
            return new(act, $"/council/{r.Part}{page}", Meeting.CaptionOf(r.Part), $"{state.Label()}（開催日）", "PMO事務局", r.DueOn, null);
        }

        return new(
            (Kind)r.Kind == Kind.ReportAction ? "推進会議の指摘に対応し報告する" : "指摘への対応を確認する", $"/action-items/{r.Part}", $"推進会議の指摘：{Cut(r.Title)}", r.Text, r.Department, r.DueOn, null);
    }

    static string Cut(string text) => text.Length <= 60 ? text : text[..59] + "…";

    IQueryable<Row> Conditions(ConditionState state, Kind kind, IQueryable<Proposal> cases, int most)
    {
        var number = (int)kind;
        return (from c in db.Conditions.AsNoTracking()
                join p in cases on c.ProposalId equals p.Id
                where c.State == state && !ProposalWorkflow.GivenUp.Contains(p.State)
                orderby c.DueOn
                select new Row
                {
                    Kind = number,
                    Number = p.Number,
                    Title = p.Title,
                    Department = p.DepartmentName,
                    State = p.State,
                    Since = p.StateSince,
                    DueOn = c.DueOn,
                    Part = c.Number,
                    IsReviewed = false,
                    Text = "",
                }).Take(most);
    }

    static HomeItem Other(Row r)
    {
        var turn = ProposalWorkflow.TurnOf(r.State, r.Part == 1 ? Route.Light : null);
        return new("案件を見る", $"/proposals/{r.Number}", $"{r.Number} {r.Title}", r.State.Label(), turn == Permission.WriteProposal ? r.Department : turn.Whose(), r.DueOn, r.Since);
    }

    static HomeItem Item(Row r)
    {
        if ((Kind)r.Kind >= Kind.ReportAction)
        {
            return Council(r);
        }

        var path = $"/proposals/{r.Number}";
        var (act, href, note) = (Kind)r.Kind switch
        {
            Kind.Step => Step(r, path),
            Kind.ReportCondition => ("条件の履行を報告する", $"{path}/conditions", $"条件{r.Part}"),
            Kind.ConfirmCondition => ("条件の履行を確認する", $"{path}/conditions", $"条件{r.Part}"),
            Kind.Effect => ("効果を測って記録する", $"{path}/effects", "効果検証"),
            Kind.AfterReading => ("後閲する", "/after-readings", $"代理により「{r.State.Label()}」へ"),
            Kind.Next => ("次の協議を始める", $"{path}/step/{ProposalAction.StartNext}", $"次は{((Gate)r.Part).Label()}{(r.Text.Length > 0 ? $"（{r.Text}）" : "")}"),
            Kind.Correction => ("訂正を確認する", $"{path}/corrections", $"訂正{r.Part}"),
            _ => throw new ArgumentOutOfRangeException(nameof(r), r.Kind, null),
        };
        return new(act, href, $"{r.Number} {r.Title}", note, r.Department, r.DueOn, r.DueOn is null ? r.Since : null) { CanWait = (Kind)r.Kind == Kind.Next };
    }

    static (string Act, string Href, string Note) Step(Row r, string path)
    {
        var isLight = r.Part == 1;
        var (act, href) = r.State switch
        {
            ProposalState.Draft => ("続きを書く", $"{path}/edit"),
            ProposalState.Returned => ("直して出し直す", $"{path}/edit"),
            ProposalState.Inquiring => ("照会に回答する", $"{path}/inquiries"),
            ProposalState.HeadChecking => ("確認する", $"{path}/step/{ProposalAction.Confirm}"),
            ProposalState.Intake => ("受け付ける", $"{path}/step/{ProposalAction.Accept}"),
            ProposalState.Reviewing when r.IsReviewed => ("PMOに付議する", $"{path}/step/{ProposalAction.PutToPmo}"),
            ProposalState.Reviewing => ("審査する", $"{path}/review"),
            ProposalState.Tabling when isLight => ("PMOで決定する", path),
            ProposalState.Tabling => ("CIOへ上申する", $"{path}/step/{ProposalAction.Forward}"),
            ProposalState.Deciding => ("決定する", path),
            ProposalState.CouncilPending => ("推進会議の判断を記録する", $"{path}/step/{ProposalAction.RecordJudgement}"),
            ProposalState.Continued => ("審査を再開する", $"{path}/step/{ProposalAction.Resume}"),
            ProposalState.Approved or ProposalState.ConditionallyApproved or ProposalState.Rejected or ProposalState.Withdrawn or ProposalState.Completed => ("案件を見る", path),
        };
        return (act, href, r.State.Label());
    }

    sealed record NextGate(int Id, int Gate, string Due);

    sealed record Row
    {
        public int Kind { get; init; }

        public string Number { get; init; } = "";

        public string Title { get; init; } = "";

        public string Department { get; init; } = "";

        public ProposalState State { get; init; }

        public DateTimeOffset Since { get; init; }

        public DateOnly? DueOn { get; init; }

        /// <summary>Number of the condition, correction or meeting; identity of a follow-up; 1 for a step on the light route; the gate that may be begun.</summary>
        public int Part { get; init; }

        public bool IsReviewed { get; init; }

        /// <summary>When in the city's year, of a gate that may be begun.</summary>
        public string Text { get; init; } = "";
    }
}

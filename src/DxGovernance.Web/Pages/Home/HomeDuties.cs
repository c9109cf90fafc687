using DxGovernance.Core.Audit;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Core.SignIn;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Home;

public sealed record HomeRound(DateOnly Month, DateOnly OpensOn, DateOnly RemindOn, DateOnly EscalateOn);

public sealed record HomePlan(int OperationNumber, string OperationName, PlanStatus Status, DateTimeOffset MovedAt, string? Comment, string MovedBy);

public sealed record HomeRisk(int OperationNumber, string OperationName, int Id, string Title, DateOnly DueOn, string Owner);

public sealed record HomeNotice(long Id, string Subject, string Link, DateTimeOffset CreatedAt, bool IsRead);

/// <summary>A report, an audit entry or a failed job: a line of words with a link.</summary>
public sealed record HomeLine(string Text, string Link, DateTimeOffset At);

/// <summary>Everything the home page shows; only what the actor may act on is asked for. At most eight statements.</summary>
public sealed record HomeDuties
{
    /// <summary>自分を待っているもの over all kinds: what is overdue first, then by due day, then by age; what the department may begin, last.</summary>
    public IReadOnlyList<HomeItem> ForMe { get; private init; } = [];

    /// <summary>ほかの人を待っているもの, the oldest first.</summary>
    public IReadOnlyList<HomeItem> ForOthers { get; private init; } = [];

    public HomeRound? Round { get; private init; }

    /// <summary>Reports of the newest round that are not complete, among the operations the actor sees.</summary>
    public IReadOnlyList<MissingReport> Missing { get; private init; } = [];

    public IReadOnlyList<Standing> Standings { get; private init; } = [];

    public IReadOnlyList<HomeLine> Lines { get; private init; } = [];

    public IReadOnlyList<HomeNotice> Notices { get; private init; } = [];

    /// <summary>A person who reports for a department, not for the whole city.</summary>
    public static bool IsDepartment(Actor actor) => actor.Can(Permission.SeeOperations) && !actor.Can(Permission.SeeAllOperations);

    public static IQueryable<MonthlyRound> NewestRound(GovernanceDbContext db) => db.MonthlyRounds.AsNoTracking().OrderByDescending(r => r.Month).Take(1);

    /// <summary>Stands for all that is kept until somebody saves: another value, another page.</summary>
    public string Mark { get; private init; } = "";

    public static async Task<HomeDuties> LoadAsync(GovernanceDbContext db, LedgerCache ledgers, Actor actor, AsOf now, CancellationToken cancel)
    {
        // A request may still carry a role that was just taken away: what it sees must not be kept for the next one.
        var roles = string.Join(' ', actor.Assignments.Select(a => $"{a.Role}:{string.Join(',', a.DepartmentIds)}"));
        var (sequence, notices, lines) = await FreshAsync(db, actor, cancel);
        ledgers.SavedUpTo(sequence);
        var duties = actor.Can(Permission.SeeOperations)
            ? await ledgers.UntilSavedAsync((nameof(HomeDuties), actor.PersonId, roles, now.Day), () => WaitingAsync(db, actor, now, cancel), cancel)
            : new();
        return duties with { Notices = notices, Lines = lines, Mark = $"{sequence} {actor.PersonId} {roles} {now.Day:O}" };
    }

    /// <summary>
    /// What moves on without an audit entry: messages, requested reports, runs of jobs; with the number of the newest entry, until which the rest is
    /// kept. One statement for most people.
    /// </summary>
    static async Task<(long Sequence, IReadOnlyList<HomeNotice> Notices, IReadOnlyList<HomeLine> Lines)> FreshAsync(GovernanceDbContext db, Actor actor, CancellationToken cancel)
    {
        var (head, notices, beside) = (AuditChain.Head(db), NewestNotices(db, actor), BesideFor(actor));
        if (beside != Beside.Reports)
        {
            var few = await head.Select(h => new { h.Sequence, Notices = notices.ToList() }).AsSingleQuery().SingleAsync(cancel);
            return (few.Sequence, few.Notices, await LinesAsync(db, actor, beside, cancel));
        }

        // Lists multiply in one statement; the third is asked for only where it is seen.
        var seesAll = actor.Can(Permission.SeeReports);
        var reports = db.ReportRequests.AsNoTracking().Where(r => seesAll || r.PublishedAt != null).OrderByDescending(r => r.RequestedAt).Take(5)
            .Select(r => new HomeReport(r.Kind, r.AsOf, r.Status, r.PublishedAt != null, r.RequestedAt));
        if (seesAll)
        {
            var office = await head.Select(h => new { h.Sequence, Notices = notices.ToList(), Reports = reports.ToList() }).AsSingleQuery().SingleAsync(cancel);
            return (office.Sequence, office.Notices, [.. office.Reports.Select(r => Line(r, "/reports")).OrderByDescending(l => l.At)]);
        }

        var documents = db.CouncilPublications.AsNoTracking().OrderByDescending(p => p.Id).Take(5)
            .Select(p => new HomeDocument(p.Meeting.Number, p.Meeting.HeldOn, p.Kind, p.Version, p.RecordedAt));
        var all = await head.Select(h => new { h.Sequence, Notices = notices.ToList(), Reports = reports.ToList(), Documents = documents.ToList() }).AsSingleQuery().SingleAsync(cancel);
        return (all.Sequence, all.Notices, [.. all.Documents.Select(Line).Concat(all.Reports.Select(r => Line(r, "/reports/published"))).OrderByDescending(l => l.At)]);
    }

    static HomeLine Line(HomeReport r, string link) => new($"{r.Kind.Label()}（{Wareki.Both(r.AsOf)}時点）{(r.IsPublished ? "公開済み" : r.Status.Label())}", link, r.RequestedAt);

    static HomeLine Line(HomeDocument d) => new(
        $"{Meeting.CaptionOf(d.Number)}（{Wareki.Both(d.HeldOn)}）の{d.Kind.Label()}{(d.Version > 1 ? $" 第{d.Version}版" : "")}",
        $"/meetings/{d.Number}{(d.Kind == CouncilDocumentKind.Minutes ? "/minutes" : "")}", d.RecordedAt);

    static Beside BesideFor(Actor actor) =>
        actor.Can(Permission.SeeOperations) && (IsDepartment(actor) || actor.Can(Permission.DecideRebaseline)) ? Beside.Nothing
        : actor.Can(Permission.ManageJobs) ? Beside.Jobs
        : actor.Can(Permission.SeeAudit) && !actor.Can(Permission.RequestReport) ? Beside.Audit
        : Beside.Reports;

    static async Task<HomeDuties> WaitingAsync(GovernanceDbContext db, Actor actor, AsOf now, CancellationToken cancel)
    {
        var figures = await db.Operations.VisibleTo(actor).OrderBy(o => o.Number).Select(OperationFigures.Now).ToListAsync(cancel);
        var round = await NewestRound(db)
            .Select(r => new { Round = new HomeRound(r.Month, r.OpensOn, r.RemindOn, r.EscalateOn), Numbers = db.RoundItems.Where(i => i.Month == r.Month).Select(i => i.OperationNumber).ToArray() })
            .FirstOrDefaultAsync(cancel);
        var isDepartment = IsDepartment(actor);
        var missing = round is null ? [] : Owed(figures, round.Numbers.ToHashSet(), round.Round.OpensOn);
        var plans = await PlansAsync(db, actor, cancel);
        var risks = isDepartment ? await OverdueAsync(db, actor, now.Day, cancel) : [];
        var (forMe, forOthers) = await new HomeWaiting(db, actor, now.Day).ReadAsync(cancel);
        HomeItem[] mine =
        [
            .. forMe, .. plans.Select(p => Plan(p, actor)), .. risks.Select(Risk),
            .. isDepartment && actor.Can(Permission.ReportProgress) && missing.Count > 0 ? [Report(round!.Round, missing)] : Array.Empty<HomeItem>(),
        ];
        return new()
        {
            ForMe = Urgent(mine),
            ForOthers = forOthers,
            Round = round?.Round,
            Missing = missing,
            Standings = isDepartment || actor.Can(Permission.DecideRebaseline) ? await StandingsAsync(db, figures, now, cancel) : [],
        };
    }

    /// <summary>Unread ones first, the newest first.</summary>
    static IQueryable<HomeNotice> NewestNotices(GovernanceDbContext db, Actor actor) => db.Notifications.AsNoTracking()
        .Where(n => n.PersonId == actor.PersonId)
        .OrderBy(n => n.ReadAt != null).ThenByDescending(n => n.CreatedAt).Take(5)
        .Select(n => new HomeNotice(n.Id, n.Subject, n.Link, n.CreatedAt, n.ReadAt != null));

    static IReadOnlyList<HomeItem> Urgent(IEnumerable<HomeItem> items) =>
        [.. items.OrderBy(i => i.CanWait).ThenBy(i => i.DueOn ?? DateOnly.MaxValue).ThenBy(i => i.Since ?? DateTimeOffset.MaxValue).ThenBy(i => i.Subject, StringComparer.Ordinal)];

    static HomeItem Plan(HomePlan plan, Actor actor) => new(
        actor.Can(Permission.DecideRebaseline) ? "計画変更を決定する" : actor.Can(Permission.CheckPlan) ? "計画を確認する" : "計画を直す・提出する",
        $"/operations/{plan.OperationNumber}/plan", plan.OperationName, plan.Comment is { } said ? $"{plan.Status.Label()}（{plan.MovedBy}：{said}）" : plan.Status.Label(), "", null, plan.MovedAt);

    static HomeItem Risk(HomeRisk risk) => new(
        "リスク・課題に対応する", $"/operations/{risk.OperationNumber}/risks/{risk.Id}", risk.OperationName, risk.Title, risk.Owner, risk.DueOn, null);

    static HomeItem Report(HomeRound round, IReadOnlyList<MissingReport> missing) => new(
        "月次報告をする", "#owed", MonthlyRound.TitleOf(round.Month), $"{missing.Count}業務が未完了", "", round.RemindOn, null);

    static IReadOnlyList<MissingReport> Owed(IEnumerable<OperationFigures> figures, HashSet<int> numbers, DateOnly opensOn) =>
    [
        .. figures.Where(f => numbers.Contains(f.Number))
            .Select(f => new MissingReport(f.Number, f.Name, f.DepartmentId, f.DepartmentName, opensOn, f.StepsConfirmedOn, f.ForecastsConfirmedOn, f.RisksConfirmedOn))
            .Where(m => m.Aspects.Count > 0),
    ];

    static async Task<IReadOnlyList<Standing>> StandingsAsync(GovernanceDbContext db, IReadOnlyList<OperationFigures> figures, AsOf now, CancellationToken cancel) =>
        new Core.Standardization.Dashboard(figures, await Thresholds.AtAsync(db, now, cancel), now.Day).Standings;

    /// <summary>Read from the workflow table: a plan waits for whoever may take its next step.</summary>
    static async Task<IReadOnlyList<HomePlan>> PlansAsync(GovernanceDbContext db, Actor actor, CancellationToken cancel)
    {
        var mine = Enum.GetValues<PlanStatus>().Where(s => PlanWorkflow.Table.From(s).Any(t => actor.Can(t.Permission))).ToArray();
        return await (
            from p in db.Plans.AsNoTracking()
            join o in db.Operations.VisibleTo(actor) on p.OperationNumber equals o.Number
            where mine.Contains(p.Status)
            from t in db.PlanTransitions.OrderByDescending(t => t.Id).Where(t => t.PlanId == p.Id).Take(1)
            orderby t.RecordedAt
            select new HomePlan(o.Number, o.Name, p.Status, t.RecordedAt, t.Reason, t.RecordedBy))
            .ToListAsync(cancel);
    }

    static async Task<IReadOnlyList<HomeRisk>> OverdueAsync(GovernanceDbContext db, Actor actor, DateOnly today, CancellationToken cancel) => await (
        from r in db.Risks.AsNoTracking()
        join o in db.Operations.VisibleTo(actor) on r.OperationNumber equals o.Number
        where r.IsOpen && r.DueOn < today
        orderby r.DueOn
        select new HomeRisk(o.Number, o.Name, r.Id, r.Title, r.DueOn!.Value, r.Owner)).ToListAsync(cancel);

    /// <summary>Mails that wait for the administrator.</summary>
    static async Task<IReadOnlyList<HomeLine>> MailsAsync(GovernanceDbContext db, Actor actor, CancellationToken cancel)
    {
        if (!actor.Can(Permission.ManageMail))
        {
            return [];
        }

        var stopped = await db.Mails.AsNoTracking().Where(m => m.State == MailState.Parked || m.State == MailState.Uncertain)
            .GroupBy(m => m.State).Select(g => new { State = g.Key, Count = g.Count(), Last = g.Max(m => m.TriedAt) }).ToListAsync(cancel);
        return [.. stopped.OrderBy(s => s.State).Select(s => new HomeLine($"「{s.State.Label()}」のメールが{s.Count}通あります", $"/admin/mail?state={s.State}", s.Last!.Value))];
    }

    static async Task<IReadOnlyList<HomeLine>> LinesAsync(GovernanceDbContext db, Actor actor, Beside beside, CancellationToken cancel)
    {
        if (beside == Beside.Jobs)
        {
            var runs = await db.JobRuns.AsNoTracking().Where(r => r.Error != null).OrderByDescending(r => r.Id).Take(5).ToListAsync(cancel);
            return
            [
                .. await MailsAsync(db, actor, cancel),
                .. runs.Select(r => new HomeLine($"{JobSchedule.Find(r.JobKey)?.Name ?? r.JobKey}：{r.Error}", "/admin/jobs", r.StartedAt)),
            ];
        }

        return beside == Beside.Audit
            ? await db.AuditEntries.AsNoTracking().Where(a => a.Title != SignIns.SignedIn && a.Title != SignIns.SignedOut).OrderByDescending(a => a.RecordedAt).Take(10)
                .Select(a => new HomeLine($"{a.Title}：{a.SubjectLabel}（{a.RecordedBy}）", $"/audit/{a.Id}", a.RecordedAt))
                .ToListAsync(cancel)
            : [];
    }

    sealed record HomeReport(ReportKind Kind, DateOnly AsOf, ReportStatus Status, bool IsPublished, DateTimeOffset RequestedAt);

    sealed record HomeDocument(int Number, DateOnly HeldOn, CouncilDocumentKind Kind, int Version, DateTimeOffset RecordedAt);

    /// <summary>Which lines stand below what waits.</summary>
    enum Beside
    {
        Nothing,
        Jobs,
        Audit,
        Reports,
    }
}

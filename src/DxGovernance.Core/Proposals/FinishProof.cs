using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Workflow;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DxGovernance.Core.Proposals;

/// <summary>A role as the proof sees it.</summary>
/// <param name="Id">Of the assignment; where several deputyships permit a step, the one with the lowest counts, as for <see cref="Actor"/>.</param>
public sealed record HeldRole(int Id, int PersonId, string Name, Role Role, int DepartmentId, DateOnly From, DateOnly? To)
{
    public bool IsOn(DateOnly day) => From <= day && (To is null || To >= day);
}

/// <summary>A deputyship as the proof sees it.</summary>
public sealed record HeldDeputy(int Id, int PrincipalId, Role Role, int PersonId, string Name, DateOnly From, DateOnly To)
{
    public bool IsOn(DateOnly day) => From <= day && To >= day;
}

/// <summary>A case that is not over, with the route it has or, while it is written, would take.</summary>
/// <param name="NextGate">What follows an approval; null where only the completion is left.</param>
public sealed record OpenCase(
    string Number, string Title, int DepartmentId, string DepartmentName, ProposalState State, Route Route, int Reviewers, bool CouncilHeard, Gate? NextGate,
    IReadOnlyCollection<int> AuthorIds, IReadOnlyCollection<int> ReviewerIds);

/// <summary>Who holds what, and the open cases; a proposed change is the same world with one thing different.</summary>
/// <param name="Parents">Department → the one above it.</param>
public sealed record FinishWorld(
    IReadOnlyList<HeldRole> Roles, IReadOnlyList<HeldDeputy> Deputies, IReadOnlyList<OpenCase> Cases, IReadOnlyDictionary<int, int?> Parents)
{
    /// <summary>People who cannot act; what they lent to deputies still counts.</summary>
    public IReadOnlySet<int> Locked { get; init; } = new HashSet<int>();

    public FinishWorld Locking(int personId) => this with { Locked = new HashSet<int>(Locked) { personId } };

    /// <summary>People who are administrators on the day and can act.</summary>
    public int Administrators(DateOnly day, Func<HeldRole, bool> among) =>
        Roles.Where(r => r.Role == Role.Administrator && r.IsOn(day) && !Locked.Contains(r.PersonId) && among(r)).Select(r => r.PersonId).Distinct().Count();

    public FinishWorld Assigning(HeldRole role) => this with { Roles = [.. Roles, role] };

    public FinishWorld Ending(int roleId, DateOnly lastDay) => this with { Roles = [.. Roles.Select(r => r.Id == roleId ? r with { To = lastDay } : r)] };

    public FinishWorld Appointing(HeldDeputy deputy) => this with { Deputies = [.. Deputies, deputy] };

    public FinishWorld Revoking(int deputyId) => this with { Deputies = [.. Deputies.Where(d => d.Id != deputyId)] };

    /// <summary>Days after the day on which a recorded role or deputyship is over for the first time, the nearest first.</summary>
    public IReadOnlyList<DateOnly> EndsAfter(DateOnly day, int most) =>
        [.. Roles.Select(r => r.To).Concat(Deputies.Select(d => (DateOnly?)d.To)).Where(to => to >= day && to < DateOnly.MaxValue).Select(to => to!.Value.AddDays(1)).Distinct().Order().Take(most)];
}

/// <summary>Why nobody can take a step.</summary>
public enum StuckReason
{
    NobodyHolds,
    OnlyAuthors,
    TooFewReviewers,
    ConfirmationSpendsThem,
}

/// <summary>A case with a step that nobody can take.</summary>
/// <param name="Step">In words.</param>
/// <param name="Why">A sentence with the day.</param>
public sealed record StuckCase(string Number, string Title, string Step, StuckReason Reason, string Why)
{
    public string Text => $"{Number}「{Title}」：{Why}";
}

/// <summary>The proof that every open case can still be finished by somebody. Pure; <see cref="FinishData"/> reads the world.</summary>
public static class FinishProof
{
    const long LockKey = 7_310_001;
    const int MostNamed = 5;

    /// <summary>How many days with an end are looked at beyond the day of a change.</summary>
    const int LaterDays = 6;

    /// <summary>
    /// The cases that somebody must not leave behind: stuck after the change and not before it, on the day or on one of the next days on
    /// which something recorded already ends.
    /// </summary>
    public static IReadOnlyList<StuckCase> Worsened(FinishWorld before, FinishWorld after, DateOnly day) =>
        Found(after, [day, .. after.EndsAfter(day, LaterDays)], d => Stuck(before, d));

    /// <summary>The cases that can be finished on the day, but no more once something recorded already has ended.</summary>
    public static IReadOnlyList<StuckCase> Coming(FinishWorld world, DateOnly day)
    {
        var now = Stuck(world, day);
        return Found(world, world.EndsAfter(day, LaterDays), _ => now);
    }

    /// <summary>Every step of every case that nobody can take on the day.</summary>
    public static IReadOnlyList<StuckCase> Stuck(FinishWorld world, DateOnly day)
    {
        var staff = new Staffing(world, day);
        return [.. world.Cases.SelectMany(c => Of(c, staff))];
    }

    /// <exception cref="RuleViolation">cannot-finish, naming the cases.</exception>
    public static void Require(IReadOnlyList<StuckCase> stuck) => RuleViolation.Require(
        stuck.Count == 0,
        "cannot-finish",
        $"この変更をすると、進められない案件が{Numbers(stuck).Count}件できるため、保存できません（{string.Join("、", Numbers(stuck).Take(MostNamed))}{(Numbers(stuck).Count > MostNamed ? "ほか" : "")}）。先に、ほかの人に役割を与えるか代理を置いてください。");

    /// <summary>Before a submission: somebody must be able to take every step that follows it.</summary>
    /// <param name="db">The context. Inside a transaction, no role is taken away until it ends.</param>
    /// <param name="proposal">Still with the department, as it will be submitted.</param>
    /// <param name="rules">The templates at <see cref="Proposal.RulesAt"/>.</param>
    /// <param name="actor">Who submits, and so becomes an author.</param>
    /// <param name="day">Today.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="RuleViolation">cannot-finish, with the steps that nobody can take.</exception>
    public static async Task RequireAsync(GovernanceDbContext db, Proposal proposal, Templates rules, Actor actor, DateOnly day, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared({LockKey})", cancel);
        }

        var by = actor.Acting(Permission.WriteProposal, proposal.DepartmentId);
        var route = proposal.RouteNow(rules);
        var submitted = new OpenCase(
            proposal.Number, proposal.Title, proposal.DepartmentId, proposal.DepartmentName, ProposalState.HeadChecking, route.Route, route.Reviewers, CouncilHeard: false,
            null, [.. proposal.AuthorIds.Union(by.PersonIds)], []);
        var stuck = Stuck(await FinishData.StaffAsync(db, day, cancel) with { Cases = [submitted] }, day);
        RuleViolation.Require(
            stuck.Count == 0, "cannot-finish", $"このまま申請すると、途中で進められなくなります。{string.Concat(stuck.Select(s => s.Why))}管理者またはPMO事務局に、役割か代理の登録を依頼してください。");
    }

    /// <summary>A transaction in which nobody else changes who may do what; two changes that are each harmless cannot harm together.</summary>
    public static async Task<IDbContextTransaction> AloneAsync(GovernanceDbContext db, CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", cancel);
        return transaction;
    }

    /// <summary>What is stuck on one of the days and was not known to be; each case and step with its first day.</summary>
    static IReadOnlyList<StuckCase> Found(FinishWorld world, IEnumerable<DateOnly> days, Func<DateOnly, IReadOnlyList<StuckCase>> known)
    {
        var found = new Dictionary<(string, string), StuckCase>();
        foreach (var day in days)
        {
            var stuck = Stuck(world, day);
            var before = stuck.Count == 0 ? [] : known(day).Select(s => (s.Number, s.Step)).ToHashSet();
            foreach (var s in stuck.Where(s => !before.Contains((s.Number, s.Step))))
            {
                found.TryAdd((s.Number, s.Step), s);
            }
        }

        return [.. found.Values];
    }

    static IReadOnlyList<string> Numbers(IReadOnlyList<StuckCase> stuck) => [.. stuck.Select(s => s.Number).Distinct()];

    static IEnumerable<StuckCase> Of(OpenCase c, Staffing staff)
    {
        var needs = Needs(c).ToList();
        var missing = needs.Where(n => !staff.Suffices(n, c, c.AuthorIds)).ToList();
        if (missing.Count > 0)
        {
            // One person with the permission takes all of its steps: say it once.
            return missing.GroupBy(n => n.Permission).Select(g => Say(c, g.First(), string.Join("・", g.Select(n => n.Label).Distinct()), staff));
        }

        return Spent(c, needs, staff) is { } spent ? [spent] : [];
    }

    /// <summary>Who submits and who confirms become authors; somebody else must be left for what follows.</summary>
    static StuckCase? Spent(OpenCase c, IReadOnlyList<Need> needs, Staffing staff)
    {
        var later = needs.Where(n => n.OtherThanAuthor).ToList();
        var needed = later.SelectMany(n => staff.Doers(n.Permission, c.DepartmentId)).SelectMany(d => d.Ids).ToHashSet();
        IReadOnlyList<int[]> Joining(Need n)
        {
            var sets = staff.Doers(n.Permission, c.DepartmentId).Select(d => d.Ids.Except(c.AuthorIds).Where(needed.Contains).ToArray()).ToList();
            return sets.Any(s => s.Length == 0) ? [[]] : sets;
        }

        var joining = needs.Where(n => n.MakesAuthor).Select(Joining).Where(sets => sets[0].Length > 0).ToList();
        IEnumerable<IEnumerable<int>> choices = [[]];
        foreach (var sets in joining)
        {
            choices = choices.SelectMany(chosen => sets.Select(s => chosen.Union(s)));
        }

        return choices.Any(chosen => later.TrueForAll(n => staff.Suffices(n, c, [.. c.AuthorIds, .. chosen])))
            ? null
            : new(
                c.Number, c.Title, string.Join("・", later.Select(n => n.Label).Distinct()), StuckReason.ConfirmationSpendsThem,
                $"{Wareki.Both(staff.Day)}には、{c.DepartmentName}で「{string.Join("・", needs.Where(n => n.MakesAuthor).Select(n => n.Label))}」をする人が案件の作成者になり、"
                    + $"その後の「{string.Join("・", later.Select(n => n.Label).Distinct())}」をできる別の人が残りません。");
    }

    static StuckCase Say(OpenCase c, Need need, string step, Staffing staff)
    {
        var doers = staff.Doers(need.Permission, c.DepartmentId);
        var free = doers.Count(d => !need.OtherThanAuthor || !d.IsOf(c.AuthorIds));
        var roles = Enum.GetValues<Role>().Where(r => Permissions.Of(r).Contains(need.Permission)).ToList();
        var where = roles.TrueForAll(r => r.IsCityWide()) ? "" : $"{c.DepartmentName}に";
        var (reason, why) = doers.Count == 0
            ? (StuckReason.NobodyHolds, $"「{step}」をできる人が{where}いません。「{string.Join("」か「", roles.Select(r => r.Label()))}」の役割を持つ人が必要です。")
            : need.Count > 1 && free > 0
                ? (StuckReason.TooFewReviewers, $"審査に{need.Count}人が必要ですが、審査を終えた人と審査できる人を合わせて{staff.Able(need, c, c.AuthorIds)}人です（作成・申請した人とその代理を除く）。")
                : (StuckReason.OnlyAuthors, $"「{step}」をできる人がいません。権限を持つ{Names(doers, staff)}は、この案件を作成・申請した人か、その代理です。");
        return new(c.Number, c.Title, step, reason, $"{Wareki.Both(staff.Day)}には、{why}");
    }

    static string Names(IReadOnlyList<Doer> doers, Staffing staff) =>
        string.Join("、", doers.Take(3).Select(d => $"「{staff.Name(d.PersonId)}」")) + (doers.Count > 3 ? $"ほか{doers.Count - 3}人" : "");

    /// <summary>What is still to be done on the route, in order, read from the workflow table.</summary>
    static IEnumerable<Need> Needs(OpenCase c)
    {
        var light = c.Route == Route.Light;
        if (c.State.IsApproved())
        {
            if (c.NextGate is null)
            {
                return [Row(c.State, ProposalAction.Complete)];
            }

            return [Row(c.State, ProposalAction.StartNext), .. Needs(c with { State = ProposalState.Draft, CouncilHeard = false, ReviewerIds = [] })];
        }

        var place = c.State switch
        {
            ProposalState.Draft or ProposalState.Returned => 0,
            ProposalState.HeadChecking => 1,
            ProposalState.Intake => 2,
            ProposalState.Reviewing or ProposalState.Inquiring or ProposalState.Continued => 3,
            ProposalState.Tabling => 4,
            ProposalState.Deciding => 5,
            ProposalState.CouncilPending => 6,
            ProposalState.Approved or ProposalState.ConditionallyApproved or ProposalState.Rejected or ProposalState.Withdrawn or ProposalState.Completed => int.MaxValue,
        };
        var council = c.State == ProposalState.CouncilPending || (c.Route == Route.Council && !c.CouncilHeard);
        (int Place, bool IsOn, Need Need)[] all =
        [
            (0, true, Row(ProposalState.Draft, ProposalAction.Submit) with { MakesAuthor = true }),
            (1, true, Row(ProposalState.HeadChecking, ProposalAction.Confirm) with { MakesAuthor = true }),
            (2, true, Row(ProposalState.Intake, ProposalAction.Accept)),
            (3, c.State == ProposalState.Continued, Row(ProposalState.Continued, ProposalAction.Resume)),
            (3, true, Row(ProposalState.Reviewing, ProposalAction.Ask) with { Label = "審査する", Count = c.Reviewers }),
            (3, true, Row(ProposalState.Reviewing, ProposalAction.PutToPmo)),
            (4, light, Row(ProposalState.Tabling, ProposalAction.Approve)),
            (4, !light, Row(ProposalState.Tabling, ProposalAction.Forward)),
            (5, council && !light, Row(ProposalState.Deciding, ProposalAction.ReferToCouncil)),
            (6, council, Row(ProposalState.CouncilPending, ProposalAction.RecordJudgement)),
            (7, !light || c.State is ProposalState.Deciding or ProposalState.CouncilPending, Row(ProposalState.Deciding, ProposalAction.Approve)),
        ];
        return all.Where(n => n.IsOn && n.Place >= place).Select(n => n.Need);
    }

    static Need Row(ProposalState from, ProposalAction action)
    {
        var line = ProposalWorkflow.Table.Find(from, action);
        return new(action == ProposalAction.Approve ? "決定する" : line.Label, line.Permission, line.OtherThanSubmitter);
    }

    /// <summary>A step that is left: how many different people with which permission.</summary>
    sealed record Need(string Label, Permission Permission, bool OtherThanAuthor)
    {
        public int Count { get; init; } = 1;

        public bool MakesAuthor { get; init; }
    }

    /// <summary>Somebody who may take a step, and for whom: an own role wins over a deputyship, then the oldest role counts.</summary>
    sealed record Doer(int PersonId, int? PrincipalId)
    {
        public IEnumerable<int> Ids => PrincipalId is { } principal ? [PersonId, principal] : [PersonId];

        public bool IsOf(IEnumerable<int> authors) => Ids.Any(authors.Contains);
    }

    sealed class Staffing(FinishWorld world, DateOnly day)
    {
        readonly List<(HeldRole Role, Doer Doer)> held =
        [
            .. world.Roles.Where(r => r.IsOn(day) && !world.Locked.Contains(r.PersonId)).Select(r => (r, new Doer(r.PersonId, null))),
            .. world.Deputies.Where(d => d.IsOn(day) && !world.Locked.Contains(d.PersonId)).SelectMany(d => world.Roles
                .Where(r => r.PersonId == d.PrincipalId && r.Role == d.Role && r.IsOn(day)).OrderBy(r => r.Id).Select(r => (r, new Doer(d.PersonId, d.PrincipalId)))),
        ];

        readonly Dictionary<(Permission, int), IReadOnlyList<Doer>> doers = [];

        public DateOnly Day => day;

        public IReadOnlyList<Doer> Doers(Permission permission, int departmentId)
        {
            if (!doers.TryGetValue((permission, departmentId), out var found))
            {
                found =
                [
                    .. held.Where(h => Permissions.Of(h.Role.Role).Contains(permission) && (h.Role.Role.IsCityWide() || Covers(h.Role.DepartmentId, departmentId)))
                        .GroupBy(h => h.Doer.PersonId)
                        .Select(g => g.OrderBy(h => h.Doer.PrincipalId is not null).ThenBy(h => h.Role.Id).First().Doer),
                ];
                doers.Add((permission, departmentId), found);
            }

            return found;
        }

        public bool Suffices(Need need, OpenCase c, IReadOnlyCollection<int> authors) => Able(need, c, authors) >= need.Count;

        /// <summary>How many different people; who has finished a review counts, with or without a role by now.</summary>
        public int Able(Need need, OpenCase c, IReadOnlyCollection<int> authors)
        {
            var able = Doers(need.Permission, c.DepartmentId).Where(d => !need.OtherThanAuthor || !d.IsOf(authors)).Select(d => d.PersonId);
            return (need.Permission == Permission.ReviewProposal ? able.Union(c.ReviewerIds) : able).Count();
        }

        public string Name(int personId) =>
            world.Roles.FirstOrDefault(r => r.PersonId == personId)?.Name ?? world.Deputies.FirstOrDefault(d => d.PersonId == personId)?.Name ?? "";

        bool Covers(int holder, int departmentId) =>
            holder == departmentId || (world.Parents.TryGetValue(departmentId, out var parent) && parent == holder);
    }
}

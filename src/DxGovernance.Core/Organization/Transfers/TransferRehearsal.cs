using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Organization.Transfers;

/// <summary>What becomes of something that is open; the worst first.</summary>
public enum RehearsalOutcome
{
    Unsolved,
    Nobody,
    Handed,
    Same,
}

/// <summary>Something open, with who answers for it on the day without and with the transfer.</summary>
/// <param name="Kind">In words: 案件, 承認条件, …</param>
/// <param name="Duty">What they do for it.</param>
/// <param name="Note">What else to look at; null for nothing.</param>
public sealed record RehearsalLine(string Kind, string Subject, string Href, string Duty, IReadOnlyList<string> Before, IReadOnlyList<string> After, RehearsalOutcome Outcome, string? Note);

/// <summary>
/// The transfer as if it had been applied: every open case, condition, milestone, follow-up of the council and deputyship, and what becomes of it.
/// What nobody would answer for any more stands against confirming and applying.
/// </summary>
/// <param name="Faults">Rows that cannot be done as things stand now.</param>
/// <param name="Stuck">Cases with a step that nobody could take.</param>
public sealed record TransferRehearsal(IReadOnlyList<MoveFault> Faults, IReadOnlyList<StuckCase> Stuck, IReadOnlyList<RehearsalLine> Lines, bool LeavesAdministrator)
{
    const int MostNamed = 3;

    public IReadOnlyList<RehearsalLine> Unsolved => [.. Lines.Where(l => l.Outcome == RehearsalOutcome.Unsolved)];

    public bool IsSolved => Faults.Count == 0 && Stuck.Count == 0 && LeavesAdministrator && Unsolved.Count == 0;

    /// <summary>What stands against it in one paragraph; null where nothing does.</summary>
    public string? Against => IsSolved ? null : string.Concat(
        Faults.Count == 0 ? "" : $"実行できない行が{Faults.Count}件あります（{string.Join("、", Faults.Take(MostNamed).Select(f => f.Text.TrimEnd('。')))}）。",
        LeavesAdministrator ? "" : "管理者が一人もいなくなります。",
        Stuck.Count == 0 ? "" : $"進められなくなる案件が{Stuck.Select(s => s.Number).Distinct().Count()}件あります（{string.Join("、", Stuck.Select(s => s.Number).Distinct().Take(MostNamed))}）。",
        Unsolved.Count == 0 ? "" : $"引き継ぐ人のいないものが{Unsolved.Count}件あります（{string.Join("、", Unsolved.Take(MostNamed).Select(l => $"{l.Kind} {l.Subject}"))}）。");

    /// <exception cref="RuleViolation">Something stands against it.</exception>
    public void Require() => RuleViolation.Require(IsSolved, "transfer-unsolved", $"{Against}解決してから、もう一度行ってください。");

    /// <summary>Reads what is open and rehearses; eight statements however much that is.</summary>
    public static async Task<TransferRehearsal> OfAsync(GovernanceDbContext db, Transfer transfer, TransferGround ground, CancellationToken cancel)
    {
        var day = transfer.EffectiveOn;
        var moves = transfer.Moves.OrderBy(m => m.Line).Select(m => m.Input).ToList();
        var faults = ground.Check(moves, day);
        var before = (await FinishData.LoadAsync(db, transfer.LastDayBefore, cancel)).World(day);
        return Of(faults, before, After(before, moves, ground, day), moves, await OpenThings.ReadAsync(db, cancel), day);
    }

    /// <summary>The world with every row done that can be done.</summary>
    public static FinishWorld After(FinishWorld before, IReadOnlyList<MoveInput> moves, TransferGround ground, DateOnly day)
    {
        var ending = moves.Where(m => m.FromRole is not null).Select(m => ground.Held(m.Account, m.FromRole!.Value, m.FromDepartmentId!.Value, day.AddDays(-1))?.Id).ToHashSet();
        var strangers = new Dictionary<string, int>(StringComparer.Ordinal);
        int IdOf(MoveInput m) => ground.Person(m.Account)?.Id ?? (strangers.TryGetValue(m.Account, out var id) ? id : strangers[m.Account] = -strangers.Count - 1);
        var beginning = moves.Where(m => m.ToRole is not null)
            .Select((m, i) => new HeldRole(int.MaxValue - i, IdOf(m), m.Name, m.ToRole!.Value, m.ToDepartmentId!.Value, day, null));
        return before with { Roles = [.. before.Roles.Select(r => ending.Contains(r.Id) ? r with { To = day.AddDays(-1) } : r), .. beginning] };
    }

    static TransferRehearsal Of(IReadOnlyList<MoveFault> faults, FinishWorld before, FinishWorld after, IReadOnlyList<MoveInput> moves, OpenThings open, DateOnly day)
    {
        var (was, will) = (new Duties(before, day), new Duties(after, day));
        RehearsalLine Line(string kind, string subject, string href, Permission duty, int? department, string? note = null)
        {
            var (old, now) = (was.Of(duty, department), will.Of(duty, department));
            var outcome = now.Count > 0 ? old.SequenceEqual(now) ? RehearsalOutcome.Same : RehearsalOutcome.Handed : old.Count > 0 ? RehearsalOutcome.Unsolved : RehearsalOutcome.Nobody;
            return new(kind, subject, href, duty.Label(), old, now, outcome, note);
        }

        // An owner is written in words; a name in it that goes away is for a person to see.
        var leaving = moves.Where(m => m.FromRole is not null).Select(m => m.Name).Distinct().ToList();
        string? Named(string owner) => leaving.Find(n => owner.Replace("　", " ", StringComparison.Ordinal).Contains(n, StringComparison.Ordinal)) is { } name ? $"担当「{owner}」に、異動する{name}の氏名があります。" : null;
        IEnumerable<RehearsalLine> lines =
        [
            .. before.Cases.Where(c => ProposalWorkflow.TurnOf(c.State, c.Route) is not null)
                .Select(c => Line("案件", $"{c.Number} {c.Title}", $"/proposals/{c.Number}", ProposalWorkflow.TurnOf(c.State, c.Route)!.Value, c.DepartmentId)),
            .. open.Conditions.Select(c => Line("承認条件", $"{c.Case} 条件{c.Number}", $"/proposals/{c.Case}", Permission.WriteProposal, c.DepartmentId, Named(c.Owner))),
            .. open.Operations.Select(o => Line("マイルストーン", $"{o.Name}（未完了{o.Milestones}件）", $"/operations/{o.Number}/milestones", Permission.ReportProgress, o.DepartmentId)),
            .. open.FollowUps.Select(f => Line("推進会議の指摘", $"指摘{f.Number}：{f.Text}", $"/action-items/{f.Id}", Permission.ReportActionItem, f.DepartmentId, Named(f.Owner))),
            .. before.Deputies.Where(d => d.To >= day).Select(d => OfDeputy(d, before, after, day)),
        ];
        return new(
            faults, FinishProof.Worsened(before, after, day), [.. lines.OrderBy(l => l.Outcome).ThenBy(l => l.Note is null)], after.Administrators(day, _ => true) > 0);
    }

    static RehearsalLine OfDeputy(HeldDeputy d, FinishWorld before, FinishWorld after, DateOnly day)
    {
        bool Holds(FinishWorld world) => world.Roles.Any(r => r.PersonId == d.PrincipalId && r.Role == d.Role && r.IsOn(day));
        bool Stays(FinishWorld world) => world.Roles.Any(r => r.PersonId == d.PersonId && r.IsOn(day));
        var principal = before.Roles.FirstOrDefault(r => r.PersonId == d.PrincipalId)?.Name ?? "";
        var (outcome, note) = Stays(before) && !Stays(after) && Holds(after)
            ? (RehearsalOutcome.Unsolved, $"代理の{d.Name}がどの役割も持たなくなります。代理を取り消し、ほかの人を置いてください。")
            : Holds(before) && !Holds(after) ? (RehearsalOutcome.Handed, $"本人の{principal}がこの役割を離れるため、代理は働かなくなります。") : (RehearsalOutcome.Same, (string?)null);
        return new(
            "代理", $"{principal}の代理 {d.Name}（{d.Role.Label()}）", $"/deputies/{d.Id}/revoke", d.Role.Label(), Holds(before) ? [d.Name] : [], Holds(after) ? [d.Name] : [], outcome, note);
    }

    /// <summary>Who may do what for a department on a day, by name.</summary>
    sealed class Duties(FinishWorld world, DateOnly day)
    {
        readonly Dictionary<(Permission, int?), IReadOnlyList<string>> known = [];

        public IReadOnlyList<string> Of(Permission permission, int? department) =>
            known.TryGetValue((permission, department), out var names) ? names : known[(permission, department)] = Find(permission, department);

        IReadOnlyList<string> Find(Permission permission, int? department)
        {
            bool Covers(HeldRole r) => r.IsOn(day) && Permissions.Of(r.Role).Contains(permission)
                && (r.Role.IsCityWide() ? IsTheirs(r.Role, department) : department is { } d && (r.DepartmentId == d || world.Parents.GetValueOrDefault(d) == r.DepartmentId));
            var holders = world.Roles.Where(Covers).ToList();
            var own = holders.Where(r => !world.Locked.Contains(r.PersonId)).Select(r => (r.PersonId, r.Name));
            var lent = world.Deputies.Where(d => d.IsOn(day) && !world.Locked.Contains(d.PersonId) && holders.Exists(h => h.PersonId == d.PrincipalId && h.Role == d.Role))
                .Select(d => (d.PersonId, Name: $"{d.Name}（代理）"));
            return [.. own.Concat(lent).DistinctBy(p => p.PersonId).OrderBy(p => p.PersonId).Select(p => p.Name)];

            // The office may stand in for every department; who answers for a department is somebody of it.
            bool IsTheirs(Role role, int? of) => of is null || !Enum.GetValues<Role>().Any(other => !other.IsCityWide() && Permissions.Of(other).Contains(permission)) || role is not Role.PmoOffice;
        }
    }
}

/// <summary>What somebody must answer for, beside the cases that <see cref="FinishData"/> reads.</summary>
sealed record OpenThings(
    IReadOnlyList<OpenThings.OpenCondition> Conditions, IReadOnlyList<OpenThings.OpenOperation> Operations, IReadOnlyList<OpenThings.OpenFollowUp> FollowUps)
{
    public static async Task<OpenThings> ReadAsync(GovernanceDbContext db, CancellationToken cancel) => new(
        await db.Conditions.AsNoTracking().Where(c => c.State != ConditionState.Met && c.Proposal.State != ProposalState.Withdrawn && c.Proposal.State != ProposalState.Rejected)
            .OrderBy(c => c.Proposal.Number).ThenBy(c => c.Number)
            .Select(c => new OpenCondition(c.Proposal.Number, c.Number, c.Owner, c.Proposal.DepartmentId)).ToListAsync(cancel),
        await db.Operations.AsNoTracking().Where(o => o.Milestones.Any(m => m.ActualOn == null)).OrderBy(o => o.Number)
            .Select(o => new OpenOperation(o.Number, o.Name, o.DepartmentId, o.Milestones.Count(m => m.ActualOn == null))).ToListAsync(cancel),
        await db.ActionItems.AsNoTracking().Where(a => a.State == ActionItemState.Open || a.State == ActionItemState.Reported).OrderBy(a => a.Id)
            .Select(a => new OpenFollowUp(a.Id, a.Number, a.Text, a.Owner, a.DepartmentId)).ToListAsync(cancel));

    public sealed record OpenCondition(string Case, int Number, string Owner, int DepartmentId);

    public sealed record OpenOperation(int Number, string Name, int? DepartmentId, int Milestones);

    public sealed record OpenFollowUp(int Id, int Number, string Text, string Owner, int? DepartmentId);
}

using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Organization.Transfers;

/// <summary>Applies and undoes a whole transfer in one transaction; for the page and for the job.</summary>
public static class TransferActs
{
    /// <summary>Everything the rows say, or nothing. The caller holds the lock of <see cref="FinishProof.AloneAsync"/> and commits.</summary>
    /// <param name="db">The context.</param>
    /// <param name="transfer">Tracked, with its rows.</param>
    /// <param name="reason">Why by hand; null for the job.</param>
    /// <param name="actor">Who applies.</param>
    /// <param name="now">When.</param>
    /// <param name="cancel">Stops before it is saved.</param>
    /// <returns>Whose roles changed.</returns>
    /// <exception cref="RuleViolation">Something stands against it now; nothing was changed.</exception>
    public static async Task<IReadOnlyList<int>> ApplyAsync(GovernanceDbContext db, Transfer transfer, string? reason, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var ground = await TransferGround.LoadAsync(db, cancel);
        (await TransferRehearsal.OfAsync(db, transfer, ground, cancel)).Require();
        db.People.AddRange(transfer.Apply(ground, actor, now));
        var receivers = await Receivers.OnAsync(db, TokyoTime.DayOf(now), cancel);
        await Outbox.AddMissingAsync(
            db,
            [
                .. receivers.Of(Role.Administrator).Select(p => new Notification(
                    $"transfer:{transfer.Id}:applied", p, $"「{transfer.Name}」を適用しました", $"{transfer.Moves.Count}行の役割が変わりました。", Href(transfer), now)),
            ],
            cancel);
        await db.SaveAsync(actor, new Act("人事異動の適用", Subject(transfer), transfer.Name, reason ?? $"{transfer.Moves.Count}行"), now, cancel);
        return People(transfer, ground);
    }

    /// <summary>Takes it back as one. The caller holds the lock and commits.</summary>
    /// <exception cref="RuleViolation">A role was changed since, or a case could not be finished afterwards.</exception>
    public static async Task<IReadOnlyList<int>> UndoAsync(GovernanceDbContext db, Transfer transfer, string? reason, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var today = TokyoTime.DayOf(now);
        var ground = await TransferGround.LoadAsync(db, cancel);
        var before = (await FinishData.LoadAsync(db, today.AddDays(-1), cancel)).World(today);
        var gone = transfer.Undo(ground, actor, now);
        var after = before with
        {
            Roles = [.. ground.People.SelectMany(p => p.Assignments.Select((a, i) => new HeldRole(a.Id == 0 ? int.MaxValue - i : a.Id, p.Id, p.Name, a.Role, a.DepartmentId == 0 ? a.Department.Id : a.DepartmentId, a.ValidFrom, a.ValidTo)))],
        };
        RuleViolation.Require(after.Administrators(today, _ => true) > 0, "last-administrator", "取り消すと管理者が一人もいなくなります。先に、ほかの人に管理者の役割を与えてください。");
        FinishProof.Require(FinishProof.Worsened(before, after, today));
        db.RemoveRange(gone);
        await db.SaveAsync(actor, new Act("人事異動の取消し", Subject(transfer), transfer.Name, reason), now, cancel);
        return People(transfer, ground);
    }

    public static string Href(Transfer transfer) => $"/admin/transfers/{transfer.Id}";

    public static string Subject(Transfer transfer) => $"transfer:{transfer.Id}";

    public static Task<Transfer?> FindAsync(GovernanceDbContext db, int id, CancellationToken cancel) =>
        db.Transfers.Include(t => t.Moves.OrderBy(m => m.Line)).FirstOrDefaultAsync(t => t.Id == id, cancel);

    static IReadOnlyList<int> People(Transfer transfer, TransferGround ground) => [.. transfer.Moves.Select(m => ground.Person(m.Account)!.Id).Distinct()];
}

using DxGovernance.Core.Data;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Retention;

/// <summary>A record whose period is over.</summary>
/// <param name="Key">Of the record in its table.</param>
/// <param name="Label">What it is, without names of people and without words of its content: the list is kept for good.</param>
/// <param name="EndedOn">When its matter ended.</param>
/// <param name="Sha256">Of a file.</param>
/// <param name="Length">Of a file, in bytes.</param>
public sealed record DisposalCandidate(string Key, string Label, DateOnly EndedOn, string? Sha256 = null, long? Length = null);

/// <summary>What of a kind may go.</summary>
/// <param name="Listed">The oldest of them, <see cref="Most"/> at most.</param>
/// <param name="Total">All there are.</param>
public sealed record DisposalList(IReadOnlyList<DisposalCandidate> Listed, int Total)
{
    /// <summary>In one disposal; the rest is for the next.</summary>
    public const int Most = 5000;

    static readonly ProposalState[] Over = [.. Enum.GetValues<ProposalState>().Where(s => s.IsOver())];

    /// <summary>Two statements; one where nothing is found.</summary>
    /// <param name="db">The context.</param>
    /// <param name="kind">Which records.</param>
    /// <param name="upTo">Their period is over by the end of this day.</param>
    /// <param name="years">Their period.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static Task<DisposalList> FindAsync(GovernanceDbContext db, RecordKind kind, DateOnly upTo, int years, CancellationToken cancel)
    {
        var before = RetentionPeriod.EndedBefore(upTo, years);
        return kind switch
        {
            RecordKind.CaseAttachments => ReadAsync(
                db.Attachments.Where(a => a.DisposedAt == null && Over.Contains(a.Proposal.State) && a.Proposal.StateSince < before).OrderBy(a => a.Proposal.StateSince).ThenBy(a => a.Id)
                    .Select(a => new { a.Id, a.Proposal.Number, a.Kind, a.Proposal.StateSince, a.Sha256, a.Length }),
                a => new($"{a.Id}", $"{a.Number} {a.Kind.Label()}", TokyoTime.DayOf(a.StateSince), a.Sha256, a.Length), cancel),
            RecordKind.DraftAutosaves => ReadAsync(
                db.DraftAutosaves.Join(db.Proposals, a => a.ProposalId, p => p.Id, (a, p) => new { a.ProposalId, a.PersonId, a.Section, p.Number, p.State, p.StateSince })
                    .Where(a => Over.Contains(a.State) && a.StateSince < before).OrderBy(a => a.StateSince).ThenBy(a => a.ProposalId).ThenBy(a => a.PersonId).ThenBy(a => a.Section),
                a => new($"{a.ProposalId}/{a.PersonId}/{a.Section}", $"{a.Number} {a.Section}", TokyoTime.DayOf(a.StateSince)), cancel),
            RecordKind.UnpublishedReports => ReadAsync(
                db.ReportRequests.Where(r => r.Status == ReportStatus.Done && r.PublishedAt == null && r.DisposedAt == null && r.FinishedAt < before).OrderBy(r => r.FinishedAt).ThenBy(r => r.Id)
                    .Select(r => new { r.Id, r.Kind, r.AsOf, FinishedAt = r.FinishedAt!.Value, r.Sha256, r.SizeInBytes }),
                r => new($"{r.Id}", $"{r.Kind.Label()} {Organization.Wareki.Iso(r.AsOf)}", TokyoTime.DayOf(r.FinishedAt), r.Sha256, r.SizeInBytes), cancel),
            RecordKind.SentMails => ReadAsync(
                db.Mails.Where(m => (m.State == MailState.Sent || m.State == MailState.Dropped) && (m.SentAt ?? m.CreatedAt) < before).OrderBy(m => m.SentAt ?? m.CreatedAt).ThenBy(m => m.Id)
                    .Select(m => new { m.Id, m.Kind, m.State, m.MessageId, EndedAt = m.SentAt ?? m.CreatedAt }),
                m => new($"{m.Id}", $"{m.Kind.Label()}（{m.State.Label()}） {m.MessageId}", TokyoTime.DayOf(m.EndedAt)), cancel),
            RecordKind.ReadNotices => ReadAsync(
                db.Notifications.Where(n => n.ReadAt < before).OrderBy(n => n.ReadAt).ThenBy(n => n.Id).Select(n => new { n.Id, n.Key, ReadAt = n.ReadAt!.Value }),
                n => new($"{n.Id}", n.Key, TokyoTime.DayOf(n.ReadAt)), cancel),
            RecordKind.UnknownSignIns => ReadAsync(
                db.UnknownSignIns.Where(s => s.State != UnknownSignInState.Open && s.LastAt < before).OrderBy(s => s.LastAt).ThenBy(s => s.Id).Select(s => new { s.Id, s.Code, s.State, s.LastAt }),
                s => new($"{s.Id}", $"照会番号{s.Code}（{s.State.Label()}）", TokyoTime.DayOf(s.LastAt)), cancel),
            RecordKind.JobRuns => ReadAsync(
                db.JobRuns.Where(r => r.FinishedAt < before).OrderBy(r => r.FinishedAt).ThenBy(r => r.Id).Select(r => new { r.Id, r.JobKey, r.StartedAt, FinishedAt = r.FinishedAt!.Value }),
                r => new($"{r.Id}", $"{JobSchedule.Find(r.JobKey)?.Name ?? r.JobKey} {TokyoTime.Display(r.StartedAt)}", TokyoTime.DayOf(r.FinishedAt)), cancel),
        };
    }

    static async Task<DisposalList> ReadAsync<T>(IQueryable<T> rows, Func<T, DisposalCandidate> of, CancellationToken cancel)
    {
        var total = await rows.CountAsync(cancel);
        return new(total == 0 ? [] : [.. (await rows.Take(Most).ToListAsync(cancel)).Select(of)], total);
    }
}

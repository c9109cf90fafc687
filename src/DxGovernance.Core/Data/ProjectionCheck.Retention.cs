using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Retention;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>Disposals against their ledger, and files without bytes against the disposals.</summary>
public static partial class ProjectionCheck
{
    static async Task<List<string>> Disposals(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from d in db.Disposals.AsNoTracking()
            orderby d.Id
            from e in db.DisposalEntries.NewestFirst().Where(e => e.DisposalId == d.Id).Take(1).DefaultIfEmpty()
            select new { d, To = e == null ? (DisposalState?)null : e.State }).ToListAsync(cancel);
        var found = rows.SelectMany(x => Differs($"廃棄案「{x.d.Caption}」", "状態", x.d.State.Label(), x.To?.Label())).ToList();
        foreach (var row in rows)
        {
            var items = await db.DisposalItems.AsNoTracking().Where(i => i.DisposalId == row.d.Id).ToListAsync(cancel);
            found.AddRange(Differs($"廃棄案「{row.d.Caption}」", "一覧のSHA-256", row.d.ListSha256, Disposal.HashOf(items.Select(i => i.Candidate))));
        }

        return [.. found, .. await Files(db, cancel)];
    }

    /// <summary>A file's bytes are there, or an approved disposal says where they went.</summary>
    static async Task<List<string>> Files(GovernanceDbContext db, CancellationToken cancel)
    {
        // As a list, not as a question for each file: PostgreSQL reads it once.
        IQueryable<string> Disposed(RecordKind kind) => db.DisposalItems.Where(i => i.Disposal.State == DisposalState.Disposed && i.Disposal.Kind == kind).Select(i => i.Key);
        var (files, reportFiles) = (Disposed(RecordKind.CaseAttachments), Disposed(RecordKind.UnpublishedReports));
        var attachments = await db.Attachments.AsNoTracking()
            .Select(a => new
            {
                Name = a.Proposal.Number + "の添付「" + a.FileName + "」",
                a.DisposedAt,
                IsThere = db.AttachmentFiles.Any(f => f.AttachmentId == a.Id),
                IsListed = files.Contains(a.Id.ToString()),
            })
            .Where(a => a.IsThere == (a.DisposedAt != null) || a.IsListed != (a.DisposedAt != null)).OrderBy(a => a.Name).ToListAsync(cancel);
        var reports = await db.ReportRequests.AsNoTracking().Where(r => r.Status == ReportStatus.Done)
            .Select(r => new
            {
                r.Id,
                r.DisposedAt,
                IsThere = db.ReportFiles.Any(f => f.RequestId == r.Id),
                IsListed = reportFiles.Contains(r.Id.ToString()),
            })
            .Where(r => r.IsThere == (r.DisposedAt != null) || r.IsListed != (r.DisposedAt != null)).OrderBy(r => r.Id).ToListAsync(cancel);
        return
        [
            .. attachments.Select(a => Sentence(a.Name, a.DisposedAt, a.IsThere, a.IsListed)),
            .. reports.Select(r => Sentence($"報告書{r.Id}", r.DisposedAt, r.IsThere, r.IsListed)),
        ];

        static string Sentence(string name, DateTimeOffset? disposedAt, bool isThere, bool isListed) =>
            $"{name}：中身が{(isThere ? "あります" : "ありません")}が、一覧用の値は「{(disposedAt is null ? "廃棄していない" : "廃棄済み")}」、廃棄記録は{(isListed ? "あります" : "ありません")}。";
    }
}

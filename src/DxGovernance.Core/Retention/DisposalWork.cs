using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Retention;

/// <summary>Saves what is proposed, approved and rejected, and carries out what is approved.</summary>
public static class DisposalWork
{
    /// <summary>One open proposal a kind, or records would be listed twice; the database holds it too.</summary>
    /// <exception cref="RuleViolation">One waits for its approval.</exception>
    public static async Task RequireNoneOpenAsync(GovernanceDbContext db, RecordKind kind, CancellationToken cancel)
    {
        var open = await db.Disposals.Where(d => d.Kind == kind && d.State == DisposalState.Proposed).Select(d => (int?)d.Id).FirstOrDefaultAsync(cancel);
        RuleViolation.Require(open is null, "disposal-open", $"「{kind.Label()}」には承認待ちの廃棄案{open}があります。承認か却下を受けてから、次の廃棄案を作ってください。", "Kind");
    }

    public static async Task ProposeAsync(GovernanceDbContext db, Disposal disposal, string? reason, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        db.Disposals.Add(disposal);
        await DisposalNotices.AddProposedAsync(db, disposal, now, cancel);
        await db.SaveAsync(actor, ActOf("廃棄案の作成", disposal, reason), now, cancel);
    }

    public static async Task RejectAsync(GovernanceDbContext db, Disposal disposal, string? reason, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        disposal.Reject(reason, actor, now);
        await db.SaveAsync(actor, ActOf("廃棄案の却下", disposal, reason), now, cancel);
    }

    /// <summary>
    /// Approval, disposal, record and audit entry in one transaction. Counted again after the save has taken the end of the audit chain: from then on
    /// nobody else saves, so that what is counted is what goes.
    /// </summary>
    /// <exception cref="StaleForm">What was listed is not what is there; nothing was done.</exception>
    public static async Task ApproveAsync(GovernanceDbContext db, Disposal disposal, string? reason, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        disposal.Approve(reason, actor, now);
        await db.SaveAsync(actor, ActOf("廃棄の承認と実行", disposal, reason), now, cancel);
        var years = (await RetentionPeriods.NewestAsync(db, cancel)).Single(p => p.Kind == disposal.Kind).Years;
        disposal.RequireSame(years is null ? [] : (await DisposalList.FindAsync(db, disposal.Kind, disposal.UpTo, years.Value, cancel)).Listed);
        await MarkAsync(db, disposal, now, cancel);
        var gone = (await db.Database.SqlQuery<int>($"""select dispose_listed({disposal.Id}) as "Value" """).ToListAsync(cancel)).Single();
        if (gone != disposal.Count)
        {
            throw new StaleForm($"廃棄する間に対象の記録が変わりました（廃棄案は{disposal.Count}件、廃棄できたのは{gone}件）。何も廃棄していません。");
        }

        await transaction.CommitAsync(cancel);
    }

    /// <summary>What stays of a file says that its bytes are gone.</summary>
    static async Task MarkAsync(GovernanceDbContext db, Disposal disposal, DateTimeOffset now, CancellationToken cancel)
    {
        var keys = db.DisposalItems.Where(i => i.DisposalId == disposal.Id).Select(i => i.Key);
        switch (disposal.Kind)
        {
            case RecordKind.CaseAttachments:
                await db.Attachments.Where(a => keys.Contains(a.Id.ToString())).ExecuteUpdateAsync(s => s.SetProperty(a => a.DisposedAt, now), cancel);
                break;
            case RecordKind.UnpublishedReports:
                await db.ReportRequests.Where(r => keys.Contains(r.Id.ToString())).ExecuteUpdateAsync(s => s.SetProperty(r => r.DisposedAt, now), cancel);
                break;
            default:
                break;
        }
    }

    static Act ActOf(string title, Disposal d, string? reason) => new(title, d.Subject, d.Caption, reason,
    [
        new(d.Caption, "件数", null, d.Count.ToString(CultureInfo.InvariantCulture)),
        new(d.Caption, "保存期間", null, $"{d.Years}年"),
        new(d.Caption, "一覧のSHA-256", null, d.ListSha256),
    ]);
}

/// <summary>
/// The one way in which PostgreSQL lets the application's user delete these records: a function of the owner that deletes what an approved disposal
/// lists, and nothing else (docs/adr/0027). Made again at every <c>migrate</c>.
/// </summary>
public static class DisposalFunction
{
    const string Function = """
        create or replace function dispose_listed(disposal integer) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
        declare
            kind text;
            gone integer;
        begin
            select d.kind into kind from disposals d
            where d.id = disposal and exists (select from disposal_entries e where e.disposal_id = d.id and e.state = 'Disposed');
            if kind is null then
                raise exception 'disposal % is not approved', disposal using errcode = 'restrict_violation';
            end if;
            case kind
                when 'CaseAttachments' then
                    delete from attachment_files t using disposal_items i where i.disposal_id = disposal and i.key = t.attachment_id::text;
                when 'DraftAutosaves' then
                    delete from draft_autosaves t using disposal_items i where i.disposal_id = disposal and i.key = concat_ws('/', t.proposal_id, t.person_id, t.section);
                when 'UnpublishedReports' then
                    delete from report_files t using disposal_items i where i.disposal_id = disposal and i.key = t.request_id::text;
                when 'SentMails' then
                    update notifications t set mail_id = null from disposal_items i where i.disposal_id = disposal and i.key = t.mail_id::text;
                    delete from mails t using disposal_items i where i.disposal_id = disposal and i.key = t.id::text;
                when 'ReadNotices' then
                    delete from notifications t using disposal_items i where i.disposal_id = disposal and i.key = t.id::text;
                when 'UnknownSignIns' then
                    delete from unknown_sign_ins t using disposal_items i where i.disposal_id = disposal and i.key = t.id::text;
                when 'JobRuns' then
                    delete from job_runs t using disposal_items i where i.disposal_id = disposal and i.key = t.id::text;
            end case;
            get diagnostics gone = row_count;
            return gone;
        end $$;
        revoke all on function dispose_listed(integer) from public;
        """;

    internal const string Name = "dispose_listed(integer)";

    public static Task EnsureAsync(DbContext db, CancellationToken cancel) => db.Database.ExecuteSqlRawAsync(Function, cancel);
}

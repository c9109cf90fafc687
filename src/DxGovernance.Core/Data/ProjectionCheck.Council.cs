using DxGovernance.Core.Council;
using DxGovernance.Core.Ledger;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>The council: what pages show of a meeting against its ledgers, and frozen documents against their hashes.</summary>
public static partial class ProjectionCheck
{
    static async Task<List<string>> Council(GovernanceDbContext db, CancellationToken cancel) =>
    [
        .. await Meetings(db, cancel),
        .. await Agenda(db, cancel),
        .. await Judgements(db, cancel),
        .. await Attendances(db, cancel),
        .. await Actions(db, cancel),
        .. await Documents(db, cancel),
    ];

    static async Task<List<string>> Meetings(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from m in db.Meetings.AsNoTracking()
            orderby m.Number
            from r in db.MeetingRevisions.NewestFirst().Where(r => r.MeetingId == m.Id).Take(1)
            from t in db.MeetingTransitions.NewestFirst().Where(t => t.MeetingId == m.Id).Take(1).DefaultIfEmpty()
            select new
            {
                m.Number,
                m.HeldOn,
                m.Place,
                m.Form,
                m.Others,
                m.State,
                m.PackVersion,
                m.PublishedPack,
                m.MinutesVersion,
                r,
                To = t == null ? MeetingState.Preparing : t.ToState,
                Packs = db.CouncilDocuments.Where(d => d.MeetingId == m.Id && d.Kind == CouncilDocumentKind.Pack).Max(d => (int?)d.Version) ?? 0,
                Minutes = db.CouncilDocuments.Where(d => d.MeetingId == m.Id && d.Kind == CouncilDocumentKind.Minutes).Max(d => (int?)d.Version) ?? 0,
                Published = db.CouncilPublications.Where(p => p.MeetingId == m.Id && p.Kind == CouncilDocumentKind.Pack).Max(p => (int?)p.Version),
            }).ToListAsync(cancel);
        return
        [
            .. rows.SelectMany(x => (IEnumerable<string>)
            [
                .. Differs(Meeting.CaptionOf(x.Number), "状態", x.State.Label(), x.To.Label()),
                .. Differs(Meeting.CaptionOf(x.Number), "回・開催日・場所", (x.Number, x.HeldOn, x.Place, x.Form, x.Others), (x.r.Number, x.r.HeldOn, x.r.Place, x.r.Form, x.r.Others)),
                .. Differs(Meeting.CaptionOf(x.Number), "会議資料の版", x.PackVersion, x.Packs),
                .. Differs(Meeting.CaptionOf(x.Number), "公開された会議資料の版", x.PublishedPack, x.Published),
                .. Differs(Meeting.CaptionOf(x.Number), "議事要旨の版", x.MinutesVersion, x.Minutes),
            ]),
        ];
    }

    static async Task<List<string>> Agenda(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from i in db.AgendaItems.AsNoTracking()
            orderby i.Id
            from e in db.AgendaEntries.NewestFirst().Where(e => e.AgendaItemId == i.Id).Take(1)
            select new
            {
                Meeting = i.Meeting.Number,
                Shown = new AgendaFold(i.Number, i.Kind, i.ProposalId, i.OperationNumber, i.InitiativeCode, i.Title, i.Asked, i.Explanation, i.IsRemoved),
                Folded = new AgendaFold(e.Number, e.Kind, e.ProposalId, e.OperationNumber, e.InitiativeCode, e.Title, e.Asked, e.Explanation, e.IsRemoved),
            }).ToListAsync(cancel);
        return [.. rows.SelectMany(x => Differs($"{Meeting.CaptionOf(x.Meeting)}の議題{x.Shown.Number}", "内容", x.Shown, x.Folded))];
    }

    static async Task<List<string>> Judgements(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from i in db.AgendaItems.AsNoTracking()
            orderby i.Id
            from j in db.JudgementEntries.NewestFirst().Where(j => j.AgendaItemId == i.Id).Take(1).DefaultIfEmpty()
            select new
            {
                Meeting = i.Meeting.Number,
                i.Number,
                i.CategoryCode,
                i.Category,
                i.JudgementText,
                i.Opinions,
                i.Judgements,
                j,
                Count = db.JudgementEntries.Count(x => x.AgendaItemId == i.Id),
            }).ToListAsync(cancel);
        return
        [
            .. rows.SelectMany(x => (IEnumerable<string>)
            [
                .. Differs(
                    $"{Meeting.CaptionOf(x.Meeting)}の議題{x.Number}", "判断", (x.CategoryCode, x.Category, x.JudgementText, x.Judgements), (x.j?.CategoryCode, x.j?.Category, x.j?.Text ?? "", x.Count)),
                .. Differs($"{Meeting.CaptionOf(x.Meeting)}の議題{x.Number}", "意見", Words(x.Opinions), Words(x.j?.Opinions ?? [])),
            ]),
        ];

        static string Words(IEnumerable<Opinion> opinions) => string.Join('／', opinions.Select(o => $"{o.Kind}:{o.Speaker}:{o.Text}"));
    }

    static async Task<List<string>> Attendances(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from a in db.Attendances.AsNoTracking()
            orderby a.Id
            from e in db.AttendanceEntries.NewestFirst().Where(e => e.AttendanceId == a.Id).Take(1)
            select new { Meeting = a.Meeting.Number, a.Name, Shown = new AttendanceFold(a.Name, a.Title, a.Presence, a.Proxy), Folded = new AttendanceFold(e.Name, e.Title, e.Presence, e.Proxy) })
            .ToListAsync(cancel);
        return [.. rows.SelectMany(x => Differs($"{Meeting.CaptionOf(x.Meeting)}の委員「{x.Name}」", "出欠", x.Shown, x.Folded))];
    }

    static async Task<List<string>> Actions(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from a in db.ActionItems.AsNoTracking()
            orderby a.Id
            from e in db.ActionItemEntries.NewestFirst().Where(e => e.ActionItemId == a.Id).Take(1)
            from r in db.ActionItemEntries.NewestFirst().Where(r => r.ActionItemId == a.Id && r.State == ActionItemState.Reported).Take(1).DefaultIfEmpty()
            select new
            {
                Meeting = a.AgendaItem.Meeting.Number,
                a.Number,
                Shown = new ActionFold(a.State, a.Report, a.Text, a.DepartmentId, a.Owner, a.DueOn, a.Evidence),
                Folded = new ActionFold(e.State, r.Reason, e.Text, e.DepartmentId, e.Owner, e.DueOn, e.Evidence),
            }).ToListAsync(cancel);
        return [.. rows.SelectMany(x => Differs($"{Meeting.CaptionOf(x.Meeting)}の指摘{x.Number}", "状態・報告・内容", x.Shown, x.Folded))];
    }

    /// <summary>The bytes and the figures must still give the hashes with which they were frozen.</summary>
    static async Task<List<string>> Documents(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<DocumentRow>($"""
            select m.number as "Meeting", d.kind as "Kind", d.version as "Version", d.sha256 as "Sha256", d.figures_sha256 as "FiguresSha256",
                encode(sha256(f.bytes), 'hex') as "Bytes", encode(sha256(convert_to(d.figures, 'UTF8')), 'hex') as "Figures"
            from council_documents d join meetings m on m.id = d.meeting_id join council_document_files f on f.document_id = d.id order by d.id
            """).ToListAsync(cancel);
        return
        [
            .. rows.SelectMany(x => (IEnumerable<string>)
            [
                .. Differs($"{Meeting.CaptionOf(x.Meeting)}の{Enum.Parse<CouncilDocumentKind>(x.Kind).Label()}第{x.Version}版", "SHA-256（Excel）", x.Sha256, x.Bytes),
                .. Differs($"{Meeting.CaptionOf(x.Meeting)}の{Enum.Parse<CouncilDocumentKind>(x.Kind).Label()}第{x.Version}版", "SHA-256（数値）", x.FiguresSha256, x.Figures),
            ]),
        ];
    }

    sealed record AgendaFold(int Number, AgendaKind Kind, int? ProposalId, int? OperationNumber, string? InitiativeCode, string Title, string Asked, string Explanation, bool IsRemoved);

    sealed record AttendanceFold(string Name, string Title, Presence Presence, string? Proxy);

    sealed record ActionFold(ActionItemState State, string? Report, string Text, int? DepartmentId, string Owner, DateOnly DueOn, string Evidence);

    sealed record DocumentRow(int Meeting, string Kind, int Version, string Sha256, string FiguresSha256, string Bytes, string Figures);
}

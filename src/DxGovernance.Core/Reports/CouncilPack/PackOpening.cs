using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using static DxGovernance.Core.Council.ContentKind;

namespace DxGovernance.Core.Reports;

/// <summary>前回の判断・指摘への対応: what the last meeting judged and asked for, and what became of it. Everything recorded by the recorded-until counts, whatever its day.</summary>
sealed class PackOpening(GovernanceDbContext db, AsOf point, Meeting meeting)
{
    public const string Sheet = "前回への対応";

    readonly AsOf known = new(TokyoTime.DayOf(point.KnownAt), point.KnownAt);

    public async Task<ContentSection> ReadAsync(CancellationToken cancel)
    {
        var title = "前回の判断・指摘への対応";
        var last = await db.Meetings.AsNoTracking().Where(m => m.Id != meeting.Id && m.HeldOn <= meeting.HeldOn && m.Number != meeting.Number)
            .Where(m => db.JudgementEntries.Any(j => j.AgendaItem.MeetingId == m.Id && j.RecordedAt <= point.KnownAt))
            .OrderByDescending(m => m.HeldOn).ThenByDescending(m => m.Number)
            .Select(m => new { m.Id, m.Number, m.HeldOn }).FirstOrDefaultAsync(cancel);
        if (last is null)
        {
            return new(Sheet, title) { Paragraphs = ["前回の会議の判断の記録がない。"] };
        }

        var judged = await JudgedAsync(last.Id, cancel);
        return new(Sheet, title)
        {
            Facts =
            [
                new("前回の会議", $"{Meeting.CaptionOf(last.Number)}（{Wareki.Both(last.HeldOn)}）"),
                new("記録", $"{CouncilPages.Moment(point.KnownAt)} までに記録されたもの。"),
            ],
            Tables = [Judgements(judged), await CasesAsync(judged, cancel), await FollowUpsAsync(last.Id, cancel)],
        };
    }

    async Task<IReadOnlyList<Judged>> JudgedAsync(int meetingId, CancellationToken cancel) => await (
        from i in db.AgendaItems.AsNoTracking()
        where i.MeetingId == meetingId && !i.IsRemoved
        from j in db.JudgementEntries.At(known).NewestFirst().Where(j => j.AgendaItemId == i.Id).Take(1)
        orderby i.Number
        select new Judged(i.Number, i.Title, i.Asked, i.Kind, i.ProposalId, j.Category, j.Text, j.Opinions, j.IsCorrection)).ToListAsync(cancel);

    static ContentTable Judgements(IReadOnlyList<Judged> judged) => new(
        "前回の判断",
        [new("議題", Whole, 2), new("議題名", Span: 6), new("判断を求めた事項", Span: 5), new("判断", Span: 3), new("判断の内容・意見", Span: 8)],
        [
            .. judged.Select(j => (IReadOnlyList<ContentValue>)
            [
                j.Number, j.Title, j.Asked, $"{j.Category}{(j.IsCorrection ? "（訂正後）" : "")}",
                string.Join('\n', j.Opinions.Select(o => $"{o.Kind.Label()}（{o.Speaker}）：{o.Text}").Prepend(j.Text).Where(t => t.Length > 0)),
            ]),
        ]);

    /// <summary>The cases that the council judged, with what was decided afterwards.</summary>
    async Task<ContentTable> CasesAsync(IReadOnlyList<Judged> judged, CancellationToken cancel)
    {
        int[] ids = [.. judged.Where(j => j.Kind == AgendaKind.Case).Select(j => j.ProposalId).OfType<int>()];
        var cases = await db.Proposals.AsNoTracking().Where(p => ids.Contains(p.Id)).Standing(db, known).ToDictionaryAsync(c => c.Id, cancel);
        var decisions = (await db.Proposals.AsNoTracking().Where(p => ids.Contains(p.Id)).Decisions(db, known).ToListAsync(cancel)).ToLookup(d => d.ProposalId);
        return new(
            "前回判断した案件のその後",
            [new("案件", Span: 8), new("推進会議の判断", Span: 4), new("今の状態", Span: 4), new("最後の決定", Span: 8)],
            [
                .. from j in judged
                   where j.Kind == AgendaKind.Case && j.ProposalId is not null
                   let c = cases.GetValueOrDefault(j.ProposalId!.Value)
                   let d = decisions[j.ProposalId!.Value].LastOrDefault()
                   select (IReadOnlyList<ContentValue>)
                   [
                       c is null ? j.Title : $"{c.Title}（{c.Number}）", j.Category, c?.StateWords, d is null ? "まだない" : $"{CouncilFigures.Era(d.On)} {d.Category}（{d.Who}）",
                   ],
            ])
        {
            Nothing = "前回の議題に案件はない。",
        };
    }

    /// <summary>All of the last meeting, and of the meetings before what was still open when the last one was held.</summary>
    async Task<ContentTable> FollowUpsAsync(int lastId, CancellationToken cancel)
    {
        var actions = await (
            from a in db.ActionItems.AsNoTracking()
            where a.AgendaItem.MeetingId != meeting.Id && a.AgendaItem.Meeting.HeldOn <= meeting.HeldOn
            from e in db.ActionItemEntries.At(known).NewestFirst().Where(e => e.ActionItemId == a.Id).Take(1)
            from r in db.ActionItemEntries.At(known).NewestFirst().Where(r => r.ActionItemId == a.Id && r.State == ActionItemState.Reported).Take(1).DefaultIfEmpty()
            select new Asked
            {
                MeetingId = a.AgendaItem.MeetingId,
                Meeting = a.AgendaItem.Meeting.Number,
                Item = a.AgendaItem.Number,
                Number = a.Number,
                IsCondition = false,
                Text = e.Text,
                Owner = e.Owner,
                DueOn = e.DueOn,
                IsOpen = e.State == ActionItemState.Open || e.State == ActionItemState.Reported,
                Action = e.State,
                On = e.AsOf,
                Note = e.Reason,
                Report = r == null ? null : r.Reason,
            }).ToListAsync(cancel);
        var conditions = await (
            from c in db.Conditions.AsNoTracking()
            join i in db.AgendaItems on c.AgendaItemId equals i.Id
            where i.MeetingId != meeting.Id && i.Meeting.HeldOn <= meeting.HeldOn
            from e in db.ConditionEntries.At(known).NewestFirst().Where(e => e.ConditionId == c.Id).Take(1)
            from r in db.ConditionEntries.At(known).NewestFirst().Where(r => r.ConditionId == c.Id && r.State == ConditionState.Reported).Take(1).DefaultIfEmpty()
            select new Asked
            {
                MeetingId = i.MeetingId,
                Meeting = i.Meeting.Number,
                Item = i.Number,
                Number = c.Number,
                IsCondition = true,
                Text = e.Text,
                Owner = e.Owner,
                DueOn = e.DueOn,
                IsOpen = e.State != ConditionState.Met,
                Condition = e.State,
                On = e.AsOf,
                Note = e.Reason,
                Report = r == null ? null : r.Reason,
            }).ToListAsync(cancel);
        var rows = actions.Concat(conditions).Where(a => a.MeetingId == lastId || a.IsOpen).OrderByDescending(a => a.Meeting).ThenBy(a => a.Item).ThenBy(a => a.IsCondition).ThenBy(a => a.Number);
        return new(
            "指摘・条件への対応",
            [
                new("回・議題", Span: 3), new("指摘・条件", Span: 7), new("担当", Span: 3), new("期限", Day, 4), new("状況", Span: 3), new("対応の内容", Span: 4),
            ],
            [
                .. rows.Select(a => (IReadOnlyList<ContentValue>)
                [
                    $"{Meeting.OrdinalOf(a.Meeting)} 議題{a.Item}\n{(a.IsCondition ? "条件" : "指摘")}{a.Number}", a.Text, a.Owner, a.DueOn,
                    new ContentValue { Text = a.Words(known.Day), Tone = a.IsOpen && a.DueOn < known.Day ? ContentTone.Red : ContentTone.None }, a.Report ?? (a.IsOpen ? null : a.Note),
                ]),
            ])
        {
            Note = "前回の会議の指摘・条件の全てと、それより前の会議の指摘・条件のうち終わっていないもの。「条件」は案件に付けたもの。",
            Nothing = "指摘・条件はない。",
        };
    }

    sealed record Judged(
        int Number, string Title, string Asked, AgendaKind Kind, int? ProposalId, string Category, string Text, IReadOnlyList<Opinion> Opinions, bool IsCorrection);

    sealed record Asked
    {
        public int MeetingId { get; init; }

        public int Meeting { get; init; }

        public int Item { get; init; }

        public int Number { get; init; }

        public bool IsCondition { get; init; }

        public string Text { get; init; } = "";

        public string Owner { get; init; } = "";

        public DateOnly DueOn { get; init; }

        public bool IsOpen { get; init; }

        public ActionItemState? Action { get; init; }

        public ConditionState? Condition { get; init; }

        public DateOnly On { get; init; }

        public string? Note { get; init; }

        public string? Report { get; init; }

        public string Words(DateOnly day)
        {
            var state = Condition?.Label() ?? Action!.Value.Label();
            return IsOpen && DueOn < day ? $"{state}\n期限を{day.DayNumber - DueOn.DayNumber}日超過" : IsOpen ? state : $"{state}\n{Wareki.Iso(On)}";
        }
    }
}

using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using static DxGovernance.Core.Council.ContentKind;

namespace DxGovernance.Core.Reports;

/// <summary>議事要旨: who was there, what was judged of each item, what was said, what is asked for.</summary>
public static class CouncilMinutes
{
    /// <summary>What the 議事要旨 would show.</summary>
    /// <param name="db">The context.</param>
    /// <param name="meeting">Held; read <see cref="MeetingQueries.WithAll"/>.</param>
    /// <param name="recordedUntil">Printed on it; the newest ledger row as a rule.</param>
    /// <param name="city">Printed on it.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<CouncilContent> PreviewAsync(GovernanceDbContext db, Meeting meeting, DateTimeOffset recordedUntil, CityInfo city, CancellationToken cancel)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        RuleViolation.Require(meeting.State.WasHeld(), "minutes-not-held", $"「{meeting.State.Label()}」の会議に議事要旨はありません。開催してから作ります。");
        var until = CouncilReport.ToMicroseconds(recordedUntil);
        int[] ids = [.. meeting.Agenda.Select(i => i.Id)];
        var conditions = (await db.Conditions.AsNoTracking().Where(c => c.AgendaItemId != null && ids.Contains(c.AgendaItemId.Value)).OrderBy(c => c.Number).ToListAsync(cancel))
            .ToLookup(c => c.AgendaItemId!.Value);
        var entries = (await db.JudgementEntries.AsNoTracking().Where(j => ids.Contains(j.AgendaItemId)).OrderBy(j => j.Id).ToListAsync(cancel)).ToLookup(j => j.AgendaItemId);
        var corrected = await db.AttendanceEntries.AsNoTracking().Where(a => a.Attendance.MeetingId == meeting.Id && a.Reason != null).OrderBy(a => a.Id)
            .Select(a => new { a.AsOf, a.Name, a.Presence, a.Reason }).ToListAsync(cancel);
        var pack = await db.CouncilDocuments.AsNoTracking().Where(d => d.MeetingId == meeting.Id && d.Kind == CouncilDocumentKind.Pack && d.Version == meeting.PublishedPack)
            .Select(d => new { d.Version, d.Sha256, d.AsOf, d.ChainHash }).FirstOrDefaultAsync(cancel);
        var authors = entries.SelectMany(g => g).Select(j => j.RecordedById).OfType<int>().Concat(meeting.RecorderIds).Distinct().ToArray();
        return new()
        {
            Kind = CouncilDocumentKind.Minutes,
            MeetingNumber = meeting.Number,
            Title = $"{meeting.Caption}　{CouncilDocumentKind.Minutes.Label()}",
            City = city.Name,
            IsDemo = await db.People.AnyAsync(p => p.IsDemo && authors.Contains(p.Id), cancel),
            AsOf = meeting.HeldOn,
            RecordedUntil = until,
            ChainHash = pack?.ChainHash,
            Facts =
            [
                new("開催日", Wareki.Both(meeting.HeldOn)),
                new("開催方法・場所", $"{meeting.Form.Label()}　{meeting.Place}".TrimEnd()),
                new("出席", $"委員{meeting.Attendances.Count}人のうち{meeting.Attendances.Count(a => a.Presence != Presence.Absent)}人"),
                .. meeting.Others.Length > 0 ? [new ContentFact("説明者・事務局", meeting.Others)] : Array.Empty<ContentFact>(),
                .. pack is null ? Array.Empty<ContentFact>() : [new ContentFact("会議資料", $"第{pack.Version}版（基準日 {Wareki.Both(pack.AsOf)}、SHA-256 {pack.Sha256}）")],
            ],
            Sections =
            [
                Members(meeting),
                .. meeting.Agenda.Select(i => Item(i, conditions[i.Id])),
                .. Corrections(
                    meeting, entries,
                    corrected.Select(c => (IReadOnlyList<ContentValue>)[c.AsOf, "出欠", $"{c.Name}：{c.Presence.Label()}", c.Reason])),
            ],
        };
    }

    /// <summary>The 議事要旨 with its workbook.</summary>
    public static async Task<MadeDocument> MakeAsync(GovernanceDbContext db, Meeting meeting, DateTimeOffset recordedUntil, CityInfo city, CancellationToken cancel)
    {
        var content = await PreviewAsync(db, meeting, recordedUntil, city, cancel);
        var head = await AuditChain.HeadAtAsync(db, content.RecordedUntil, cancel);
        var book = new Workbook($"{city.Name} {content.Title}", content.RecordedUntil);
        CouncilContentSheets.Add(book, content, [], isDraft: false);
        CouncilContentSheets.AddData(book, content, city, isDraft: false);
        using var memory = new MemoryStream();
        await book.WriteAsync(memory, cancel);
        return new(CouncilDocumentKind.Minutes, new(content.AsOf, content.RecordedUntil), content, memory.ToArray(), head);
    }

    static ContentSection Members(Meeting meeting) => new("出欠と判断", "出欠と判断")
    {
        Tables =
        [
            new(
                "判断", [new("議題", Whole, 2), new("議題名", Span: 9), new("判断を求めた事項", Span: 8), new("判断", Span: 5)],
                [.. meeting.Agenda.Select(i => (IReadOnlyList<ContentValue>)[i.Number, i.Title, i.Asked, i.Category ?? "記録なし"])]),
            new(
                "委員の出欠", [new("職名", Span: 9), new("氏名", Span: 5), new("出欠", Span: 4), new("代理で出席した人", Span: 6)],
                [.. meeting.Attendances.Select(a => (IReadOnlyList<ContentValue>)[a.Title, a.Name, a.Presence.Label(), a.Proxy])])
            {
                Nothing = "委員の登録がない。",
            },
        ],
    };

    static ContentSection Item(AgendaItem i, IEnumerable<Condition> conditions) => new($"議題{i.Number}", $"議題{i.Number}　{i.Title}")
    {
        Item = i.Number,
        Lead = new("判断", i.Category is null ? "記録なし" : $"{i.Category}{(i.Judgements > 1 ? "（訂正後）" : "")}{(i.JudgementText.Length > 0 ? $"：{i.JudgementText}" : "")}"),
        Facts = [new("種別", i.Kind.Label()), new("判断を求めた事項", i.Asked)],
        Tables =
        [
            new(
                "意見", [new("区分", Span: 4), new("発言した人", Span: 6), new("意見", Span: 14)], [.. i.Opinions.Select(o => (IReadOnlyList<ContentValue>)[o.Kind.Label(), o.Speaker, o.Text])])
            {
                Nothing = "意見の記録はない。",
            },
            new(
                "指摘・条件", [new("番号", Span: 3), new("内容", Span: 9), new("担当", Span: 4), new("期限", Day, 4), new("求める証拠", Span: 4)],
                [
                    .. i.Actions.Where(a => a.State != ActionItemState.Withdrawn).Select(a => (IReadOnlyList<ContentValue>)[$"指摘{a.Number}", a.Text, a.Owner, a.DueOn, a.Evidence]),
                    .. conditions.Select(c => (IReadOnlyList<ContentValue>)
                        [$"条件{c.Number}", c.BlocksGate is { } gate ? $"{c.Text}（履行まで「{gate.Label()}」を止める）" : c.Text, c.Owner, c.DueOn, c.Evidence]),
                ])
            {
                Note = "「条件」は案件に付けたもの。",
                Nothing = "指摘・条件はない。",
            },
        ],
    };

    /// <summary>訂正 with their reasons, where there are any.</summary>
    static IEnumerable<ContentSection> Corrections(Meeting meeting, ILookup<int, JudgementEntry> entries, IEnumerable<IReadOnlyList<ContentValue>> attendance)
    {
        List<IReadOnlyList<ContentValue>> rows =
        [
            .. from item in meeting.Agenda
               let all = entries[item.Id].ToList()
               from pair in all.Zip(all.Skip(1))
               select (IReadOnlyList<ContentValue>)[pair.Second.AsOf, $"議題{item.Number}", $"{Text(pair.First)} → {Text(pair.Second)}", pair.Second.Reason],
            .. attendance,
        ];
        if (rows.Count > 0)
        {
            yield return new("訂正", "訂正")
            {
                Tables = [new("訂正の記録", [new("訂正の日", Day, 4), new("対象", Span: 3), new("内容", Span: 10), new("理由", Span: 7)], rows)],
            };
        }
    }

    static string Text(JudgementEntry j) => j.Text.Length > 0 ? $"{j.Category}：{j.Text}" : j.Category;
}

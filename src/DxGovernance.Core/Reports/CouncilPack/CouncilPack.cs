using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>
/// 推進会議資料. Figures come from the ledgers at the two clocks, the agenda as it stands; what a page shows is the value that is frozen, and the workbook is written
/// from the same value (docs/adr/0022).
/// </summary>
public static class CouncilPack
{
    /// <summary>Newest version of the pack of the meeting before, by its two clocks.</summary>
    public static async Task<AsOf?> SinceAsync(GovernanceDbContext db, Meeting meeting, AsOf point, CancellationToken cancel) =>
        await PreviousAsync(db, meeting, point, cancel) is { } previous ? new(previous.AsOf, previous.RecordedUntil) : null;

    /// <summary>What the pack would show.</summary>
    /// <param name="db">Read in a snapshot of its own, or inside the transaction it already has.</param>
    /// <param name="meetingId">Whose agenda.</param>
    /// <param name="point">As-of and recorded-until, see <see cref="CouncilReport.PointAsync"/>.</param>
    /// <param name="city">Printed on the sheets.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<CouncilContent> PreviewAsync(GovernanceDbContext db, int meetingId, AsOf point, CityInfo city, CancellationToken cancel)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await using var snapshot = db.Database.CurrentTransaction is null ? await CouncilReport.SnapshotAsync(db, cancel) : null;
        return (await ReadAsync(db, meetingId, Whole(point), city, cancel)).Content;
    }

    /// <summary>The pack with its workbook.</summary>
    /// <param name="isDraft">Whether the workbook says on every page that it is not frozen.</param>
    public static async Task<MadeDocument> MakeAsync(GovernanceDbContext db, int meetingId, AsOf point, CityInfo city, bool isDraft, CancellationToken cancel)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await using var snapshot = db.Database.CurrentTransaction is null ? await CouncilReport.SnapshotAsync(db, cancel) : null;
        var (content, figures, reader, moves) = await ReadAsync(db, meetingId, Whole(point), city, cancel);
        var book = new Workbook($"{city.Name} {content.Title}", content.RecordedUntil);
        var annexes = new[] { CouncilChartSheet.Name, CouncilGanttSheet.Name, CouncilVarianceSheet.Name, CouncilRiskSheet.Name, CouncilSourceSheet.Name };
        CouncilContentSheets.Add(book, content, annexes, isDraft);
        CouncilChartSheet.Add(book, figures);
        CouncilGanttSheet.Add(book, figures);
        CouncilVarianceSheet.Add(book, figures);
        CouncilRiskSheet.Add(book, figures);
        CouncilSourceSheet.Add(book, figures);
        CouncilContentSheets.AddData(book, content, city, isDraft);
        new CaseFrame(content.Title, content.Title, city, figures.Point, content.IsDemo, figures.AuditHead).AddData(
            book, "データ_案件の変化",
            [
                new("案件番号", m => m.Number, CellKind.Code, 16), new("件名", m => m.Title, Width: 40), new("所管課", m => m.DepartmentName, Width: 18), new("前回の状態", m => m.Before, Width: 28),
                new("今回の状態", m => m.After, Width: 28), new("状態の日", m => m.On, CellKind.Date),
            ],
            moves);
        CouncilDataSheets.Add(book, figures, reader);
        using var memory = new MemoryStream();
        await book.WriteAsync(memory, cancel);
        return new(CouncilDocumentKind.Pack, figures.Point, content, memory.ToArray(), figures.AuditHead);
    }

    static async Task<Reading> ReadAsync(GovernanceDbContext db, int meetingId, AsOf point, CityInfo city, CancellationToken cancel)
    {
        var meeting = await db.Meetings.AsNoTracking().Include(m => m.Items).SingleAsync(m => m.Id == meetingId, cancel);
        var previous = await PreviousAsync(db, meeting, point, cancel);
        var rules = await AgendaRules.AtAsync(db, point, cancel);
        var reader = new CouncilReader(db, point, [], city, new ComparedWith(previous));
        var figures = (await reader.ReadAsync(progress: null, cancel)) with
        {
            Frame = new($"{meeting.Caption}　会議資料", $"{meeting.Caption}　会議資料", "議題の候補を選ぶ規則（候補から選ぶのは庁内PMO）", rules.Explain()),
        };
        var since = previous is null ? null : new AsOf(previous.AsOf, previous.RecordedUntil);
        var items = await AgendaSource.ReadAllAsync(new(db, point, since, figures), meeting.Agenda, cancel);
        IReadOnlyList<CaseMove> moves = since is null ? [] : await CaseMove.SinceAsync(db, since, point, cancel);
        var content = new CouncilContent
        {
            Kind = CouncilDocumentKind.Pack,
            MeetingNumber = meeting.Number,
            Title = $"{meeting.Caption}　{CouncilDocumentKind.Pack.Label()}",
            City = city.Name,
            IsDemo = figures.IsDemo,
            AsOf = point.Day,
            RecordedUntil = point.KnownAt,
            ChainHash = figures.AuditHead?.Hash,
            Facts =
            [
                new("開催日", Wareki.Both(meeting.HeldOn)),
                new("開催方法・場所", $"{meeting.Form.Label()}　{meeting.Place}".TrimEnd()),
                new("基準日", $"{Wareki.Both(point.Day)}（この日までに起きたこと）"),
                new("記録の締め", $"{CouncilPages.Moment(point.KnownAt)} までに記録されたもの"),
            ],
            Sections =
            [
                PackSections.Agenda(await CouncilMember.OnAsync(db, meeting.HeldOn, cancel), meeting.Agenda),
                await new PackOpening(db, point, meeting).ReadAsync(cancel),
                PackSections.Changes(figures, previous, moves),
                .. meeting.Agenda.Select(i => PackSections.Item(i, items[i.Id])),
                .. PackSections.Annexes(figures),
            ],
        };
        return new(content, figures, reader, moves);
    }

    /// <summary>What was frozen for the newest meeting before this one; what was frozen later than the recorded-until is not known yet.</summary>
    static async Task<PreviousReport?> PreviousAsync(GovernanceDbContext db, Meeting meeting, AsOf point, CancellationToken cancel) => await db.CouncilDocuments.AsNoTracking()
        .Where(d => d.Kind == CouncilDocumentKind.Pack && d.MeetingId != meeting.Id && d.Meeting.HeldOn <= meeting.HeldOn && d.Meeting.State != MeetingState.Cancelled)
        .Where(d => d.AsOf <= point.Day && d.RecordedAt <= point.KnownAt)
        .OrderByDescending(d => d.Meeting.HeldOn).ThenByDescending(d => d.Meeting.Number).ThenByDescending(d => d.Version)
        .Select(d => new PreviousReport(d.AsOf, d.RecordedUntil, d.RecordedAt, d.Sha256))
        .FirstOrDefaultAsync(cancel);

    static AsOf Whole(AsOf point) => new(point.Day, CouncilReport.ToMicroseconds(point.KnownAt));

    sealed record Reading(CouncilContent Content, CouncilFigures Figures, CouncilReader Reader, IReadOnlyList<CaseMove> Moves);
}

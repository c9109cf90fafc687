using System.Security.Cryptography;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Validation;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Reports;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Council;

/// <summary>
/// Two meetings: the first, in September, judged a case and a late operation and published its 議事要旨; since then the case was approved, the operation slipped, a
/// follow-up was reported; the second, in November, has its pack frozen and published.
/// </summary>
public sealed class TwoMeetings : TestDatabase
{
    public static readonly DateOnly FirstDay = new(2026, 9, 8);
    public static readonly DateOnly SecondDay = new(2026, 11, 10);
    public static readonly DateOnly SecondAsOf = new(2026, 10, 31);

    public Given Given { get; private set; } = null!;

    public Actor Office { get; private set; } = null!;

    public Actor Other { get; private set; } = null!;

    public Actor Member { get; private set; } = null!;

    public Cast Cast { get; private set; } = null!;

    public Department Department { get; private set; } = null!;

    public string Case { get; private set; } = "";

    public int Operation { get; private set; }

    public CouncilDocument First { get; private set; } = null!;

    public CouncilDocument Second { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Given = new Given(this);
        Given.Clock.MoveTo(new(2026, 7, 1));
        Department = await Given.Department("資料課");
        (Office, Other, Member) = (await Given.Actor(Role.PmoOffice), await Given.Actor(Role.PmoOffice), await Given.Actor(Role.Council));
        Cast = (await Given.Cast(Department)) with { Office = Office };
        var operation = await Given.PlannedOperation(Department);
        Operation = operation.Number;
        Given.Clock.MoveTo(new(2026, 8, 20));
        var made = await Given.Proposal(this, Department, Cast, p => p.BringToCouncil(Cast, Given.Clock.Now), amount: 60_000_000, title: "=1+1 の大きい案件");
        Case = made.Number;
        await FirstAsync(made.Id);
        await SinceAsync();
        await SecondAsync();
    }

    async Task FirstAsync(int proposalId)
    {
        Given.Clock.MoveTo(new(2026, 9, 1));
        await Given.Meeting(
            this, Office, 1, FirstDay, (new(AgendaKind.Case, ProposalId: proposalId), GivenCouncil.Text("大きい案件")), (new(AgendaKind.Milestone, OperationNumber: Operation), GivenCouncil.Text("遅れる業務", "対策の確認")),
            (new(AgendaKind.Effect, ProposalId: proposalId), GivenCouncil.Text("効果")), (AgendaSubject.Free, GivenCouncil.Text("そのほか")), (new(AgendaKind.CostComparison), GivenCouncil.Text("運用経費")));
        First = await Given.FreezePack(this, 1, new(2026, 8, 31), Office);
        await Given.Take(this, 1, MeetingAction.Distribute, Office);
        Given.Clock.MoveTo(FirstDay);
        await Given.Hold(this, 1, Office);
        await Given.Judge(this, 1, 1, new("CONDITION", "費用を見直すこと", [new(OpinionKind.Dissent, "委員 鷲尾 昭", "費用が高い")], [GivenCouncil.Action(blocks: Gate.Contract, due: new(2026, 10, 15))]), Office);
        await Given.Judge(this, 1, 2, new("CONTINUE", "対策を示すこと", [], [GivenCouncil.Action(Department.Id, due: new(2026, 10, 20)), GivenCouncil.Action(due: new(2026, 12, 20))]), Office);
        foreach (var item in new[] { 3, 4, 5 })
        {
            await Given.Judge(this, 1, item, GivenCouncil.Agreed(), Office);
        }

        await Given.Take(this, 1, MeetingAction.Conclude, Office);
        await Given.PublishMinutes(this, 1, Other);
    }

    async Task SinceAsync()
    {
        Given.Clock.MoveTo(new(2026, 10, 12));
        await Given.ActOnProposal(this, Case, Cast.Cio, (p, _) => p.Approve(Cast, Given.Clock.Now));
        await Given.Act(Operation, Cast.Staff, o => o.ReportMilestones([CouncilReportCase.Late(o, new(2027, 12, 1))], Cast.Staff, Given.Clock.Now, Given.Clock.Today));
        await using var db = NewContext();
        var action = await db.ActionItems.SingleAsync(a => a.DepartmentId == Department.Id, Cancel);
        action.ReportDone("対策の表を添付した", Cast.Staff, Given.Clock.Now);
        await CouncilNotices.ActionAsync(db, action, "対策の表", Cast.Staff, Given.Clock.Now, Cancel);
        await Given.Save(db, Cast.Staff);
    }

    async Task SecondAsync()
    {
        Given.Clock.MoveTo(new(2026, 11, 4));
        await Given.Meeting(this, Office, 2, SecondDay, (new(AgendaKind.Milestone, OperationNumber: Operation), GivenCouncil.Text("遅れる業務", "期限の扱い")));
        Second = await Given.FreezePack(this, 2, SecondAsOf, Office);
        await Given.Take(this, 2, MeetingAction.Distribute, Office);
    }

    public async Task<(byte[] Bytes, string Figures, string Sha256, string FiguresSha256)> Stored(int meeting, CouncilDocumentKind kind, int version)
    {
        await using var db = NewContext();
        var stored = await db.CouncilDocuments.AsNoTracking().Include(d => d.File).SingleAsync(d => d.Meeting.Number == meeting && d.Kind == kind && d.Version == version, Cancel);
        return (stored.File.Bytes, stored.Figures, stored.Sha256, stored.FiguresSha256);
    }
}

/// <summary>The frozen pack: the same bytes for ever, page and sheets of one value, answers to the last meeting.</summary>
public sealed class CouncilPackTests(TwoMeetings council) : IClassFixture<TwoMeetings>
{
    [Fact]
    public async Task The_sheets_are_valid_and_say_what_the_frozen_figures_say()
    {
        foreach (var (meeting, kind) in new[] { (1, CouncilDocumentKind.Pack), (2, CouncilDocumentKind.Pack), (1, CouncilDocumentKind.Minutes) })
        {
            var (bytes, figures, _, _) = await council.Stored(meeting, kind, 1);
            var content = CouncilContent.FromJson(figures);
            using var book = new WorkbookReading(bytes);
            new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book.Document, Cancel).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
            foreach (var section in content.Sections)
            {
                var cells = book.Sheet(section.Sheet).Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>().ToList();
                var texts = cells.Where(c => c.InlineString is not null).Select(c => c.InlineString!.InnerText).ToHashSet();
                var numbers = cells.Where(c => c.CellValue is not null).Select(c => decimal.Parse(c.CellValue!.Text, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
                foreach (var value in section.Tables.SelectMany(t => t.Rows).SelectMany(r => r))
                {
                    (value.Text is not { } text || texts.Any(t => t.Contains(text.Split('\n')[0]) || text.StartsWith(t, StringComparison.Ordinal))).ShouldBeTrue($"{section.Sheet}: {value.Text}");
                    (value.Number is not { } number || numbers.Contains(number)).ShouldBeTrue($"{section.Sheet}: {value.Number}");
                }

                foreach (var table in section.Tables.Where(t => t.Columns.Any(c => c.Total) && t.Rows.Count > 0))
                {
                    var formulas = cells.Where(c => c.CellFormula?.Text?.StartsWith("SUM(", StringComparison.Ordinal) == true).Select(c => decimal.Parse(c.CellValue!.Text, System.Globalization.CultureInfo.InvariantCulture)).ToList();
                    table.Columns.Index().Where(c => c.Item.Total).Select(c => table.Sum(c.Index)).OfType<decimal>().ShouldBeSubsetOf(formulas);
                }
            }
        }
    }

    [Fact]
    public async Task Every_item_has_its_own_page_with_the_point_to_be_judged_its_basis_and_figures()
    {
        var content = CouncilContent.FromJson((await council.Stored(1, CouncilDocumentKind.Pack, 1)).Figures);
        content.Sections.Select(s => s.Sheet).ShouldBe(
            ["次第", "前回への対応", "前回からの変化", "議題1", "議題2", "議題3", "議題4", "議題5", "附属1 主要な数値", "附属2 業務の状況", "附属3 案件の決定", "附属4 未履行の条件"]);
        content.Sections[1].Paragraphs.ShouldBe(["前回の会議の判断の記録がない。"]);
        content.Sections[2].Paragraphs.ShouldBe(["前回の会議資料がないため、比べるものがない。"]);
        var @case = content.Sections.Single(s => s.Item == 1);
        (@case.Title, @case.Lead).ShouldBe(("議題1　大きい案件", new ContentFact("判断を求める事項", "進めることの可否")));
        @case.Facts.Single(f => f.Term == "根拠").Text.ShouldStartWith("案件の台帳（申請 予算要求前協議 第1版");
        @case.Facts.ShouldContain(new ContentFact("総額（税込み）", "60,000,000円"));
        @case.Facts.ShouldContain(new ContentFact("付議の理由", "金額が大きい"));
        var costs = @case.Tables[0];
        costs.Rows.ShouldHaveSingleItem().Select(v => v.Number).ShouldBe([null, 60_000_000, 60_000_000, null, null, null]);
        @case.Tables.Single(t => t.Title == "審査の総合意見").Rows.Count.ShouldBe(2);
        content.Sections.Single(s => s.Item == 2).Tables[0].Rows.Count.ShouldBe((await council.Given.Read(council.Operation)).Milestones.Count);
        content.Sections.Single(s => s.Item == 2).Facts.ShouldContain(f => f.Term == "市の期限" && f.Text.Contains("余裕"));
        content.Sections.Single(s => s.Item == 5).Facts.Single(f => f.Term == "根拠").Text.ShouldStartWith("運用経費の台帳（額、前提、庁内PMO事務局の確認）");
        content.Sections.SelectMany(s => s.Tables).ShouldAllBe(t => t.Columns.Sum(c => c.Span) == ContentTable.Grid);
        content.Sections[0].Tables.Single(t => t.Title == "委員").Rows.ShouldHaveSingleItem()[1].Text.ShouldBe(council.Member.Name);
    }

    [Fact]
    public async Task The_second_pack_opens_with_the_answers_to_the_first_and_with_what_changed()
    {
        var content = CouncilContent.FromJson((await council.Stored(2, CouncilDocumentKind.Pack, 1)).Figures);
        var opening = content.Sections.Single(s => s.Sheet == "前回への対応");
        opening.Tables.Single(t => t.Title == "前回の判断").Rows.Select(r => (r[0].Number, r[3].Text)).ShouldBe(
            [(1, "条件付了承"), (2, "継続審議"), (3, "了承"), (4, "了承"), (5, "了承")]);
        opening.Tables[0].Rows[0][4].Text.ShouldBe("費用を見直すこと\n反対・少数意見（委員 鷲尾 昭）：費用が高い");
        var after = opening.Tables.Single(t => t.Title == "前回判断した案件のその後").Rows.ShouldHaveSingleItem();
        after[3].Text.ShouldNotBeNull().ShouldContain("2026-10-12（R8.10.12） 適当（承認）");
        opening.Tables.Single(t => t.Title == "指摘・条件への対応").Rows.Select(r => (r[0].Text, r[4].Text, r[5].Text)).ShouldBe(
        [
            ("第1回 議題1\n条件1", "未履行\n期限を20日超過", null), ("第1回 議題2\n指摘1", "対応報告済み・確認待ち\n期限を15日超過", "対策の表を添付した"), ("第1回 議題2\n指摘2", "未対応", null),
        ]);
        var changes = content.Sections.Single(s => s.Sheet == "前回からの変化");
        changes.Facts.ShouldHaveSingleItem().Text.ShouldContain(council.First.Sha256);
        changes.Tables.Single(t => t.Title == "標準化の変化").Rows.ShouldContain(r => r[1].Text == "稼働見込" && r[3].Text == "2027-12-01（R9.12.1）");
        changes.Tables.Single(t => t.Title == "個別ICT案件の変化").Rows.ShouldHaveSingleItem().Select(v => v.Text).Take(4).ShouldBe(
            [$"=1+1 の大きい案件（{council.Case}）", "資料課", "推進会議付議（予算要求前協議）", "承認（予算要求前協議）"]);
    }

    [Fact]
    public async Task Whatever_happens_afterwards_the_frozen_pack_is_the_same_bytes_and_the_same_hash()
    {
        var before = await council.Stored(2, CouncilDocumentKind.Pack, 1);
        Convert.ToHexStringLower(SHA256.HashData(before.Bytes)).ShouldBe(before.Sha256);
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(before.Figures))).ShouldBe(before.FiguresSha256);
        var (given, office) = (council.Given, council.Office);
        given.Clock.MoveTo(new(2026, 11, 18));
        var random = new Random(20261118);
        foreach (var act in Enumerable.Range(0, 12).Select(_ => random.Next(4)))
        {
            given.Clock.Now = given.Clock.Now.AddMinutes(7);
            await ActAsync(act, random);
        }

        await given.Take(council, 2, MeetingAction.Replace, office, "数値を新しくする");
        await council.OnMeeting(2, async (db, m) =>
        {
            m.EditItem(m.Agenda[0], GivenCouncil.Text("書き直した議題"), office, given.Clock.Now);
            m.AddItem(AgendaSubject.Free, GivenCouncil.Text("加えた議題"), office, given.Clock.Now);
            await given.Save(db, office);
        });
        var second = await given.FreezePack(council, 2, given.Clock.Today, office);

        var after = await council.Stored(2, CouncilDocumentKind.Pack, 1);
        after.Bytes.SequenceEqual(before.Bytes).ShouldBeTrue("the bytes are the same");
        (after.Figures == before.Figures, after.Sha256, after.FiguresSha256).ShouldBe((true, before.Sha256, before.FiguresSha256));
        (second.Version, second.Reason).ShouldBe((2, "数値を新しくする"));
        second.Sha256.ShouldNotBe(before.Sha256);
        await using var check = council.NewContext();
        (await ProjectionCheck.RunAsync(check, Cancel)).ShouldBeEmpty();
        (await AuditChain.VerifyAsync(check, Cancel)).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_pack_of_the_same_two_clocks_is_the_same_bytes()
    {
        await using var db = council.NewContext();
        var meeting = await db.Meetings.AsNoTracking().SingleAsync(m => m.Number == 1, Cancel);
        var point = new AsOf(council.First.AsOf, council.First.RecordedUntil);
        var again = await CouncilPack.MakeAsync(db, meeting.Id, point, GivenCouncil.City, isDraft: false, Cancel);
        Convert.ToHexStringLower(SHA256.HashData(again.Bytes)).ShouldBe(council.First.Sha256);
        again.Content.ToJson().ShouldBe(council.First.Figures);
        (await CouncilPack.PreviewAsync(db, meeting.Id, point, GivenCouncil.City, Cancel)).ToJson().ShouldBe(council.First.Figures);
        var draft = await CouncilPack.MakeAsync(db, meeting.Id, point, GivenCouncil.City, isDraft: true, Cancel);
        draft.Content.ToJson().ShouldBe(council.First.Figures);
        draft.Bytes.ShouldNotBe(again.Bytes, "a draft says on every page that it is one");
    }

    [Fact]
    public async Task The_audit_entry_of_the_freeze_holds_the_hashes_and_the_document_the_head_of_the_chain()
    {
        await using var db = council.NewContext();
        var entry = await db.AuditEntries.Where(a => a.Subject == "meeting:2" && a.Title == "推進会議：資料を凍結する").OrderBy(a => a.Id).FirstAsync(Cancel);
        AuditEntry.Read(entry.Changes).Select(c => c.New).ShouldContain(council.Second.Sha256);
        (council.Second.ChainHash, council.Second.ChainSequence).ShouldBe(((await AuditChain.HeadAtAsync(db, council.Second.RecordedUntil, Cancel))!.Hash, (await AuditChain.HeadAtAsync(db, council.Second.RecordedUntil, Cancel))!.Sequence));
        (council.Second.RecordedBy, council.Second.RecordedById).ShouldBe((council.Office.Name, council.Office.PersonId));
    }

    [Fact]
    public async Task The_judgement_stands_in_the_case_and_its_condition_names_the_item()
    {
        await using var db = council.NewContext();
        var step = await db.ProposalTransitions.SingleAsync(t => t.Proposal.Number == council.Case && t.Action == ProposalAction.RecordJudgement, Cancel);
        step.Reason.ShouldNotBeNull().ShouldContain("議題1の判断：条件付了承。費用を見直すこと");
        var condition = await db.Conditions.SingleAsync(c => c.Proposal.Number == council.Case, Cancel);
        (condition.BlocksGate, condition.AgendaItemId).ShouldBe((Gate.Contract, await db.AgendaItems.Where(i => i.Meeting.Number == 1 && i.Number == 1).Select(i => i.Id).SingleAsync(Cancel)));
        (await db.Notifications.AnyAsync(n => n.Subject.Contains("CIO決定待ち") && n.PersonId == council.Cast.Cio.PersonId, Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task Members_owners_and_the_office_are_told()
    {
        await using var db = council.NewContext();
        async Task<string[]> Told(Actor actor) => await db.Notifications.Where(n => n.PersonId == actor.PersonId).OrderBy(n => n.Id).Select(n => n.Subject).ToArrayAsync(Cancel);
        (await Told(council.Member)).Take(3).ShouldBe(
            ["第1回 行財政改革推進会議の会議資料が公開されました", "第1回 行財政改革推進会議の議事要旨が公開されました", "第2回 行財政改革推進会議の会議資料が公開されました"]);
        (await Told(council.Cast.Staff)).ShouldContain("第1回推進会議の指摘1（期限 2026-10-20）");
        (await Told(council.Other)).ShouldContain("推進会議の指摘1は「対応報告済み・確認待ち」です");
        (await Told(council.Other)).ShouldContain("第1回推進会議の指摘2（期限 2026-12-20）", "without a department it is the office's");
    }

    [Fact]
    public async Task What_is_overdue_is_reminded_by_the_same_job_as_conditions()
    {
        await using var db = council.NewContext();
        var day = new DateOnly(2026, 12, 22);
        (await ProposalReminders.AddAsync(db, day, TokyoTime.At(day, new(8, 10)), Cancel)).ShouldBePositive();
        var added = db.ChangeTracker.Entries<Notification>().Select(e => e.Entity).Where(n => n.Key.StartsWith("due:ActionItem", StringComparison.Ordinal)).ToList();
        added.ShouldContain(n => n.PersonId == council.Cast.Cio.PersonId && n.Subject.Contains("第1回推進会議：指摘2「費用の根拠を示す」への対応の報告の期限を過ぎています"));
        added.ShouldAllBe(n => n.Link.StartsWith("/action-items/"));
        added.ShouldNotContain(n => n.Subject.Contains("指摘1"), "it was reported");
    }

    async Task ActAsync(int act, Random random)
    {
        var (given, office, cast) = (council.Given, council.Office, council.Cast);
        switch (act)
        {
            case 0:
                await given.Act(council.Operation, cast.Staff, o => o.ReportMilestones(
                    [CouncilReportCase.Late(o, o.GoLiveForecast!.Value.AddDays(random.Next(1, 30)))], cast.Staff, given.Clock.Now, given.Clock.Today));
                break;
            case 1:
                await given.Act(council.Operation, cast.Staff, o => o.OpenRisk(
                    RiskKind.Issue, $"課題{random.Next()}", "内容", new(true, RiskLevel.High, RiskLevel.High, RiskResponse.Reduce, "", "担当", null), cast.Staff, given.Clock.Now, given.Clock.Today));
                break;
            case 2:
                await given.Proposal(council, council.Department, cast, p => p.BringToCouncil(cast, given.Clock.Now), amount: 70_000_000, title: $"案件{random.Next()}");
                break;
            default:
                await council.OnMeeting(1, (db, m) => CouncilActs.JudgeAsync(
                    db, m, m.Agenda[3], new("OTHER", $"訂正した判断{random.Next()}", [], []) { Reason = "訂正" }, office, given.Clock.Now, Cancel));
                break;
        }
    }
}

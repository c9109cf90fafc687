using DxGovernance.Core.Api;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Core.SignIn;
using DxGovernance.Core.Standardization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.Tests.Support;

/// <summary>
/// The application with two departments that have something of everything, in words that say whose it is, one more operation of the
/// first that still owes its report, three council reports: published, finished and failed, and a mail that was refused. For tests that walk through every page.
/// </summary>
public class TwoDepartments : WebApp
{
    /// <summary>What the first department writes; 甲 stands in every text of it.</summary>
    public const string OurMark = "甲所管";

    public const string TheirMark = "乙所管";

    public Side Ours { get; private set; } = null!;

    public Side Theirs { get; private set; } = null!;

    public int PublishedReport { get; private set; }

    public int FinishedReport { get; private set; }

    public int FailedReport { get; private set; }

    /// <summary>A deputyship of a CIO.</summary>
    public int Deputy { get; private set; }

    /// <summary>The role of that CIO.</summary>
    public int Assignment { get; private set; }

    /// <summary>Held, its pack published, the first of its three items not judged yet.</summary>
    public const int HeldMeeting = 1;

    /// <summary>Being prepared, with one item.</summary>
    public const int PreparedMeeting = 2;

    /// <summary>The one that is not judged.</summary>
    public int OpenItem { get; private set; }

    /// <summary>On the agenda of the meeting that is being prepared.</summary>
    public int PreparedItem { get; private set; }

    /// <summary>A person with an account at the provider and a session.</summary>
    public ExternalIdentity Linked { get; private set; } = null!;

    /// <summary>Somebody whom the register does not know.</summary>
    public int UnknownSignIn { get; private set; }

    /// <summary>A row of the table of the provider's roles, by which nobody works.</summary>
    public int ProviderRole { get; private set; }

    /// <summary>An API key for public data, issued to nobody who uses it.</summary>
    public int ApiKey { get; private set; }

    /// <summary>A transfer that is being prepared; the staff of the first department get another title.</summary>
    public int Transfer { get; private set; }

    /// <summary>A proposed disposal of a job's run of years ago.</summary>
    public int Disposal { get; private set; }

    public long NewestAudit { get; private set; }

    /// <summary>A mail that the relay has refused for good.</summary>
    public long ParkedMail { get; private set; }

    /// <summary>What the application asked the database; tests of a class run one after another.</summary>
    public StatementLog Sql { get; } = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Ours = await Fill(OurMark, "1-2");
        Theirs = await Fill(TheirMark, "2-2");
        await Given.PlannedOperation(Ours.Department);
        await using var db = Database.NewContext();
        await RoundKeeper.OpenAsync(db, Clock.Today, Clock.Now, Cancel);
        PublishedReport = await Report(new(2026, 9, 30), publish: true);
        FinishedReport = await Report(new(2026, 10, 31), publish: false);
        FailedReport = await Failed();
        (Deputy, Assignment) = await Appointed();
        await Meetings();
        ParkedMail = await Parked();
        await SignIns();
        Transfer = await Given.Transfer(Ours.Staff, Ours.Department);
        Disposal = (await Given.Disposal(Database, await Given.Actor(Role.Administrator), await Given.OldJobRun(Database))).Id;
        NewestAudit = await db.AuditEntries.MaxAsync(a => a.Id, Cancel);
    }

    protected override void Configure(IWebHostBuilder web)
    {
        base.Configure(web);
        web.ConfigureServices(services => services.ConfigureDbContext<GovernanceDbContext>(o => o.AddInterceptors(Sql)));
    }

    async Task<Side> Fill(string mark, string initiative)
    {
        var department = await Given.Department($"{mark}課");
        var operation = await Given.PlannedOperation(department);
        var staff = await Given.Actor(Role.DepartmentStaff, department);
        await Given.Act(operation.Number, staff, o => Report(o, mark, department, staff));
        var cio = await Given.Actor(Role.Cio);
        await Given.Act(operation.Number, cio, o => o.OverrideColour(Signal.Red, Signal.Yellow, $"{mark}の上書き", null, cio, Clock.Now));
        await using var db = Database.NewContext();
        var stored = await Given.Load(db, operation.Number);
        var plan = Given.Draft(stored, new(2027, 10, 1), staff, Clock.Now);
        plan.Edit(new Dictionary<int, DateOnly>(), $"{mark}の計画変更", SlipCause.DataQuality, staff);
        db.Plans.Add(plan);
        await Given.Costs(Database, operation.Number, RunningCostStage.Present, GivenRunningCosts.Terms(2025, scope: $"{mark}の対象") with { Source = $"{mark}の資料" }, GivenRunningCosts.Year(2025, 1000), staff);
        var (caseNumber, attachment) = await Case(mark, department);
        db.Notifications.Add(new Notification($"test:{mark}", staff.PersonId!.Value, $"{mark}へのお知らせ", "本文", "/", Clock.Now));
        await Given.Save(db, staff);
        return new(mark, department, await Given.Read(operation.Number), plan.Id, staff) { Case = caseNumber, Attachment = attachment, Initiative = initiative, Indicator = await Policy(mark, initiative, department, staff) };
    }

    /// <summary>A case of the department under review, with a question, a condition, a measurement to come and a file; not shared with others.</summary>
    async Task<(string Number, int Attachment)> Case(string mark, Department department)
    {
        var cast = await Given.Cast(department);
        var (now, today) = (Clock.Now, Clock.Today);
        var made = await Given.Proposal(Database, department, cast, p =>
        {
            p.Share(isShared: false, cast.Staff);
            p.Attach(AttachmentKind.Specification, $"{mark}の仕様書.txt", System.Text.Encoding.UTF8.GetBytes($"{mark}の仕様"), cast.Staff, now);
            p.Write(p.Draft.Filled(p.Gate).With("purpose", $"{mark}の目的").With("measures", $"{mark}の対策"), cast.Staff, now);
            p.WriteCosts([GivenCosts.Line(0, 20_000_000).With(t => t with { Name = $"{mark}の明細" })], cast.Staff, now);
            p.BringToDecision(cast, now);
            p.Perform(
                ProposalAction.ApproveWithConditions,
                new() { Category = "CONDITION", Comment = $"{mark}の決定の理由", Conditions = [new($"{mark}の条件", $"{mark}の担当", today, $"{mark}の証拠", Gate.GoLive)] },
                GivenProposals.Rules, cast.Cio, now);
            p.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, now);
            p.Fill(cast.Staff, now);
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, now);
            p.Perform(ProposalAction.Confirm, ProposalStep.Nothing, GivenProposals.Rules, cast.Head, now);
            p.Perform(ProposalAction.Accept, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, now);
            p.Perform(ProposalAction.Ask, new() { Questions = [new("cost", $"{mark}への照会", today)] }, GivenProposals.Rules, cast.Member, now);
        }, title: $"{mark}の案件");
        await Given.ActOnProposal(Database, made.Number, cast.Office, (p, _) => p.Correct("users", "19", $"{mark}の訂正", cast.Office, now));
        await Given.ActOnProposal(Database, made.Number, cast.Staff, (p, c) => c.Quotes.Add(new(
            p, 1, new() { Vendor = $"{mark}の見積", QuotedOn = today, Amounts = System.Collections.Immutable.ImmutableSortedDictionary<int, long>.Empty.Add(1, 19_000_000) }, cast.Staff, now)));
        await using var db = Database.NewContext();
        return (made.Number, await db.Attachments.Where(a => a.ProposalId == made.Id).Select(a => a.Id).SingleAsync(Cancel));
    }

    void Report(Operation o, string mark, Department department, Actor staff)
    {
        var (now, today) = (Clock.Now, Clock.Today);
        o.ReportSteps([new(1, StepStatus.InProgress, today, $"{mark}の担当", $"{mark}の根拠", $"{mark}のメモ")], staff, now, today, $"{mark}の理由");
        var goLive = o.Milestones.Single(m => m.IsGoLive);
        o.ReportMilestones([new(goLive.Id, new(2027, 11, 15), null, SlipCause.DataQuality, CauseOwner.City, $"{mark}の遅れ")], staff, now, today);
        var rating = new RiskInput(true, RiskLevel.High, RiskLevel.Medium, RiskResponse.Reduce, $"{mark}の対応", $"{mark}の責任者", today.AddDays(-1));
        o.OpenRisk(RiskKind.Risk, $"{mark}のリスク", $"{mark}の内容", rating, staff, now, today);
        o.AddSystem(new($"{mark}システム", $"{mark}事業者", null, null, null, null, null, null, IsRetired: false), staff, now, today, null);
        o.Classify(new(OperationStage.Migrating, IsSpecialTransition: true, null, null), $"{mark}の出典", staff, now, today);
        o.Revise(new($"{mark}の別名", $"{mark}の根拠法令", "", ""), department, staff, now, today, $"{mark}の変更");
    }

    /// <summary>An initiative that the department owns, has reported on and measures.</summary>
    async Task<int> Policy(string mark, string code, Department department, Actor staff)
    {
        var office = await Given.Actor(Role.PmoOffice);
        var (now, today) = (Clock.Now, Clock.Today);
        await Given.ActOnInitiative(Database, code, office, i => i.Revise([department], i.Plan, i.Source, $"{mark}の割当て", office, now, today));
        await Given.ActOnInitiative(Database, code, office, i => i.AddIndicator(
            new($"{mark}の指標", "件", 1, today, false, [new(2026, 10)], $"{mark}の出典", IsRetired: false), $"{mark}の決定", office, now, today));
        await Given.ActOnInitiative(Database, code, staff, i =>
        {
            i.Report(FiscalYear.Of(today), new(InitiativeState.Delayed, $"{mark}の実施", $"{mark}の次の一手", $"{mark}の証拠"), $"{mark}の遅れ", staff, now, today);
            i.Measure(i.Indicators.Single(n => n.Kind == IndicatorKind.Measured), 5, $"{mark}の測り方", staff, now, today);
        });
        await using var db = Database.NewContext();
        return await db.PolicyIndicators.Where(n => n.InitiativeCode == code && n.Kind == IndicatorKind.Measured).Select(n => n.Id).SingleAsync(Cancel);
    }

    async Task<int> Report(DateOnly day, bool publish)
    {
        var office = await Given.Actor(Role.PmoOffice);
        await using var db = Database.NewContext();
        var request = new ReportRequest(ReportKind.Council, AsOf.ReportedOn(day), [], office, Clock.Now);
        request.Start(Clock.Now);
        var file = new ReportFile(request, [0x50, 0x4B, (byte)day.Month]);
        request.Finish($"推進会議報告_{day:yyyy-MM-dd}.xlsx", file, Clock.Now);
        db.ReportRequests.Add(request);
        db.ReportFiles.Add(file);
        if (publish)
        {
            db.ReportPublications.Add(request.Publish(office, Clock.Now));
        }

        await Given.Save(db, office);
        return request.Id;
    }

    /// <summary>The council asked something of both departments.</summary>
    async Task Meetings()
    {
        await Given.Actor(Role.Council);
        var office = await Given.Actor(Role.PmoOffice);
        await using var db = Database.NewContext();
        var proposal = await db.Proposals.Where(p => p.Number == Ours.Case).Select(p => p.Id).SingleAsync(Cancel);
        await Given.Meeting(
            Database, office, HeldMeeting, Clock.Today, (new(AgendaKind.Case, ProposalId: proposal), GivenCouncil.Text($"{OurMark}の議題")), (AgendaSubject.Free, GivenCouncil.Text($"{OurMark}への指摘の議題")),
            (AgendaSubject.Free, GivenCouncil.Text($"{TheirMark}への指摘の議題")));
        await Given.FreezePack(Database, HeldMeeting, Clock.Today.AddDays(-5), office);
        await Given.Take(Database, HeldMeeting, MeetingAction.Distribute, office);
        await Given.Hold(Database, HeldMeeting, office);
        foreach (var (number, side) in new[] { (2, Ours), (3, Theirs) })
        {
            await Given.Judge(Database, HeldMeeting, number, GivenCouncil.Agreed(null, null, GivenCouncil.Action(side.Department.Id) with { Text = $"{side.Mark}への指摘" }), office);
        }

        await Given.Meeting(Database, office, PreparedMeeting, Clock.Today.AddDays(30), (AgendaSubject.Free, GivenCouncil.Text("準備中の議題")));
        var items = await db.AgendaItems.Where(i => i.Number == 1).Select(i => new { Meeting = i.Meeting.Number, i.Id }).ToDictionaryAsync(i => i.Meeting, i => i.Id, Cancel);
        (OpenItem, PreparedItem) = (items[HeldMeeting], items[PreparedMeeting]);
        var actions = await db.ActionItems.ToDictionaryAsync(a => a.DepartmentId!.Value, a => a.Id, Cancel);
        (Ours, Theirs) = (Ours with { ActionItem = actions[Ours.Department.Id] }, Theirs with { ActionItem = actions[Theirs.Department.Id] });
    }

    async Task<(int Deputy, int Assignment)> Appointed()
    {
        var cio = await Given.Actor(Role.Cio);
        var member = await Given.Actor(Role.PmoMember);
        var deputy = await Given.Deputy(cio, Role.Cio, member, Clock.Today, Clock.Today.AddDays(7));
        await using var db = Database.NewContext();
        return (deputy.Id, await db.People.Where(p => p.Id == cio.PersonId).SelectMany(p => p.Assignments).Select(a => a.Id).SingleAsync(Cancel));
    }

    async Task<long> Parked()
    {
        var mail = new Mail(MailKind.Notices, Ours.Staff.PersonId!.Value, "city.example", Clock.Now);
        mail.Take("staff@demo.example", TimeSpan.FromHours(1), Clock.Now);
        mail.Refuse("550 5.1.1 No such user here");
        await using var db = Database.NewContext();
        db.Mails.Add(mail);
        await db.SaveChangesAsync(Cancel);
        return mail.Id;
    }

    async Task SignIns()
    {
        var administrator = await Given.Actor(Role.Administrator);
        Linked = await Given.Identity(await Given.Person(Role.PmoMember, Ours.Department), "linked", administrator);
        await using var db = Database.NewContext();
        var unknown = new UnknownSignIn(Given.Issuer, "unknown", "登録のない 人", Clock.Now);
        var row = new ProviderRole("PMO.Member", Role.PmoMember, "PMO構成員", await db.Departments.SingleAsync(d => d.Id == Ours.Department.Id, Cancel), administrator);
        var (key, _) = Core.Api.ApiKey.Issue("試験の鍵", "試験の用途", ApiScope.PublicData, Clock.Today.AddDays(30), administrator, Clock.Now);
        db.AddRange(unknown, row, key, new PersonSession(await db.People.SingleAsync(p => p.Id == Linked.PersonId, Cancel), SignInMethod.Demo, Clock.Now, TimeSpan.FromHours(10), Clock.Now));
        await Given.Save(db, administrator);
        (UnknownSignIn, ProviderRole, ApiKey) = (unknown.Id, row.Id, key.Id);
    }

    async Task<int> Failed()
    {
        var office = await Given.Actor(Role.PmoOffice);
        await using var db = Database.NewContext();
        var request = new ReportRequest(ReportKind.Council, AsOf.ReportedOn(new(2026, 8, 31)), [], office, Clock.Now);
        request.Start(Clock.Now);
        request.Fail("試験の失敗", Clock.Now);
        db.ReportRequests.Add(request);
        await Given.Save(db, office);
        return request.Id;
    }
}

/// <summary>A department with its operation as stored, its open change of plan and the person who wrote all of it.</summary>
public sealed record Side(string Mark, Department Department, Operation Operation, int Plan, Actor Staff)
{
    public int Number => Operation.Number;

    /// <summary>Number of the department's case.</summary>
    public string Case { get; init; } = "";

    public int Attachment { get; init; }

    /// <summary>What the council asked of the department.</summary>
    public int ActionItem { get; init; }

    /// <summary>Code of the initiative that the department owns.</summary>
    public string Initiative { get; init; } = "";

    /// <summary>The indicator of it that the department measures.</summary>
    public int Indicator { get; init; }

    public int Risk => Operation.Risks.Single().Id;

    public int SystemUnit => Operation.Systems.Single().Id;
}

using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Core.SignIn;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.E2E.Support;

/// <summary>On a copy of the demo set.</summary>
public class DemoSite() : Site(new DemoDatabase())
{
    /// <summary>The demo person as the application knows them today.</summary>
    public async Task<Actor> Person(string account)
    {
        await using var db = Database.NewContext();
        var id = await db.People.Where(p => p.Account == account).Select(p => p.Id).SingleAsync(Cancel);
        return (await Actor.LoadAsync(db, id, Clock.Today, Cancel))!;
    }
}

/// <summary>
/// The demo set with everything that a page can show besides: reports that are ready, wait and have failed, and a plan that a department is
/// still drawing up. For tests that only read.
/// </summary>
public sealed class FullSite : DemoSite
{
    /// <summary>就学; live in two months.</summary>
    public const int Operation = 12;

    /// <summary>児童扶養手当; its department draws up a change of plan.</summary>
    public const int Drafting = 14;

    /// <summary>障害者福祉; its change of plan waits for the CIO.</summary>
    public const int Deciding = 16;

    public int Risk { get; private set; }

    public int System { get; private set; }

    public int PublishedReport { get; private set; }

    public int ReadyReport { get; private set; }

    public int WaitingReport { get; private set; }

    public int FailedReport { get; private set; }

    public int DraftPlan { get; private set; }

    public int DecidingPlan { get; private set; }

    /// <summary>学校教育課's own draft.</summary>
    public string DraftCase { get; private set; } = "";

    public string ReviewedCase { get; private set; } = "";

    /// <summary>Under review with lines that nobody has judged.</summary>
    public string CostCase { get; private set; } = "";

    /// <summary>With its department again, with lines and quotes.</summary>
    public string ReturnedCostCase { get; private set; } = "";

    public string AskedCase { get; private set; } = "";

    public string DecidingCase { get; private set; } = "";

    /// <summary>With conditions, effects and several versions.</summary>
    public string ConditionCase { get; private set; } = "";

    /// <summary>学校教育課's own, with a condition to be met.</summary>
    public string StaffCase { get; private set; } = "";

    /// <summary>行政管理課's, for its head.</summary>
    public string HeadCase { get; private set; } = "";

    /// <summary>The council has it.</summary>
    public string CouncilCase { get; private set; } = "";

    /// <summary>生成AIを使ったことのある職員の割合, which デジタル推進課 measures.</summary>
    public int Indicator { get; private set; }

    /// <summary>A deputyship of the CIO that runs today.</summary>
    public int Deputy { get; private set; }

    /// <summary>The role of the CIO.</summary>
    public int Assignment { get; private set; }

    public int Transfer { get; private set; }

    public long UncertainMail { get; private set; }

    /// <summary>Of the council, being prepared; the three before it come with the demo set.</summary>
    public const int PreparedMeeting = 4;

    public int JudgedItem { get; private set; }

    public int PreparedItem { get; private set; }

    public int ActionItem { get; private set; }

    /// <summary>Whose mail address is looked at.</summary>
    public int Addressee { get; private set; }

    /// <summary>A member of the PMO with an account at the provider.</summary>
    public ExternalIdentity Linked { get; private set; } = null!;

    /// <summary>Somebody whom the register does not know.</summary>
    public int UnknownSignIn { get; private set; }

    /// <summary>A row of the table of the provider's roles, by which somebody works.</summary>
    public int ProviderRole { get; private set; }

    /// <summary>A key for public data.</summary>
    public int ApiKey { get; private set; }

    /// <summary>A proposed disposal of a job's run of years ago.</summary>
    public int Disposal { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await DraftAsync();
        await ReportAsync();
        await DeputyAsync();
        await MailAsync();
        await SignInAsync();
        await MeetingAsync();
        await FindAsync();
    }

    /// <summary>Mail is set up, and nobody sends: what the administrator sees was put there.</summary>
    protected override void Configure(IWebHostBuilder web)
    {
        base.Configure(web);
        web.UseSetting("Mail:Host", "relay.demo.example");
        web.UseSetting("Mail:From", "ict-governance@demo.example");
        web.UseSetting("Mail:PublicUrl", "https://dxgovernance.demo.example");
    }

    async Task MailAsync()
    {
        await using var db = Database.NewContext();
        var now = Clock.Now;
        var people = await db.People.Where(p => db.Notifications.Any(n => n.PersonId == p.Id)).OrderBy(p => p.Account).ToListAsync(Cancel);
        var notices = (await db.Notifications.OrderBy(n => n.Id).ToListAsync(Cancel)).ToLookup(n => n.PersonId);
        Addressee = people[0].Id;
        Mail Made(int person, Action<Mail> what)
        {
            var mail = new Mail(MailKind.Notices, people[person].Id, "demo.example", now.AddMinutes(person - 30));
            notices[people[person].Id].Take(1 + (person % 3)).ToList().ForEach(n => n.PutInto(mail, now));
            db.Mails.Add(mail);
            if (person > 0)
            {
                mail.Take(people[person].MailAddress!, TimeSpan.FromHours(1), now.AddMinutes(person - 29));
                what(mail);
            }

            return mail;
        }

        void Sent(Mail mail)
        {
            mail.HandOver();
            mail.Sent("250 2.0.0 Ok: queued as 4XyZ1", now.AddMinutes(-20));
        }

        Made(1, Sent);
        Made(2, Sent);
        Made(3, m => m.Refuse("550 5.1.1 <address@demo.example>: Recipient address rejected: User unknown"));
        var uncertain = Made(4, m =>
        {
            m.HandOver();
            m.Doubt("中継サーバー relay.demo.example:587 に渡しましたが、返事がないまま接続が切れました。届いたかどうか分かりません。");
        });
        Made(5, m => m.Postpone("451 4.7.1 Greylisting in action, please come back later", now));
        Made(0, _ => { });
        await db.SaveChangesAsync(Cancel);
        UncertainMail = uncertain.Id;
    }

    async Task DeputyAsync()
    {
        var cio = await Person("demo-cio");
        Deputy = (await Given.Deputy(cio, Role.Cio, await Person("demo-member-1"), Clock.Today, Clock.Today.AddDays(7))).Id;
        await using var db = Database.NewContext();
        Transfer = await Given.Transfer(await Person("demo-gakko-1"), await db.Departments.SingleAsync(d => d.Code == "D71", Cancel));
        Assignment = await db.People.Where(p => p.Id == cio.PersonId).SelectMany(p => p.Assignments).Where(a => a.Role == Role.Cio).Select(a => a.Id).FirstAsync(Cancel);
    }

    async Task MeetingAsync()
    {
        var office = await Person("demo-pmo-1");
        await Given.Meeting(Database, office, PreparedMeeting, Clock.Today.AddDays(30), (AgendaSubject.Free, GivenCouncil.Text("次年度の重点")));
        await using var db = Database.NewContext();
        (JudgedItem, PreparedItem) = (
            await db.AgendaItems.Where(i => i.Meeting.Number == 1 && i.Number == 1).Select(i => i.Id).SingleAsync(Cancel),
            await db.AgendaItems.Where(i => i.Meeting.Number == PreparedMeeting).Select(i => i.Id).SingleAsync(Cancel));
        ActionItem = await db.ActionItems.OrderBy(a => a.Id).Select(a => a.Id).FirstAsync(Cancel);
    }

    async Task SignInAsync()
    {
        const string Issuer = "https://login.microsoftonline.com/3f2b8c1e-5d0a-4b7e-9c64-0d1f2a3b4c5d/v2.0";
        var administrator = await Person("demo-admin");
        await using var db = Database.NewContext();
        var member = await db.People.Include(p => p.Assignments).SingleAsync(p => p.Account == "demo-member-1", Cancel);
        Linked = await Given.Identity(member, "7c1d9a52-0b3e-4f6d-8a21-5e4f3c2b1a09", administrator, Issuer);
        var unknown = new UnknownSignIn(Issuer, "b8e7d6c5-4f3a-4b2c-9d1e-0a9b8c7d6e5f", "長府 一郎", Clock.Now);
        var row = new ProviderRole("PMO.Auditor", Role.Auditor, "監査担当", await db.Departments.OrderBy(d => d.Code).FirstAsync(Cancel), administrator);
        var (key, _) = Core.Api.ApiKey.Issue("オープンデータカタログ", "情報政策課が毎月、オープンデータの表を更新する", Core.Api.ApiScope.PublicData, Clock.Today.AddDays(120), administrator, Clock.Now);
        db.AddRange(unknown, row, key, new PersonSession(member, SignInMethod.Provider, Clock.Now, TimeSpan.FromHours(10), Clock.Now));
        await Given.Save(db, administrator);
        member.Follow([row], RolePrecedence.ProductWins, 1, Clock.Today);
        await Given.Save(db, administrator);
        (UnknownSignIn, ProviderRole, ApiKey) = (unknown.Id, row.Id, key.Id);
        Disposal = (await Given.Disposal(Database, administrator, await Given.OldJobRun(Database))).Id;
    }

    async Task DraftAsync()
    {
        var staff = await Person("demo-katei-1");
        await using var db = Database.NewContext();
        var operation = await db.Operations.Include(o => o.Milestones).SingleAsync(o => o.Number == Drafting, Cancel);
        var plan = new Plan(operation, operation.Milestones.ToDictionary(m => m.Code, m => m.ExpectedOn!.Value), staff, Clock.Now);
        db.Plans.Add(plan);
        await Given.Save(db, staff);
        DraftPlan = plan.Id;
    }

    async Task ReportAsync()
    {
        var office = await Person("demo-pmo-1");
        ReadyReport = await Ask(office, new(2026, 11, 20));
        await Services.GetRequiredService<ReportMaker>().RunWaitingAsync(Cancel);
        FailedReport = await Ask(office, new(2026, 9, 30));
        WaitingReport = await Ask(office, new(2026, 8, 31));
        await using var db = Database.NewContext();
        (await db.ReportRequests.SingleAsync(r => r.Id == FailedReport, Cancel)).Fail("作成中に誤りが起きました。もう一度作成してください。", Clock.Now);
        await Given.Save(db, office);
    }

    async Task<string> NewCaseAsync()
    {
        var staff = await Person("demo-gakko-1");
        await using var db = Database.NewContext();
        var department = await db.Departments.SingleAsync(d => d.Code == "D71", Cancel);
        var cast = new Cast(staff, staff, staff, staff, staff);
        return (await Given.Proposal(Database, department, cast, p => p.Write(p.Draft.With("current_issue", "アレルギーの調査票を紙で集め、学校ごとに表計算へ写している。写し誤りの確認に、毎月一校あたり三時間かかる。"), staff, Clock.Now), ProposalClass.New, title: "給食のアレルギー管理の電子化")).Number;
    }

    async Task<int> Ask(Actor office, DateOnly day)
    {
        await using var db = Database.NewContext();
        var request = new ReportRequest(ReportKind.Council, new AsOf(day, await LedgerClock.NewestAsync(db, Cancel)), [], office, Clock.Now);
        db.ReportRequests.Add(request);
        await Given.Save(db, office);
        return request.Id;
    }

    async Task FindAsync()
    {
        await using var db = Database.NewContext();
        PublishedReport = await db.ReportRequests.Where(r => r.PublishedAt != null && r.Kind == ReportKind.Council).OrderByDescending(r => r.AsOf).Select(r => r.Id).FirstAsync(Cancel);
        Risk = await db.Risks.Where(r => r.OperationNumber == Operation).Select(r => r.Id).FirstAsync(Cancel);
        Indicator = await db.PolicyIndicators.Where(i => i.InitiativeCode == "2-2").Select(i => i.Id).FirstAsync(Cancel);
        System = await db.SystemUnits.Where(s => s.OperationNumber == Operation).Select(s => s.Id).FirstAsync(Cancel);
        DraftCase = await NewCaseAsync();
        ReviewedCase = await db.Proposals.Where(p => p.State == ProposalState.Reviewing).Select(p => p.Number).FirstAsync(Cancel);
        CostCase = await db.Proposals.Where(p => p.State == ProposalState.Reviewing && p.HasOpenCosts && !p.CostsReviewed).OrderBy(p => p.Number).Select(p => p.Number).FirstAsync(Cancel);
        ReturnedCostCase = await db.Proposals.Where(p => p.State == ProposalState.Returned && p.CostLineCount > 0).OrderBy(p => p.Number).Select(p => p.Number).FirstAsync(Cancel);
        AskedCase = await db.Proposals.Where(p => p.State == ProposalState.Inquiring).Select(p => p.Number).FirstAsync(Cancel);
        DecidingCase = await db.Proposals.Where(p => p.State == ProposalState.Deciding && p.Route == Route.Normal).Select(p => p.Number).FirstAsync(Cancel);
        ConditionCase = await db.Proposals.Where(p => p.OpenConditions > 0).OrderByDescending(p => p.EffectChecks.Count).Select(p => p.Number).FirstAsync(Cancel);
        StaffCase = await db.Proposals.Where(p => p.Department.Code == "D71" && p.OpenConditions > 0).Select(p => p.Number).FirstAsync(Cancel);
        HeadCase = await db.Proposals.Where(p => p.Department.Code == "D12" && p.State == ProposalState.HeadChecking).OrderBy(p => p.Number).Select(p => p.Number).FirstAsync(Cancel);
        CouncilCase = await db.Proposals.Where(p => p.State == ProposalState.CouncilPending).OrderBy(p => p.Number).Select(p => p.Number).FirstAsync(Cancel);
        DecidingPlan = await db.Plans.Where(Plan.IsOpenNow).Where(p => p.OperationNumber == Deciding).Select(p => p.Id).SingleAsync(Cancel);
    }
}

/// <summary>With the scheduler running.</summary>
public sealed class SchedulingSite : DemoSite
{
    protected override void Configure(IWebHostBuilder web)
    {
        base.Configure(web);
        web.UseSetting("Scheduler:Enabled", "true");
    }
}

/// <summary>On the facts alone: 20 operations, no department, no report.</summary>
public sealed class FactsSite() : Site(new TestDatabase());

/// <summary>Cloned from a template that holds facts and demo set.</summary>
sealed class DemoDatabase() : TestDatabase(Template)
{
    static TestTemplate Template { get; } = new("demo", (db, cancel) => DemoSeeder.RunAsync(db, new CityInfo("下関市", "352012"), cancel));
}

using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Retention;
using DxGovernance.Core.SignIn;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Tests.Pages.Admin;

/// <summary>Records go by an approved act of two people, which leaves its record and keeps the audit chain valid.</summary>
public sealed class DisposalPageTests(WebApp app) : IClassFixture<WebApp>, IDisposable
{
    readonly Lazy<NpgsqlDataSource> working = new(() => NpgsqlDataSource.Create(app.Database.ApplicationConnectionString));

    const string Form = "main form";
    const string Disposals = "/admin/retention/disposals";

    static readonly DateOnly Later = new(2028, 4, 3);

    public void Dispose()
    {
        if (working.IsValueCreated)
        {
            working.Value.Dispose();
        }
    }

    static Dictionary<string, string?> Proposal(RecordKind kind, string upTo, string reason = "保存期間の満了") =>
        new() { ["Input.Kind"] = $"{kind}", ["Input.UpTo"] = upTo, ["Input.Reason"] = reason };

    async Task Verified()
    {
        await using var db = app.Database.NewContext();
        (await AuditChain.VerifyAsync(db, Cancel)).Fault.ShouldBeNull();
        (await ProjectionCheck.RunAsync(db, Cancel)).ShouldBeEmpty();
    }

    async Task<AuditEntry> Audited(string title)
    {
        await using var db = app.Database.NewContext();
        return await db.AuditEntries.AsNoTracking().Where(a => a.Title == title).OrderByDescending(a => a.Id).FirstAsync(Cancel);
    }

    [Fact]
    public async Task Attachments_of_a_case_that_is_over_go_and_their_names_hashes_and_record_stay()
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        var (start, file) = (app.Clock.Now, "仕様の内容"u8.ToArray());
        var over = await app.Given.Proposal(app.Database, department, cast, p =>
        {
            p.Attach(AttachmentKind.Specification, "仕様書.txt", file, cast.Staff, start);
            p.Perform(ProposalAction.Withdraw, ProposalStep.Saying("やめる"), GivenProposals.Rules, cast.Staff, start);
        });
        var running = await app.Given.Proposal(
            app.Database, department, cast, p => p.Attach(AttachmentKind.Specification, "別の仕様書.txt", "別の内容"u8.ToArray(), cast.Staff, start));
        await using var db = app.Database.NewContext();
        var autosave = new DraftAutosave(over.Id, cast.Staff.PersonId!.Value, "basic");
        autosave.Keep(over.Draft, start);
        db.DraftAutosaves.Add(autosave);
        await db.SaveChangesAsync(Cancel);
        app.Clock.MoveTo(Later);
        using var administrator = await app.SignedInAs(Role.Administrator);
        using var office = await app.SignedInAs(Role.PmoOffice);

        var edited = await administrator.Submit(await administrator.Get("/admin/retention/periods/CaseAttachments"), Form, new() { ["Input.Years"] = "1", ["Input.Reason"] = "試験" });
        (edited.Status, edited.Location).ShouldBe((302, "/admin/retention"));
        AuditEntry.Read((await Audited("保存期間の変更")).Changes).ShouldContain(new Change("終了した案件の添付ファイル", "保存期間", "10年（仮値）", "1年（仮値）"));
        var form = await administrator.Get($"{Disposals}/new");
        var early = await administrator.Submit(form, Form, Proposal(RecordKind.CaseAttachments, "2028-03-30"));
        early.Status.ShouldBe(400);
        early.Errors.ShouldBe(["2028-03-30（令和10年3月30日）までに保存期間が満了した「終了した案件の添付ファイル」はありません。"]);
        form.Document.QuerySelector("main form")!.SetAttribute("action", $"{Disposals}/new?handler=Preview");
        var preview = await administrator.Submit(form, Form, Proposal(RecordKind.CaseAttachments, "2028-03-31"));
        preview.Text.ShouldContain("1件の保存期間が満了しています。まだ何も保存も廃棄もしていません");
        preview.Text.ShouldContain($"{over.Number} 仕様書");
        preview.Text.ShouldNotContain(running.Number);
        var proposed = await administrator.Submit(preview, Form, []);
        proposed.Status.ShouldBe(302);
        var detail = proposed.Location!;
        (await db.Notifications.AsNoTracking().Where(n => n.Key.StartsWith("disposal:")).Select(n => n.Subject + n.Link).Distinct().ToListAsync(Cancel))
            .ShouldBe(["廃棄案が承認を待っています/admin/retention/disposals"]);
        (await office.Get("/notifications")).Text.ShouldContain("廃棄案が承認を待っています");
        (await administrator.Get("/notifications")).Text.ShouldNotContain("廃棄案が承認を待っています");
        (await administrator.Get(detail)).Text.ShouldContain(over.Attachments[0].Sha256);
        (await administrator.Get(detail + "/decide")).Status.ShouldBe(403);

        var decide = await office.Get(detail + "/decide");
        (await office.Submit(decide, Form, new() { ["Reason"] = "" })).Errors.ShouldBe(["承認または却下の理由を入力してください。"]);
        var approved = await office.Submit(decide, Form, new() { ["Reason"] = "一覧を確かめた" });
        (approved.Status, approved.Location).ShouldBe((302, detail));

        var record = (await office.Get(detail)).Text;
        record.ShouldContain("廃棄記録");
        record.ShouldContain(over.Attachments[0].Sha256);
        record.ShouldContain("一覧を確かめた");
        var page = await office.Get($"/proposals/{over.Number}/attachments");
        page.Text.ShouldContain("仕様書.txt（廃棄済み：保存期間の満了により2028-04-03 10:00に廃棄）");
        page.Document.QuerySelector("form[action*='Download']").ShouldBeNull();
        var asked = await office.Post($"/proposals/{over.Number}/attachments?handler=Download&id={over.Attachments[0].Id}", decide, []);
        (asked.Status, asked.Heading).ShouldBe((410, "廃棄済みです"));
        asked.Text.ShouldContain($"「仕様書.txt」は保存期間の満了により2028-04-03 10:00に廃棄済みです（SHA-256 {over.Attachments[0].Sha256}）。");
        var kept = await db.Attachments.AsNoTracking().SingleAsync(a => a.Id == over.Attachments[0].Id, Cancel);
        (kept.FileName, kept.Length, kept.Sha256, kept.DisposedAt).ShouldBe(("仕様書.txt", file.Length, over.Attachments[0].Sha256, app.Clock.Now));
        (await db.AttachmentFiles.Select(f => f.AttachmentId).ToListAsync(Cancel)).ShouldBe([running.Attachments[0].Id]);
        var audit = await Audited("廃棄の承認と実行");
        audit.Reason.ShouldBe("一覧を確かめた");
        AuditEntry.Read(audit.Changes).ShouldContain(c => c.Field == "一覧のSHA-256" && record.Contains(c.New!, StringComparison.Ordinal));
        await Verified();
        await using (await db.Database.BeginTransactionAsync(Cancel))
        {
            // Rolled back: without a disposal nothing may be missing.
            await db.Database.ExecuteSqlAsync($"delete from attachment_files", Cancel);
            (await ProjectionCheck.RunAsync(db, Cancel)).ShouldHaveSingleItem().ShouldBe(
                $"{running.Number}の添付「別の仕様書.txt」：中身がありませんが、一覧用の値は「廃棄していない」、廃棄記録はありません。");
        }

        (await office.Submit(decide, Form, new() { ["Reason"] = "もう一度" })).Errors.ShouldBe(["この廃棄案は「廃棄済み」です。承認・却下できるのは「承認待ち」の廃棄案だけです。"]);
        await AsApplication(RecordKind.DraftAutosaves, new(2028, 3, 31), 1);
        (await db.DraftAutosaves.AnyAsync(Cancel)).ShouldBeFalse();
        app.Clock.Now = start;
    }

    [Fact]
    public async Task A_list_that_has_changed_since_is_refused_and_can_be_rejected()
    {
        await app.Given.OldJobRun(app.Database);
        var disposal = await app.Given.Disposal(app.Database, await app.Given.Actor(Role.Administrator), RecordKind.JobRuns);
        using var office = await app.SignedInAs(Role.PmoOffice);
        var decide = await office.Get($"{Disposals}/{disposal.Id}/decide");
        await app.Given.OldJobRun(app.Database);
        var before = await app.Database.Content();

        var stale = await office.Submit(decide, Form, new() { ["Reason"] = "満了" });

        stale.Status.ShouldBe(409);
        stale.Errors.ShouldHaveSingleItem().ShouldStartWith(
            $"廃棄案を作った後に、対象の記録か保存期間が変わりました（廃棄案は{disposal.Count}件、今数えると{disposal.Count + 1}件）。何も廃棄していません。この廃棄案を却下し、作り直してください。");
        stale.Text.ShouldContain($"廃棄案の一覧は{disposal.Count}件、今数えると{disposal.Count + 1}件です。");
        stale.Value("Reason").ShouldBe("満了");
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
        await using (var own = Working())
        {
            (await Should.ThrowAsync<PostgresException>(() => own.Database.ExecuteSqlAsync($"select dispose_listed({disposal.Id})", Cancel))).SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
            (await Should.ThrowAsync<PostgresException>(() => own.Database.ExecuteSqlAsync($"delete from job_runs", Cancel))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }

        using var administrator = await app.SignedInAs(Role.Administrator);
        var second = await administrator.Submit(await administrator.Get($"{Disposals}/new"), Form, Proposal(RecordKind.JobRuns, "2026-03-31"));
        (second.Status, second.Errors[0]).ShouldBe((400, $"「ジョブの実行記録」には承認待ちの廃棄案{disposal.Id}があります。承認か却下を受けてから、次の廃棄案を作ってください。"));
        var reject = await office.Post($"{Disposals}/{disposal.Id}/decide?handler=Reject", decide, new() { ["Reason"] = "作り直す" });
        reject.Status.ShouldBe(302);
        (await office.Get(reject.Location!)).Text.ShouldContain("作り直す");
        (await Audited("廃棄案の却下")).Reason.ShouldBe("作り直す");
        await AsApplication(RecordKind.JobRuns, GivenRetention.UpTo, disposal.Count + 1);
        await Verified();
    }

    [Fact]
    public async Task Nobody_decides_on_their_own_proposal_and_others_find_the_doors_closed()
    {
        await app.Given.OldJobRun(app.Database, new(2010, 6, 1));
        var person = await app.Given.Person(Role.Administrator, await app.Given.Department());
        await using (var db = app.Database.NewContext())
        {
            var stored = await db.People.Include(p => p.Assignments).ThenInclude(a => a.Department).SingleAsync(p => p.Id == person.Id, Cancel);
            stored.Assign(Role.PmoOffice, "事務局", stored.Assignments[0].Department, new(2026, 4, 1), null);
            await app.Given.Save(db, FactSeeder.Seeder);
        }

        using var both = await app.SignedIn(person.Id);
        var made = await both.Submit(await both.Get($"{Disposals}/new"), Form, Proposal(RecordKind.JobRuns, "2015-03-31"));
        made.Status.ShouldBe(302);
        var own = await both.Get(made.Location + "/decide");
        own.Text.ShouldContain(Disposal.OwnProposal);
        own.Document.QuerySelector(Form).ShouldBeNull();
        using var auditor = await app.SignedInAs(Role.Auditor);
        var before = await app.Database.Content();

        var refused = await both.Post(made.Location + "/decide", await both.Get("/signout"), new() { ["Reason"] = "自分で" });

        (refused.Status, refused.Errors[0]).ShouldBe((400, Disposal.OwnProposal));
        (await both.Post(made.Location + "/decide?handler=Reject", await both.Get("/signout"), new() { ["Reason"] = "自分で" })).Status.ShouldBe(400);
        (await auditor.Get(made.Location!)).Status.ShouldBe(200);
        foreach (var door in new[] { made.Location + "/decide", $"{Disposals}/new", "/admin/retention/periods/JobRuns" })
        {
            (await auditor.Get(door)).Heading.ShouldBe("権限がありません");
        }

        foreach (var unknown in new[] { $"{Disposals}/987654", $"{Disposals}/987654/decide", "/admin/retention/periods/Ledgers", "/admin/retention/periods/jobruns", "/admin/retention/periods/1" })
        {
            (await both.Get(unknown)).Status.ShouldBe(404, unknown);
        }

        (await both.Post($"{Disposals}/987654/decide", await both.Get("/signout"), new() { ["Reason"] = "なし" })).Status.ShouldBe(404);
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
        using var office = await app.SignedInAs(Role.PmoOffice);
        (await office.Post(made.Location + "/decide?handler=Reject", await office.Get("/signout"), new() { ["Reason"] = "片付け" })).Status.ShouldBe(302);
    }

    [Theory]
    [InlineData("Input.Years", "", "保存年数を入力するか、「常用（廃棄しない）」を選んでください。")]
    [InlineData("Input.Years", "101", "保存年数は1から100までの値を入力してください。")]
    [InlineData("Input.IsPermanent", "true", "「常用（廃棄しない）」を選んだときは、保存年数を空にしてください。")]
    [InlineData("Input.Basis", "", "根拠を入力してください。")]
    [InlineData("Input.Reason", "", "変える理由を入力してください。")]
    public async Task A_period_that_cannot_be_is_refused(string field, string value, string sentence)
    {
        using var administrator = await app.SignedInAs(Role.Administrator);
        var fields = new Dictionary<string, string?> { ["Input.Years"] = "4", ["Input.Reason"] = "試験", [field] = value };

        var answer = await administrator.Submit(await administrator.Get("/admin/retention/periods/SentMails"), Form, fields);

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldBe([sentence]);
    }

    [Fact]
    public async Task A_period_made_permanent_stops_disposals_and_a_second_editor_is_told()
    {
        using var administrator = await app.SignedInAs(Role.Administrator);
        var form = await administrator.Get("/admin/retention/periods/UnknownSignIns");
        Dictionary<string, string?> permanent = new() { ["Input.Years"] = "", ["Input.IsPermanent"] = "true", ["Input.Basis"] = "試験の規程", ["Input.Reason"] = "決まった" };

        (await administrator.Submit(form, Form, permanent)).Status.ShouldBe(302);

        (await administrator.Get("/admin/retention")).Text.ShouldContain("常用（廃棄しない）（仮値）");
        var second = await administrator.Submit(form, Form, permanent);
        second.Status.ShouldBe(409);
        second.Text.ShouldContain("常用（廃棄しない）（仮値）、根拠：試験の規程");
        (await administrator.Submit(await administrator.Get($"{Disposals}/new"), Form, Proposal(RecordKind.UnknownSignIns, "2026-03-31"))).Errors
            .ShouldBe(["「扱いの決まった未登録者のサインイン」は常用（廃棄しない）です。廃棄するときは、先に保存期間を定めてください。"]);
        var again = await administrator.Get("/admin/retention/periods/UnknownSignIns");
        (await administrator.Submit(again, Form, new() { ["Input.Years"] = "1", ["Input.IsPermanent"] = null, ["Input.Reason"] = "戻す" })).Status.ShouldBe(302);
    }

    [Fact]
    public async Task A_report_that_was_not_published_goes_and_says_so_and_is_published_no_more()
    {
        var (writer, at) = (await app.Given.Actor(Role.PmoOffice), TokyoTime.At(new(2015, 6, 1), new(10, 0)));
        await using var db = app.Database.NewContext();
        var request = new ReportRequest(ReportKind.Council, AsOf.ReportedOn(new(2015, 5, 31)), [], writer, at);
        var file = new ReportFile(request, [0x50, 0x4B, 1]);
        request.Finish("報告.xlsx", file, at);
        db.AddRange(request, file);
        await app.Given.Save(db, writer);
        using var office = await app.SignedInAs(Role.PmoOffice);
        var publish = await office.Get($"/reports/{request.Id}/publish");

        await AsApplication(RecordKind.UnpublishedReports, GivenRetention.UpTo, 1);

        var asked = await office.Get($"/reports/{request.Id}/file");
        asked.Status.ShouldBe(410);
        asked.Text.ShouldContain($"に廃棄済みです（SHA-256 {file.Sha256}）。同じ基準日と記録の締めで作り直せます。");
        var page = await office.Get($"/reports/{request.Id}");
        page.Text.ShouldContain("廃棄済み：保存期間の満了により");
        page.Document.QuerySelector($"a[href='/reports/{request.Id}/file']").ShouldBeNull();
        var version = await db.ReportRequests.AsNoTracking().Where(r => r.Id == request.Id).Select(r => r.Version).SingleAsync(Cancel);
        (await office.Submit(publish, Form, new() { ["Version"] = $"{version}" })).Errors.ShouldBe(["この報告書のファイルは保存期間の満了により廃棄済みです。同じ基準日と記録の締めで作り直してから公開してください。"]);
        await Verified();
    }

    [Fact]
    public async Task Of_very_many_records_the_oldest_go_first_and_the_rest_is_for_the_next_time()
    {
        await using var db = app.Database.NewContext();
        await db.Database.ExecuteSqlAsync($"insert into job_runs (job_key, started_by, started_at, finished_at) select 'many', '予定', m, m from generate_series(1, {DisposalList.Most + 1}) n, lateral (select timestamptz '2005-06-01' + n * interval '1 second') s(m)", Cancel);
        var newest = await db.JobRuns.Where(r => r.JobKey == "many").MaxAsync(r => r.Id, Cancel);
        DateOnly upTo = new(2010, 3, 31);

        await AsApplication(RecordKind.JobRuns, upTo, DisposalList.Most);

        (await db.JobRuns.Where(r => r.JobKey == "many").Select(r => r.Id).ToListAsync(Cancel)).ShouldBe([newest]);
        await AsApplication(RecordKind.JobRuns, upTo, 1);
        await Verified();
    }

    [Fact]
    public async Task Mails_notices_and_unknown_sign_ins_go_by_the_applications_own_user()
    {
        var (person, at) = (await app.Given.Actor(Role.DepartmentStaff), TokyoTime.At(new(2015, 6, 1), new(10, 0)));
        await using var db = app.Database.NewContext();
        var mail = new Mail(MailKind.Notices, person.PersonId!.Value, "city.example", at);
        mail.Take("staff@demo.example", TimeSpan.FromHours(1), at);
        mail.HandOver();
        mail.Sent("250", at);
        var (read, unread) = (new Notification("test:read", person.PersonId.Value, "読んだ", "本文", "/", at), new Notification("test:unread", person.PersonId.Value, "未読", "本文", "/", at));
        read.PutInto(mail, at);
        read.Read(at);
        unread.PutInto(mail, at);
        var (dismissed, open) = (new UnknownSignIn(Given.Issuer, "dismissed", "却下 一郎", at), new UnknownSignIn(Given.Issuer, "open", "未処理 一郎", at));
        dismissed.Dismiss(Given.Acting(Role.Administrator));
        db.AddRange(mail, read, unread, dismissed, open);
        await db.SaveChangesAsync(Cancel);

        await AsApplication(RecordKind.SentMails, GivenRetention.UpTo, 1);
        await AsApplication(RecordKind.ReadNotices, GivenRetention.UpTo, 1);
        await AsApplication(RecordKind.UnknownSignIns, GivenRetention.UpTo, 1);

        (await db.Mails.AsNoTracking().AnyAsync(Cancel)).ShouldBeFalse();
        (await db.Notifications.AsNoTracking().Where(n => n.PersonId == person.PersonId).Select(n => n.Key).ToListAsync(Cancel)).ShouldBe(["test:unread"]);
        (await db.UnknownSignIns.AsNoTracking().Select(s => s.Subject).ToListAsync(Cancel)).ShouldBe(["open"]);
        (await db.DisposalItems.AsNoTracking().Where(i => i.Label.Contains("一郎") || i.Label.Contains("staff@")).AnyAsync(Cancel)).ShouldBeFalse("the list is kept for good");
        await Verified();
    }

    /// <summary>A context of the user who owns nothing.</summary>
    GovernanceDbContext Working()
    {
        var options = new DbContextOptionsBuilder<GovernanceDbContext>();
        Database.Configure(options, working.Value);
        return new(options.Options);
    }

    /// <summary>Proposed by an administrator and approved by the office, as the user who owns nothing.</summary>
    async Task AsApplication(RecordKind kind, DateOnly upTo, int count)
    {
        var disposal = await app.Given.Disposal(app.Database, await app.Given.Actor(Role.Administrator), kind, upTo);
        disposal.Count.ShouldBe(count);
        await using var db = Working();
        await DisposalWork.ApproveAsync(db, await db.Disposals.SingleAsync(d => d.Id == disposal.Id, Cancel), "満了", await app.Given.Actor(Role.PmoOffice), app.Clock.Now, Cancel);
    }
}

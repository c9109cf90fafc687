using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Security;

/// <summary>What the form does not have, sent all the same.</summary>
public sealed class ForgedFieldTests(TwoDepartments app) : IClassFixture<TwoDepartments>
{
    string Ours(string page) => $"/operations/{app.Ours.Number}/{page}";

    Task<WebBrowser> Staff() => app.SignedIn(app.Ours.Staff);

    async Task Refused(WebBrowser browser, WebPage page, string form, Dictionary<string, string?> forged, int status, string sentence)
    {
        var before = await app.Database.Content();

        var answer = await browser.Submit(page, form, forged);

        answer.Status.ShouldBe(status);
        (answer.Errors.Count > 0 ? string.Join(' ', answer.Errors) : answer.Text).ShouldContain(sentence);
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("steps", "form[data-grid]", "Input.Rows[1].Memo")]
    [InlineData("attributes", "form:has([name='Input.Aliases'])", "Input.LegalBasis")]
    [InlineData("systems/new", "main form", "Input.Name")]
    public async Task The_address_says_which_operation_not_a_field(string page, string form, string field)
    {
        var second = await app.Given.Operation(app.Ours.Department);
        using var staff = await Staff();
        var before = await app.Given.Read(second.Number);

        var answer = await staff.Submit(await staff.Get(Ours(page)), form, new()
        {
            [field] = $"{page}の値",
            ["Input.Reason"] = "試験",
            ["Number"] = $"{second.Number}",
            ["Input.Number"] = $"{second.Number}",
        });

        answer.Status.ShouldBe(302);
        var after = await app.Given.Read(second.Number);
        (after.Version, after.Systems.Count, after.Steps[1].Memo, after.LegalBasis).ShouldBe((before.Version, before.Systems.Count, before.Steps[1].Memo, before.LegalBasis));
        await using var db = app.Database.NewContext();
        (await db.AuditEntries.OrderByDescending(a => a.Id).Select(a => a.Subject).FirstAsync(Cancel)).ShouldBe($"operation:{app.Ours.Number}");
    }

    [Fact]
    public async Task Who_recorded_it_when_and_what_counts_is_never_taken_from_a_form()
    {
        using var staff = await Staff();

        var answer = await staff.Submit(await staff.Get(Ours("steps")), "form[data-grid]", new()
        {
            ["Input.Rows[5].Memo"] = "正しい入力",
            ["RecordedBy"] = "市長",
            ["Input.RecordedBy"] = "市長",
            ["Input.Rows[5].RecordedBy"] = "市長",
            ["Input.RecordedAt"] = "2020-01-01",
            ["Actor.Name"] = "市長",
            ["actor.PersonId"] = "1",
            ["Operation.DepartmentId"] = "1",
            ["StepsCompleted"] = "40",
        });

        answer.Status.ShouldBe(302);
        await using var db = app.Database.NewContext();
        var row = await db.StepReports.OrderByDescending(r => r.Id).FirstAsync(Cancel);
        (row.RecordedBy, row.RecordedById, row.Memo).ShouldBe((app.Ours.Staff.Name, app.Ours.Staff.PersonId, "正しい入力"));
        row.RecordedAt.ShouldBeGreaterThanOrEqualTo(app.Clock.Now);
        (await app.Given.Read(app.Ours.Number)).StepsCompleted.ShouldBe(0);
    }

    [Theory]
    [InlineData("Input.Rows[3].StepNumber", "99")]
    [InlineData("Input.Rows[3].StepNumber", "1")]
    [InlineData("Input.Rows[3].StepNumber", null)]
    public async Task The_steps_are_the_forty_each_once(string field, string? value)
    {
        using var staff = await Staff();
        await Refused(
            staff, await staff.Get(Ours("steps")), "form[data-grid]", new() { [field] = value, ["Input.Rows[3].Memo"] = "試験" }, 400,
            "40のステップが一つずつ送られていません。画面を開き直してから入力してください。");
    }

    [Fact]
    public async Task A_milestone_of_another_operation_is_not_there()
    {
        var theirs = app.Theirs.Operation.Milestones[0];
        using var staff = await Staff();
        await Refused(staff, await staff.Get(Ours("milestones")), "form[data-grid]", new()
        {
            [$"Input.Rows[{theirs.Id}].Forecast"] = "2026-12-01",
            [$"Input.Rows[{theirs.Id}].Version"] = $"{theirs.Version}",
        }, 404, "見つかりません");
        await Refused(staff, await staff.Get(Ours("plan/edit")), "main form", new() { [$"Input.Rows[{theirs.Id}].DueOn"] = "2026-12-01" }, 404, "見つかりません");
    }

    [Fact]
    public async Task The_version_of_another_row_does_not_open_this_one()
    {
        var theirs = app.Theirs.Operation.Risks.Single();
        using var staff = await Staff();
        await Refused(
            staff, await staff.Get(Ours($"risks/{app.Ours.Risk}")), "main form", new() { ["Input.Version"] = $"{theirs.Version}", ["Input.Owner"] = "別の人" }, 409,
            "ほかの人が先に評価しました。");
    }

    [Fact]
    public async Task A_department_that_does_not_exist_cannot_be_given_an_operation()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        await Refused(
            office, await office.Get(Ours("attributes")), "form:has([name='Input.Aliases'])", new() { ["Input.DepartmentId"] = "987654", ["Input.Reason"] = "試験" }, 400,
            "所管課は選択肢から選んでください。");
    }

    [Fact]
    public async Task The_rows_of_the_published_rates_cannot_be_exchanged()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var page = await office.Get("/operations/published-rates");
        await Refused(office, page, "main form", new()
        {
            ["Input.Source"] = "試験",
            ["Input.Rates[0].Number"] = page.Value("Input.Rates[1].Number"),
            ["Input.Rates[1].Number"] = page.Value("Input.Rates[0].Number"),
            ["Input.Rates[0].Percent"] = "50",
        }, 400, "業務の行が一覧と合いません。画面を開き直してから入力してください。");
    }

    [Theory]
    [InlineData("Input.Rates[0].Percent", "100.01", "0から100までの率（％）を小数第2位までで入力してください。")]
    [InlineData("Input.Rates[0].Percent", "-1", "0から100までの率（％）を小数第2位までで入力してください。")]
    [InlineData("Input.Pasted", "存在しない業務\t50", "「存在しない業務」という業務がありません。")]
    [InlineData("Input.AsOf", "2027-01-01", "時点には今日までの日を入力してください。")]
    [InlineData("Input.Source", "", "出典を入力してください。")]
    public async Task A_published_rate_that_cannot_be_is_refused_in_words(string field, string typed, string sentence)
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var page = await office.Get("/operations/published-rates");
        await Refused(
            office, page, "main form", new() { ["Input.Source"] = field == "Input.Source" ? typed : "試験", ["Input.Rates[1].Percent"] = "50", [field] = typed }, 400, sentence);
    }

    [Theory]
    [InlineData("Input.AsOf", "2026-11-21", "基準日に未来の日（2026-11-21（令和8年11月21日））は指定できません。今日までの日を入力してください。")]
    [InlineData("Input.AsOf", "1999-12-31", "2000年より前の日は指定できません。")]
    [InlineData("Input.AsOf", "2026-11-19", "基準日が前回の報告（2026-11-20（令和8年11月20日））より前です。前回以降の日を入力してください。")]
    [InlineData("Input.AsOf", "", "基準日")]
    public async Task A_report_of_steps_is_for_a_day_that_can_be(string field, string typed, string sentence)
    {
        using var staff = await Staff();
        await Refused(staff, await staff.Get(Ours("steps")), "form[data-grid]", new() { ["Input.Rows[0].Memo"] = "試験", [field] = typed }, 400, sentence);
    }

    [Theory]
    [InlineData("Input.AsOf", "2026-11-21", "基準日に未来の日（2026-11-21（令和8年11月21日））は指定できません。")]
    [InlineData("Input.OperationNumbers", "987654", "業務番号987654の業務はありません。")]
    [InlineData("Input.OperationNumbers", null, "業務を一つ以上選んでください。")]
    [InlineData("Input.RecordedUntil", "昨日", "日付として読めません")]
    [InlineData("Input.RecordedUntil", "2027-01-01 09:00", "記録の締めには1分以上前の時刻を指定してください。")]
    public async Task A_report_that_cannot_be_made_is_not_asked_for(string field, string? typed, string sentence)
    {
        using var office = await app.SignedInAs(Role.PmoMember);
        await Refused(
            office, await office.Get("/reports"), "main form", new() { ["Input.Scope"] = "Chosen", ["Input.OperationNumbers"] = "1", [field] = typed }, 400, sentence);
    }

    [Fact]
    public async Task Somebody_who_reads_reports_may_not_ask_for_one()
    {
        using var member = await app.SignedInAs(Role.PmoMember);
        using var auditor = await app.SignedInAs(Role.Auditor);
        var before = await app.Database.Content();

        (await auditor.Get("/reports")).Document.QuerySelector("main form").ShouldBeNull();
        var answer = await auditor.Post("/reports", await auditor.Get("/signout"), new() { ["Input.AsOf"] = "2026-10-31", ["Input.Scope"] = "All" });

        answer.Status.ShouldBe(403);
        answer.Text.ShouldContain("この操作には「報告書を作成する」の権限が必要です。");
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Green", "", "2026-12-31", "良い色への上書きには理由が必要です。")]
    [InlineData("Green", "理由", "", "良い色への上書きには期限が必要です。")]
    [InlineData("Green", "理由", "2026-11-19", "期限には今日以降の日を入力してください。")]
    [InlineData("Blue", "理由", "2026-12-31", "表示する色は選択肢から選んでください。")]
    [InlineData("", "理由", "2026-12-31", "表示する色を選んでください。")]
    public async Task A_better_colour_needs_reason_and_expiry(string colour, string reason, string expires, string sentence)
    {
        using var cio = await app.SignedInAs(Role.Cio);
        await Refused(
            cio, await cio.Get(Ours("signal")), "main form", new() { ["Input.Choice"] = colour, ["Input.Reason"] = reason, ["Input.ExpiresOn"] = expires }, 400, sentence);
    }

    [Fact]
    public async Task No_change_is_not_confirmed_for_another_department_nor_by_a_reader()
    {
        var owing = await app.Given.PlannedOperation(app.Ours.Department);
        using var staff = await Staff();
        using var auditor = await app.SignedInAs(Role.Auditor);
        var before = await app.Database.Content();
        foreach (var (address, status) in new[]
        {
            ($"/?handler=NoChange&number={app.Theirs.Number}", 404),
            ("/?handler=NoChange&number=987654", 404),
            ($"/?handler=NoChange&number={app.Ours.Number}&aspect=Everything", 400),
            ($"/operations/{app.Theirs.Number}/steps?handler=NoChange", 404),
            ($"/operations/{app.Theirs.Number}/milestones?handler=NoChange", 404),
            ($"/operations/{app.Theirs.Number}/risks?handler=NoChange", 404),
        })
        {
            (await staff.Post(address, await staff.Get("/signout"), [])).Status.ShouldBe(status, address);
        }

        foreach (var address in new[] { $"/?handler=NoChange&number={owing.Number}", Ours("steps?handler=NoChange"), Ours("milestones?handler=NoChange"), Ours("risks?handler=NoChange") })
        {
            var answer = await auditor.Post(address, await auditor.Get("/signout"), []);
            answer.Status.ShouldBe(403, address);
            answer.Text.ShouldContain("この操作には「ステップ・見込・リスクを報告する」の権限が必要です。");
        }

        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_is_published_once_and_only_when_it_is_finished()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var token = await office.Get("/signout");
        var before = await app.Database.Content();
        await using var db = app.Database.NewContext();
        var versions = await db.ReportRequests.ToDictionaryAsync(r => r.Id, r => r.Version, Cancel);

        var twice = await office.Post($"/reports/{app.PublishedReport}/publish", token, new() { ["Version"] = $"{versions[app.PublishedReport]}" });
        var failed = await office.Post($"/reports/{app.FailedReport}/publish", token, new() { ["Version"] = $"{versions[app.FailedReport]}" });
        var repeated = await office.Post($"/reports/{app.FinishedReport}?handler=Repeat", token, []);

        (twice.Status, failed.Status, repeated.Status).ShouldBe((400, 400, 400));
        twice.Errors.ShouldBe(["この報告書はすでに公開されています。"]);
        failed.Errors.ShouldBe(["完成した報告書だけを公開できます。"]);
        repeated.Errors.ShouldBe(["失敗した報告書だけを作り直せます。"]);
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }
}

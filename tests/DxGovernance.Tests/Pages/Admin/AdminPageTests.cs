using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Admin;

public sealed class AdminPageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Thresholds = "/admin/thresholds";
    const string Form = "main form";

    [Fact]
    public async Task Thresholds_are_previewed_without_saving_then_saved_with_old_and_new_in_the_audit_trail()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var page = await office.Get(Thresholds);
        Dictionary<string, string?> change = new() { ["Input.Rows[0].Value"] = "45", ["Input.Rows[0].IsProvisional"] = "false", ["Input.Reason"] = "PMOで決定" };

        var fields = change.ToDictionary(c => c.Key, c => c.Value!);
        foreach (var input in page.Document.QuerySelectorAll("main form input[name]"))
        {
            fields.TryAdd(input.GetAttribute("name")!, input.GetAttribute("value") ?? "");
        }

        var preview = await office.Post(Thresholds + "?handler=Preview", page, fields);
        preview.Status.ShouldBe(200);
        preview.Text.ShouldContain("まだ保存していません。");
        (await office.Get(Thresholds)).Text.ShouldNotContain("PMOで決定");

        (await office.Submit(page, Form, change)).Status.ShouldBe(302);
        (await office.Get(Thresholds)).Text.ShouldContain("PMOで決定");
        (await office.Get("/audit?Find.Act=しきい値の変更")).Text.ShouldContain("市の期限までの余裕がこれ未満なら黄：30日（仮値） → 45日");

        var stale = await office.Submit(page, Form, new() { ["Input.Rows[1].Value"] = "31", ["Input.Reason"] = "二人目" });
        stale.Status.ShouldBe(409);
        stale.Text.ShouldContain("保存されている内容");
    }

    [Fact]
    public async Task A_long_trail_is_counted_to_a_thousand_and_says_so()
    {
        await using var db = app.Database.NewContext();
        await db.Database.ExecuteSqlRawAsync(
            """
            insert into audit_entries (title, subject, subject_label, changes, as_of, recorded_at, recorded_by, recorded_title)
            select '試験の行', 'test', '試験', '[]', '2020-01-01', timestamptz '2020-01-01' + n * interval '1 minute', '試験', '試験' from generate_series(1, 1010) n
            """,
            Cancel);
        using var auditor = await app.SignedInAs(Role.Auditor);

        var page = await auditor.Get("/audit?Find.Act=試験の行");
        page.Text.ShouldContain("新しい1,000件までを表示しています。");
        page.Text.ShouldContain("1,000件中 1～50件");
        (await auditor.Get("/audit?Find.Act=試験の行&p=999")).Text.ShouldContain("1,000件中 951～1,000件");
        (await auditor.Get("/audit?Find.Act=試験の行&Find.To=2020-01-01")).Text.ShouldNotContain("件までを表示しています");
    }

    [Theory]
    [InlineData("Input.Rows[5].Value", "99", "理由", "「データの古さがこれを超えたら黄」（99）が「データの古さがこれを超えたら赤」（70）より大きくなっています。黄は赤以下にしてください。")]
    [InlineData("Input.Rows[5].Value", "", "理由", "新しいしきい値を入力してください。")]
    [InlineData("Input.Rows[5].Value", "-1", "理由", "新しいしきい値は0から3650までの値を入力してください。")]
    [InlineData("Input.Rows[5].Value", "50", "", "変える理由を入力してください。")]
    [InlineData("Input.Reason", "理由だけ", "理由だけ", "変わったしきい値がありません。値か仮値の印を変えてから保存してください。")]
    public async Task A_threshold_that_makes_no_sense_is_refused(string field, string value, string reason, string sentence)
    {
        using var office = await app.SignedInAs(Role.PmoOffice);

        var answer = await office.Submit(await office.Get(Thresholds), Form, new() { ["Input.Reason"] = reason, [field] = value });

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldBe([sentence]);
    }

    [Fact]
    public async Task The_audit_trail_is_filtered_says_why_it_is_empty_and_refuses_a_day_that_is_none()
    {
        using var auditor = await app.SignedInAs(Role.Auditor);

        (await auditor.Get("/audit?Find.Person=初期データ")).Text.ShouldContain("初期データの取込み");
        (await auditor.Get("/audit?Find.Act=ないもの")).Text.ShouldContain("条件に合う記録はありません。");
        (await auditor.Get("/audit?Find.From=2027-02-30")).Status.ShouldBe(400);
        (await auditor.Get("/audit/1")).Status.ShouldBe(200);
        (await auditor.Get("/audit/999999")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_permission_table_on_screen_is_the_one_that_decides()
    {
        using var administrator = await app.SignedInAs(Role.Administrator);

        var page = await administrator.Get("/admin/organization");

        var rows = page.Document.QuerySelectorAll("#permissions tbody tr").ToList();
        rows.Count.ShouldBe(Enum.GetValues<Permission>().Length);
        foreach (var (permission, row) in Enum.GetValues<Permission>().Zip(rows))
        {
            row.QuerySelectorAll("td").Select(d => d.TextContent.Trim() == "○")
                .ShouldBe(Enum.GetValues<Role>().Select(r => Permissions.Of(r).Contains(permission)));
        }
    }

    [Fact]
    public async Task The_schedule_lists_every_job_also_where_it_is_switched_off()
    {
        using var administrator = await app.SignedInAs(Role.Administrator);

        var page = await administrator.Get("/admin/jobs");

        page.Status.ShouldBe(200);
        page.Text.ShouldContain("月次報告を開く");
        page.Text.ShouldContain("このサーバーではジョブの予定を止めています");
    }

    [Fact]
    public async Task Without_settings_of_mail_the_pages_say_that_none_is_sent()
    {
        using var administrator = await app.SignedInAs(Role.Administrator);

        var page = await administrator.Get("/admin/mail");
        page.Text.ShouldContain("メールの設定がないため、メールを送っていません");
        page.Document.QuerySelectorAll("form[action$=Test]").ShouldBeEmpty();
        var settings = await administrator.Get("/notifications/settings");
        settings.Text.ShouldContain("このシステムでは、まだメールを送っていません");
        var refused = await administrator.Post("/admin/mail?handler=Test", settings, []);
        (refused.Status, string.Join(' ', refused.Errors)).ShouldBe((400, "メールの設定がないため、試験メールを送れません。サーバーの設定を先にしてください。"));
    }

    [Theory]
    [InlineData("/rounds", Role.DepartmentHead)]
    [InlineData("/audit", Role.PmoMember)]
    [InlineData("/audit/1", Role.DepartmentStaff)]
    [InlineData("/admin/organization", Role.Cio)]
    [InlineData("/admin/thresholds", Role.Auditor)]
    [InlineData("/admin/jobs", Role.PmoOffice)]
    public async Task Who_may_not_gets_403(string path, Role role)
    {
        using var browser = await app.SignedInAs(role);

        (await browser.Get(path)).Status.ShouldBe(403);
    }
}

using System.Text;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Admin;

/// <summary>Departments and holidays are changed in the product; what is past or still used stays.</summary>
public sealed class OrganizationChangeTests(WebApp app) : IClassFixture<WebApp>
{
    const string Form = "main form", Holidays = "/admin/holidays";

    static byte[] Csv(params string[] rows) =>
        CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetBytes(string.Join("\r\n", rows.Prepend("国民の祝日・休日月日,国民の祝日・休日名称")));

    async Task<Dictionary<DateOnly, string>> Known(int year)
    {
        await using var db = app.Database.NewContext();
        return await db.Holidays.Where(h => h.Day.Year == year).ToDictionaryAsync(h => h.Day, h => h.Name, Cancel);
    }

    [Fact]
    public async Task A_department_begins_and_ends_only_when_nothing_of_it_is_left()
    {
        var division = await app.Given.Department("試験部");
        using var administrator = await app.SignedInAs(Role.Administrator);
        Dictionary<string, string?> input = new() { ["Input.Code"] = "X-1", ["Input.Name"] = "新設課", ["Input.ParentId"] = $"{division.Id}", ["Input.From"] = "2026-12-01", ["Input.Reason"] = "機構改革" };

        (await administrator.Submit(await administrator.Get("/admin/departments/new"), Form, input)).Status.ShouldBe(302);
        (await administrator.Submit(await administrator.Get("/admin/departments/new"), Form, input)).Errors.ShouldBe(["部署コード「X-1」の部署は、すでに登録されています。別のコードにしてください。"]);
        (await administrator.Submit(await administrator.Get("/admin/departments/new"), Form, new(input) { ["Input.Code"] = "X-2", ["Input.From"] = "2019-01-01" })).Errors
            .ShouldBe(["上位の部署「試験部」は、2019-01-01（平成31年1月1日）にある部ではありません。その日にある部を選んでください。"]);
        (await administrator.Get("/admin/organization")).Text.ShouldContain("新設課");

        Department made;
        await using (var db = app.Database.NewContext())
        {
            made = await db.Departments.SingleAsync(d => d.Code == "X-1", Cancel);
        }

        await app.Given.Person(Role.DxTeam, made, to: new(2027, 3, 31));
        Dictionary<string, string?> Ending(string day) => new() { ["Input.LastDay"] = day, ["Input.Reason"] = "廃止" };
        var path = $"/admin/departments/{made.Id}/end";
        var form = await administrator.Get(path);
        (await administrator.Submit(form, Form, Ending("2027-03-30"))).Errors
            .ShouldBe(["この部署には、最後の日の後も次のものが残るため、終えられません。役割を持つ人1件。先に、ほかの部署へ移すか終えてください。"]);
        (await administrator.Submit(await administrator.Get($"/admin/departments/{division.Id}/end"), Form, Ending("2027-03-31"))).Errors.Single().ShouldContain("下の部署1件");
        (await administrator.Submit(form, Form, Ending("2026-11-19"))).Errors.ShouldBe(["最後の日は今日以降の日にしてください。過去の記録は変わりません。"]);
        (await administrator.Submit(form, Form, Ending("2026-11-30"))).Errors.ShouldBe(["この部署は2026-12-01（令和8年12月1日）に始まります。最後の日はその日以降にしてください。"]);
        (await administrator.Submit(form, Form, Ending("2027-03-31"))).Status.ShouldBe(302);
        var stale = await administrator.Submit(form, Form, Ending("2027-04-30"));
        stale.Status.ShouldBe(409);
        stale.Text.ShouldContain("終わりの日は今2027-03-31（令和9年3月31日）。");
        using var auditor = await app.SignedInAs(Role.Auditor);
        (await auditor.Get("/audit?Find.Act=部署の終了")).Text.ShouldContain("新設課");
    }

    [Fact]
    public async Task The_Cabinet_Office_s_file_is_taken_in_as_it_is_after_what_changes_was_shown()
    {
        using var administrator = await app.SignedInAs(Role.Administrator);
        var (this_year, next) = (await Known(2026), await Known(2027));
        var kept = next.Where(h => h.Key != new DateOnly(2027, 1, 1)).Select(h => $"{h.Key:yyyy/M/d},{h.Value}");

        var preview = await administrator.Upload($"{Holidays}", Csv(["1955/1/1,元日", "2026/1/1,変えられない日", .. kept, "2027/7/19,海の日（変更）", "2030/1/1,元日"]), "syukujitsu.csv");
        preview.Status.ShouldBe(400);
        preview.Text.ShouldContain("同じ日の行が2つあります。1行にしてください。");

        var good = kept.Where(k => !k.StartsWith("2027/7/19,", StringComparison.Ordinal));
        preview = await administrator.Upload($"{Holidays}", Csv(["1955/1/1,元日", "2026/1/1,変えられない日", .. good, "2027/7/19,海の日（変更）", "2030/1/1,元日"]), "syukujitsu.csv");
        preview.Document.QuerySelectorAll("main tbody tr").Select(r => string.Join('|', r.Children.Select(c => c.TextContent))).ShouldBe(
            ["2027-01-01（令和9年1月1日）|元日|祝日でなくなる", "2027-07-19（令和9年7月19日）|海の日|海の日（変更）", "2030-01-01（令和12年1月1日）|－|元日"]);
        (await Known(2030)).ShouldBeEmpty();
        (await administrator.Submit(preview, "#confirm", [])).Status.ShouldBe(302);

        (await Known(2026)).ShouldBe(this_year, ignoreOrder: true);
        (await Known(2027))[new(2027, 7, 19)].ShouldBe("海の日（変更）");
        (await Known(2030)).ShouldBe(new Dictionary<DateOnly, string> { [new(2030, 1, 1)] = "元日" });
        await using (var db = app.Database.NewContext())
        {
            // An upgrade runs the seed again, which still has the day that is gone.
            await FactSeeder.RunAsync(db, app.Clock.Now, Cancel);
        }

        (await Known(2027)).ShouldNotContainKey(new DateOnly(2027, 1, 1));
        new WorkingDays((await Known(2030)).Keys).IsWorkingDay(new(2030, 1, 4)).ShouldBeTrue();
        (await administrator.Submit(preview, "#confirm", [])).Errors.ShouldBe(["変わる祝日はありません。ほかの人が先に取り込んだか、同じ内容です。"]);
        (await administrator.Submit(preview, "#confirm", new() { ["Lines"] = """[{"Day":"2020-01-01","Name":"過去"}]""" })).Errors.ShouldBe(["確かめた内容を取り込めません。ファイルをもう一度取り込んでください。"]);
    }

    [Theory]
    [InlineData("2026/1/1,元日", "明日（2026-11-21（令和8年11月21日））以降の祝日がファイルにありません。新しいファイルを選んでください。")]
    [InlineData("2031/13/1,元日", "直す必要のあるセルが1か所あります。下の表のセルを直して、もう一度取り込んでください。")]
    [InlineData("2031/1/1,", "直す必要のあるセルが1か所あります。下の表のセルを直して、もう一度取り込んでください。")]
    public async Task A_file_that_says_nothing_new_or_wrong_is_refused(string row, string sentence)
    {
        using var administrator = await app.SignedInAs(Role.Administrator);
        var refused = await administrator.Upload(Holidays, Csv(row), "syukujitsu.csv");
        (refused.Status, refused.Errors.Single()).ShouldBe((400, sentence));
    }

    [Fact]
    public async Task Only_an_administrator_comes_here()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        foreach (var path in new[] { Holidays, "/admin/departments/new", "/admin/departments/1/end" })
        {
            (await office.Get(path)).Status.ShouldBe(403, path);
        }

        (await office.Get("/admin/organization")).Document.QuerySelector("a[href='/admin/holidays']").ShouldBeNull();
        using var administrator = await app.SignedInAs(Role.Administrator);
        (await administrator.Get("/admin/departments/999999/end")).Status.ShouldBe(404);
    }
}

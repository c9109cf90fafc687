using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages.Schedule;

public sealed class RiskPageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Form = "main form.form";

    static Dictionary<string, string?> Filled(string title) => new()
    {
        ["Input.Kind"] = nameof(RiskKind.Issue),
        ["Input.Title"] = title,
        ["Input.Description"] = "内容",
        ["Input.Likelihood"] = nameof(RiskLevel.High),
        ["Input.Impact"] = nameof(RiskLevel.Medium),
        ["Input.Response"] = nameof(RiskResponse.Reduce),
        ["Input.Owner"] = "担当",
        ["Input.DueOn"] = "2026-01-05",
    };

    [Fact]
    public async Task A_risk_is_opened_closed_with_a_reason_and_found_in_the_heat_table()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.Operation(department);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);

        var opened = await staff.Submit(await staff.Get($"/operations/{operation.Number}/risks/new"), Form, Filled("=1+1 <b>𠮷</b>"));
        opened.Status.ShouldBe(302);
        var cell = await staff.Get("/risks?likelihood=High&impact=Medium&overdue=true");
        cell.Text.ShouldContain("=1+1 <b>𠮷</b>");
        cell.Document.QuerySelector(".risk-heat td[data-score='6'] a[aria-current]")!.TextContent.ShouldBe("1件");

        var risk = (await app.Given.Read(operation.Number)).Risks.Single();
        var path = $"/operations/{operation.Number}/risks/{risk.Id}";
        var refused = await staff.Submit(await staff.Get(path), Form, new() { ["Input.IsOpen"] = "False" });
        refused.Status.ShouldBe(400);
        refused.Errors.ShouldBe(["解決済みにするときは、その理由を入力してください。"]);
        (await staff.Submit(refused, Form, new() { ["Input.Reason"] = "終わった" })).Status.ShouldBe(302);
        (await app.Given.Read(operation.Number)).OpenRisks.ShouldBe(0);
        (await staff.Get("/risks")).Text.ShouldNotContain("𠮷");
    }

    [Fact]
    public async Task The_second_of_two_gets_409_and_keeps_what_was_typed()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.Operation(department);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        using var head = await app.SignedInAs(Role.DepartmentHead, department);
        await staff.Submit(await staff.Get($"/operations/{operation.Number}/risks/new"), Form, Filled("二人"));
        var path = $"/operations/{operation.Number}/risks/{(await app.Given.Read(operation.Number)).Risks.Single().Id}";
        var page = await head.Get(path);
        await staff.Submit(await staff.Get(path), Form, new() { ["Input.Impact"] = nameof(RiskLevel.High) });

        var answer = await head.Submit(page, Form, new() { ["Input.Owner"] = "別の担当" });

        answer.Status.ShouldBe(409);
        answer.Text.ShouldContain("保存されている内容");
        answer.Value("Input.Owner").ShouldBe("別の担当");
    }

    [Fact]
    public async Task Empty_and_wrong_input_is_refused_field_by_field()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.Operation(department);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        var page = await staff.Get($"/operations/{operation.Number}/risks/new");

        var answer = await staff.Submit(page, Form, new() { ["Input.Title"] = new string('あ', 20000), ["Input.Likelihood"] = "99" });

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldContain("件名は100文字以内で入力してください。");
        answer.Errors.ShouldContain("内容を入力してください。");
        (await app.Given.Read(operation.Number)).Risks.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_schedule_says_what_it_hides_and_refuses_a_filter_that_is_none()
    {
        var department = await app.Given.Department();
        await app.Given.PlannedOperation(department);
        using var office = await app.SignedInAs(Role.PmoOffice);

        var page = await office.Get("/milestones");

        page.Status.ShouldBe(200);
        page.Text.ShouldContain("稼働済みの13業務は表示していません。");
        (await office.Get("/milestones?scope=xyz")).Status.ShouldBe(400);
    }
}

using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Schedule;

public sealed class PlanPageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Form = "main form";

    static async Task<WebPage> Take(WebBrowser browser, Operation operation, int planId, PlanAction action, string comment) =>
        await browser.Submit(
            await browser.Get($"/operations/{operation.Number}/plan/{planId}/{action}"), Form, new() { ["Input.Comment"] = comment });

    async Task<int> OpenPlan(Operation operation)
    {
        await using var db = app.Database.NewContext();
        return await db.Plans.Where(Plan.IsOpenNow).Where(p => p.OperationNumber == operation.Number).Select(p => p.Id).SingleAsync(Cancel);
    }

    [Fact]
    public async Task From_a_go_live_day_to_baseline_1_with_the_days_worked_back()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.Operation(department);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        using var office = await app.SignedInAs(Role.PmoOffice);

        var started = await staff.Submit(
            await staff.Get($"/operations/{operation.Number}/plan/start"), Form, new() { ["Input.GoLiveOn"] = "令和9年9月1日" });
        started.Location.ShouldBe($"/operations/{operation.Number}/plan/edit");
        var plan = await OpenPlan(operation);
        (await Take(staff, operation, plan, PlanAction.Submit, "")).Status.ShouldBe(302);
        (await office.Get("/plans")).Text.ShouldContain("あなたの番");
        (await Take(office, operation, plan, PlanAction.Freeze, "確認した")).Status.ShouldBe(302);

        var now = await app.Given.Read(operation.Number);
        now.BaselineNumber.ShouldBe(1);
        now.Milestones.Single(m => m.Code == "contract").OriginalOn.ShouldBe(new DateOnly(2027, 9, 1).AddDays(-480));
        (await office.Get($"/operations/{operation.Number}/plan")).Text.ShouldContain("第1版（当初計画）（現計画）");
    }

    [Fact]
    public async Task A_second_plan_is_refused_while_one_is_open()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.PlannedOperation(department);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        var page = await staff.Get($"/operations/{operation.Number}/plan/start");
        (await staff.Submit(page, Form, [])).Status.ShouldBe(302);

        var answer = await staff.Submit(page, Form, []);

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldBe(["この業務には手続き中の計画があります。同時に進められる計画は一つです。その計画を終えるか取り下げてから始めてください。"]);
    }

    [Fact]
    public async Task A_change_of_plan_needs_reason_and_cause_and_the_original_baseline_stays()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.PlannedOperation(department, new(2027, 9, 1));
        var goLive = operation.Milestones.Single(m => m.IsGoLive);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        using var office = await app.SignedInAs(Role.PmoOffice);
        using var cio = await app.SignedInAs(Role.Cio);
        await staff.Submit(await staff.Get($"/operations/{operation.Number}/plan/start"), Form, []);
        var plan = await OpenPlan(operation);
        (await Take(staff, operation, plan, PlanAction.Submit, "")).Errors.ShouldBe(["計画変更には理由と原因が必要です。両方を入力して保存してから提出してください。"]);

        await staff.Submit(await staff.Get($"/operations/{operation.Number}/plan/edit"), Form, new()
        {
            [$"Input.Rows[{goLive.Id}].DueOn"] = "2027-10-15",
            ["Input.Cause"] = nameof(SlipCause.Counterpart),
            ["Input.Justification"] = "連携先の改修を待つ",
        });
        await Take(staff, operation, plan, PlanAction.Submit, "");
        (await Take(office, operation, plan, PlanAction.Return, "")).Errors.ShouldBe(["「差し戻す」には理由が必要です。コメントを入力してください。"]);
        await Take(office, operation, plan, PlanAction.Forward, "");
        await Take(cio, operation, plan, PlanAction.Approve, "");

        var now = (await app.Given.Read(operation.Number)).Milestones.Single(m => m.IsGoLive);
        (now.OriginalOn, now.BaselineOn).ShouldBe((new(2027, 9, 1), new DateOnly(2027, 10, 15)));
        var page = await cio.Get($"/operations/{operation.Number}/plan");
        page.Text.ShouldContain("第1版（当初計画） ");
        page.Text.ShouldContain("第2版（現計画） ");
        page.Text.ShouldContain("連携先の改修を待つ");
    }

    [Fact]
    public async Task A_step_that_somebody_else_has_taken_meanwhile_is_409()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.PlannedOperation(department);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        using var head = await app.SignedInAs(Role.DepartmentHead, department);
        await staff.Submit(await staff.Get($"/operations/{operation.Number}/plan/start"), Form, []);
        var plan = await OpenPlan(operation);
        var page = await head.Get($"/operations/{operation.Number}/plan/{plan}/Withdraw");
        await Take(staff, operation, plan, PlanAction.Withdraw, "");

        var answer = await head.Submit(page, Form, []);

        answer.Status.ShouldBe(409);
        answer.Text.ShouldContain("計画は今「取下げ」");
    }

    [Fact]
    public async Task Who_prepared_a_plan_reads_why_they_may_not_check_it()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.Operation(department);
        var person = await app.Given.Person(Role.DepartmentStaff, department);
        await using (var db = app.Database.NewContext())
        {
            db.Attach(person).Entity.Assign(Role.PmoOffice, "兼務", department, new(2026, 4, 1));
            db.Attach(department);
            await app.Given.Save(db, Given.Acting(Role.Administrator));
        }

        using var browser = await app.SignedIn(person.Id);
        await browser.Submit(await browser.Get($"/operations/{operation.Number}/plan/start"), Form, new() { ["Input.GoLiveOn"] = "2027-09-01" });
        var plan = await OpenPlan(operation);
        await Take(browser, operation, plan, PlanAction.Submit, "");

        (await browser.Get($"/operations/{operation.Number}/plan")).Text.ShouldContain("「確認し基準計画として凍結」はご自分ではできません");
        (await browser.Get($"/operations/{operation.Number}/plan/{plan}/Freeze")).Document.QuerySelector(Form).ShouldBeNull();
    }
}

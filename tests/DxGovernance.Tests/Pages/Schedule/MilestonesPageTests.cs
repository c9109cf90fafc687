using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages.Schedule;

public sealed class MilestonesPageTests(WebApp app) : IClassFixture<WebApp>, IAsyncLifetime
{
    const string Form = "form[data-grid]";

    Department department = null!;
    Operation operation = null!;

    public async ValueTask InitializeAsync()
    {
        department = await app.Given.Department();
        operation = await app.Given.PlannedOperation(department, new(2027, 9, 1));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    string Path => $"/operations/{operation.Number}/milestones";

    Milestone GoLive => operation.Milestones.Single(m => m.IsGoLive);

    static string Field(Milestone m, string name) => $"Input.Rows[{m.Id}].{name}";

    Dictionary<string, string?> Slip(string forecast) => new()
    {
        [Field(GoLive, "Forecast")] = forecast,
        [Field(GoLive, "Cause")] = nameof(SlipCause.DataQuality),
        [Field(GoLive, "Owner")] = nameof(CauseOwner.City),
        [Field(GoLive, "Explanation")] = "文字同定の作業が増えた",
    };

    [Fact]
    public async Task A_slip_entered_through_the_page_is_a_point_of_the_trend_chart()
    {
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        var page = await staff.Get(Path);

        var answer = await staff.Submit(page, Form, Slip("令和9年12月1日"));

        answer.Status.ShouldBe(302);
        var trend = await staff.Get($"/operations/{operation.Number}/trend");
        trend.Document.QuerySelector("figure[data-chart=trend] script")!.TextContent.ShouldContain("\"to\":\"2027-12-01\"");
        trend.Text.ShouldContain("+91日遅れ");
        trend.Text.ShouldContain("文字同定の作業が増えた");
    }

    [Fact]
    public async Task A_forecast_that_moves_later_without_a_cause_is_refused_and_what_was_typed_stays()
    {
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        var page = await staff.Get(Path);

        var answer = await staff.Submit(page, Form, new() { [Field(GoLive, "Forecast")] = "2027-12-01" });

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldBe(["「稼働」の見込が後ろへ動くときは、原因・原因の所在・説明の三つを入力してください。"]);
        answer.Value(Field(GoLive, "Forecast")).ShouldBe("2027-12-01");
        (await app.Given.Read(operation.Number)).GoLiveForecast.ShouldBe(new(2027, 9, 1));
    }

    [Theory]
    [InlineData("令和9年13月1日", "稼働：見込：「令和9年13月1日」という日はありません")]
    [InlineData("2027-02-30", "という日はありません")]
    [InlineData("来年", "日付として読めません")]
    public async Task A_day_that_is_none_is_refused_in_words(string day, string sentence)
    {
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);

        var answer = await staff.Submit(await staff.Get(Path), Form, Slip(day));

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldHaveSingleItem().ShouldContain(sentence);
    }

    [Fact]
    public async Task The_second_of_two_gets_409_with_what_is_stored_and_can_save_again()
    {
        using var first = await app.SignedInAs(Role.DepartmentStaff, department);
        using var second = await app.SignedInAs(Role.DepartmentHead, department);
        var pageOfFirst = await first.Get(Path);
        var pageOfSecond = await second.Get(Path);
        await first.Submit(pageOfFirst, Form, Slip("2027-10-01"));

        var refused = await second.Submit(pageOfSecond, Form, Slip("2027-11-01"));

        refused.Status.ShouldBe(409);
        refused.Text.ShouldContain("保存されている内容");
        refused.Text.ShouldContain("稼働：見込 2027-10-01（令和9年10月1日）");
        refused.Value(Field(GoLive, "Forecast")).ShouldBe("2027-11-01");
        (await second.Submit(refused, Form, [])).Status.ShouldBe(302);
        (await app.Given.Read(operation.Number)).GoLiveForecast.ShouldBe(new(2027, 11, 1));
    }

    [Fact]
    public async Task A_row_left_alone_does_not_take_back_what_somebody_else_saved()
    {
        using var first = await app.SignedInAs(Role.DepartmentStaff, department);
        using var second = await app.SignedInAs(Role.DepartmentHead, department);
        var pageOfSecond = await second.Get(Path);
        await first.Submit(await first.Get(Path), Form, Slip("2027-10-01"));
        var training = operation.Milestones.Single(m => m.Code == "training");

        var answer = await second.Submit(pageOfSecond, Form, new() { [Field(training, "Forecast")] = "2027-01-04" });

        answer.Status.ShouldBe(302);
        var now = await app.Given.Read(operation.Number);
        (now.GoLiveForecast, now.Milestones.Single(m => m.Code == "training").ForecastOn).ShouldBe((new(2027, 10, 1), new DateOnly(2027, 1, 4)));
    }

    [Fact]
    public async Task No_change_is_one_press()
    {
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);

        var answer = await staff.Submit(await staff.Get(Path), "form[action*=NoChange]", []);

        answer.Status.ShouldBe(302);
        (await app.Given.Read(operation.Number)).ForecastsConfirmedOn.ShouldBe(app.Clock.Today);
    }

    [Fact]
    public async Task Another_department_finds_nothing_and_a_reader_no_form()
    {
        using var other = await app.SignedInAs(Role.DepartmentStaff);
        using var auditor = await app.SignedInAs(Role.Auditor);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        var page = await staff.Get(Path);

        (await other.Get(Path)).Status.ShouldBe(404);
        (await other.Submit(page, Form, Slip("2027-10-01"))).Status.ShouldBe(400, "the token belongs to somebody else");
        (await auditor.Get(Path)).Document.QuerySelector(Form).ShouldBeNull();
    }
}

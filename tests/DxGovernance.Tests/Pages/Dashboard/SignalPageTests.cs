using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages.Dashboard;

public sealed class SignalPageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Form = "main form.form";

    async Task<string> Path() => $"/operations/{(await app.Given.Operation(await app.Given.Department())).Number}/signal";

    [Fact]
    public async Task A_worse_colour_is_set_freely_and_taken_back_and_both_stay_in_the_history()
    {
        var path = await Path();
        using var cio = await app.SignedInAs(Role.Cio);

        (await cio.Submit(await cio.Get(path), Form, new() { ["Input.Choice"] = "Red" })).Status.ShouldBe(302);
        (await cio.Submit(await cio.Get(path), Form, new() { ["Input.Choice"] = "TakeBack" })).Status.ShouldBe(302);

        var text = (await cio.Get(path)).Text;
        text.ShouldContain("「赤」に上書き（計算した色は黄）");
        text.ShouldContain("上書きの取消し");
    }

    [Theory]
    [InlineData(null, "", "", "表示する色を選んでください。")]
    [InlineData("Blue", "", "", "表示する色は選択肢から選んでください。")]
    [InlineData("Green", "", "2027-01-31", "良い色への上書きには理由が必要です。")]
    [InlineData("Green", "理由", "", "良い色への上書きには期限が必要です。")]
    [InlineData("Green", "理由", "2026-01-01", "期限には今日以降の日を入力してください。")]
    [InlineData("Yellow", "", "", "計算した色と同じ色です。上書きは要りません。")]
    [InlineData("TakeBack", "", "", "取り消す上書きがありません。")]
    public async Task What_the_rule_does_not_allow_is_refused_and_what_was_typed_stays(string? choice, string reason, string expires, string sentence)
    {
        var path = await Path();
        using var cio = await app.SignedInAs(Role.Cio);

        var answer = await cio.Submit(
            await cio.Get(path), Form, new() { ["Input.Choice"] = choice, ["Input.Reason"] = reason, ["Input.ExpiresOn"] = expires });

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldBe([sentence]);
        answer.Value("Input.Reason")!.Trim().ShouldBe(reason);
        answer.Text.ShouldContain("この業務の色を上書きしたことはありません。");
    }

    [Fact]
    public async Task The_second_of_two_gets_409_and_may_save_again()
    {
        var path = await Path();
        using var cio = await app.SignedInAs(Role.Cio);
        var page = await cio.Get(path);
        await cio.Submit(page, Form, new() { ["Input.Choice"] = "Red" });

        var answer = await cio.Submit(page, Form, new() { ["Input.Choice"] = "Red", ["Input.Reason"] = "二人目" });

        answer.Status.ShouldBe(409);
        answer.Text.ShouldContain("保存されている内容");
        answer.Value("Input.Reason")!.Trim().ShouldBe("二人目");
        (await cio.Submit(answer, Form, [])).Status.ShouldBe(302);
    }

    [Fact]
    public async Task Only_the_CIO_sets_colours()
    {
        var path = await Path();
        using var office = await app.SignedInAs(Role.PmoOffice);
        using var cio = await app.SignedInAs(Role.Cio);

        (await office.Get(path)).Status.ShouldBe(403);
        (await cio.Get("/operations/99999/signal")).Status.ShouldBe(404);
    }
}

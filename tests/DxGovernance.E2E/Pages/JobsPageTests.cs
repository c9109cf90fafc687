using DxGovernance.E2E.Support;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Pages;

[Collection(nameof(Reading))]
public sealed class JobsPageTests(SchedulingSite site) : IClassFixture<SchedulingSite>
{
    [Fact]
    public async Task An_administrator_sees_every_job_and_runs_one_now()
    {
        var page = await site.WindowOf("demo-admin");
        await page.Open(GuidePictures.Jobs.Path);
        await page.Accessible();
        (await page.Send(() => page.Row("月次報告を開く").First.GetByRole(AriaRole.Button).ClickAsync())).ShouldBe(302);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("「月次報告を開く」を始めました。");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await page.Row("すでに開いています").CountAsync() == 0)
        {
            patience.IsCancellationRequested.ShouldBeFalse("the job left no run");
            await page.Open(GuidePictures.Jobs.Path);
        }

        await page.Accessible();
        await GuideTests.TakeIfWanted(page, GuidePictures.Jobs);
    }
}

using System.Text.RegularExpressions;
using DxGovernance.Core.Organization;
using DxGovernance.E2E.Support;
using Microsoft.Playwright;

namespace DxGovernance.E2E;

/// <summary>
/// The guides of <c>docs/guide</c> and their pictures. With DXG_GUIDE_IMAGES=1 the pictures are taken again; otherwise every page of a picture
/// is only asked for, and walked to where something is done on it.
/// </summary>
[Collection(nameof(Reading))]
public sealed partial class GuideTests(FullSite site)
{
    const int LargestPicture = 300_000;

    static readonly bool Wanted = Environment.GetEnvironmentVariable("DXG_GUIDE_IMAGES") == "1";

    static string Folder { get; } = FindFolder();

    public static TheoryData<string> Accounts => [.. new GuidePictures(null).All.Select(p => p.Account).Distinct()];

    [Theory]
    [MemberData(nameof(Accounts))]
    public async Task Every_picture_shows_a_page_that_exists(string account)
    {
        var page = account.Length == 0 ? await site.Window() : await site.WindowOf(account);
        foreach (var picture in new GuidePictures(site).All.Where(p => p.Account == account))
        {
            if (!Wanted && picture is { Prepare: null, Part: "body" })
            {
                // Nothing is done on it and all of it is shown: that it is there is enough. How it looks is seen by the walk over every page.
                (await page.APIRequest.GetAsync(picture.Path)).Status.ShouldBe(200, picture.File);
                continue;
            }

            (await page.Open(picture.Path)).ShouldBe(200, picture.File);
            await picture.Act(page);
            await Expect(page.Locator(picture.Part).First).ToBeVisibleAsync();
            await TakeIfWanted(page, picture);
        }
    }

    [Fact]
    public void Every_role_has_a_guide_and_every_picture_and_link_is_there()
    {
        var index = File.ReadAllText(Path.Combine(Folder, "README.md"));
        foreach (var role in Enum.GetValues<Role>())
        {
            index.ShouldContain(role.Label());
        }

        var used = Directory.GetFiles(Folder, "*.md").SelectMany(Targets).Where(t => !t.Contains("://", StringComparison.Ordinal)).Distinct().ToList();
        used.ShouldAllBe(t => File.Exists(Path.Combine(Folder, t)));
        new GuidePictures(null).All.Append(GuidePictures.Jobs).Select(p => $"images/{p.File}.png").ShouldBeSubsetOf(used);
        Directory.GetFiles(Path.Combine(Folder, "images")).ShouldAllBe(f => new FileInfo(f).Length < LargestPicture);
    }

    internal static async Task TakeIfWanted(IPage page, Picture picture)
    {
        if (!Wanted)
        {
            return;
        }

        // The picture must not depend on where the pointer and the focus are.
        await page.Mouse.MoveAsync(0, 0);
        await page.EvaluateAsync("() => { document.activeElement?.blur(); scrollTo(0, 0); }");
        await page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        foreach (var chart in await page.Locator("figure.chart").AllAsync())
        {
            await Expect(chart.Locator("svg, .empty").First).ToBeAttachedAsync();
        }

        var top = picture.Part == "body" ? 0 : Math.Max(0, (await page.Locator(picture.Part).First.BoundingBoxAsync())!.Y - 16);
        await page.ScreenshotAsync(new()
        {
            Path = Path.Combine(Folder, "images", picture.File + ".png"),
            FullPage = true,
            Clip = new() { X = 0, Y = top, Width = 1366, Height = picture.Height },
        });
    }

    static IEnumerable<string> Targets(string file) => Target().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value.Split('#')[0]).Where(t => t.Length > 0);

    static string FindFolder()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "DxGovernance.sln")))
        {
            directory = directory.Parent!;
        }

        return Path.Combine(directory.FullName, "docs", "guide");
    }

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Target();
}

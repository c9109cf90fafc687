using System.Diagnostics;
using System.Globalization;
using DxGovernance.Web.Setup;

namespace DxGovernance.Tests.Reports;

/// <summary>The verb in a process of its own, as an operator calls it.</summary>
public sealed class CouncilReportVerbTests(CouncilReportCase data) : IClassFixture<CouncilReportCase>
{
    [Fact]
    public async Task Writes_the_same_bytes_in_another_process_language_and_time_zone()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.xlsx");
        var (code, output, error) = await Run(
            "council", "--as-of", "令和8年10月31日", "--recorded-until", data.Point.KnownAt.ToString("O", CultureInfo.InvariantCulture), "--out", path);

        (code, error).ShouldBe((0, ""));
        output.ShouldContain("22業務");
        (await File.ReadAllBytesAsync(path, Cancel)).ShouldBe(await data.WriteAsync(data.Point));
        File.Delete(path);
    }

    [Theory]
    [InlineData("報告書「budget」はありません。作れるのは council（推進会議報告書）、policy（施策工程表）、running-costs（運用経費比較）、cost-review（費用審査一覧）、cost-cuts（査定内訳）、cost-years（年度別事業費一覧）、effects（事後評価一覧）、pack（推進会議資料）です。", "budget")]
    [InlineData("--out で書き出すファイルを指定してください。", "council", "--as-of", "2026-10-31")]
    [InlineData("--as-of を指定してください。", "council", "--out", "x.xlsx")]
    [InlineData("という日はありません。", "council", "--as-of", "2027-02-30", "--out", "x.xlsx")]
    [InlineData("基準日に未来の日（2199-01-01（令和181年1月1日））は指定できません。", "council", "--as-of", "2199-01-01", "--out", "x.xlsx")]
    [InlineData("フォルダー「/no/such/folder」がありません。", "council", "--as-of", "2026-10-31", "--out", "/no/such/folder/x.xlsx")]
    [InlineData("業務番号999の業務はありません。", "council", "--as-of", "2026-10-31", "--operations", "1,999", "--out", "x.xlsx")]
    [InlineData("施策工程表は業務を選べません。", "policy", "--as-of", "2026-10-31", "--operations", "1", "--out", "x.xlsx")]
    [InlineData("--operations の値「一」を業務番号として読めません。", "council", "--as-of", "2026-10-31", "--operations", "一", "--out", "x.xlsx")]
    public async Task Refuses_with_a_sentence_and_writes_nothing(string sentence, params string[] arguments)
    {
        var (code, output, error) = await Run(arguments);

        code.ShouldBe(1);
        error.ShouldContain(sentence);
        output.ShouldBe("");
        File.Exists("x.xlsx").ShouldBeFalse();
    }

    async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Verbs).Assembly.Location, "report", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ConnectionStrings__Governance"] = data.ConnectionString,
                ["LC_ALL"] = "sv_SE.UTF-8",
                ["TZ"] = "America/New_York",
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var error = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output, await error);
    }
}

using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Installation;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Pages.Admin;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Admin;

public sealed class SystemPageTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task The_administrator_sees_what_is_missing_and_then_how_it_goes()
    {
        using var browser = await app.SignedInAs(Role.Administrator);
        var empty = await browser.Get("/admin/system");
        empty.Status.ShouldBe(200);
        empty.Text.ShouldContain("ジョブを動かしているサーバーがありません");
        empty.Text.ShouldContain("控え（バックアップ）がまだありません");
        empty.Text.ShouldContain("このデータベースで動いていると知らせたサーバーは、まだありません。");

        await Given(app.Clock.Now);
        var page = await browser.Get("/admin/system");

        page.Text.ShouldNotContain("ジョブを動かしているサーバーがありません");
        page.Text.ShouldContain("控え（バックアップ）が古くなっています最後の控えは2日前のものです。");
        Row(page, "報告書の作成").ShouldContain("1件");
        Row(page, "報告書の作成").ShouldContain("から40分");
        Row(page, "メールの送信").ShouldContain("1通");
        Row(page, "メールの送信").ShouldContain("から5時間");
        Row(page, "node-a").ShouldContain("ジョブ 9.9.9（このサーバーと違う版）");
        Row(page, "node-a").ShouldEndWith("稼働中");
        Row(page, "node-b").ShouldEndWith("応答なし");
        Row(page, "node-c").ShouldEndWith("停止");
        page.Text.ShouldContain($"{TestDatabase.ApplicationUser}（台帳と監査証跡を変更する権限も、表を作る権限もない）");
        page.Text.ShouldContain("/backups/governance.dump（db-1）");
        await using var db = app.Database.NewContext();
        var head = await AuditChain.HeadAsync(db, Cancel);
        page.Text.ShouldContain($"{head.Sequence}件、SHA-256 {head.Hash}");
        page.Text.ShouldContain($"最新 {db.Database.GetMigrations().Last()}");
    }

    [Theory]
    [InlineData(0, "0分")]
    [InlineData(119, "119分")]
    [InlineData(120, "2時間")]
    [InlineData(47 * 60, "47時間")]
    [InlineData(48 * 60, "2日")]
    public void Times_are_told_in_words(int minutes, string words) => SystemModel.Words(TimeSpan.FromMinutes(minutes)).ShouldBe(words);

    static string Row(WebPage page, string name) =>
        Fold(page.Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains(name, StringComparison.Ordinal)).TextContent);

    static string Fold(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    async Task Given(DateTimeOffset now)
    {
        var reader = await app.Given.Actor(Role.PmoOffice);
        await using var db = app.Database.NewContext();
        var head = await AuditChain.HeadAsync(db, Cancel);
        var (running, silent, stopped) = (Node("node-a", now), Node("node-b", now.AddHours(-1)), Node("node-c", now));
        stopped.Stop(now);
        db.AddRange(
            running, silent, stopped,
            new BackupRecord("/backups/governance.dump", "db-1", 123_456_789, new string('a', 64), 5000, head, now.AddHours(-49), now.AddHours(-49)),
            new ReportRequest(ReportKind.Council, new AsOf(app.Clock.Today, await LedgerClock.NewestAsync(db, Cancel)), [], reader, now.AddMinutes(-40)),
            new Mail(MailKind.Notices, reader.PersonId!.Value, "city.example", now.AddHours(-5)));
        await db.SaveChangesAsync(Cancel);
    }

    static ServerNode Node(string name, DateTimeOffset seen) => new(name, 42, "9.9.9", servesPages: false, runsJobs: true, seen);
}

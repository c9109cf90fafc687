using System.IO.Compression;
using System.Text;
using DxGovernance.Core;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Organization.Transfers;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Admin;

/// <summary>人事異動: prepared by a file without touching today, rehearsed, applied at midnight as one, undone as one.</summary>
public sealed class TransferPageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Form = "main form", Headers = "アカウント,氏名,今の役割,今の部署コード,新しい役割,新しい部署コード,新しい職名";

    static readonly DateOnly Day = new(2026, 12, 1);

    static byte[] Csv(params string[] rows) => Encoding.UTF8.GetBytes(string.Join('\n', rows.Prepend(Headers)));

    static async Task<string> Prepared(WebBrowser administrator)
    {
        var made = await administrator.Submit(
            await administrator.Get("/admin/transfers/new"), Form, new() { ["Input.Name"] = "令和8年12月1日付け人事異動", ["Input.EffectiveOn"] = "令和8年12月1日", ["Input.Reason"] = "内示" });
        made.Status.ShouldBe(302, string.Join(' ', made.Errors));
        return made.Location!;
    }

    static async Task<WebPage> Step(WebBrowser administrator, string transfer, TransferStep step) =>
        await administrator.Submit(await administrator.Get($"{transfer}/step/{step}"), Form, new() { ["Input.Reason"] = "試験の理由" });

    static async Task<Dictionary<string, string>> Roles(WebApp own)
    {
        await using var db = own.Database.NewContext();
        var held = await db.People.SelectMany(p => p.Assignments.Select(a => new { p.Account, a.Role, a.Department.Code, a.Title, a.ValidFrom, a.ValidTo })).ToListAsync(Cancel);
        return held.GroupBy(h => h.Account).ToDictionary(g => g.Key, g => string.Join(" / ", g.OrderBy(h => h.ValidFrom).Select(h => $"{h.Role}@{h.Code} {h.Title} {Wareki.Iso(h.ValidFrom)}-{(h.ValidTo is { } to ? Wareki.Iso(to) : "")}")));
    }

    static async Task<string?> Job(WebApp own)
    {
        await using var db = own.Database.NewContext();
        return await new ApplyTransfersJob(db, own.Clock).ExecuteAsync(Cancel);
    }

    static async Task<(Cast Cast, Department Department, string Account, string Number)> OpenCase(WebApp own)
    {
        var department = await own.Given.Department("異動する課");
        var cast = await own.Given.Cast(department);
        var proposal = await own.Given.Proposal(own.Database, department, cast, p =>
        {
            p.Fill(cast.Staff);
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, own.Clock.Now);
        });
        await using var db = own.Database.NewContext();
        return (cast, department, await db.People.Where(p => p.Id == cast.Head.PersonId).Select(p => p.Account).SingleAsync(Cancel), proposal.Number);
    }

    [Fact]
    public async Task What_nobody_would_answer_for_blocks_and_a_solved_plan_is_applied_at_midnight_and_undone_as_one()
    {
        await using var own = new WebApp();
        await own.InitializeAsync();
        var (_, department, account, number) = await OpenCase(own);
        using var administrator = await own.SignedInAs(Role.Administrator);
        var before = await Roles(own);
        var transfer = await Prepared(administrator);

        // The head leaves and nobody comes.
        (await administrator.Upload($"{transfer}/upload", Csv($"{account},,所属長,{department.Code},,,"), "異動.csv")).Status.ShouldBe(302);
        var rehearsed = await administrator.Get(transfer);
        rehearsed.Text.ShouldContain("未解決のものがあるため、確定・適用できません");
        rehearsed.Text.ShouldContain($"{number} 試験の案件");
        var refused = await Step(administrator, transfer, TransferStep.Confirm);
        refused.Status.ShouldBe(400);
        refused.Errors.ShouldHaveSingleItem().ShouldStartWith($"進められなくなる案件が1件あります（{number}）。引き継ぐ人のいないものが1件あります（案件 {number} ");

        // Somebody comes who is not registered yet.
        (await administrator.Upload($"{transfer}/upload", Csv($"{account},,所属長,{department.Code},,,", $"new-1,菊川 花子,,,所属長,{department.Code},課長"), "異動.csv")).Status.ShouldBe(302);
        var solved = await administrator.Get(transfer);
        solved.Text.ShouldContain("未解決のものはありません");
        solved.Text.ShouldContain("菊川 花子 新しい人");
        solved.Document.QuerySelectorAll("section[aria-labelledby=rehearsal] tbody tr").ShouldContain(r => r.TextContent.Contains("引き継ぐ", StringComparison.Ordinal) && r.TextContent.Contains("菊川 花子", StringComparison.Ordinal));
        (await Step(administrator, transfer, TransferStep.Confirm)).Status.ShouldBe(302);
        (await Roles(own)).ShouldBe(before, ignoreOrder: true);
        own.Clock.Now = TokyoTime.At(Day, new(0, 0)).AddSeconds(-1);
        (await Job(own)).ShouldBeNull();
        (await Roles(own)).ShouldBe(before, ignoreOrder: true);

        own.Clock.Now = TokyoTime.At(Day, new(0, 0));
        (await Job(own)).ShouldBe("「令和8年12月1日付け人事異動」を適用しました（2行）。");
        (await Job(own)).ShouldBeNull();
        var applied = await Roles(own);
        applied[account].ShouldBe($"DepartmentHead@{department.Code} 所属長 2026-04-01-2026-11-30");
        applied["new-1"].ShouldBe($"DepartmentHead@{department.Code} 課長 2026-12-01-");
        applied.Count.ShouldBe(before.Count + 1);

        own.Clock.MoveTo(Day);
        using var again = await own.SignedIn((await own.Given.Actor(Role.Administrator)).PersonId!.Value);
        (await Step(again, transfer, TransferStep.Undo)).Status.ShouldBe(302);
        var undone = await Roles(own);
        before.Where(b => undone[b.Key] != b.Value).ShouldBeEmpty();
        undone.ShouldNotContainKey("new-1");
        (await again.Get(transfer)).Text.ShouldContain("取消し済み");
        (await again.Get($"{transfer}/step/Confirm")).Text.ShouldContain("この人事異動は「取消し済み」です。確定できるのは準備中だけです。");
        using var auditor = await own.SignedInAs(Role.Auditor);
        foreach (var act in new[] { "人事異動の準備", "人事異動の取込み", "人事異動：確定する", "人事異動の適用", "人事異動の取消し" })
        {
            (await auditor.Get("/audit?Find.Act=" + Uri.EscapeDataString(act))).Text.ShouldContain("令和8年12月1日付け人事異動");
        }

    }

    [Fact]
    public async Task What_changed_since_holds_the_whole_back_and_is_told_and_later_days_stay_as_they_were_lived()
    {
        await using var own = new WebApp();
        await own.InitializeAsync();
        var (cast, department, account, _) = await OpenCase(own);
        var boss = await own.Given.Actor(Role.Administrator);
        using var administrator = await own.SignedIn(boss);
        var transfer = await Prepared(administrator);
        await administrator.Upload(
            $"{transfer}/upload", Csv($"{account},,所属長,{department.Code},所管課担当,{department.Code},主査", $"new-2,豊田 次郎,,,所属長,{department.Code},課長"), "異動.csv");
        (await Step(administrator, transfer, TransferStep.Confirm)).Status.ShouldBe(302);

        // Meanwhile the role ends by hand, and another head is there for the case.
        await own.Given.Actor(Role.DepartmentHead, department);
        await using (var db = own.Database.NewContext())
        {
            var person = await db.People.Include(p => p.Assignments).SingleAsync(p => p.Account == account, Cancel);
            person.Assignments.Single().End(new(2026, 11, 25), 1, boss, own.Clock.Now);
            await own.Given.Save(db, boss);
        }

        var before = await Roles(own);
        own.Clock.Now = TokyoTime.At(Day, new(0, 0));
        (await Job(own))!.ShouldContain("適用できませんでした。実行できない行が1件あります（2行目「今の役割」");
        (await Roles(own)).ShouldBe(before, ignoreOrder: true);
        await using (var db = own.Database.NewContext())
        {
            (await db.Notifications.Where(n => n.PersonId == boss.PersonId && n.Key.StartsWith("transfer:")).Select(n => n.Subject).ToListAsync(Cancel))
                .ShouldBe(["「令和8年12月1日付け人事異動」を適用できません"]);
        }

        own.Clock.MoveTo(Day);
        using var again = await own.SignedIn(boss.PersonId!.Value);
        (await again.Get(transfer)).Text.ShouldContain("適用できていません実行できない行が1件あります");
        (await Step(again, transfer, TransferStep.Apply)).Status.ShouldBe(400);
        (await Step(again, transfer, TransferStep.Withdraw)).Status.ShouldBe(302);

        // A second one, undone a week later: the week stays.
        own.Clock.MoveTo(Day);
        var second = (await again.Submit(await again.Get("/admin/transfers/new"), Form, new() { ["Input.Name"] = "12月後半の異動", ["Input.EffectiveOn"] = "2026-12-15" })).Location!;
        string staff;
        await using (var db = own.Database.NewContext())
        {
            staff = await db.People.Where(p => p.Id == cast.Staff.PersonId).Select(p => p.Account).SingleAsync(Cancel);
        }

        (await again.Upload($"{second}/upload", Csv($"{staff},,所管課担当,{department.Code},所管課担当,{department.Code},主任"), "異動.csv")).Status.ShouldBe(302);
        (await Step(again, second, TransferStep.Confirm)).Status.ShouldBe(302);
        own.Clock.MoveTo(new(2026, 12, 15));
        (await Job(own))!.ShouldContain("「12月後半の異動」を適用しました");
        own.Clock.MoveTo(new(2026, 12, 22));
        using var later = await own.SignedIn(boss.PersonId!.Value);
        (await Step(later, second, TransferStep.Undo)).Status.ShouldBe(302);
        (await Roles(own))[staff].ShouldBe(
            $"DepartmentStaff@{department.Code} 所管課担当 2026-04-01-2026-12-14 / DepartmentStaff@{department.Code} 主任 2026-12-15-2026-12-21 / DepartmentStaff@{department.Code} 所管課担当 2026-12-22-");
    }

    [Theory]
    [InlineData(",氏名 太郎,,,所管課担当,{0},主事", "アカウント", "アカウントを60文字以内で入力してください。")]
    [InlineData("nobody,,,,所管課担当,{0},主事", "氏名", "登録のないアカウントです。新しい人なら氏名を60文字以内で、そうでなければ正しいアカウントを入力してください。")]
    [InlineData("{1},別の 名前,所管課担当,{0},,,", "氏名", "このアカウントの人は「{2}」です。アカウントか氏名を直してください。")]
    [InlineData("{1},,課長さん,{0},,,", "今の役割", "役割は 所管課担当・所属長・DX推進チーム・PMO事務局・PMO構成員・CIO・推進会議・監査・管理者 のどれかにしてください。")]
    [InlineData("{1},,所管課担当,{0},所属長,ZZZ,課長", "新しい部署コード", "部署コード「ZZZ」の部署はありません。シート「部署」のコードにしてください。")]
    [InlineData("{1},,所管課担当,,,,", "今の部署コード", "今の役割と今の部署コードは、両方を入れるか、両方を空にしてください。")]
    [InlineData("{1},,所管課担当,{0},所属長,{0},", "新しい職名", "新しい役割・新しい部署コード・新しい職名は、全てを入れるか、全てを空にしてください。")]
    [InlineData("{1},,所属長,{0},,,", "今の役割", "2026-11-30（令和8年11月30日）にこの部署でこの役割を持っていません。今の役割と部署コードを、出力した表のとおりにしてください。")]
    [InlineData("{1},,,,所管課担当,{0},主任", "新しい役割", "「{2}」は異動の課の「所管課担当」の役割をすでに持っています。行を消すか、役割を直してください。")]
    public async Task A_cell_that_is_wrong_is_named_and_nothing_is_kept(string row, string column, string sentence)
    {
        var department = await app.Given.Department("異動の課");
        var person = await app.Given.Person(Role.DepartmentStaff, department);
        using var administrator = await app.SignedInAs(Role.Administrator);
        var transfer = await Prepared(administrator);
        string Filled(string text) => text.Replace("{0}", department.Code, StringComparison.Ordinal).Replace("{1}", person.Account, StringComparison.Ordinal).Replace("{2}", person.Name, StringComparison.Ordinal);

        var refused = await administrator.Upload($"{transfer}/upload", Csv(Filled(row)), "異動.csv");

        refused.Status.ShouldBe(400);
        refused.Errors.ShouldBe(["直す必要のあるセルが1か所あります。下の表のセルを直して、もう一度取り込んでください。"]);
        refused.Document.QuerySelectorAll("main tbody tr").Select(r => string.Join('|', r.Children.Select(c => c.TextContent))).ShouldBe([$"2行目「{column}」|{column}|{Filled(sentence)}"]);
        (await administrator.Get(transfer)).Text.ShouldContain("異動の行はまだありません。");
    }

    [Fact]
    public async Task The_table_written_out_is_read_in_again_and_changes_nothing_by_itself()
    {
        var department = await app.Given.Department();
        var person = await app.Given.Person(Role.DxTeam, department);
        using var administrator = await app.SignedInAs(Role.Administrator);
        var transfer = await Prepared(administrator);

        using var answer = await administrator.Client.GetAsync($"{transfer}/file", Cancel);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);

        answer.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("人事異動_20261201.xlsx");
        await using (var zip = new ZipArchive(new MemoryStream(bytes)))
        {
            using var strings = new StreamReader(await zip.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(Cancel));
            var sheet = await strings.ReadToEndAsync(Cancel);
            (sheet.Contains(person.Account, StringComparison.Ordinal) || zip.GetEntry("xl/sharedStrings.xml") is not null).ShouldBeTrue();
        }

        (await administrator.Upload($"{transfer}/upload", bytes, "異動.xlsx")).Errors.ShouldBe(["変わる行がありません。新しい役割・部署・職名を直した行か、役割を終える行、新しい人の行を入れてください。"]);
    }

    [Fact]
    public async Task Who_may_not_and_what_is_too_late_is_said()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var me = await app.Given.Actor(Role.Administrator);
        using var administrator = await app.SignedIn(me);
        var transfer = await Prepared(administrator);
        foreach (var path in new[] { "/admin/transfers", "/admin/transfers/new", transfer, $"{transfer}/upload", $"{transfer}/file", $"{transfer}/step/Confirm" })
        {
            (await office.Get(path)).Status.ShouldBe(403, path);
        }

        foreach (var path in new[] { "/admin/transfers/999999", "/admin/transfers/999999/upload", "/admin/transfers/999999/file", "/admin/transfers/999999/step/Confirm", $"{transfer}/step/Nonsense", $"{transfer}/step/77" })
        {
            (await administrator.Get(path)).Status.ShouldBe(404, path);
        }

        (await administrator.Submit(await administrator.Get("/admin/transfers/new"), Form, new() { ["Input.Name"] = "今日から", ["Input.EffectiveOn"] = "2026-11-20" })).Errors
            .ShouldBe(["異動の日は明日以降の日にしてください。今日からの役割は「役割を与える」で登録します。"]);
        (await administrator.Get($"{transfer}/step/Confirm")).Text.ShouldContain("異動の行がありません。先にファイルを取り込んでください。");
        (await administrator.Upload($"{transfer}/upload", [], "空.csv")).Status.ShouldBe(400);

        // Nobody confirms a role for themselves; somebody else does.
        var department = await app.Given.Department();
        string account;
        await using (var db = app.Database.NewContext())
        {
            account = await db.People.Where(p => p.Id == me.PersonId).Select(p => p.Account).SingleAsync(Cancel);
        }

        (await administrator.Upload($"{transfer}/upload", Csv($"{account},,,,CIO,{department.Code},副市長"), "異動.csv")).Status.ShouldBe(302);
        var form = await administrator.Get($"{transfer}/step/Confirm");
        (await Step(administrator, transfer, TransferStep.Confirm)).Errors.ShouldBe(["自分に役割を与える行が含まれています。ほかの管理者に確定を依頼してください。"]);
        using var other = await app.SignedInAs(Role.Administrator);
        (await Step(other, transfer, TransferStep.Confirm)).Status.ShouldBe(302);

        var stale = await administrator.Submit(form, Form, new() { ["Input.Reason"] = "遅れて" });
        stale.Status.ShouldBe(409);
        stale.Text.ShouldContain("ほかの人が先にこの人事異動を変えました。");
        (await administrator.Get($"{transfer}/step/Apply")).Text.ShouldContain("異動の日（2026-12-01（令和8年12月1日））はまだ来ていません。その日の0時に自動で適用します。");
        var late = await administrator.Get($"{transfer}/upload");
        late.Text.ShouldContain("取り込めるのは準備中だけです。");
        (await Step(other, transfer, TransferStep.Reopen)).Status.ShouldBe(302);
        (await Step(other, transfer, TransferStep.Withdraw)).Status.ShouldBe(302);
    }
}

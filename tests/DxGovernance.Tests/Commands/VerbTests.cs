using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static DxGovernance.Tests.Support.Executable;

namespace DxGovernance.Tests.Commands;

/// <summary>The built executable as an operator calls it: what it prints, and how it ends.</summary>
public sealed class VerbTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static string Today => Wareki.Iso(TokyoTime.Today(TimeProvider.System));

    [Fact]
    public async Task Help_explains_every_verb()
    {
        var help = await Run(["--help"]);

        help.Code.ShouldBe(0);
        foreach (var verb in new[] { "serve", "migrate", "seed", "report", "mail", "backup", "restore", "verify", "verify-audit", "administrator", "--help", Connection })
        {
            help.Output.ShouldContain(verb);
        }

        (await Run(["report", "-h"])).Output.ShouldBe(help.Output);
    }

    [Theory]
    [InlineData("fly", "動詞「fly」はありません。--help で使い方を確かめてください。")]
    [InlineData("report", "報告書「」はありません。作れるのは council（推進会議報告書）、policy（施策工程表）、running-costs（運用経費比較）、cost-review（費用審査一覧）、cost-cuts（査定内訳）、cost-years（年度別事業費一覧）、effects（事後評価一覧）")]
    [InlineData("report parliament", "報告書「parliament」はありません。作れるのは council（推進会議報告書）、policy（施策工程表）、running-costs（運用経費比較）、cost-review（費用審査一覧）、cost-cuts（査定内訳）、cost-years（年度別事業費一覧）、effects（事後評価一覧）")]
    [InlineData("report pack --out p.xlsx", "--meeting で会議の回を指定してください。例：--meeting 3")]
    [InlineData("report pack --meeting 三 --out p.xlsx", "--meeting の値「三」を整数として読めません。例：--meeting 3")]
    [InlineData("report council", "--as-of を指定してください。")]
    [InlineData("report council --as-of", "--as-of の値がありません。--help で使い方を確かめてください。")]
    [InlineData("report council --as-of 令和9年13月1日", "「令和9年13月1日」という日はありません。")]
    [InlineData("report council --as-of 2026-10-31", "--out で書き出すファイルを指定してください。例：--out report.xlsx")]
    [InlineData("report council --as-of 2026-10-31 --out /no/such/folder/report.xlsx", "フォルダー「/no/such/folder」がありません。先に作ってください。")]
    [InlineData("report council --as-of 2026-10-31 --recorded-until 昨日 --out r.xlsx", "--recorded-until の値「昨日」を時刻として読めません。")]
    [InlineData("report council --as-of 2026-10-31 --operations 1,二 --out r.xlsx", "--operations の値「二」を業務番号として読めません。")]
    [InlineData("mail", "メールの設定がありません。Mail__Host、Mail__From、Mail__PublicUrl などを設定してください")]
    [InlineData("mail --test", "--test の値がありません。")]
    [InlineData("mail --test yamada", "メールアドレスの形が正しくありません。")]
    [InlineData("migrate", "接続先がありません。環境変数 ConnectionStrings__Governance に PostgreSQL の接続文字列を設定するか、./run で起動してください。")]
    [InlineData("seed", "接続先がありません。")]
    [InlineData("verify", "接続先がありません。")]
    [InlineData("verify-audit", "接続先がありません。")]
    [InlineData("serve", "接続先がありません。")]
    public async Task What_cannot_be_done_ends_with_a_sentence(string arguments, string sentence)
    {
        var run = await Run(arguments.Split(' '));

        run.Code.ShouldBe(1);
        run.Error.ShouldContain(sentence);
        run.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("seed")]
    [InlineData("verify")]
    [InlineData("verify-audit")]
    [InlineData("serve")]
    public async Task A_server_that_is_not_there_is_named(string verb)
    {
        var run = await Run([verb], (Connection, "Host=127.0.0.1;Port=1;Username=nobody;Database=nothing;Timeout=5"));

        run.Code.ShouldBe(1);
        run.Error.ShouldContain("データベースに接続または操作できません");
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_connection_string_that_cannot_be_read_is_refused()
    {
        var run = await Run(["migrate"], (Connection, "Hots=127.0.0.1;;=x"));

        run.Code.ShouldBe(1);
        run.Error.Trim().ShouldNotBeEmpty();
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Migrate_makes_the_database_and_again_leaves_it_alone()
    {
        var name = $"dxg_test_{Guid.NewGuid():N}";
        var owner = (Migration, await TestCluster.ConnectionStringAsync(name));
        var connection = (Connection, TestDatabase.AsApplication(owner.Item2));
        try
        {
            var before = await Run(["serve"], (Connection, owner.Item2.Replace(name, "postgres", StringComparison.Ordinal)));
            (before.Code, before.Error.Contains("先に migrate を実行してください。", StringComparison.Ordinal)).ShouldBe((1, true), before.Error);

            foreach (var _ in new[] { 1, 2 })
            {
                var run = await Run(["migrate"], connection, owner);
                (run.Code, run.Error).ShouldBe((0, ""));
                run.Output.ShouldContain("データベースの構造は最新です。");
            }

            foreach (var _ in new[] { 1, 2 })
            {
                (await Run(["seed"], connection)).Code.ShouldBe(0);
            }

            (await Run(["verify"], connection)).Output.ShouldContain("一覧用の値は全て台帳と一致しています。");
            (await Run(["verify-audit"], connection)).Output.ShouldContain("監査証跡は全て記録されたときの内容と一致しています。");
        }
        finally
        {
            await using var admin = await TestCluster.OpenAsync();
            await admin.ExecuteAsync($"drop database if exists {name} with (force)");
        }
    }

    [Fact]
    public async Task The_demo_set_is_refused_by_a_database_that_holds_something()
    {
        // Of its own: other tests here have fictional people, and a demo set that is there already is none to take in.
        var facts = new TestDatabase();
        await facts.InitializeAsync();
        try
        {
            var before = await facts.Content();

            var run = await Run(["seed", "--demo"], (Connection, facts.ConnectionString));

            run.Code.ShouldBe(1);
            run.Error.ShouldContain("デモデータは空のデータベースにだけ取り込めます。");
            (await facts.ChangedSince(before)).ShouldBeEmpty();
        }
        finally
        {
            await facts.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_council_report_is_the_same_bytes_twice_and_not_made_for_a_day_to_come()
    {
        var folder = Directory.CreateTempSubdirectory("dxg-report-");
        try
        {
            var (first, second) = (Path.Combine(folder.FullName, "1.xlsx"), Path.Combine(folder.FullName, "2.xlsx"));
            var connection = (Connection, database.ConnectionString);
            var run = await Run(["report", "council", "--as-of", Today, "--out", first], connection);
            (run.Code, run.Error).ShouldBe((0, ""));
            (await Run(["report", "council", "--as-of", Today, "--out", second], connection)).Code.ShouldBe(0);
            (await File.ReadAllBytesAsync(first, Cancel)).ShouldBe(await File.ReadAllBytesAsync(second, Cancel));

            var future = await Run(["report", "council", "--as-of", "2199-12-31", "--out", Path.Combine(folder.FullName, "3.xlsx")], connection);
            (future.Code, future.Error.Contains("基準日に未来の日（2199-12-31", StringComparison.Ordinal)).ShouldBe((1, true), future.Error);
            var unknown = await Run(["report", "council", "--as-of", Today, "--operations", "1,99", "--out", Path.Combine(folder.FullName, "4.xlsx")], connection);
            (unknown.Code, unknown.Error.Contains("業務番号99の業務はありません。", StringComparison.Ordinal)).ShouldBe((1, true), unknown.Error);
            folder.GetFiles().Length.ShouldBe(2, "what failed leaves no file behind");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Verify_finds_a_projection_that_is_not_what_its_ledger_says()
    {
        await using (var db = database.NewContext())
        {
            await db.Database.ExecuteSqlAsync($"update operations set steps_completed = steps_completed + 1 where number = 1", Cancel);
        }

        var run = await Run(["verify"], (Connection, database.ConnectionString));

        await using (var db = database.NewContext())
        {
            await db.Database.ExecuteSqlAsync($"update operations set steps_completed = steps_completed - 1 where number = 1", Cancel);
        }

        run.Code.ShouldBe(1);
        run.Error.ShouldContain("一覧用の値が台帳と一致しないものが1件あります。");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task The_demo_sign_in_is_refused_outside_development(string environment)
    {
        var run = await Run(
            ["serve"], (Connection, database.ConnectionString), ("ASPNETCORE_ENVIRONMENT", environment), ("DemoSignIn__Enabled", "true"), ("ASPNETCORE_URLS", "http://127.0.0.1:0"));

        run.Code.ShouldBe(1);
        run.Error.ShouldContain("デモ用サインインは開発環境でしか使えません。設定 DemoSignIn__Enabled を外してから起動してください。");
    }

    /// <summary>Everything switched on that can be, in the city's own database: nobody comes in without proof.</summary>
    [Fact]
    public async Task No_setting_opens_the_demo_sign_in_of_a_database_with_real_people()
    {
        var given = new Given(database);
        var demo = await given.Actor(Role.Cio);
        await using (var db = database.NewContext())
        {
            db.People.Add(new Person($"real-{demo.PersonId}", "下関 花子", isDemo: false));
            await given.Save(db, demo);
        }

        using var process = Start(
            ["serve", "--DemoSignIn:Enabled=true", "--environment=Development"],
            (Connection, database.ConnectionString), ("ASPNETCORE_ENVIRONMENT", "Development"), ("DOTNET_ENVIRONMENT", "Development"), ("DemoSignIn__Enabled", "true"),
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("Scheduler__Enabled", "false"));
        try
        {
            string? line;
            do
            {
                line = await process.StandardOutput.ReadLineAsync(Cancel);
            }
            while (line?.Contains("Now listening on: ", StringComparison.Ordinal) == false);

            using var browser = new WebBrowser(new HttpClient { BaseAddress = new(line.ShouldNotBeNull().Split("Now listening on: ")[1].Trim()) });
            var page = await browser.Get("/signin");
            page.Text.ShouldContain("サインインの方法が設定されていません");
            page.Text.ShouldNotContain(demo.Name);
            (await browser.Post("/signin", await browser.Get("/signout"), new() { ["personId"] = $"{demo.PersonId}" })).Status.ShouldBe(404);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task The_demo_sign_in_is_refused_beside_a_real_provider()
    {
        var run = await Run(
            ["serve"], (Connection, database.ConnectionString), ("ASPNETCORE_ENVIRONMENT", "Development"), ("DemoSignIn__Enabled", "true"),
            ("OpenIdConnect__Authority", "https://login.example.jp"), ("OpenIdConnect__ClientId", "id"), ("OpenIdConnect__ClientSecret", "secret"));

        run.Code.ShouldBe(1);
        run.Error.ShouldContain("デモ用サインインは認証基盤と一緒には使えません。");
    }

    [Fact]
    public async Task The_first_administrator_comes_from_the_command_line_and_only_the_first()
    {
        string[] arguments = ["administrator", "--account", "100001", "--name", "下関 太郎", "--title", "係長", "--department", "X01", "--department-name", "情報政策課", "--subject", "an-object-id"];
        (string, string)[] environment =
            [(Connection, database.ConnectionString), ("OpenIdConnect__Authority", "https://login.example.jp"), ("OpenIdConnect__ClientId", "id"), ("OpenIdConnect__ClientSecret", "secret")];
        (await Run(["administrator"], (Connection, database.ConnectionString))).Error.ShouldContain("認証基盤が設定されていません。");
        (await Run([.. arguments[..^2]], environment)).Error.ShouldContain("--code（サインインを試みた画面に出た照会番号）か --subject（利用者の識別子）の、どちらか一つを指定してください。");

        var first = await Run(arguments, environment);

        (first.Code, first.Error).ShouldBe((0, ""));
        first.Output.ShouldContain("最初の管理者を登録しました。サインインできます。");
        (await Run(arguments, environment)).Error.ShouldContain("サインインできる管理者がすでにいます。");
    }
}

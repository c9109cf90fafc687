using System.Globalization;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Security;
using Npgsql;

namespace DxGovernance.Web.Setup;

/// <summary>The verbs of the command line. Each ends with 0, or with a sentence on stderr and 1.</summary>
static class Verbs
{
    static string Help => $"""
        使い方: dotnet run --project src/DxGovernance.Web -- [動詞] [オプション]

          serve [--prepare]      画面を提供する（省略時）。--prepare は先に migrate と seed を行う
          migrate                データベースを作り、最新の構造にする
          seed [--demo]          公開情報を取り込む。Development または --demo ならデモデータも取り込む
          report NAME --as-of 2026-10-31 [--recorded-until 2026-11-02T09:00:00+09:00] [--operations 1,2,12] --out FILE
                                 報告書をExcelで書き出す。記録の締めを省くと最新の記録まで、業務を省くと全て。NAME は
                                 {string.Join('、', ReportDefinition.All.Select(d => $"{d.Verb}（{d.Kind.Label()}）"))}
          report pack --meeting 3 [--version 2] --out FILE
                                 凍結された推進会議資料をそのまま書き出す。版を省くと最新の版
          mail                   送信待ちのメールを今すぐ送る（ふだんはジョブが30秒ごとに送る）
          mail --test ADDRESS    メールの設定を確かめるため、試験メールを1通送る（データベースは使わない）
          backup --out FILE      控え（バックアップ）を1つのファイルに書き出す。内訳を FILE.json に添える（動いているままでよい）
          restore --from FILE [--database NAME]
                                 控えを空のデータベースに復元し、全ての表・報告書・監査証跡が控えと一致することを確かめる
          verify                 一覧用の値（射影）が台帳の畳み込みと一致することを確かめる
          verify-audit           監査証跡の連鎖（SHA-256）を計算し直し、最初に合わない記録を示す
          administrator --account 番号 --name 氏名 --title 職名 --department コード --department-name 名称 (--code 照会番号 | --subject 識別子)
                                 最初の管理者を登録し、認証基盤の利用者に結び付ける（サインインできる管理者がいない間だけ）
          --help                 この説明

        接続先は環境変数 ConnectionStrings__Governance（PostgreSQL 15 以上）で渡す。表の所有者を別の利用者にするときは、
        migrate と restore にだけ ConnectionStrings__Migration も渡す。
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.WriteLine(Help);
            return 0;
        }

        var verb = args.FirstOrDefault() is { } first && !first.StartsWith('-') ? first : "serve";
        try
        {
            return verb switch
            {
                "serve" => await ServeAsync(args),
                "migrate" => await WithServicesAsync(args, Database.MigrateAsync, "データベースの構造は最新です。"),
                "seed" => await WithServicesAsync(args, (s, c) => Database.SeedAsync(s, Demo(s, args), c), "データの取込みが終わりました。"),
                "mail" => await MailSetup.RunAsync(args),
                "report" => await ReportVerb.RunAsync(args),
                "backup" => await BackupVerb.BackupAsync(args),
                "restore" => await BackupVerb.RestoreAsync(args),
                "verify" => await WithServicesAsync(args, VerifyAsync, "一覧用の値は全て台帳と一致しています。"),
                "verify-audit" => await WithServicesAsync(args, VerifyAuditAsync, "監査証跡は全て記録されたときの内容と一致しています。"),
                "administrator" => await WithServicesAsync(args, (s, c) => AdministratorAsync(s, args, c), "最初の管理者を登録しました。サインインできます。"),
                _ => throw new RuleViolation("verb-unknown", $"動詞「{verb}」はありません。--help で使い方を確かめてください。"),
            };
        }
        catch (Exception e) when (e is RuleViolation or NpgsqlException or FormatException or InvalidOperationException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // EF wraps a failure of the connection in a sentence of its own.
            var database = e as NpgsqlException ?? e.InnerException as NpgsqlException;
            await Console.Error.WriteLineAsync(database is null ? e.Message : $"データベースに接続または操作できません: {database.Message}");
            return 1;
        }
    }

    static async Task<int> ServeAsync(string[] args)
    {
        var app = Application.Build(args);
        if (args.Contains("--prepare"))
        {
            await Database.MigrateAsync(app.Services, default);
            await Database.SeedAsync(app.Services, Demo(app.Services, args), default);
        }

        await Database.RequireCurrentAsync(app.Services, default);
        await app.RunAsync();
        return 0;
    }

    static async Task<int> WithServicesAsync(string[] args, Func<IServiceProvider, CancellationToken, Task> work, string done)
    {
        await using var app = Application.Build(args);
        await work(app.Services, default);
        Console.WriteLine(done);
        return 0;
    }

    static DemoWish Demo(IServiceProvider services, string[] args) =>
        args.Contains("--demo") ? DemoWish.Required
        : services.GetRequiredService<IHostEnvironment>().IsDevelopment() ? DemoWish.IfEmpty
        : DemoWish.None;

    static async Task VerifyAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var mismatches = await ProjectionCheck.RunAsync(scope.ServiceProvider.GetRequiredService<GovernanceDbContext>(), cancel);
        RuleViolation.Require(
            mismatches.Count == 0, "projection-mismatch", string.Join('\n', [$"一覧用の値が台帳と一致しないものが{mismatches.Count}件あります。", .. mismatches]));
    }

    static async Task VerifyAuditAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var verdict = await AuditChain.VerifyAsync(scope.ServiceProvider.GetRequiredService<GovernanceDbContext>(), cancel);
        RuleViolation.Require(verdict.Fault is null, "audit-broken", verdict.Fault ?? "");
        Console.WriteLine($"{verdict.Head.Sequence}件、末尾のSHA-256 {verdict.Head.Hash}");
    }

    static async Task AdministratorAsync(IServiceProvider services, string[] args, CancellationToken cancel)
    {
        var provider = services.GetRequiredService<ProviderSettings>();
        RuleViolation.Require(provider.IsOn, "provider-missing", "認証基盤が設定されていません。先に OpenIdConnect__Authority などを設定してください。");
        string Needed(string name) => Option(args, name) ?? throw new RuleViolation("option-missing", $"{name} を指定してください。--help で使い方を確かめてください。");
        var (subject, code) = (Option(args, "--subject"), Option(args, "--code"));
        RuleViolation.Require(subject is null != code is null, "option-subject", "--code（サインインを試みた画面に出た照会番号）か --subject（利用者の識別子）の、どちらか一つを指定してください。");
        var input = new FirstAdministratorInput(Needed("--account"), Needed("--name"), Needed("--title"), Needed("--department"), Needed("--department-name"), provider.Issuer, subject, code);
        await using var scope = services.CreateAsyncScope();
        await FirstAdministrator.RegisterAsync(
            scope.ServiceProvider.GetRequiredService<GovernanceDbContext>(), input, services.GetRequiredService<TimeProvider>().GetUtcNow(), cancel);
    }

    internal static string? Option(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index < 0 ? null : index + 1 < args.Length
            ? args[index + 1]
            : throw new RuleViolation("option-value", $"{name} の値がありません。--help で使い方を確かめてください。");
    }

    internal static DateOnly RequiredDay(string[] args, string name)
    {
        var text = Option(args, name);
        return Wareki.TryParse(text, out var day, out var error) && day is { } value
            ? value
            : throw new RuleViolation("option-day", error ?? $"{name} を指定してください。{Wareki.InputHint}");
    }

    internal static DateTimeOffset? Moment(string[] args, string name) => Option(args, name) is not { } text
        ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment)
            ? moment.ToUniversalTime()
            : throw new RuleViolation("option-moment", $"{name} の値「{text}」を時刻として読めません。例：2026-11-02T09:00:00+09:00");
}

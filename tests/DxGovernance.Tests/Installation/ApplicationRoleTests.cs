using System.Diagnostics;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Tests.Installation;

/// <summary>
/// The application as a database user who owns nothing. Every other test of a page, a job or a node works as the same user; here is what that
/// user must not be able to do, whatever the application were made to send.
/// </summary>
public sealed class ApplicationRoleTests(ApplicationRoleTests.Working app) : IClassFixture<ApplicationRoleTests.Working>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task It_signs_people_in_takes_their_forms_and_makes_their_reports()
    {
        (await Ask<string>("select current_user::text", asApplication: true)).ShouldBe(TestDatabase.ApplicationUser);
        var department = await app.Given.Department();
        var operation = await app.Given.PlannedOperation(department);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        using var office = await app.SignedInAs(Role.PmoOffice);

        var saved = await staff.Submit(await staff.Get($"/operations/{operation.Number}/steps"), "form[data-grid]", new() { ["Input.Rows[1].Memo"] = "最小の権限で" });
        var asked = await office.Submit(await office.Get("/reports"), "main form", new() { ["Input.AsOf"] = "2026-11-01", ["Input.Scope"] = "All" });

        (saved.Status, asked.Status).ShouldBe((302, 302));
        (await app.Given.Read(operation.Number)).Steps[1].Memo.ShouldBe("最小の権限で");
        (await Made()).Status.ShouldBe(ReportStatus.Done);
        (await Ask<long>("select count(*) from data_protection_keys")).ShouldBeGreaterThan(0);
        (await Ask<long>("select count(*) from qrtz_triggers")).ShouldBeGreaterThan(0);
        (await Ask<long>("select count(*) from server_nodes")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task No_ledger_can_be_changed_emptied_or_altered()
    {
        await using var db = app.Database.NewContext();
        var allowed = new List<string>();
        foreach (var table in LedgerProtection.Tables(db))
        {
            foreach (var statement in new[]
                     {
                         $"update {table} set recorded_by = 'somebody else'", $"delete from {table}", $"truncate {table}", $"alter table {table} disable trigger all",
                         $"alter table {table} add column extra int", $"drop table {table} cascade", $"create trigger t before insert on {table} execute function refuse_ledger_change()",
                     })
            {
                allowed.AddRange(await IsRefused(statement) ? [] : [statement]);
            }
        }

        allowed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("create table mine (id int)")]
    [InlineData("create function mine() returns int language sql as 'select 1'")]
    [InlineData("drop table operations cascade")]
    [InlineData("alter table operations drop column name")]
    [InlineData("create index mine on operations (name)")]
    [InlineData("delete from operations")]
    [InlineData("delete from proposals")]
    [InlineData("delete from people")]
    [InlineData("delete from notifications")]
    [InlineData("delete from audit_chain")]
    [InlineData("insert into audit_chain select 2, 0, '', ''")]
    [InlineData("delete from ledger_clock")]
    [InlineData("update report_files set sha256 = ''")]
    [InlineData("delete from report_files")]
    [InlineData("update attachment_files set bytes = ''")]
    [InlineData("delete from data_protection_keys")]
    [InlineData("update data_protection_keys set xml = ''")]
    [InlineData("insert into \"__EFMigrationsHistory\" values ('x', 'y')")]
    [InlineData("set session_replication_role = replica")]
    [InlineData("create role mine")]
    [InlineData("copy people to program 'cat'")]
    [InlineData("select pg_read_file('PG_VERSION')")]
    public async Task What_the_application_never_does_it_may_not_do(string statement) => (await IsRefused(statement)).ShouldBeTrue(statement);

    [Fact]
    public async Task Rights_are_given_anew_and_none_is_left_over()
    {
        const string Granted = """
            select string_agg(table_name || ': ' || privileges, chr(10) order by table_name collate "C") from (
                select table_name::text, string_agg(lower(privilege_type), ', ' order by array_position(array['SELECT', 'INSERT', 'UPDATE', 'DELETE'], privilege_type::text)) as privileges
                from information_schema.role_table_grants where grantee = 'dxg_test_application' and table_schema = 'public' and table_name not like 'qrtz%' group by table_name) g
            """;
        await using var db = app.Database.NewContext();
        var expected = string.Join('\n', ApplicationRole.Rights(db).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key}: {r.Value}"));
        await db.Database.ExecuteSqlRawAsync($"grant delete, truncate on audit_entries, operations to {TestDatabase.ApplicationUser}", Cancel);
        (await Ask<string>(Granted)).ShouldNotBe(expected);

        await ApplicationRole.GrantAsync(db, TestDatabase.ApplicationUser, Cancel);

        (await Ask<string>(Granted)).ShouldBe(expected);
        LedgerProtection.Tables(db).ShouldAllBe(t => ApplicationRole.Rights(db)[t] == "select, insert");
    }

    [Fact]
    public async Task A_user_who_is_missing_or_owns_the_tables_is_not_taken()
    {
        await using var db = app.Database.NewContext();
        var owner = new NpgsqlConnectionStringBuilder(app.Database.ConnectionString).Username!;

        var missing = await Should.ThrowAsync<RuleViolation>(() => ApplicationRole.GrantAsync(db, "no_such_user", Cancel));
        var strong = await Should.ThrowAsync<RuleViolation>(() => ApplicationRole.GrantAsync(db, owner, Cancel));

        missing.Message.ShouldBe("データベースの利用者「no_such_user」がありません。create role で先に作ってください（docs/operations.md の「Database users」）。");
        strong.Message.ShouldStartWith($"データベースの利用者「{owner}」の権限が強すぎます（");
        strong.Message.ShouldContain("audit_entries の変更");
        strong.Message.ShouldContain("public の表を所有する役割");
        strong.Message.ShouldContain("superuser");
    }

    [Fact]
    public void With_an_owner_of_its_own_somebody_else_must_be_named() =>
        Should.Throw<RuleViolation>(() => Database.RoleOf(new Microsoft.Extensions.Configuration.ConfigurationManager { ["ConnectionStrings:Migration"] = "Host=db;Username=owner" }))
            .Message.ShouldStartWith("ConnectionStrings__Migration を使うときは、画面とジョブが使うデータベースの利用者を、");

    /// <summary>Refused for want of rights, not because it were wrong or a trigger stood in the way.</summary>
    async Task<bool> IsRefused(string statement)
    {
        await using var connection = new NpgsqlConnection(app.Database.ApplicationConnectionString);
        await connection.OpenAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        try
        {
            await using var command = new NpgsqlCommand(statement, connection, transaction);
            await command.ExecuteNonQueryAsync(Cancel);
            return false;
        }
        catch (PostgresException e)
        {
            e.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, $"{statement}: {e.MessageText}");
            return true;
        }
    }

    async Task<ReportRequest> Made()
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(100, Cancel))
        {
            await using var db = app.Database.NewContext();
            if (await db.ReportRequests.AsNoTracking().SingleAsync(Cancel) is { Status: ReportStatus.Done or ReportStatus.Failed } request)
            {
                return request;
            }
        }

        throw new TimeoutException("No job made the report.");
    }

    async Task<T> Ask<T>(string sql, bool asApplication = false)
    {
        await using var connection = new NpgsqlConnection(asApplication ? app.Database.ApplicationConnectionString : app.Database.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    }

    /// <summary>With the scheduler and its tables.</summary>
    public sealed class Working : WebApp
    {
        protected override void Configure(IWebHostBuilder web)
        {
            base.Configure(web);
            web.UseSetting("Scheduler:Enabled", "true");
        }
    }
}

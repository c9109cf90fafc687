using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using static DxGovernance.Tests.Support.Executable;

namespace DxGovernance.Tests.Installation;

public sealed class DatabaseVersionTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task A_database_of_a_newer_program_is_neither_served_nor_migrated()
    {
        await using var db = app.Database.NewContext();
        await db.Database.ExecuteSqlAsync($"""insert into "__EFMigrationsHistory" values ('29990101000000_Future', '99.0.0')""", Cancel);
        try
        {
            var run = await Run(["serve"], (Connection, app.Database.ConnectionString), ("ASPNETCORE_URLS", "http://127.0.0.1:0"));

            run.Code.ShouldBe(1);
            run.Error.ShouldContain("より新しい版で作られています。知らない構造：29990101000000_Future。新しい版のプログラムで起動するか");
            (await Should.ThrowAsync<RuleViolation>(() => Database.MigrateAsync(app.Services, Cancel))).Rule.ShouldBe("database-newer");
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"""delete from "__EFMigrationsHistory" where "MigrationId" = '29990101000000_Future'""", Cancel);
        }
    }

    /// <summary>The newest migration alone is taken back: what was before it holds the data of the facts. What it makes is empty until <c>seed</c> fills it.</summary>
    [Fact]
    public async Task A_database_of_the_version_before_moves_up_with_its_data()
    {
        await using var db = app.Database.NewContext();
        var before = await app.Database.Content();
        var migrations = db.Database.GetMigrations().ToList();
        await db.GetService<IMigrator>().MigrateAsync(migrations[^2], Cancel);
        var tables = (await app.Database.Content()).Keys.ToHashSet();
        (await Should.ThrowAsync<RuleViolation>(() => Database.RequireCurrentAsync(app.Services, Cancel))).Rule.ShouldBe("database-behind");

        await Database.MigrateAsync(app.Services, Cancel);

        await Database.RequireCurrentAsync(app.Services, Cancel);
        tables.Count.ShouldBeGreaterThan(50);
        (await app.Database.ChangedSince(before)).Where(t => tables.Contains(t.Split(':')[0])).ShouldBeEmpty();
        await Database.SeedAsync(app.Services, DemoWish.None, Cancel);
        (await app.Database.ChangedSince(before)).Select(t => t.Split(':')[0]).Where(tables.Contains).ShouldBeSubsetOf(["audit_entries", "ledger_clock"]);
        (await ProjectionCheck.RunAsync(db, Cancel)).ShouldBeEmpty();
    }
}

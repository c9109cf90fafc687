using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Audit;

/// <summary>Each act of tampering happens as superuser with triggers off, and is rolled back.</summary>
public sealed class ChainTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    Given Given { get; } = new(database);

    [Fact]
    public async Task Each_save_adds_one_link_and_the_chain_agrees()
    {
        await using var db = database.NewContext();
        var before = await AuditChain.HeadAsync(db, Cancel);

        await Given.Operation(await Given.Department());

        var verdict = await AuditChain.VerifyAsync(db, Cancel);
        verdict.Fault.ShouldBeNull();
        verdict.Head.Sequence.ShouldBe(before.Sequence + 2);
        verdict.Head.Hash.ShouldNotBe(before.Hash);
    }

    [Fact]
    public async Task Saves_at_the_same_time_make_one_chain()
    {
        var department = await Given.Department();
        var staff = await Given.Actor(Role.DepartmentStaff, department);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            await using var db = database.NewContext();
            await db.SaveAsync(staff, new Act($"同時の保存{i}", "test", "試験"), Given.Clock.Now, Cancel);
        }));

        await using var after = database.NewContext();
        (await AuditChain.VerifyAsync(after, Cancel)).Fault.ShouldBeNull();
        (await after.AuditEntries.CountAsync(a => a.Title.StartsWith("同時の保存"), Cancel)).ShouldBe(20);
    }

    [Theory]
    [InlineData("update audit_entries set reason = coalesce(reason, '') || '。' where sequence = 3", "3番目の記録")]
    [InlineData("update audit_entries set recorded_by = '別人' where sequence = 2", "2番目の記録")]
    [InlineData("update audit_entries set changes = '[{\"Old\":null,\"New\":\"1\",\"Field\":\"x\",\"Subject\":\"y\",\"Z\":1}]' where sequence = 2", "2番目の記録")]
    [InlineData("update audit_entries set recorded_at = recorded_at + interval '1 microsecond' where sequence = 4", "4番目の記録")]
    [InlineData("delete from audit_entries where sequence = 2", "2番目の記録がありません")]
    [InlineData("delete from audit_entries where sequence = (select max(sequence) from audit_entries)", "新しい記録が消されています")]
    [InlineData("insert into audit_entries (title, subject, subject_label, changes, as_of, recorded_at, recorded_by, recorded_title) values ('x', 'x', 'x', '[]', '2026-01-01', now(), 'x', 'x')", "連鎖に入っていない記録")]
    [InlineData("update audit_chain set head = repeat('a', 64)", "控えの値と一致しません")]
    public async Task What_was_tampered_with_is_named(string tampering, string sentence)
    {
        await Given.Operation(await Given.Department());
        await Given.Operation(await Given.Department());
        await using var db = database.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync("set local session_replication_role = replica", Cancel);
        (await db.Database.ExecuteSqlRawAsync(tampering.Replace("{", "{{").Replace("}", "}}"), Cancel)).ShouldBe(1);

        var fault = (await AuditChain.VerifyAsync(db, Cancel)).Fault;

        fault.ShouldNotBeNull().ShouldContain(sentence);
    }

    [Fact]
    public async Task The_head_of_a_past_moment_stays_what_it_was()
    {
        await Given.Operation(await Given.Department());
        var known = await database.Newest();
        await using var db = database.NewContext();
        var then = await AuditChain.HeadAtAsync(db, known, Cancel);

        await db.SaveAsync(FactSeeder.Seeder, new Act("台帳のない保存", "test", "試験"), known.AddDays(-1), Cancel);
        await Given.Operation(await Given.Department());

        then.ShouldNotBeNull();
        (await AuditChain.HeadAtAsync(db, known, Cancel)).ShouldBe(then);
        (await AuditChain.HeadAtAsync(db, DateTimeOffset.UnixEpoch, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_chain_begins_with_the_entries_that_were_there_before_it()
    {
        await using var db = database.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync(
            "set local session_replication_role = replica; update audit_entries set sequence = null, hash = null; update audit_chain set sequence = 0, head = repeat('0', 64), genesis = repeat('0', 64)",
            Cancel);

        await AuditChain.EnsureBeginningAsync(db, Cancel);
        (await AuditChain.VerifyAsync(db, Cancel)).Fault.ShouldBeNull();

        await db.Database.ExecuteSqlRawAsync("update audit_entries set title = 'x' where id = (select min(id) from audit_entries)", Cancel);
        (await AuditChain.VerifyAsync(db, Cancel)).Fault.ShouldNotBeNull().ShouldContain("連鎖を始める前の記録が変えられています");
    }
}

public sealed class ChainPageTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task The_auditor_verifies_the_trail_by_a_button_and_reads_which_entry_is_broken()
    {
        using var auditor = await app.SignedInAs(Role.Auditor);
        (await auditor.Get("/audit")).Text.ShouldContain("末尾のSHA-256");
        (await auditor.Get("/audit/verify?run=true")).Text.ShouldContain("全て記録されたときの内容と一致しています。");

        await using var db = app.Database.NewContext();
        await db.Database.ExecuteSqlRawAsync("alter table audit_entries disable trigger all; update audit_entries set title = title || '改' where sequence = 1; alter table audit_entries enable trigger all", Cancel);

        var page = await auditor.Get("/audit/verify?run=true");
        page.Status.ShouldBe(200);
        page.Text.ShouldContain("監査証跡の1番目の記録（");
        page.Text.ShouldContain("記録されたときの内容と一致しません。");
    }
}

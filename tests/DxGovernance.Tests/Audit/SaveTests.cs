using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Audit;

public class SaveTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    Given Given { get; } = new(database);

    [Fact]
    public async Task A_save_says_who_did_what_when_from_where_and_why_in_the_words_of_the_screen()
    {
        var department = await Given.Department();
        var staff = await Given.Actor(Role.DepartmentStaff, department) with { Address = "10.1.2.3" };
        var number = (await Given.Operation(department)).Number;
        await using (var db = database.NewContext())
        {
            var operation = await Given.Load(db, number);
            operation.ReportSteps([new(7, StepStatus.InProgress, new(2026, 12, 1), "担当", null, "見積待ち")], staff, Given.Clock.Now, Given.Clock.Today, null);
            await db.SaveAsync(staff, new Act("ステップの報告", $"operation:{number}", operation.Name, "月次"), Given.Clock.Now, Cancel);
        }

        await using var after = database.NewContext();
        var entry = await after.AuditEntries.SingleAsync(a => a.Subject == $"operation:{number}", Cancel);
        (entry.RecordedById, entry.RecordedBy, entry.RecordedTitle, entry.Address).ShouldBe((staff.PersonId, staff.Name, staff.Title, "10.1.2.3"));
        (entry.Title, entry.Reason, entry.AsOf).ShouldBe(("ステップの報告", "月次", Given.Clock.Today));
        var changes = AuditEntry.Read(entry.Changes);
        changes.ShouldContain(new Change("ステップ7", "状態", "未着手", "作業中"));
        changes.ShouldContain(new Change("ステップ7", "予定日", null, "2026-12-01"));
        changes.ShouldContain(new Change("ステップ7", "メモ", null, "見積待ち"));
        changes.ShouldContain(c => c.Field == "ステップの確認日" && c.Old == null && c.New == "2026-11-20");
        var report = await after.StepReports.SingleAsync(r => r.OperationNumber == number, Cancel);
        entry.RecordedAt.ShouldBe(report.RecordedAt);
    }

    [Fact]
    public async Task A_save_that_fails_leaves_no_ledger_row_no_audit_entry_and_the_clock_as_it_was()
    {
        var department = await Given.Department();
        var staff = await Given.Actor(Role.DepartmentStaff, department);
        var number = (await Given.Operation(department)).Number;
        var before = await database.Newest();
        await using (var db = database.NewContext())
        {
            (await Given.Load(db, number)).ReportSteps(
                [new(1, StepStatus.Completed, null, null, null, null)], staff, Given.Clock.Now, Given.Clock.Today, null);
            db.Holidays.Add(new Holiday(new(2026, 1, 1), "二つ目の元日", "試験"));
            await Should.ThrowAsync<DbUpdateException>(
                () => db.SaveAsync(staff, new Act("失敗する保存", $"failing:{number}", "試験"), Given.Clock.Now, Cancel));
        }

        await using var after = database.NewContext();
        (await after.AuditEntries.AnyAsync(a => a.Subject == $"failing:{number}", Cancel)).ShouldBeFalse();
        (await after.StepReports.AnyAsync(r => r.OperationNumber == number, Cancel)).ShouldBeFalse();
        (await Given.Read(number)).StepsCompleted.ShouldBe(0);
        (await database.Newest()).ShouldBe(before);
    }

    [Fact]
    public async Task A_save_inside_a_wider_transaction_is_undone_with_it()
    {
        var office = await Given.Actor(Role.PmoOffice);
        await using (var db = database.NewContext())
        await using (await db.Database.BeginTransactionAsync(Cancel))
        {
            db.ThresholdEntries.Add(new(ThresholdKey.AgeRedDays, 99, false, office, Given.Clock.Now, Given.Clock.Today, null));
            await db.SaveAsync(office, new Act("取り消される保存", "undone", "試験"), Given.Clock.Now, Cancel);
        }

        await using var after = database.NewContext();
        (await after.AuditEntries.AnyAsync(a => a.Subject == "undone", Cancel)).ShouldBeFalse();
        (await after.ThresholdEntries.AnyAsync(t => t.Value == 99, Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_save_that_leaves_the_ledgers_alone_does_not_move_their_clock()
    {
        await Given.Department();
        var before = await database.Newest();
        Given.Clock.Now += TimeSpan.FromHours(1);
        await Given.Department();
        (await database.Newest()).ShouldBe(before, "a report asked for twice with nothing new in between is the same report");
    }

    [Fact]
    public void Markup_in_a_reason_is_kept_as_typed()
    {
        var entry = new AuditEntry(
            new Act("題", "x", "x", " <b>理由</b> "), [new Change("s", "f", "\"古\"", "<新>&")], null, Actor.System, FixedClock.Start);
        entry.Reason.ShouldBe("<b>理由</b>");
        AuditEntry.Read(entry.Changes).ShouldBe([new Change("s", "f", "\"古\"", "<新>&")]);
        entry.RecordedById.ShouldBeNull();
        entry.AsOf.ShouldBe(TokyoTime.DayOf(FixedClock.Start));
    }
}

using DxGovernance.Core;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Jobs;

/// <summary>
/// The monthly round as the jobs run it, day by day. January 2027: the first working day is Monday the 4th, the 11th is a holiday,
/// so the fifth working day after is the 12th and the eighth the 15th.
/// </summary>
public sealed class RoundJobTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly FixedClock clock = new();

    Given Given => new(database, clock);

    async Task<string> Run(DateOnly day, Func<Core.Data.GovernanceDbContext, IJobWork> job)
    {
        clock.MoveTo(day);
        await using var db = database.NewContext();
        return (await job(db).ExecuteAsync(Cancel)).ShouldNotBeNull();
    }

    Task<string> Open(DateOnly day) => Run(day, db => new OpenRoundJob(db, clock));

    Task<string> Follow(DateOnly day) => Run(day, db => new FollowRoundJob(db, clock));

    async Task<string[]> Subjects(Actor person)
    {
        await using var db = database.NewContext();
        return await db.Notifications.Where(n => n.PersonId == person.PersonId).OrderBy(n => n.CreatedAt).Select(n => n.Subject).ToArrayAsync(Cancel);
    }

    [Fact]
    public async Task A_round_from_its_first_working_day_to_the_head_of_the_department()
    {
        var (silent, quick) = (await Given.Department("黙る課"), await Given.Department("早い課"));
        var (silentOperation, quickOperation) = (await Given.PlannedOperation(silent), await Given.PlannedOperation(quick));
        var (silentStaff, quickStaff) = (await Given.Actor(Role.DepartmentStaff, silent), await Given.Actor(Role.DepartmentStaff, quick));
        var (silentHead, quickHead) = (await Given.Actor(Role.DepartmentHead, silent), await Given.Actor(Role.DepartmentHead, quick));
        var office = await Given.Actor(Role.PmoOffice);

        foreach (var holiday in new DateOnly[] { new(2027, 1, 1), new(2027, 1, 2), new(2027, 1, 3) })
        {
            (await Open(holiday)).ShouldBe("2027年1月の月次報告は2027-01-04（令和9年1月4日）に開きます");
        }

        (await Follow(new(2027, 1, 3))).ShouldContain("開いている月次報告がない");
        (await Open(new(2027, 1, 4))).ShouldStartWith("2027年1月の月次報告を開き、");
        (await Open(new(2027, 1, 4))).ShouldBe("2027年1月の月次報告はすでに開いています");
        (await Open(new(2027, 1, 5))).ShouldBe("2027年1月の月次報告はすでに開いています");
        (await Subjects(silentStaff)).ShouldBe(["2027年1月の月次報告が始まりました"]);
        (await Subjects(silentHead)).ShouldBeEmpty();
        (await Subjects(office)).ShouldBe(["2027年1月の月次報告が始まりました"], "operations without a department");

        clock.MoveTo(new(2027, 1, 6));
        await Given.Act(quickOperation.Number, quickStaff, o =>
        {
            foreach (var aspect in Enum.GetValues<ReportAspect>())
            {
                o.ConfirmNoChange(aspect, quickStaff, clock.Now);
            }
        });

        (await Follow(new(2027, 1, 11))).ShouldContain("催促は2027-01-12（令和9年1月12日）からです");
        (await Subjects(silentStaff)).Length.ShouldBe(1);
        (await Follow(new(2027, 1, 12))).ShouldContain("催促を、");
        (await Follow(new(2027, 1, 12))).ShouldContain("に済んでいます");
        (await Subjects(silentStaff)).ShouldBe(["2027年1月の月次報告が始まりました", "2027年1月の月次報告がまだ済んでいません"]);
        (await Subjects(quickStaff)).ShouldBe(["2027年1月の月次報告が始まりました"], "変更なし has ended the debt");

        await Follow(new(2027, 1, 14));
        (await Subjects(silentHead)).ShouldBeEmpty();
        await Follow(new(2027, 1, 15));
        await Follow(new(2027, 1, 15));
        (await Subjects(silentHead)).ShouldBe(["所管の2027年1月の月次報告が8開庁日を過ぎても済んでいません"]);
        (await Subjects(quickHead)).ShouldBeEmpty();
        (await Subjects(silentStaff)).Length.ShouldBe(2);

        await using var db = database.NewContext();
        var round = await db.MonthlyRounds.Include(r => r.Items).SingleAsync(Cancel);
        (round.OpensOn, round.RemindOn, round.EscalateOn).ShouldBe((new DateOnly(2027, 1, 4), new DateOnly(2027, 1, 12), new DateOnly(2027, 1, 15)));
        round.Items.Select(i => i.OperationNumber).ShouldBeSubsetOf(await db.Operations.Select(o => o.Number).ToListAsync(Cancel));
        round.Items.ShouldContain(i => i.OperationNumber == silentOperation.Number);
        (await db.Confirmations.Where(c => c.OperationNumber == quickOperation.Number && c.Kind == ConfirmationKind.NoChange).CountAsync(Cancel)).ShouldBe(3);
    }

    [Fact]
    public async Task A_year_without_holidays_on_file_is_an_error_that_says_what_to_do()
    {
        var failure = await Should.ThrowAsync<RuleViolation>(() => Open(new(2029, 1, 4)));

        failure.Message.ShouldBe("2029年の祝日が登録されていません。管理者が「組織と権限」の「祝日を取り込む」で、内閣府の「国民の祝日」CSVを取り込んでください。");
        await using var db = database.NewContext();
        (await db.MonthlyRounds.AnyAsync(r => r.Month.Year == 2029, Cancel)).ShouldBeFalse();
    }
}

using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Notifications;

public sealed class RoundKeeperTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    async Task<string> Run(Given given, Func<Core.Data.GovernanceDbContext, Task<string>> act)
    {
        await using var db = database.NewContext();
        return await act(db);
    }

    [Fact]
    public async Task A_round_opens_reminds_and_escalates_once_each_and_says_what_it_did()
    {
        var given = new Given(database);
        var department = await given.Department();
        var operation = await given.Operation(department);
        var staff = await given.Actor(Role.DepartmentStaff, department);
        var head = await given.Actor(Role.DepartmentHead, department);
        Task<string> Open() => Run(given, db => RoundKeeper.OpenAsync(db, given.Clock.Today, given.Clock.Now, Cancel));
        Task<string> Remind() => Run(given, db => RoundKeeper.RemindAsync(db, given.Clock.Today, given.Clock.Now, Cancel));
        Task<string> Escalate() => Run(given, db => RoundKeeper.EscalateAsync(db, given.Clock.Today, given.Clock.Now, Cancel));

        given.Clock.MoveTo(new(2026, 11, 1));
        (await Remind()).ShouldBe("開いている月次報告がないため、催促はありません");
        (await Open()).ShouldBe("2026年11月の月次報告は2026-11-02（令和8年11月2日）に開きます");
        given.Clock.MoveTo(new(2026, 11, 2));
        (await Open()).ShouldStartWith("2026年11月の月次報告を開き、8業務に知らせました");
        (await Open()).ShouldBe("2026年11月の月次報告はすでに開いています");
        (await Remind()).ShouldBe("2026年11月の月次報告の催促は2026-11-10（令和8年11月10日）からです");
        given.Clock.MoveTo(new(2026, 11, 10));
        (await Remind()).ShouldStartWith("2026年11月の月次報告の催促を、8業務に送りました");
        (await Remind()).ShouldBe("2026年11月の月次報告の催促は2026-11-10 10:00に済んでいます");
        given.Clock.MoveTo(new(2026, 11, 13));
        await given.Act(operation.Number, staff, o => o.ConfirmNoChange(ReportAspect.Steps, staff, given.Clock.Now));
        (await Escalate()).ShouldStartWith("2026年11月の月次報告の所属長への通知を、8業務に送りました");

        await using var db = database.NewContext();
        (await db.Notifications.Where(n => n.PersonId == staff.PersonId).CountAsync(Cancel)).ShouldBe(2);
        var escalation = await db.Notifications.SingleAsync(n => n.PersonId == head.PersonId, Cancel);
        escalation.Body.ShouldContain($"・{operation.Name}（見込、リスク・課題）");
    }

    [Fact]
    public async Task A_year_without_holidays_is_an_error_that_names_the_file()
    {
        await using var db = database.NewContext();

        var refusal = await Should.ThrowAsync<RuleViolation>(() => RoundKeeper.OpenAsync(db, new(2031, 1, 1), TokyoTime.At(new(2031, 1, 10), new(8, 0)), Cancel));

        refusal.Message.ShouldBe("2031年の祝日が登録されていません。管理者が「組織と権限」の「祝日を取り込む」で、内閣府の「国民の祝日」CSVを取り込んでください。");
    }
}

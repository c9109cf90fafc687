using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.Tests.Reports;

public sealed class ReportMakerTests(WebApp app) : IClassFixture<WebApp>
{
    static readonly DateOnly Day = new(2026, 10, 31);

    ReportMaker Maker => app.Services.GetRequiredService<ReportMaker>();

    async Task<int> Ask(DateOnly day, ReportKind kind = ReportKind.Council)
    {
        await using var db = app.Database.NewContext();
        var office = Given.Acting(Role.PmoOffice) with { PersonId = null };
        var request = new ReportRequest(kind, new AsOf(day, await app.Database.Newest()), [1, 2], office, app.Clock.Now);
        db.ReportRequests.Add(request);
        await app.Given.Save(db, office);
        return request.Id;
    }

    async Task<ReportRequest> Read(int id)
    {
        await using var db = app.Database.NewContext();
        return await db.ReportRequests.AsNoTracking().SingleAsync(r => r.Id == id, Cancel);
    }

    [Fact]
    public async Task Asking_twice_with_nothing_new_gives_the_same_file()
    {
        var (first, second) = (await Ask(Day), await Ask(Day));

        await Maker.RunWaitingAsync(Cancel);

        var (a, b) = (await Read(first), await Read(second));
        (a.Status, a.Percent, a.FileName).ShouldBe((ReportStatus.Done, 100, "推進会議報告_2026-10-31.xlsx"));
        b.Sha256.ShouldBe(a.Sha256);
        await using var db = app.Database.NewContext();
        var file = await db.ReportFiles.SingleAsync(f => f.RequestId == first, Cancel);
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Bytes)).ShouldBe(a.Sha256);
        file.Bytes.Length.ShouldBe(a.SizeInBytes!.Value);
    }

    [Fact]
    public async Task A_finished_report_is_left_alone()
    {
        var id = await Ask(Day);
        await Maker.RunWaitingAsync(Cancel);
        var done = await Read(id);

        await Maker.RunAsync(id, Cancel);

        (await Read(id)).Version.ShouldBe(done.Version);
    }

    [Fact]
    public async Task A_failed_report_says_why_and_can_be_repeated()
    {
        var id = await Ask(new(2025, 3, 31));
        await Maker.RunWaitingAsync(Cancel);

        var failed = await Read(id);
        failed.Status.ShouldBe(ReportStatus.Failed);
        failed.Error!.ShouldContain("時点では登録されていません。");
        (await Maker.NextAsync(Cancel)).ShouldBeNull();

        await using var db = app.Database.NewContext();
        (await db.ReportRequests.SingleAsync(r => r.Id == id, Cancel)).Repeat();
        await db.SaveChangesAsync(Cancel);
        (await Maker.NextAsync(Cancel)).ShouldBe(id);
        await Maker.RunWaitingAsync(Cancel);
        (await Read(id)).Status.ShouldBe(ReportStatus.Failed);
    }

    [Fact]
    public async Task One_that_somebody_is_making_is_not_taken_and_one_whose_maker_died_is()
    {
        var id = await Ask(Day);
        await using (var dying = await app.Database.Source.OpenConnectionAsync(Cancel))
        {
            await using var hold = dying.CreateCommand();
            hold.CommandText = $"select pg_advisory_lock({0x5250}, {id}); update report_requests set status = 'Running' where id = {id}";
            await hold.ExecuteNonQueryAsync(Cancel);

            (await Maker.NextAsync(Cancel)).ShouldBeNull();
            await Maker.RunAsync(id, Cancel);
            (await Read(id)).Status.ShouldBe(ReportStatus.Running);
            hold.CommandText = $"select pg_advisory_unlock({0x5250}, {id})";
            await hold.ExecuteNonQueryAsync(Cancel);
        }

        (await Maker.NextAsync(Cancel)).ShouldBe(id);
        await Maker.RunWaitingAsync(Cancel);
        (await Read(id)).Status.ShouldBe(ReportStatus.Done);
    }

    [Fact]
    public async Task A_kind_made_elsewhere_fails_with_a_sentence()
    {
        var id = await Ask(Day, ReportKind.NationalTransfer);

        await Maker.RunWaitingAsync(Cancel);

        (await Read(id)).Error.ShouldBe("「国PMOツール転記表」はここでは作成しません。業務一覧の画面から出力してください。");
    }
}

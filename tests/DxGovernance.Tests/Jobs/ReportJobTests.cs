using DxGovernance.Core.Jobs;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.Tests.Jobs;

public sealed class ReportJobTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task The_monthly_report_is_asked_for_once_and_made_once()
    {
        app.Clock.MoveTo(new(2026, 12, 1));
        await using var db = app.Database.NewContext();
        var ask = new MonthlyReportJob(db, app.Clock);
        var make = new MakeReportsJob(app.Services.GetRequiredService<ReportMaker>());

        (await ask.ExecuteAsync(Cancel)).ShouldBe("2026-11-30（令和8年11月30日）時点の推進会議報告書を依頼しました。");
        (await ask.ExecuteAsync(Cancel)).ShouldBeNull();
        app.Clock.MoveTo(new(2026, 12, 31));
        (await ask.ExecuteAsync(Cancel)).ShouldBeNull("the report of November is there");
        (await make.ExecuteAsync(Cancel)).ShouldBe("1件の報告書を処理しました。");
        (await make.ExecuteAsync(Cancel)).ShouldBeNull();

        var request = await db.ReportRequests.AsNoTracking().SingleAsync(Cancel);
        (request.Status, request.AsOf, request.RequestedBy, request.RequestedById).ShouldBe((ReportStatus.Done, new DateOnly(2026, 11, 30), "自動処理", null));
        var file = await db.ReportFiles.AsNoTracking().SingleAsync(Cancel);
        file.Sha256.ShouldBe(request.Sha256);
        file.Bytes.Take(2).ShouldBe("PK"u8.ToArray());

        app.Clock.MoveTo(new(2027, 1, 1));
        (await ask.ExecuteAsync(Cancel)).ShouldBe("2026-12-31（令和8年12月31日）時点の推進会議報告書を依頼しました。");
    }
}

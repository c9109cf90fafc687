using DxGovernance.Core.Audit;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>The reports that the reform council received in the fictional year: asked for, made and published.</summary>
public static partial class DemoSeeder
{
    const int DaysUntilReport = 4;

    static readonly TimeOnly ReportTime = new(10, 0);

    static IEnumerable<DemoEvent> CouncilReports(CityInfo city) =>
        from day in CouncilReportDays
        let stamp = new DemoStamp(TokyoTime.At(day.AddDays(DaysUntilReport), ReportTime), "demo-pmo-1", 0, day)
        select new DemoEvent(stamp.At, replay => MakeAndPublish(replay, stamp, city));

    static async Task MakeAndPublish(DemoReplay replay, DemoStamp stamp, CityInfo city)
    {
        var actor = await replay.ActorAsync(stamp);
        var point = new AsOf(stamp.AsOf, await LedgerClock.NewestAsync(replay.Db, replay.Cancel));
        var request = new ReportRequest(ReportKind.Council, point, [], actor, stamp.At);
        request.Start(stamp.At);
        using var bytes = new MemoryStream();
        await CouncilReport.WriteAsync(replay.Db, point, [], city, bytes, progress: null, replay.Cancel);
        var file = new ReportFile(request, bytes.ToArray());
        request.Finish(CouncilReport.FileName(stamp.AsOf), file, stamp.At.AddSeconds(2));
        replay.Db.AddRange(request, file, request.Publish(actor, stamp.At.AddHours(1)));
        var act = new Act("報告書の公開", $"report:{Wareki.Iso(stamp.AsOf)}", request.Kind.Label());
        await replay.Db.SaveAsync(actor, act, stamp.At.AddHours(1), replay.Cancel);
    }
}

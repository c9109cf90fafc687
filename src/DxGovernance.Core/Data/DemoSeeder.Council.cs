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
        from report in CouncilReportDays.Select(d => (Day: d, Kind: ReportKind.Council, After: TimeSpan.Zero))
            .Concat(PolicyReportDays.Select(d => (Day: d, Kind: ReportKind.PolicySchedule, After: TimeSpan.FromMinutes(30))))
        let stamp = new DemoStamp(TokyoTime.At(report.Day.AddDays(DaysUntilReport), ReportTime) + report.After, "demo-pmo-1", 0, report.Day)
        select new DemoEvent(stamp.At, replay => MakeAndPublish(replay, stamp, ReportDefinition.Find(report.Kind)!, city));

    static async Task MakeAndPublish(DemoReplay replay, DemoStamp stamp, ReportDefinition definition, CityInfo city)
    {
        var actor = await replay.ActorAsync(stamp);
        var point = new AsOf(stamp.AsOf, await LedgerClock.NewestAsync(replay.Db, replay.Cancel));
        var request = new ReportRequest(definition.Kind, point, [], actor, stamp.At);
        request.Start(stamp.At);
        using var bytes = new MemoryStream();
        await definition.WriteAsync(new(replay.Db, point, [], city, bytes, Progress: null), replay.Cancel);
        var file = new ReportFile(request, bytes.ToArray());
        request.Finish(definition.FileName(stamp.AsOf), file, stamp.At.AddSeconds(2));
        replay.Db.AddRange(request, file, request.Publish(actor, stamp.At.AddHours(1)));
        var act = new Act("報告書の公開", $"report:{Wareki.Iso(stamp.AsOf)}", request.Kind.Label());
        await replay.Db.SaveAsync(actor, act, stamp.At.AddHours(1), replay.Cancel);
    }
}

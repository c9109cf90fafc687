using DxGovernance.Core;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Retention;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Support;

/// <summary>Records whose period is over, and disposals of them.</summary>
public static class GivenRetention
{
    /// <summary>The last day of the fiscal year before the tests' clock.</summary>
    public static DateOnly UpTo { get; } = new(2026, 3, 31);

    /// <summary>Ended in 令和2年度: kept three years from 2021-04-01, until 2024-03-31.</summary>
    public static async Task<RecordKind> OldJobRun(this Given given, TestDatabase database, DateOnly? day = null)
    {
        var at = TokyoTime.At(day ?? new(2020, 6, 1), new(8, 0));
        var run = new JobRun("open-round", "予定", at);
        run.Finish("試験の実行", at.AddMinutes(1));
        await using var db = database.NewContext();
        db.JobRuns.Add(run);
        await db.SaveChangesAsync(Cancel);
        return RecordKind.JobRuns;
    }

    /// <summary>A saved proposal to dispose of all of the kind whose period is over.</summary>
    public static async Task<Disposal> Disposal(this Given given, TestDatabase database, Actor administrator, RecordKind kind, DateOnly? upTo = null)
    {
        await using var db = database.NewContext();
        var period = (await RetentionPeriods.NewestAsync(db, Cancel)).Single(p => p.Kind == kind).Period;
        var found = await DisposalList.FindAsync(db, kind, upTo ?? UpTo, period.Years!.Value, Cancel);
        var disposal = new Disposal(period, upTo ?? UpTo, found.Listed, "保存期間の満了", administrator, given.Clock.Now);
        db.Disposals.Add(disposal);
        await given.Save(db, administrator);
        return disposal;
    }
}

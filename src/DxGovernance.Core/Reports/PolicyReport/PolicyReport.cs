using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>施策工程表: the whole DX policy with what moves it. Depends on the two clocks alone: no projection, no clock, nobody's name who asked (docs/adr/0008).</summary>
public static class PolicyReport
{
    public const string Title = "施策工程表";

    public static string FileName(DateOnly day) => $"{Title}_{Wareki.Iso(day)}.xlsx";

    /// <param name="db">Read in a snapshot of its own, or inside the transaction it already has.</param>
    /// <param name="point">As-of and recorded-until.</param>
    /// <param name="city">Printed on the sheets.</param>
    /// <param name="output">A file or memory: the writes are synchronous.</param>
    /// <param name="progress">Told in Japanese, from 0 to 100.</param>
    /// <param name="cancel">Stops the making.</param>
    /// <exception cref="RuleViolation">No policy was recorded by then.</exception>
    public static async Task<ReportResult> WriteAsync(
        GovernanceDbContext db, AsOf point, CityInfo city, Stream output, IProgress<(string Text, int Percent)>? progress, CancellationToken cancel)
    {
        // Sentences are put together by interpolation; the server's culture must not reach them.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        db.Database.SetCommandTimeout(CouncilReport.LongestStatement);
        await using var snapshot = db.Database.CurrentTransaction is null ? await CouncilReport.SnapshotAsync(db, cancel) : null;
        var at = new AsOf(point.Day, CouncilReport.ToMicroseconds(point.KnownAt));
        progress?.Report(("方針の台帳を集計しています", 10));
        var figures = await ReadAsync(db, at, city, cancel);
        RuleViolation.Require(figures.Now.Initiatives.Count > 0, "policy-unknown", $"{Wareki.Both(at.Day)}の時点では、方針の取組事項が登録されていません。", "AsOf");
        progress?.Report(("シートを作っています", 50));
        var book = new Workbook($"{city.Name} {Title} {Wareki.Iso(at.Day)}", at.KnownAt);
        PolicySummarySheet.Add(book, figures);
        PolicyScheduleSheet.Add(book, figures);
        PolicyStateSheets.Add(book, figures);
        PolicyProcedureSheet.Add(book, figures);
        PolicySourceSheet.Add(book, figures);
        PolicyDataSheets.Add(book, figures);
        progress?.Report(("ファイルに書き出しています", 80));
        var written = await book.WriteAsync(output, cancel);
        progress?.Report(("書き出しました", 99));
        return new($"{figures.Now.Initiatives.Count}取組事項・{figures.Now.Procedures.Count}手続", written.ContentSha256, written.Notices);
    }

    static async Task<PolicyReportFigures> ReadAsync(GovernanceDbContext db, AsOf point, CityInfo city, CancellationToken cancel)
    {
        var ledger = await PolicyLedger.ReadAsync(db, point, cancel);
        var now = ledger.At(point, await StandardizationProgress.AtAsync(db, point, cancel));
        var previous = await db.ReportPublications.At(point)
            .Where(p => p.Kind == ReportKind.PolicySchedule && p.AsOf < point.Day)
            .NewestFirst()
            .Select(p => new PreviousReport(p.AsOf, p.RecordedUntil, p.RecordedAt, p.Sha256))
            .FirstOrDefaultAsync(cancel);
        var then = previous is null ? null : new AsOf(previous.AsOf, previous.RecordedUntil);
        return new()
        {
            Frame = new(Title, Title, city, point, await IsDemoAsync(db, point, cancel), await AuditChain.HeadAtAsync(db, point.KnownAt, cancel))
            {
                DemoSentence = "デモデータ：この帳票の人物・案件・取組の状況・測定値・令和8年4月より後の手続の変更は架空のものです。方針の文言と令和8年4月の手続の状態は公開情報です。",
            },
            Ledger = ledger,
            Now = now,
            Previous = previous,
            Changes = then is null ? [] : PolicyDiff.Between(ledger.At(then, await StandardizationProgress.AtAsync(db, then, cancel)), now),
            Cases = await InitiativeCases.AtAsync(db.Proposals, db, point, cancel),
            Counts =
            [
                new("initiative_revisions", "取組事項の名称・所管・工程", await db.InitiativeRevisions.At(point).CountAsync(cancel)),
                new("initiative_reports", "取組の状況の報告", await db.InitiativeReports.At(point).CountAsync(cancel)),
                new("policy_indicator_revisions", "指標の内容", await db.PolicyIndicatorRevisions.At(point).CountAsync(cancel)),
                new("policy_measurements", "指標の測定値", await db.PolicyMeasurements.At(point).CountAsync(cancel)),
                new("procedure_entries", "手続のオンライン化の状態", await db.ProcedureEntries.At(point).CountAsync(cancel)),
                new("submissions", "個別ICT案件の申請", await db.Submissions.At(point).CountAsync(cancel)),
                new("proposal_transitions", "個別ICT案件の手続", await db.ProposalTransitions.At(point).CountAsync(cancel)),
                new("operation_states", "20業務の段階", await db.OperationStates.At(point).CountAsync(cancel)),
                new("step_reports", "20業務のステップの報告", await db.StepReports.At(point).CountAsync(cancel)),
                new("report_publications", "推進会議への公開", await db.ReportPublications.At(point).CountAsync(cancel)),
            ],
        };
    }

    /// <summary>Asks the rows, not the people alone: a demo set that comes in later must not change an older report.</summary>
    static async Task<bool> IsDemoAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        IQueryable<int?> Authors<T>(IQueryable<T> ledger)
            where T : LedgerEntry => ledger.At(point).Select(e => e.RecordedById);
        foreach (var authors in new[]
        {
            Authors(db.InitiativeRevisions), Authors(db.InitiativeReports), Authors(db.PolicyIndicatorRevisions), Authors(db.PolicyMeasurements), Authors(db.ProcedureEntries),
            Authors(db.Submissions), Authors(db.ProposalTransitions), Authors(db.OperationStates), Authors(db.StepReports),
        })
        {
            if (await db.People.AnyAsync(p => p.IsDemo && authors.Contains(p.Id), cancel))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Everything the sheets show, folded from the ledgers at one point of both clocks.</summary>
sealed record PolicyReportFigures
{
    public required CaseFrame Frame { get; init; }

    public required PolicyLedger Ledger { get; init; }

    public required PolicyFigures Now { get; init; }

    public required PreviousReport? Previous { get; init; }

    /// <summary>Since the previous report that was published.</summary>
    public required IReadOnlyList<PolicyChange> Changes { get; init; }

    public required IReadOnlyList<InitiativeCase> Cases { get; init; }

    public required IReadOnlyList<LedgerCount> Counts { get; init; }

    public AsOf Point => Frame.Point;

    public IEnumerable<(int Pillar, string Name, IReadOnlyList<InitiativeFigures> Initiatives)> Pillars =>
        from i in Now.Initiatives
        group i by (i.Pillar, i.PillarName) into g
        orderby g.Key.Pillar
        select (g.Key.Pillar, PolicyWords.Pillar(g.Key.Pillar, g.Key.PillarName), (IReadOnlyList<InitiativeFigures>)[.. g]);
}

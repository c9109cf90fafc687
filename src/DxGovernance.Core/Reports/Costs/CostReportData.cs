using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>A case as the reports of costs name it.</summary>
sealed record CostCase(int Id, string Number, int FiscalYear, string Title, string Department, Gate Gate, ProposalState State, string StateWords)
{
    public bool IsGivenUp => State.IsGivenUp();
}

/// <summary>The costs of a case at a point, added up.</summary>
sealed class CostCaseFigures(CostCase proposal)
{
    public CostCase Case { get; } = proposal;

    public CostTotals Totals { get; private set; } = CostTotals.None;

    /// <summary>By fiscal year. Lists, because there are tens of thousands of them: a tree takes three times as much.</summary>
    public SortedList<int, CostTotals> Years { get; } = [];

    /// <summary>決定額, or what is asked for and not decided, by fiscal year.</summary>
    public SortedList<int, long> Expected { get; } = [];

    public bool HasDecided => Totals.Decided is not null;

    /// <summary>Of <see cref="Expected"/>, something is only asked for.</summary>
    public bool HasOpen { get; private set; }

    /// <summary>Yen taken away, by code of 減額の理由.</summary>
    public SortedList<string, long> Cuts { get; } = new(StringComparer.Ordinal);

    public int Lines { get; private set; }

    public void Add(StandingLine line)
    {
        Lines += line.IsRemoved ? 0 : 1;
        foreach (var (year, cell) in line.Cells)
        {
            var one = CostTotals.Of([cell]);
            Totals = Totals.Plus(one);
            Years[year] = Years.GetValueOrDefault(year, CostTotals.None).Plus(one);
            if (cell.Expected is { } expected)
            {
                Expected[year] = Expected.GetValueOrDefault(year) + expected;
                HasOpen |= cell.IsOpen;
            }

            if (cell.Cut > 0)
            {
                Cuts[cell.CutReason ?? ""] = Cuts.GetValueOrDefault(cell.CutReason ?? "") + cell.Cut;
            }
        }
    }
}

/// <summary>Decided yen of a source in a fiscal year.</summary>
sealed record CostSourceYear(int FiscalYear, FundingKind Kind, long Yen);

/// <summary>Expected yen of a category in a fiscal year.</summary>
sealed record CostCategoryYear(int FiscalYear, CostCategory Category, long Yen);

/// <summary>A line in a fiscal year, with its case.</summary>
sealed record CostRow(CostCase Case, StandingLine Line, int FiscalYear, CostCell Cell);

/// <summary>What the reports of costs are made of: all cases with submitted costs at a point of both clocks. Depends on nothing else (docs/adr/0008).</summary>
sealed class CostReportData
{
    readonly CostLineStore lines;
    readonly IReadOnlyList<CostCase> inOrder;

    CostReportData(CostLineStore lines, IReadOnlyList<CostCase> inOrder) => (this.lines, this.inOrder) = (lines, inOrder);

    public required CaseFrame Frame { get; init; }

    public required CostTables Tables { get; init; }

    /// <summary>With costs; those that go on first, then those withdrawn or refused, each in the order of their numbers.</summary>
    public required IReadOnlyList<CostCaseFigures> Cases { get; init; }

    public required IReadOnlyList<CostSourceYear> Sources { get; init; }

    public required IReadOnlyList<CostCategoryYear> Categories { get; init; }

    /// <summary>Empty where the report has not asked for them.</summary>
    public required IReadOnlyList<CostSaving> Savings { get; init; }

    public required IReadOnlyList<LedgerCount> Counts { get; init; }

    public AsOf Point => Frame.Point;

    public Rounding Rounding => Tables.Rounding;

    public IReadOnlyList<CostCaseFigures> Active => [.. Cases.Where(c => !c.Case.IsGivenUp)];

    public IReadOnlyList<CostCaseFigures> GivenUp => [.. Cases.Where(c => c.Case.IsGivenUp)];

    /// <summary>Of the cases that go on.</summary>
    public IReadOnlyList<int> Years => [.. Active.SelectMany(c => c.Years.Keys).Distinct().Order()];

    /// <summary>Of the cases that go on.</summary>
    public CostTotals TotalsOf(int year) => CostTotals.Sum(Active.Select(c => c.Years.GetValueOrDefault(year, CostTotals.None)));

    /// <summary>Reads, makes the sheets and writes; every report of costs goes this way.</summary>
    /// <param name="making">The two clocks and where it is written to.</param>
    /// <param name="title">Of the report.</param>
    /// <param name="build">Adds the sheets.</param>
    /// <param name="cancel">Stops the making.</param>
    /// <param name="withSavings">Whether <see cref="Savings"/> are shown.</param>
    public static async Task<ReportResult> MakeAsync(ReportMaking making, string title, Action<Workbook, CostReportData> build, CancellationToken cancel, bool withSavings = false)
    {
        // Sentences are put together by interpolation; the server's culture must not reach them.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var source = making.Db;
        source.Database.SetCommandTimeout(CouncilReport.LongestStatement);
        await using var snapshot = source.Database.CurrentTransaction is null ? await CouncilReport.SnapshotAsync(source, cancel) : null;
        var point = new AsOf(making.Point.Day, CouncilReport.ToMicroseconds(making.Point.KnownAt));
        making.Progress?.Report(("金額の台帳を集計しています", 10));
        using var store = new CostLineStore();
        var data = await ReadAsync(source, store, point, making.City, title, withSavings, cancel);
        making.Progress?.Report(("シートを作っています", 50));
        var book = new Workbook($"{making.City.Name} {title} {Wareki.Iso(point.Day)}", point.KnownAt);
        build(book, data);
        making.Progress?.Report(("ファイルに書き出しています", 70));
        var written = await book.WriteAsync(making.Output, cancel);
        making.Progress?.Report(("書き出しました", 99));
        return new($"{data.Cases.Count}件", written.ContentSha256, written.Notices);
    }

    /// <summary>The rows of all lines in the order of case numbers and of the lines in them, taken from where they were put while they were added up: they are too many to be held.</summary>
    public IEnumerable<CostRow> Rows() =>
        from c in inOrder
        from line in lines.Take(c.Id).OrderBy(l => l.Position).ThenBy(l => l.Line)
        from cell in line.Cells
        select new CostRow(c, line, cell.Key, cell.Value);

    static async Task<CostReportData> ReadAsync(GovernanceDbContext db, CostLineStore lines, AsOf point, CityInfo city, string title, bool withSavings, CancellationToken cancel)
    {
        var named = await CasesAsync(db, point, cancel);
        var figures = named.ToDictionary(c => c.Id, c => new CostCaseFigures(c));
        var (sources, categories) = (new SortedDictionary<(int, FundingKind), long>(), new SortedDictionary<(int, CostCategory), long>());
        await foreach (var (id, ofCase) in CasesOf(CostLineReader.ReadAsync(db, [.. named.Select(c => c.Id)], point, cancel)))
        {
            lines.Put(id, ofCase);
            var of = figures[id];
            foreach (var line in ofCase)
            {
                of.Add(line);
                if (!of.Case.IsGivenUp)
                {
                    Add(line, sources, categories);
                }
            }
        }

        var ids = named.Select(c => c.Id).ToArray();
        return new(lines, named)
        {
            Frame = new(title, title, city, point, await IsDemoAsync(db, point, cancel), await AuditChain.HeadAtAsync(db, point.KnownAt, cancel))
            {
                DemoSentence = "デモデータ：この帳票の人物・案件・金額は架空のものです。",
            },
            Tables = await CostTables.AtAsync(db, point, cancel),
            Cases = [.. figures.Values.Where(f => f.Years.Count > 0).OrderBy(f => f.Case.IsGivenUp)],
            Sources = [.. sources.Select(s => new CostSourceYear(s.Key.Item1, s.Key.Item2, s.Value))],
            Categories = [.. categories.Select(c => new CostCategoryYear(c.Key.Item1, c.Key.Item2, c.Value))],
            Savings = !withSavings ? [] : await CostSavings.LoadAsync(db, db.Proposals.Where(p => ids.Contains(p.Id)), point, cancel),
            Counts =
            [
                new("amount_entries", "金額（要求・査定・決定・契約・実績）", await db.AmountEntries.At(point).CountAsync(cancel)),
                new("cost_line_revisions", "費用の明細の内容", await db.CostLineRevisions.At(point).CountAsync(cancel)),
                new("cost_assessments", "明細ごとの査定の判断", await db.CostAssessments.At(point).CountAsync(cancel)),
                new("submissions", "個別ICT案件の申請", await db.Submissions.At(point).CountAsync(cancel)),
                new("proposal_transitions", "個別ICT案件の手続", await db.ProposalTransitions.At(point).CountAsync(cancel)),
            ],
        };
    }

    /// <summary>Lines that follow each other, case by case.</summary>
    static async IAsyncEnumerable<(int ProposalId, IReadOnlyList<StandingLine> Lines)> CasesOf(IAsyncEnumerable<CostLineAt> lines)
    {
        var (id, one) = (0, new List<StandingLine>());
        await foreach (var (of, line) in lines)
        {
            if (of != id && one.Count > 0)
            {
                yield return (id, one);
                one = [];
            }

            id = of;
            one.Add(line);
        }

        if (one.Count > 0)
        {
            yield return (id, one);
        }
    }

    static void Add(StandingLine line, SortedDictionary<(int, FundingKind), long> sources, SortedDictionary<(int, CostCategory), long> categories)
    {
        var paid = CostFigures.Funded(line, AmountStage.Decided);
        foreach (var (year, cell) in line.Cells)
        {
            if (cell.Decided is { } decided)
            {
                var other = paid.GetValueOrDefault(year);
                sources[(year, FundingKind.General)] = sources.GetValueOrDefault((year, FundingKind.General)) + decided - other;
                if (other > 0)
                {
                    sources[(year, line.Terms.Funding)] = sources.GetValueOrDefault((year, line.Terms.Funding)) + other;
                }
            }

            if (line.Terms.Category is { } category && cell.Expected is { } expected)
            {
                categories[(year, category)] = categories.GetValueOrDefault((year, category)) + expected;
            }
        }
    }

    /// <summary>All cases that were submitted by the point, with their titles as put right.</summary>
    static async Task<IReadOnlyList<CostCase>> CasesAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var proposals = db.Proposals.AsNoTracking().Where(p => db.CostLineRevisions.Any(r => r.ProposalId == p.Id));
        var rows = await proposals.Standing(db, point)
            .Select(s => new { s.Id, s.Number, s.FiscalYear, s.Title, s.DepartmentName, s.LastAction, s.LastGate, s.FollowingGate, s.ApprovedGate, s.State, s.StateWords, s.SubmittedAt }).ToListAsync(cancel);
        var titles = (await proposals.Corrections(db, point).ToListAsync(cancel)).Where(c => c.FieldKey == ProposalForm.Title).ToLookup(c => c.ProposalId);
        return
        [
            .. rows.Select(r => new CostCase(
                r.Id, r.Number, r.FiscalYear, titles[r.Id].Where(c => c.At > r.SubmittedAt).Aggregate(r.Title, (title, c) => title == c.Before ? c.After : title), r.DepartmentName,
                CaseStanding.GateOf(r.LastAction, r.State, r.LastGate, r.FollowingGate, r.ApprovedGate), r.State, r.StateWords)),
        ];
    }

    /// <summary>Asks the rows, not the people alone: a demo set that comes in later must not change an older report.</summary>
    static async Task<bool> IsDemoAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var (amounts, steps) = (db.AmountEntries.At(point).Select(e => e.RecordedById), db.ProposalTransitions.At(point).Select(e => e.RecordedById));
        return await db.People.AnyAsync(p => p.IsDemo && amounts.Contains(p.Id), cancel) || await db.People.AnyAsync(p => p.IsDemo && steps.Contains(p.Id), cancel);
    }
}

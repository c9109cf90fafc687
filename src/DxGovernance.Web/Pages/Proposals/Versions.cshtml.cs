using System.Collections.Immutable;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>The frozen versions of a case and what differs between two of them, section by section.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class VersionsModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    public const string Draft = "draft";

    public const string Approved = "approved";

    /// <summary>Cost lines shown; the sums are of all.</summary>
    public const int MostLines = 200;

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    /// <summary>"run-number", "approved" or "draft".</summary>
    [FromQuery(Name = "from")]
    public string? From { get; set; }

    [FromQuery(Name = "to")]
    public string? To { get; set; }

    public CasePage Shown { get; private set; } = null!;

    public IReadOnlyList<VersionLine> Versions { get; private set; } = [];

    public IReadOnlyList<SectionDifference> Differences { get; private set; } = [];

    /// <summary>Cost lines that differ: what was asked for in each.</summary>
    public IReadOnlyList<CostLineChange> Costs { get; private set; } = [];

    /// <summary>差戻し between the two, oldest first.</summary>
    public IReadOnlyList<SentBack> Returns { get; private set; } = [];

    /// <summary>What the department said when it submitted the newer one.</summary>
    public string? Reply { get; private set; }

    public bool ReadsConfidential { get; private set; }

    public IReadOnlyList<SelectListItem> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } page)
        {
            return NotFound();
        }

        Shown = page;
        ReadsConfidential = await Confidential.MayReadAsync(db, page, cancel);
        var rows = await db.Submissions.AsNoTracking().Where(s => s.ProposalId == page.Case.Id).OrderBy(s => s.Id).ToListAsync(cancel);
        Versions = [.. rows.Select(s => new VersionLine(s))];
        To ??= page.Case.State.IsWithDepartment() ? Draft : Versions.Count > 0 ? Versions[^1].Key : null;
        From ??= Versions.LastOrDefault(v => v.Key != To)?.Key;
        Choices =
        [
            .. Versions.Select(v => new SelectListItem(v.Text, v.Key)),
            .. page.Case.ApprovedContent is null ? [] : new[] { new SelectListItem("承認された内容（訂正を含む）", Approved) },
            .. page.MayEdit ? new[] { new SelectListItem("今の下書き", Draft) } : [],
        ];
        if (Of(From) is { } before && Of(To) is { } after)
        {
            Differences = ContentDifference.Between(before, after);
            Costs = page.Case.HasCosts && From != To ? await CostChangesAsync(cancel) : [];
            await LoadReturnsAsync(cancel);
        }

        return Page();
    }

    public static string Words(CostChangeKind kind) => kind switch
    {
        CostChangeKind.Added => "加えた",
        CostChangeKind.Changed => "変えた",
        CostChangeKind.Removed => "外した",
    };

    /// <summary>In how many fields the section differs.</summary>
    public int Mended(string section) => Differences.FirstOrDefault(d => d.Code == section)?.Fields.Count ?? 0;

    async Task<IReadOnlyList<CostLineChange>> CostChangesAsync(CancellationToken cancel)
    {
        var before = await LinesAsync(From, cancel);
        var after = await LinesAsync(To, cancel);
        return CostDiff.Between(before, after, await CostTables.AtAsync(db, AsOf.ReportedOn(Shown.Today), cancel));
    }

    /// <summary>What was asked for in a version; lines are frozen in the same save as the version. Of the draft what stands in it.</summary>
    async Task<IReadOnlyList<CostLine>> LinesAsync(string? key, CancellationToken cancel)
    {
        var id = Shown.Case.Id;
        if (key == Draft)
        {
            return (await db.CostSheets.AsNoTracking().SingleAsync(s => s.ProposalId == id, cancel)).Draft.All;
        }

        var version = Find(key);
        if (key == Approved)
        {
            var approval = await db.ProposalTransitions.AsNoTracking()
                .Where(t => t.ProposalId == id && (t.Action == ProposalAction.Approve || t.Action == ProposalAction.ApproveWithConditions))
                .NewestFirst().Select(t => new { t.Run, t.SubmissionNumber }).FirstOrDefaultAsync(cancel);
            version = Versions.Select(v => v.Submission).LastOrDefault(s => approval is not null && (s.Run, s.Number) == (approval.Run, approval.SubmissionNumber));
        }

        if (version is null)
        {
            return [];
        }

        return await CostLineReader.ReadAsync(db, [id], new(version.AsOf, version.RecordedAt), cancel)
            .Where(l => !l.Line.IsRemoved)
            .OrderBy(l => l.Line.Position).ThenBy(l => l.Line.Line)
            .Select(l => new CostLine(l.Line.Line, l.Line.Terms, l.Line.Cells.Where(c => c.Value.Requested is not null).ToImmutableSortedDictionary(c => c.Key, c => c.Value.Requested!.Value)))
            .ToListAsync(cancel);
    }

    async Task LoadReturnsAsync(CancellationToken cancel)
    {
        if (Find(From) is not { } older)
        {
            return;
        }

        var newer = Find(To);
        var (since, until) = (older.RecordedAt, newer?.RecordedAt ?? DateTimeOffset.MaxValue);
        var steps = await db.ProposalTransitions.AsNoTracking()
            .Where(t => t.ProposalId == Shown.Case.Id && t.RecordedAt >= since && t.RecordedAt <= until)
            .Where(t => t.Action == ProposalAction.Return || t.Action == ProposalAction.Submit)
            .OrderBy(t => t.Id).ToListAsync(cancel);
        Returns = [.. steps.Where(t => t.Action == ProposalAction.Return).Select(t => new SentBack($"{t.RecordedTitle} {t.RecordedBy}", t.AsOf, t.Reason, t.Findings))];
        Reply = newer is null ? null : steps.LastOrDefault(t => t.Action == ProposalAction.Submit && (t.Run, t.SubmissionNumber) == (newer.Run, newer.Number))?.Reason;
    }

    Submission? Find(string? key) => Versions.FirstOrDefault(v => v.Key == key)?.Submission;

    ProposalContent? Of(string? key) => key switch
    {
        Draft => Shown.MayEdit ? Shown.Case.Draft : null,
        Approved => Shown.Case.ApprovedContent,
        _ => Find(key)?.Content,
    };
}

/// <summary>What was to be mended, by whom and when.</summary>
public sealed record SentBack(string By, DateOnly On, string? Reason, IReadOnlyList<SectionFinding> Findings);

/// <summary>A version to choose.</summary>
public sealed record VersionLine(Submission Submission)
{
    public string Key => $"{Submission.Run}-{Submission.Number}";

    public string Text => $"{Submission.Gate.Label()} 第{Submission.Run}回 第{Submission.Number}版（{Core.Organization.Wareki.Iso(Submission.AsOf)}）";
}

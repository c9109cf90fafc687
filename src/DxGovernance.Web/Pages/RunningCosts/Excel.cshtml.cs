using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Exchange;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>
/// The running costs of an operation as a workbook: out, and back in two steps. What a file would change travels in the confirming form;
/// the rules are applied again when it arrives.
/// </summary>
[Authorize(Policy = nameof(Permission.EnterRunningCosts))]
[EnableRateLimiting(RateLimits.Heavy)]
[RequestSizeLimit(MaxRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxRequest)]
public sealed class ExcelModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    const int MaxRequest = 6 * 1024 * 1024;

    const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    [FromRoute]
    public int Number { get; set; }

    [BindProperty]
    public FileInput Input { get; set; } = new();

    [BindProperty]
    public ImportInput Import { get; set; } = new();

    public RunningCostPlace Place { get; private set; } = null!;

    public IReadOnlyList<ExchangeProblem> Problems { get; private set; } = [];

    /// <summary>What waits to be confirmed; null where nothing does.</summary>
    public IReadOnlyList<RunningCostImportChange>? Changes { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostDownloadAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } place)
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        var sets = await place.SetsAsync(db, Enum.GetValues<RunningCostStage>(), tracked: false, cancel);
        var bytes = await RunningCostExchangeBook.WriteAsync(sets, await place.SystemsAsync(db, cancel), await db.People.AnyAsync(p => p.IsDemo, cancel), now, cancel);
        await db.SaveAsync(
            actor.Acting(Permission.EnterRunningCosts, place.DepartmentId), new Act("運用経費の様式の出力（Excel）", $"running-cost:{Number}", $"{place.Name}：運用経費"), now, cancel);
        return File(bytes, MediaType, RunningCostExchangeBook.FileName(Number, place.Name));
    }

    /// <summary>Reads the file and shows what it would change, or every cell that is wrong; nothing is saved.</summary>
    public async Task<IActionResult> OnPostUploadAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } place)
        {
            return NotFound();
        }

        RuleViolation.Require(Input.File is not null, "exchange-missing", "記入した様式のファイルを選んでください。", "File");
        using var bytes = new MemoryStream();
        await Input.File.CopyToAsync(bytes, cancel);
        var sets = await place.SetsAsync(db, Enum.GetValues<RunningCostStage>(), tracked: false, cancel);
        var mark = RunningCostExchangeBook.Mark(sets);
        var read = RunningCostExchangeReader.Read(sets, bytes.ToArray(), actor.Acting(Permission.EnterRunningCosts, place.DepartmentId), clock.GetUtcNow());
        await LoadAsync(cancel);
        if (read.Problems.Count > 0)
        {
            ModelState.AddModelError("Input.File", $"直す必要のあるセルが{read.Problems.Count}か所あります。下の表のセルを直して、もう一度取り込んでください。");
            Problems = read.Problems;
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        if (read.IsSame)
        {
            TempData["Success"] = "このファイルの内容は、今の記録と同じです。変わる額はありません。";
            return Redirect($"{place.Href}/excel");
        }

        (Changes, Import) = (read.Changes, new() { Mark = mark, AsOf = clock.Today(), Content = JsonSerializer.Serialize(read.Stages) });
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } place)
        {
            return NotFound();
        }

        var sets = await place.SetsAsync(db, Enum.GetValues<RunningCostStage>(), tracked: true, cancel);
        RuleViolation.Require(
            Import.Mark == RunningCostExchangeBook.Mark(sets), "exchange-stale", "内容を確かめている間に、額が変わりました。新しい様式を出力して記入し直すか、ファイルをもう一度取り込んでください。", "File");
        var (now, changes) = (clock.GetUtcNow(), new List<Change>());
        var acting = actor.Acting(Permission.EnterRunningCosts, place.DepartmentId);
        foreach (var stage in Content())
        {
            var set = sets.Single(s => s.Stage == stage.Stage);
            changes.AddRange(set.Record(new(Import.AsOf ?? clock.Today(), stage.Assumptions, stage.Cells, Import.Reason), acting, now).Select(c => c with { Subject = $"{stage.Stage.Label()} {c.Subject}" }));
            if (set.Id == 0)
            {
                db.RunningCostSets.Add(set);
            }
        }

        RuleViolation.Require(changes.Count > 0, "exchange-nothing", "取り込むものがありません。ファイルをもう一度選んでください。", "File");
        await db.SaveAsync(acting, new Act("運用経費の記録（Excel取込み）", $"running-cost:{Number}", $"{place.Name}：運用経費", Import.Reason, changes), now, cancel);
        TempData["Success"] = $"{changes.Count}件を取り込みました。庁内PMO事務局の確認を受けると、合計に入ります。";
        return Redirect(place.Href);
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await RunningCostPlace.FindAsync(db, actor, Number, cancel) is not { } place)
        {
            return false;
        }

        Place = place;
        return true;
    }

    async Task<RunningCostPlace?> FindAsync(CancellationToken cancel)
    {
        var place = await RunningCostPlace.FindAsync(db, actor, Number, cancel);
        if (place is not null)
        {
            actor.Require(Permission.EnterRunningCosts, place.DepartmentId);
        }

        return place;
    }

    List<RunningCostImportStage> Content()
    {
        try
        {
            var stages = JsonSerializer.Deserialize<List<RunningCostImportStage>>(Import.Content ?? "") ?? [];
            if (stages.TrueForAll(s => Enum.IsDefined(s.Stage) && s is { Assumptions: { Scope: not null, Source: not null }, Cells: not null }
                && Enum.IsDefined(s.Assumptions.Tax) && s.Cells.All(c => c is { Line: not null })) && stages.DistinctBy(s => s.Stage).Count() == stages.Count)
            {
                return stages;
            }
        }
        catch (JsonException)
        {
            // Told below: it is not what this page sent.
        }

        throw new RuleViolation("exchange-content", "取り込む内容を読めません。ファイルをもう一度選んでください。", "File");
    }

    public sealed class FileInput
    {
        [Display(Name = "記入した様式")]
        public IFormFile? File { get; set; }
    }

    /// <summary>What was read from the file and is to be recorded.</summary>
    public sealed class ImportInput
    {
        [Display(Name = "基準日")]
        public DateOnly? AsOf { get; set; }

        [Display(Name = "額を変える理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        /// <summary>Of the sets beside which the changes were shown.</summary>
        public string? Mark { get; set; }

        public string? Content { get; set; }
    }
}

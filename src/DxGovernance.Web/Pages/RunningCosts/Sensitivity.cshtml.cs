using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>A what-if: what five years cost at another exchange rate, usage or labour cost. Nothing of it is saved.</summary>
[Authorize(Policy = nameof(Permission.SeeRunningCosts))]
public sealed class SensitivityModel(GovernanceDbContext db, Actor actor, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public RunningCostFilter Filter { get; set; } = new();

    [BindProperty(SupportsGet = true, Name = "rate")]
    public string? TypedRate { get; set; }

    [BindProperty(SupportsGet = true, Name = "usage")]
    public string? TypedUsage { get; set; }

    [BindProperty(SupportsGet = true, Name = "labour")]
    public string? TypedLabour { get; set; }

    /// <summary>The assumptions compared, with their headings; the first leaves the rates as they are.</summary>
    public IReadOnlyList<(string Name, SensitivityCase Case)> Cases { get; private set; } = [];

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    /// <summary>Operations without five complete years, or with amounts of the other tax basis.</summary>
    public IReadOnlyList<RunningCostLeftOut> Left { get; private set; } = [];

    public RunningCostTax? Tax { get; private set; }

    public DateOnly Day { get; private set; }

    /// <summary>The five years of an operation, as they stand and under each assumption.</summary>
    public sealed record Line(string Name, RunningCostStage Stage, int FirstYear, long Stands, decimal ForeignPrice, IReadOnlyList<long> Totals);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        Filter = Filter.Checked(ModelState, today, clock.GetUtcNow());
        Day = Filter.AsOf ?? today;
        var point = AsOf.ReportedOn(today) with { Day = Day };
        var nation = await ledgers.GetAsync((nameof(RunningCostReference), Day, today), () => RunningCostReference.AtAsync(db, point, cancel), cancel);
        var overview = (await RunningCostReader.ReadAsync(db, ledgers, actor, Day, today, cancel)).Now.Compare(Filter.After, Filter.Year);
        var (usage, labour) = (SensitivityFields.Percent(TypedUsage, "usage", "利用量の増減", ModelState), SensitivityFields.Percent(TypedLabour, "labour", "人件費の増減", ModelState));
        Cases =
        [
            ("今のレート", new(null, usage, labour)),
            .. nation.Published.Select(p => ($"1単位{p.Rate:0.####}円", new SensitivityCase(p.Rate, usage, labour))),
            .. SensitivityFields.Rate(TypedRate, ModelState) is { } own ? [($"1単位{own:0.####}円（自分のレート）", new SensitivityCase(own, usage, labour))] : Array.Empty<(string, SensitivityCase)>(),
        ];
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Tax = overview.Tax;
        Read(overview);
    }

    void Read(RunningCostOverview overview)
    {
        var (lines, left) = (new List<Line>(), new List<RunningCostLeftOut>());
        foreach (var s in overview.Standings)
        {
            var sheet = Filter.After.Stages().Select(stage => s.Subject[stage]).FirstOrDefault(x => x.FiveYears(Filter.Year).Count == 5);
            if (sheet is null || sheet.Assumptions!.Tax != Tax)
            {
                left.Add(new(s.Subject.Name, sheet is null ? "移行後の5年分の額がそろっていません。" : $"{sheet.Assumptions!.Tax.Label()}の額のため、合計に入れていません。"));
                continue;
            }

            var amounts = sheet.Priced(sheet.FiveYears(Filter.Year)).ToList();
            lines.Add(new(
                s.Subject.Name, sheet.Stage, sheet.FiveYears(Filter.Year)[0], amounts.Sum(a => a.Yen), amounts.Sum(a => a.ForeignPrice), [.. Cases.Select(c => Sensitivity.Total(amounts, c.Case))]));
        }

        (Lines, Left) = (lines, left);
    }
}

using DxGovernance.Core.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Benchmarks.Pages;

/// <summary>The measure: a Razor page with one EF query of 20 rows, no layout, no sign-in.</summary>
[AllowAnonymous]
public sealed class BareModel(GovernanceDbContext db) : PageModel
{
    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Rows = await db.Operations.AsNoTracking()
        .OrderBy(o => o.Number)
        .Take(20)
        .Select(o => new Row(o.Number, o.Name, o.Ministry, o.DepartmentName, o.GoLiveForecast))
        .ToListAsync(cancel);

    public sealed record Row(int Number, string Name, string Ministry, string? DepartmentName, DateOnly? GoLiveForecast);
}

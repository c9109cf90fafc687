using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Search;

/// <summary>検索 over cases, conditions, decisions and attachment names.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class IndexModel(GovernanceDbContext db, LedgerCache ledgers, SearchMemory memory, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)]
    [Display(Name = "探す言葉"), MaxLength(SearchText.QueryMaxLength)]
    public string? Q { get; set; }

    public SearchWords Words { get; private set; } = SearchWords.Of(null);

    public IReadOnlyList<HitGroup> Groups { get; private set; } = [];

    public bool SeesAll => actor.Can(Permission.SeeAllProposals);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Words = SearchWords.Of(ModelState.IsValid ? Q : null);
        if (!Words.IsEmpty)
        {
            await memory.ReadAsync(db, await ledgers.SavedAsync(cancel), cancel);
            Groups = memory.Find(Words, actor);
        }
    }
}

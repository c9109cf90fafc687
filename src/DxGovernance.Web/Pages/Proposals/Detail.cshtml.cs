using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>One case: where it stands, what comes next and by whom, and what is written in it.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class DetailModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "asOf")]
    [Display(Name = "基準日")]
    public DateOnly? AsOfDay { get; set; }

    /// <summary>The past day shown, as it was reported then; null for today.</summary>
    public AsOf? Past { get; private set; }

    /// <summary>The case on the past day; null where it had not been submitted.</summary>
    public CaseAtDay? Then { get; private set; }

    /// <summary>The same day as it is known now.</summary>
    public CaseAtDay? KnownNow { get; private set; }

    /// <summary>Null for a case of another department that is only known by its title.</summary>
    public CasePage? Shown { get; private set; }

    public KnownCase? Known { get; private set; }

    public bool ReadsConfidential => Shown!.ReadsConfidential;

    public IReadOnlyList<DecisionLine> Decisions { get; private set; } = [];

    /// <summary>What is written, where corrections changed it.</summary>
    public IReadOnlyDictionary<string, CorrectedField> Corrected { get; private set; } = new Dictionary<string, CorrectedField>();

    public IReadOnlyList<LinkedCase> Linked => Shown!.Proof!.Linked;

    /// <summary>What the parts of the page show that are kept as they were rendered: the stored rows, the rules, and the day the gates' rules are of.</summary>
    public string Mark => $"{Shown!.Proof!.Stamp} {Shown.Rules.Mark}";

    /// <summary>Findings of the last time the case was sent back, while it is with the department.</summary>
    public IReadOnlyList<SectionFinding> Findings => Shown!.Case.State == ProposalState.Returned ? Decisions.LastOrDefault(d => d.Action == ProposalAction.Return)?.Findings ?? [] : [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Shown = await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel);
        if (Shown is null)
        {
            Known = await db.Proposals.AsNoTracking().KnownTo(actor).Where(p => p.Number == CaseNumber)
                .Select(p => new KnownCase(p.Number, p.Title, p.DepartmentName, p.State)).FirstOrDefaultAsync(cancel);
            return Known is null ? NotFound() : Page();
        }

        Past = this.PastPoint(AsOfDay, clock.Today());
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        if (Past is { } past)
        {
            Then = await CaseAtDay.LoadAsync(db, Shown.Case.Id, past, cancel);
            KnownNow = Then is null ? null : await CaseAtDay.LoadAsync(db, Shown.Case.Id, past with { KnownAt = clock.GetUtcNow() }, cancel);
            return Page();
        }

        var record = await KeptCases.GetAsync(db, Shown.Proof!, () => ReadAsync(Shown.Case, cancel));
        (Decisions, Corrected) = (record.Decisions, record.Corrected);
        return Page();
    }

    async Task<CaseRecord> ReadAsync(Proposal c, CancellationToken cancel)
    {
        var rest = await db.Proposals.AsNoTracking().Where(p => p.Id == c.Id).Select(p => new
        {
            Steps = db.ProposalTransitions.Where(t => t.ProposalId == p.Id).OrderBy(t => t.Id)
                .Select(t => new DecisionLine(t.Gate, t.Run, t.Action, t.Label, t.Result, t.AsOf, t.RecordedBy, t.RecordedTitle, t.OnBehalfOf, t.Reason, t.Findings, t.ToState)).ToList(),
            Corrections = p.Corrections.Where(k => k.State == CorrectionState.Confirmed).ToList(),
        }).AsSingleQuery().SingleAsync(cancel);
        return new(rest.Steps, CorrectedField.In(c.Draft, rest.Corrections));
    }

    /// <summary>What happened to the case, and what corrections made of what is written.</summary>
    sealed record CaseRecord(IReadOnlyList<DecisionLine> Decisions, IReadOnlyDictionary<string, CorrectedField> Corrected);

    /// <summary>Opens the confidential parts for the rest of the day; who reads them is recorded.</summary>
    public async Task<IActionResult> OnPostRevealAsync(CancellationToken cancel)
    {
        if (await db.Proposals.VisibleTo(actor).FirstOrDefaultAsync(p => p.Number == CaseNumber, cancel) is not { } proposal)
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        db.ConfidentialReads.Add(new ConfidentialRead(proposal, actor, now));
        await db.SaveAsync(actor, new Act("案件：機密部分の閲覧", proposal.Subject, proposal.Caption), now, cancel);
        return Redirect($"/proposals/{CaseNumber}#content");
    }
}

/// <summary>What other departments may know of a shared case.</summary>
public sealed record KnownCase(string Number, string Title, string DepartmentName, ProposalState State);

public sealed record LinkedCase(string Number, string Title, string DepartmentName, ProposalState State);

/// <summary>One step of a case, with names and titles as they were.</summary>
public sealed record DecisionLine(
    Gate Gate, int Run, ProposalAction Action, string Label, string Result, DateOnly On, string By, string Title, string? OnBehalfOf, string? Reason,
    IReadOnlyList<SectionFinding> Findings, ProposalState ToState)
{
    public static DecisionLine Of(ProposalTransition t) => new(t.Gate, t.Run, t.Action, t.Label, t.Result, t.AsOf, t.RecordedBy, t.RecordedTitle, t.OnBehalfOf, t.Reason, t.Findings, t.ToState);

    public string Who => OnBehalfOf is null ? $"{Title} {By}" : $"{OnBehalfOf}（代理：{Title} {By}）";
}

/// <summary>Who reads confidential parts without asking: the own department. Others ask once a day, on record.</summary>
public static class Confidential
{
    public static async Task<bool> MayReadAsync(GovernanceDbContext db, CasePage page, CancellationToken cancel) =>
        page.IsOwn || await Readings(db, page).AnyAsync(cancel);

    /// <summary>What the actor asked to read of the case today.</summary>
    public static IQueryable<ConfidentialRead> Readings(GovernanceDbContext db, CasePage page) => Readings(db, page.Case.Id, page.Actor, page.Today);

    public static IQueryable<ConfidentialRead> Readings(GovernanceDbContext db, int proposalId, Actor actor, DateOnly today)
    {
        var me = actor.PersonId;
        return db.ConfidentialReads.AsNoTracking().Where(r => r.ProposalId == proposalId && r.RecordedById == me && r.AsOf == today);
    }
}

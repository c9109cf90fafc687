using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Workflow;
using DxGovernance.Web.TagHelpers;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>A case as its pages need it: with everything that belongs to it, the rules that count for it, and what the actor may do.</summary>
public sealed record CasePage(Proposal Case, Templates Rules, Actor Actor, DateOnly Today)
{
    public string Href => $"/proposals/{Case.Number}";

    public bool IsOwn => Actor.DepartmentIds.Contains(Case.DepartmentId);

    public bool MayWrite => Actor.Can(Permission.WriteProposal, Case.DepartmentId);

    /// <summary>The department may change the form now.</summary>
    public bool MayEdit => MayWrite && Case.State.IsWithDepartment();

    public bool MayReview => Case.State is ProposalState.Reviewing or ProposalState.Inquiring
        && Actor.Can(Permission.ReviewProposal) && !Case.HasAuthor(Actor);

    public IReadOnlyList<Transition<ProposalState, ProposalAction>> Steps { get; } = Case.StepsFor(Actor, Rules);

    public IReadOnlyList<Crumb> Crumbs => [new("案件", "/proposals"), new(Case.Number, Href)];

    /// <summary>The gates of the class with where the case stands; 変更協議 while it lasts.</summary>
    public IEnumerable<Step> Gates
    {
        get
        {
            foreach (var gate in Rules.GatesOf(Case.Class).Concat(Case.Gate == Gate.Change && !Case.State.IsApproved() ? [Gate.Change] : []).Order())
            {
                var isHere = gate == Case.Gate && !(Case.State.IsApproved() || Case.State == ProposalState.Completed);
                var isDone = gate != Gate.Change && Case.ApprovedGate >= gate;
                yield return new(
                    gate.Label(),
                    isHere ? (Case.State is ProposalState.Returned or ProposalState.Rejected ? StepState.Error : StepState.Current) : isDone ? StepState.Completed : StepState.Upcoming,
                    isHere ? Case.State.Label() : isDone ? null : Rules.DueOf(Case.Class, gate));
            }
        }
    }

    /// <summary>Of this request; null where the case was read to be changed.</summary>
    public CaseProof? Proof { get; private init; }

    /// <summary>The own department, and who asked to read the confidential parts today.</summary>
    public bool ReadsConfidential => IsOwn || Proof?.IsRead == true;

    /// <summary>The case to be shown as kept, once it is proved to be what is stored; the case to be changed, tracked, as stored.</summary>
    public static async Task<CasePage?> FindAsync(GovernanceDbContext db, Actor actor, TimeProvider clock, string caseNumber, CancellationToken cancel, bool tracked = false)
    {
        var proof = tracked ? null : await CaseProof.FindAsync(db, actor, clock.Today(), caseNumber, cancel);
        var found = proof is not null ? await KeptCases.GetAsync(db, proof, () => ReadAsync(db, proof, cancel))
            : tracked ? await ProposalToChange.FindAsync(db, actor, caseNumber, cancel)
            : null;
        return found is null ? null : new(found, await Templates.AtAsync(db, found.RulesAt(clock.GetUtcNow()), cancel), actor, clock.Today()) { Proof = proof };
    }

    /// <summary>Asks only for what the proof says is there.</summary>
    static async Task<Proposal> ReadAsync(GovernanceDbContext db, CaseProof proof, CancellationToken cancel) =>
        await db.Proposals.With(proof.Has).AsNoTrackingWithIdentityResolution().SingleAsync(p => p.Id == proof.Id, cancel);
}

/// <summary>The pages of one case as tabs; <paramref name="Current"/> is the last part of the address, empty for 概要.</summary>
public sealed record CaseTabs(CasePage Page, string Current)
{
    public IEnumerable<(string Text, string Href, bool Current)> Links
    {
        get
        {
            var c = Page.Case;
            (string Key, string Text)[] pages =
            [
                ("", "概要"), ("versions", "申請の版"), ("review", "審査"), ("inquiries", Count("照会", c.OpenQuestions)), ("conditions", Count("条件", c.OpenConditions)),
                ("costs", "費用"), ("effects", "効果検証"), ("attachments", Count("添付", c.Attachments.Count(a => a.RemovedAt is null))), ("corrections", "訂正"), ("history", "経過"), ("sheet", "案件調書"),
            ];
            return pages.Select(p => (p.Text, p.Key.Length == 0 ? Page.Href : $"{Page.Href}/{p.Key}", p.Key == Current));
        }
    }

    static string Count(string text, int number) => number == 0 ? text : $"{text}（{number}）";
}

/// <summary>How the words of cases look.</summary>
public static class CaseLooks
{
    public static string Color(this ProposalState state) => state switch
    {
        ProposalState.Draft => "gray",
        ProposalState.HeadChecking or ProposalState.Intake or ProposalState.Reviewing or ProposalState.Tabling => "blue",
        ProposalState.Inquiring or ProposalState.Deciding or ProposalState.CouncilPending or ProposalState.Continued => "orange",
        ProposalState.Approved or ProposalState.Completed => "green",
        ProposalState.ConditionallyApproved => "yellow",
        ProposalState.Returned or ProposalState.Rejected => "red",
        ProposalState.Withdrawn => "gray",
    };

    public static string Color(this CorrectionState state) => state switch
    {
        CorrectionState.Proposed => "orange",
        CorrectionState.Confirmed => "green",
        CorrectionState.Refused => "gray",
    };

    public static string Yen(long? amount) => amount is { } yen ? $"{yen:#,0}円" : "未定";
}

using System.Linq.Expressions;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Route = DxGovernance.Core.Proposals.Route;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>One line of the list of cases.</summary>
/// <param name="Whole">What only those may see who may open the case; null for a case that another department shares.</param>
public sealed record ProposalRow(string Number, string Title, string DepartmentName, ProposalState State, ProposalDetails? Whole)
{
    public static Expression<Func<Proposal, ProposalRow>> Of(Actor actor)
    {
        var (all, own) = (actor.Can(Permission.SeeAllProposals), actor.DepartmentIds);
        return p => new ProposalRow(
            p.Number,
            p.Title,
            p.DepartmentName,
            p.State,
            all || own.Contains(p.DepartmentId)
                ? new ProposalDetails(
                    p.Class, p.Gate, p.StateSince, p.Turn, p.Route, p.Amount, p.OpenConditions, p.ConditionDueOn, p.OpenQuestions, p.QuestionDueOn)
                : null);
    }
}

/// <param name="Amount">Yen.</param>
public sealed record ProposalDetails(
    ProposalClass Class, Gate Gate, DateTimeOffset Since, Permission? Turn, Route? Route, long? Amount, int OpenConditions, DateOnly? ConditionDueOn, int OpenQuestions,
    DateOnly? QuestionDueOn);

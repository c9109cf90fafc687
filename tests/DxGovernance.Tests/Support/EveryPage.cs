using System.Text.RegularExpressions;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.Tests.Support;

/// <summary>A page as the running application knows it.</summary>
/// <param name="Route">As written in the page, without the slash at its beginning.</param>
/// <param name="Metadata">With the attributes of its model.</param>
public sealed partial record PageRoute(string Route, Type Model, EndpointMetadataCollection Metadata)
{
    public IReadOnlyList<string> Policies => [.. Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy ?? "")];

    public bool IsForAnybody => Metadata.GetMetadata<IAllowAnonymous>() is not null;

    /// <summary>Belongs to one ICT case, and so to its department; the cases of the tests are not shared with others.</summary>
    public bool IsOfCase => Route.Contains("{caseNumber", StringComparison.Ordinal);

    /// <summary>Belongs to one operation, and so to its department.</summary>
    public bool IsOfOperation => !IsOfCase && Route.Contains("{number", StringComparison.Ordinal);

    /// <summary>Belongs to the council and to a meeting that is being prepared.</summary>
    bool IsOfPreparation => PreparationOf().IsMatch(Route);

    public bool IsList => Model.GetProperties().Any(p => p.PropertyType.Name.StartsWith("Paged", StringComparison.Ordinal));

    /// <summary>The address with real values in it; a route value that is not known here fails.</summary>
    public string Address(TwoDepartments app, Side side) => "/" + Value().Replace(Route, match => match.Groups["name"].Value switch
    {
        "number" when Route.StartsWith("proposals/", StringComparison.Ordinal) => "1",
        "number" => $"{side.Number}",
        "planId" => $"{side.Plan}",
        "caseNumber" => side.Case,
        "section" => "basic",
        "step" when Route.StartsWith("proposals/", StringComparison.Ordinal) => nameof(Core.Proposals.ProposalAction.Answer),
        "step" when Route.StartsWith("admin/transfers/", StringComparison.Ordinal) => nameof(Core.Organization.Transfers.TransferStep.Withdraw),
        "step" => nameof(Core.Standardization.PlanAction.Submit),
        "stage" => nameof(Core.Costs.RunningCostStage.Present),
        "figure" => "live",
        "code" => "404",
        "id" when Route.Contains("/risks/", StringComparison.Ordinal) => $"{side.Risk}",
        "id" when Route.Contains("/systems/", StringComparison.Ordinal) => $"{side.SystemUnit}",
        "meeting" when IsOfPreparation => $"{TwoDepartments.PreparedMeeting}",
        "meeting" => $"{TwoDepartments.HeldMeeting}",
        "item" => $"{(IsOfPreparation ? app.PreparedItem : app.OpenItem)}",
        "act" => nameof(Core.Council.MeetingAction.CallOff),
        "version" => "1",
        "id" when Route.StartsWith("action-items/", StringComparison.Ordinal) => $"{side.ActionItem}",
        "kind" when Route.StartsWith("admin/retention/", StringComparison.Ordinal) => nameof(Core.Retention.RecordKind.JobRuns),
        "kind" when Route.StartsWith("admin/", StringComparison.Ordinal) => nameof(Core.Proposals.TemplateKind.RouteRules),
        "kind" => nameof(Core.Council.CouncilDocumentKind.Pack),
        "id" when Route.StartsWith("deputies/", StringComparison.Ordinal) => $"{app.Deputy}",
        "id" when Route.StartsWith("admin/roles/", StringComparison.Ordinal) => $"{app.Assignment}",
        "id" when Route.StartsWith("admin/departments/", StringComparison.Ordinal) => $"{side.Department.Id}",
        "id" when Route.StartsWith("admin/transfers/", StringComparison.Ordinal) => $"{app.Transfer}",
        "id" when Route.StartsWith("admin/mail/", StringComparison.Ordinal) => $"{app.ParkedMail}",
        "id" when Route.StartsWith("admin/addresses/", StringComparison.Ordinal) => $"{side.Staff.PersonId}",
        "id" when Route.StartsWith("admin/people/", StringComparison.Ordinal) => $"{app.Linked.PersonId}",
        "id" when Route.StartsWith("admin/identities/", StringComparison.Ordinal) => $"{app.Linked.Id}",
        "id" when Route.StartsWith("admin/unknown-sign-ins/", StringComparison.Ordinal) => $"{app.UnknownSignIn}",
        "id" when Route.StartsWith("admin/provider-roles/", StringComparison.Ordinal) => $"{app.ProviderRole}",
        "id" when Route.StartsWith("admin/api-keys/", StringComparison.Ordinal) => $"{app.ApiKey}",
        "id" when Route.StartsWith("admin/retention/", StringComparison.Ordinal) => $"{app.Disposal}",
        "id" when Route.StartsWith("reports/", StringComparison.Ordinal) => $"{app.FinishedReport}",
        "initiative" => side.Initiative,
        "indicator" => $"{side.Indicator}",
        "procedure" => "A-13",
        "format" => "xlsx",
        "id" when Route.StartsWith("audit/", StringComparison.Ordinal) => $"{app.NewestAudit}",
        var name => throw new InvalidOperationException($"Tell the tests a real value of {name} in /{Route}."),
    });

    /// <summary>
    /// What GET must answer. Follows from the page's policy and the permission table; what a page asks for beyond its policy
    /// stands here, by name.
    /// </summary>
    /// <param name="role">Null for somebody who has not signed in.</param>
    /// <param name="isOwn">Whether the operation in the address belongs to the department of the role.</param>
    public int Expected(Role? role, bool isOwn)
    {
        if (Route.StartsWith("error/", StringComparison.Ordinal))
        {
            return StatusCodes.Status404NotFound;
        }

        if (IsForAnybody)
        {
            return StatusCodes.Status200OK;
        }

        if (role is not { } who)
        {
            return StatusCodes.Status302Found;
        }

        bool Can(Permission p) => Permissions.Of(who).Contains(p);
        return !Policies.All(p => Can(Enum.Parse<Permission>(p))) ? StatusCodes.Status403Forbidden
            : IsOfOperation && !isOwn && !Can(Permission.SeeAllOperations) ? StatusCodes.Status404NotFound
            : IsOfCase && !isOwn && !Can(Permission.SeeAllProposals) ? StatusCodes.Status404NotFound
            : Route switch
            {
                // The address used is of a report that was not published.
                "reports/{id:int}/file" when !Can(Permission.SeeReports) => StatusCodes.Status404NotFound,
                // The step used is 回答, which is the department's.
                "proposals/{caseNumber}/step/{step}" when !Can(Permission.WriteProposal) => StatusCodes.Status403Forbidden,
                // The step used is 取りやめ, which is the office's.
                "council/{meeting:int}/step/{act}" when !Can(Permission.PrepareCouncil) => StatusCodes.Status403Forbidden,
                // What the council asked of another department.
                "action-items/{id:int}" when !isOwn && !Can(Permission.SeeCouncil) => StatusCodes.Status404NotFound,
                // Whoever is principal or deputy may look at the list; the address used is of others.
                "deputies/new" when !Can(Permission.AppointDeputy) && !Can(Permission.ManageDeputies) => StatusCodes.Status403Forbidden,
                "deputies/{id:int}/revoke" when !Can(Permission.ManageDeputies) => StatusCodes.Status404NotFound,
                // The step used is 提出, which is the department's.
                "operations/{number:int}/plan/{planId:int}/{step}" when !Can(Permission.PreparePlan) => StatusCodes.Status403Forbidden,
                // Everybody in the city sees the policy; its owners alone report on it.
                "policy/initiatives/{initiative}/report" or "policy/indicators/{indicator:int}/measure" when !isOwn && !Can(Permission.EditPolicy) => StatusCodes.Status403Forbidden,
                _ => StatusCodes.Status200OK,
            };
    }

    [GeneratedRegex(@"^council/\{meeting:int\}/(agenda|preview|edit|step)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PreparationOf();

    [GeneratedRegex(@"\{(?<name>\w+)(:\w+)?\??\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value();
}

public static class EveryPage
{
    public static IEnumerable<RouteEndpoint> Endpoints(this WebApp app) =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static async Task<IReadOnlyList<PageRoute>> Pages(this WebApp app)
    {
        var loader = app.Services.GetRequiredService<PageLoader>();
        var pages = new List<PageRoute>();
        foreach (var endpoint in app.Endpoints())
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
                var metadata = compiled.Endpoint?.Metadata ?? new EndpointMetadataCollection(compiled.EndpointMetadata ?? []);
                pages.Add(new(endpoint.RoutePattern.RawText ?? "", compiled.HandlerTypeInfo.AsType(), metadata));
            }
        }

        return pages;
    }
}

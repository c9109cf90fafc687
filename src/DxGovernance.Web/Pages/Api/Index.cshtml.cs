using System.ComponentModel;
using System.Reflection;
using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Api;

/// <summary>How the interface is read: addresses, parameters and columns, taken from the endpoints themselves.</summary>
[Authorize(Policy = nameof(Permission.SeeHome))]
public sealed class IndexModel(EndpointDataSource endpoints, Actor actor, TimeProvider clock) : PageModel
{
    public IReadOnlyList<Resource> Resources { get; } = [.. endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<IEndpointSummaryMetadata>() is not null && e.RoutePattern.RawText?.StartsWith(ApiEndpoints.Root, StringComparison.Ordinal) == true)
        .Select(e => Of(e, actor))];

    public string PublicUrl => $"{Request.Scheme}://{Request.Host}";

    public string Today => Wareki.Iso(clock.Today());

    public bool ManagesKeys => actor.Can(Permission.ManageApiKeys);

    public void OnGet()
    {
    }

    static Resource Of(RouteEndpoint endpoint, Actor actor)
    {
        var policy = endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy;
        var answer = endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().First(p => p.StatusCode == StatusCodes.Status200OK).Type!;
        var row = answer.GetGenericArguments()[0];
        return new(
            endpoint.RoutePattern.RawText!,
            endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()!.Summary,
            endpoint.Metadata.GetMetadata<IEndpointDescriptionMetadata>()!.Description,
            Enum.GetValues<Permission>().Any(p => ApiAuthentication.PolicyFor(p) == policy && actor.Can(p)),
            endpoint.Metadata.GetMetadata<ApiTables>()?.Names ?? [],
            [.. ApiCsv.Columns(row).Select(c => (ApiCsv.NameOf(c), c.GetCustomAttribute<DescriptionAttribute>()!.Description))]);
    }

    /// <param name="MayRead">Whether the reader of the page may.</param>
    /// <param name="Columns">Of the first table.</param>
    public sealed record Resource(string Path, string Summary, string Description, bool MayRead, IReadOnlyList<string> Tables, IReadOnlyList<(string Name, string Meaning)> Columns);
}

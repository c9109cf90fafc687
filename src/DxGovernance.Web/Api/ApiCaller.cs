using DxGovernance.Core.Api;
using DxGovernance.Core.Organization;

namespace DxGovernance.Web.Api;

/// <summary>Who reads: a signed-in person with the rights of their screens, or a key with its scope.</summary>
/// <param name="Actor">Whose eyes count for <c>VisibleTo</c>.</param>
/// <param name="Key">Null for a person.</param>
public sealed record ApiCaller(Actor Actor, AcceptedKey? Key)
{
    const string KeyTitle = "外部連携";

    /// <summary>Nothing but what may leave the city; every endpoint answers such a caller with rows of a type of their own.</summary>
    public bool IsPublic => Key?.Scope == ApiScope.PublicData;

    /// <summary>As the answer names it.</summary>
    public string ScopeLabel => Key?.Scope.Label() ?? "サインインした人の見る範囲";

    /// <summary>A key reads with the eyes of 監査: the role that sees all of the city and changes nothing.</summary>
    public static ApiCaller Of(AcceptedKey key) => new(new Actor(null, $"APIキー「{key.Name}」", KeyTitle, [new ActorAssignment(Role.Auditor, KeyTitle, [])]), key);
}

public static class ApiRequests
{
    public static ApiCaller ApiCaller(this HttpContext http) => http.Features.Get<ApiCaller>()
        ?? throw new InvalidOperationException("Every endpoint of the interface has a policy, which puts the caller into the request.");
}

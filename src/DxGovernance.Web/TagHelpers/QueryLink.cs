using Microsoft.AspNetCore.Http.Extensions;

namespace DxGovernance.Web.TagHelpers;

/// <summary>The current address with one query key replaced, so that sorting and paging keep every filter.</summary>
static class QueryLink
{
    public static string With(HttpRequest request, string key, string? value, params string[] without)
    {
        var query = new QueryBuilder();
        foreach (var (name, values) in request.Query)
        {
            if (Same(name, key) || without.Any(w => Same(name, w)))
            {
                continue;
            }

            foreach (var one in values.OfType<string>())
            {
                query.Add(name, one);
            }
        }

        if (value is not null)
        {
            query.Add(key, value);
        }

        return $"{request.PathBase}{request.Path}{query}";
    }

    static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

namespace DxGovernance.Web.Api;

/// <summary>Refusals of the interface: problem details (RFC 9457) with a Japanese sentence that says what is wrong and how to mend it.</summary>
static class ApiProblem
{
    public const string ContentType = "application/problem+json";

    /// <param name="status">HTTP status.</param>
    /// <param name="detail">The sentence.</param>
    /// <param name="parameter">The parameter that is wrong; null where none is.</param>
    public static IResult Of(int status, string detail, string? parameter = null) => Results.Problem(
        detail, statusCode: status, title: Title(status), type: "about:blank",
        extensions: parameter is null ? null : new Dictionary<string, object?>(StringComparer.Ordinal) { ["parameter"] = parameter });

    static string Title(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "指定が正しくありません",
        StatusCodes.Status401Unauthorized => "誰からの要求か分かりません",
        StatusCodes.Status403Forbidden => "権限がありません",
        StatusCodes.Status404NotFound => "見つかりません",
        StatusCodes.Status405MethodNotAllowed => "読取り専用です",
        StatusCodes.Status429TooManyRequests => "要求が続きすぎています",
        _ => "エラーが起きました",
    };
}

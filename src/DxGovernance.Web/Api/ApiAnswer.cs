using System.ComponentModel;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;

namespace DxGovernance.Web.Api;

/// <summary>An answer: what it is, as of when, and its rows.</summary>
[Description("答え。meta はいつの何かを、rows は1件ずつの内容を示します。")]
public sealed record ApiAnswer<TRow>(ApiMeta Meta, IReadOnlyList<TRow> Rows);

/// <summary>What an answer says of itself.</summary>
[Description("答えそのものについて。")]
public sealed record ApiMeta
{
    [Description("市の名前。")]
    public required string City { get; init; }

    [Description("資源の名前。例：operations")]
    public required string Resource { get; init; }

    [Description("資源が複数の表を持つとき、この答えの表の名前。")]
    public string? Table { get; init; }

    [Description("基準日。")]
    public required DateOnly AsOf { get; init; }

    [Description("記録の締め。これより後の記録は入っていません。")]
    public required DateTimeOffset RecordedUntil { get; init; }

    [Description("true のとき、架空のデモデータを含みます。")]
    public required bool IsDemo { get; init; }

    [Description("見る範囲。")]
    public required string Scope { get; init; }

    [Description("数値の定義と注意。")]
    public string? Note { get; init; }

    [Description("全ての件数。")]
    public required int Total { get; init; }

    [Description("この答えのページ。ページのない資源では1。")]
    public required int Page { get; init; }

    [Description("1ページの件数。")]
    public required int PageSize { get; init; }

    [Description("次のページのアドレス。なければ空。")]
    public string? Next { get; init; }
}

/// <summary>What an endpoint works with: who reads, where from, and how the answer is written.</summary>
sealed class ApiReading(GovernanceDbContext db, IHttpContextAccessor accessor, TimeProvider clock, CityInfo city, DemoMark demo)
{
    public GovernanceDbContext Db => db;

    public ApiCaller Caller { get; } = accessor.HttpContext!.ApiCaller();

    public Actor Actor => Caller.Actor;

    HttpContext Http { get; } = accessor.HttpContext!;

    public AsOf PointOf(ApiQuery query) => query.PointOf(clock.Today());

    /// <summary>All rows in one page.</summary>
    public Task<IResult> AnswerAsync<TRow>(ApiQuery query, AsOf point, IReadOnlyList<TRow> rows, string? note, string? table, CancellationToken cancel) =>
        AnswerAsync(query, point, rows, new(1, Math.Max(1, rows.Count), rows.Count), note, table, cancel);

    public async Task<IResult> AnswerAsync<TRow>(ApiQuery query, AsOf point, IReadOnlyList<TRow> rows, ApiPage page, string? note, string? table, CancellationToken cancel)
    {
        var meta = new ApiMeta
        {
            City = city.Name,
            Resource = Http.Request.Path.Value!.Split('/')[^1],
            Table = table,
            AsOf = point.Day,
            RecordedUntil = TokyoTime.ToTokyo(point.KnownAt),
            IsDemo = await demo.IsOnAsync(cancel),
            Scope = Caller.ScopeLabel,
            Note = note,
            Total = page.Total,
            Page = page.Page,
            PageSize = page.Size,
            Next = page.HasNext ? Next(page.Page + 1) : null,
        };
        var headers = Http.Response.Headers;
        headers.CacheControl = "private, no-store";
        headers["X-Total-Count"] = FormattableString.Invariant($"{page.Total}");
        if (meta.Next is { } next)
        {
            headers.Link = $"<{next}>; rel=\"next\"";
        }

        return query.FormatOf() == ApiFormat.Csv
            ? Results.Bytes(ApiCsv.Write(meta, rows), "text/csv; charset=utf-8", $"{meta.Resource}{(table is null ? "" : "_" + table)}_{Wareki.Iso(point.Day)}.csv")
            : Results.Ok(new ApiAnswer<TRow>(meta, rows));
    }

    string Next(int page)
    {
        var others = Http.Request.Query.Where(q => !q.Key.Equals("page", StringComparison.OrdinalIgnoreCase)).Append(new("page", FormattableString.Invariant($"{page}")));
        return Http.Request.Path + QueryString.Create(others);
    }
}

/// <summary>Which page of how many rows.</summary>
sealed record ApiPage(int Page, int Size, int Total)
{
    public bool HasNext => (long)Page * Size < Total;
}

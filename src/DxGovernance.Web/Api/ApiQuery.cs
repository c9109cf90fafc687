using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using DxGovernance.Core;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Mvc;

namespace DxGovernance.Web.Api;

public enum ApiFormat
{
    Json,
    Csv,
}

/// <summary>What every resource takes from its address, as text: what is wrong with it is told by name.</summary>
public sealed record ApiQuery
{
    [Description("形式。json（初めの設定）または csv（UTF-8、BOM付き）。")]
    [FromQuery(Name = "format")]
    public string? Format { get; init; }

    [Description("基準日。例：2026-10-31。省くと今日。その日に報告されていた数値を返します。")]
    [FromQuery(Name = "asOf")]
    public string? AsOf { get; init; }

    [Description("記録の締め。この時点までに記録されたものだけで基準日を見ます。日（例：2026-11-15、その日の終わり）または時差付きの日時（例：2026-11-15T17:00:00+09:00）。省くと基準日の終わり。")]
    [FromQuery(Name = "recordedUntil")]
    public string? RecordedUntil { get; init; }
}

/// <summary>The pages of a resource that may be long.</summary>
public sealed record ApiPaging
{
    public const int DefaultSize = 100;

    public const int LargestSize = 1000;

    [Description("ページ。1から。")]
    [FromQuery(Name = "page")]
    public string? Page { get; init; }

    [Description("1ページの件数。1から1000まで。省くと100。")]
    [FromQuery(Name = "pageSize")]
    public string? PageSize { get; init; }

    /// <exception cref="RuleViolation">One of them is no number within its limits.</exception>
    public (int Page, int Size) Checked()
    {
        var page = Number(Page, 1, 1, 10_000_000, "page", "page には1以上の整数を指定してください。");
        return (page, Number(PageSize, DefaultSize, 1, LargestSize, "pageSize", $"pageSize には1から{LargestSize}までの整数を指定してください。"));
    }

    static int Number(string? text, int otherwise, int least, int most, string name, string sentence)
    {
        var number = otherwise;
        RuleViolation.Require(
            string.IsNullOrEmpty(text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most), "api-number", sentence, name);
        return number;
    }
}

static partial class ApiQueryReading
{
    static readonly string[] MomentFormats = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz"];

    /// <exception cref="RuleViolation">Neither of the two.</exception>
    public static ApiFormat FormatOf(this ApiQuery query) => query.Format switch
    {
        null or "" or "json" => ApiFormat.Json,
        "csv" => ApiFormat.Csv,
        _ => throw new RuleViolation("api-format", "format には json か csv を指定してください。", "format"),
    };

    /// <summary>One of the tables of the resource; the first where none is named.</summary>
    /// <exception cref="RuleViolation">There is none of the name.</exception>
    public static string TableOf(string? table, params string[] tables)
    {
        var name = string.IsNullOrEmpty(table) ? tables[0] : table;
        RuleViolation.Require(tables.Contains(name, StringComparer.Ordinal), "api-table", $"table には {string.Join("・", tables)} のどれかを指定してください。", "table");
        return name;
    }

    /// <exception cref="RuleViolation">Unreadable, in the future or too old.</exception>
    public static AsOf PointOf(this ApiQuery query, DateOnly today)
    {
        var day = Day(query.AsOf, "asOf") ?? today;
        RuleViolation.Require(day <= today, "api-as-of-future", $"asOf に未来の日（{Wareki.Both(day)}）は指定できません。今日までの日を指定してください。", "asOf");
        RuleViolation.Require(day.Year >= 2000, "api-as-of-old", "asOf に2000年より前の日は指定できません。", "asOf");
        return string.IsNullOrWhiteSpace(query.RecordedUntil) ? Core.Ledger.AsOf.ReportedOn(day) : new(day, Moment(query.RecordedUntil, today));
    }

    static DateOnly? Day(string? text, string name)
    {
        RuleViolation.Require(Wareki.TryParse(text?.Replace('\0', '?'), out var day, out var error), "api-day", $"{name}：{error}", name);
        return day;
    }

    static DateTimeOffset Moment(string text, DateOnly today)
    {
        const string Name = "recordedUntil";
        // An unescaped plus sign arrives as a blank.
        var plain = BlankOffset().Replace(text.Trim(), "+${offset}").Replace("Z", "+00:00", StringComparison.OrdinalIgnoreCase);
        var moment = DateTimeOffset.TryParseExact(plain, MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var found) ? found.ToUniversalTime()
            : Wareki.TryParse(text, out var day, out _) && day is { } whole ? TokyoTime.EndOf(whole)
            : throw new RuleViolation("api-moment", $"{Name} を読めません。日（例：2026-11-15）か、時差の付いた日時（例：2026-11-15T17:00:00+09:00）で指定してください。", Name);
        RuleViolation.Require(moment <= TokyoTime.EndOf(today), "api-moment-future", $"{Name} に未来は指定できません。今日までを指定してください。", Name);
        RuleViolation.Require(moment.Year >= 2000, "api-moment-old", $"{Name} に2000年より前は指定できません。", Name);
        return moment;
    }

    [GeneratedRegex(" (?<offset>[0-9]{2}:[0-9]{2})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BlankOffset();
}

using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace DxGovernance.Web.TagHelpers;

/// <summary>One entry of the main navigation.</summary>
public sealed record MenuItem(string Text, string Href, bool Current);

/// <summary>One step of the way back, the page itself left out.</summary>
public sealed record Crumb(string Text, string Href);

/// <summary>Everything the layout shows around a page. Whoever renders the page fills it; the layout asks nobody.</summary>
public sealed record PageFrame
{
    public const string ProductName = "DxGovernance";

    const string Key = "Frame";

    public string CityName { get; init; } = "";

    public string? UserName { get; init; }

    public string? RoleName { get; init; }

    public IReadOnlyList<MenuItem> Menu { get; init; } = [];

    public int UnreadNotices { get; init; }

    public string NoticesHref { get; init; } = "/notifications";

    public bool Demo { get; init; }

    public static PageFrame From(ViewDataDictionary viewData) =>
        viewData[Key] as PageFrame ?? new PageFrame { Demo = viewData["Demo"] is true };

    public void PutInto(ViewDataDictionary viewData) => viewData[Key] = this;
}

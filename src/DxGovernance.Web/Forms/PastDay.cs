using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace DxGovernance.Web.Forms;

/// <summary>What is known of a past day now and was not reported then.</summary>
public sealed record LaterFigures(DateOnly Day, IReadOnlyList<FigureChange> Changes);

/// <summary>Says that a page shows a past day.</summary>
/// <param name="Back">Address of the same page today.</param>
/// <param name="Note">What else counts on this page; empty for nothing.</param>
public sealed record PastBanner(AsOf Point, string Back, string Note = "");

/// <summary>基準日 of a page: a past day is shown as it was reported by its end.</summary>
public static class PastDay
{
    public const string ViewKey = "PastDay";

    /// <returns>Null for no day, today, and a day that is refused; the refusal stands in the model state.</returns>
    public static AsOf? PastPoint(this PageModel page, DateOnly? day, DateOnly today)
    {
        if (day > today)
        {
            page.ModelState.AddModelError("asOf", "基準日に未来の日は指定できません。今日までの日を入力してください。");
        }

        var point = day < today && page.ModelState.IsValid ? AsOf.ReportedOn(day.Value) : null;
        page.ViewData[ViewKey] = point;
        return point;
    }

    /// <summary>Address of a page that shows where a figure comes from, of the same point as the page it stands on.</summary>
    public static string Trace(this ViewDataDictionary view, string figure, string query = "")
    {
        var at = view[ViewKey] is AsOf point ? $"asOf={Wareki.Iso(point.Day)}&knownAt={Uri.EscapeDataString(point.KnownAt.ToString("O"))}" : "";
        var parts = string.Join('&', new[] { query, at }.Where(p => p.Length > 0));
        return parts.Length == 0 ? $"/trace/{figure}" : $"/trace/{figure}?{parts}";
    }
}

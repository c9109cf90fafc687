using System.Text.RegularExpressions;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Notifications;

/// <summary>
/// What a notice is about, read from the page it leads to. A mail leaves the house, so whether its reader may still see that is asked again
/// at the last moment; in the application the page itself asks.
/// </summary>
public static partial class NoticeSubjects
{
    /// <summary>True for a page whose readers are known here; a notice that leads anywhere else goes by no mail.</summary>
    public static bool IsKnown(string link) => Kind(link) is not SubjectKind.Unknown;

    /// <summary>Of the notices those that their reader may see the subject of. At most three statements.</summary>
    /// <param name="db">The context.</param>
    /// <param name="notices">To one person.</param>
    /// <param name="reader">That person, with the roles held today.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<IReadOnlyList<Notification>> StillForAsync(
        GovernanceDbContext db, IReadOnlyList<Notification> notices, Actor reader, CancellationToken cancel)
    {
        var cases = await VisibleAsync(notices, SubjectKind.Case, numbers => db.Proposals.AsNoTracking().VisibleTo(reader)
            .Where(p => numbers.Contains(p.Number)).Select(p => p.Number).ToListAsync(cancel));
        var operations = await VisibleAsync([.. notices.Where(n => Kind(n.Link) is SubjectKind.Operation or SubjectKind.RunningCosts)], null, numbers => db.Operations.AsNoTracking().VisibleTo(reader)
            .Where(o => numbers.Contains(o.Number.ToString())).Select(o => o.Number.ToString()).ToListAsync(cancel));
        var actions = await VisibleAsync(notices, SubjectKind.Action, ids => db.ActionItems.AsNoTracking().VisibleTo(reader)
            .Where(a => ids.Contains(a.Id.ToString())).Select(a => a.Id.ToString()).ToListAsync(cancel));
        return
        [
            .. notices.Where(n => Kind(n.Link) switch
            {
                SubjectKind.Home => reader.Can(Permission.SeeHome),
                SubjectKind.Dashboard => reader.Can(Permission.SeeDashboard),
                SubjectKind.Disposals => reader.Can(Permission.SeeRetention),
                SubjectKind.StuckCases => reader.Can(Permission.ManageDeputies),
                SubjectKind.Case => cases.Contains(Number(n.Link)),
                SubjectKind.Operation => operations.Contains(Number(n.Link)),
                SubjectKind.RunningCosts => reader.Can(Permission.SeeRunningCosts) && (operations.Contains(Number(n.Link)) || reader.Can(Permission.SeeAllOperations)),
                SubjectKind.Action => actions.Contains(Number(n.Link)),
                SubjectKind.Actions => reader.Can(Permission.SeeActionItems),
                SubjectKind.Council => reader.Can(Permission.SeeCouncil),
                SubjectKind.Meeting => reader.Can(Permission.SeePublishedReports),
                SubjectKind.Unknown => false,
            }),
        ];
    }

    static async Task<IReadOnlySet<string>> VisibleAsync(
        IReadOnlyList<Notification> notices, SubjectKind? kind, Func<string[], Task<List<string>>> read)
    {
        string[] numbers = [.. notices.Where(n => kind is null || Kind(n.Link) == kind).Select(n => Number(n.Link)).Distinct()];
        return numbers.Length == 0 ? new HashSet<string>() : (await read(numbers)).ToHashSet();
    }

    static SubjectKind Kind(string link) => link switch
    {
        // What is told of a deputyship concerns the reader, whatever roles are left.
        "/" or "/deputies" => SubjectKind.Home,
        "/dashboard" => SubjectKind.Dashboard,
        StuckNotices.Page => SubjectKind.StuckCases,
        DisposalNotices.Page => SubjectKind.Disposals,
        _ when ActionLink().IsMatch(link) => SubjectKind.Action,
        _ when ActionsLink().IsMatch(link) => SubjectKind.Actions,
        _ when CouncilLink().IsMatch(link) => SubjectKind.Council,
        _ when MeetingLink().IsMatch(link) => SubjectKind.Meeting,
        _ when CaseLink().IsMatch(link) => SubjectKind.Case,
        _ when OperationLink().IsMatch(link) => SubjectKind.Operation,
        _ when RunningCostsLink().IsMatch(link) => SubjectKind.RunningCosts,
        _ => SubjectKind.Unknown,
    };

    static string Number(string link) => link.Split('/', '#', '?')[2];

    [GeneratedRegex(@"\A/proposals/R[0-9]+-ICT-[0-9]+([/#?]|\z)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CaseLink();

    [GeneratedRegex(@"\A/operations/[0-9]+([/#?]|\z)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OperationLink();

    [GeneratedRegex(@"\A/running-costs/[0-9]+/[A-Za-z]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RunningCostsLink();

    [GeneratedRegex(@"\A/action-items/[0-9]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ActionLink();

    /// <summary>The list shows of each meeting what its reader may see.</summary>
    [GeneratedRegex(@"\A/action-items\?meeting=[0-9]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ActionsLink();

    [GeneratedRegex(@"\A/council/[0-9]+/items/[0-9]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CouncilLink();

    [GeneratedRegex(@"\A/meetings/[0-9]+(/minutes)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MeetingLink();

    enum SubjectKind
    {
        Home,
        Dashboard,
        StuckCases,
        Disposals,
        Case,
        Operation,
        RunningCosts,
        Action,
        Actions,
        Council,
        Meeting,
        Unknown,
    }
}

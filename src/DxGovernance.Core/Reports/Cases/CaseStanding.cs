using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Core.Reports;

/// <summary>A case as its ledgers tell it at a point: its newest submission that counts and its newest step. Drafts that were never submitted are not there.</summary>
sealed record CaseStanding
{
    public required int Id { get; init; }

    public required string Number { get; init; }

    public required int FiscalYear { get; init; }

    public required int DepartmentId { get; init; }

    public required string DepartmentName { get; init; }

    public required string Title { get; init; }

    public required ProposalClass Class { get; init; }

    public required ProposalContent Content { get; init; }

    public required Gate SubmittedGate { get; init; }

    public required int SubmittedRun { get; init; }

    public required int Version { get; init; }

    public required DateOnly SubmittedOn { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required Route Route { get; init; }

    public required string RouteCode { get; init; }

    public required string RouteReason { get; init; }

    public required int RouteVersion { get; init; }

    public required ProposalAction LastAction { get; init; }

    public required Gate LastGate { get; init; }

    public required ProposalState State { get; init; }

    /// <summary>The words of the state as they were when it was entered.</summary>
    public required string StateWords { get; init; }

    public required DateOnly Since { get; init; }

    public required string? LastComment { get; init; }

    /// <summary>Gate of the run after the newest step's; it never changes once that run has begun.</summary>
    public required Gate FollowingGate { get; init; }

    /// <summary>The last gate that was approved, changes aside.</summary>
    public required Gate? ApprovedGate { get; init; }

    /// <summary>Confirmed 訂正 at the point, oldest first.</summary>
    public IReadOnlyList<CaseCorrection> Corrections { get; init; } = [];

    public Gate Gate => GateOf(LastAction, State, LastGate, FollowingGate, ApprovedGate);

    /// <summary>The gate at which a case stands: a step may lead to the next one, or back to what was approved.</summary>
    public static Gate GateOf(ProposalAction action, ProposalState state, Gate last, Gate following, Gate? approved) => action switch
    {
        ProposalAction.StartNext or ProposalAction.StartChange => following,
        ProposalAction.CancelChange or ProposalAction.Reject when state == ProposalState.Approved => approved ?? last,
        _ => last,
    };

    /// <summary>That submission with what was put right after it.</summary>
    public ProposalContent Corrected => Corrections
        .Where(c => c.At > SubmittedAt)
        .Aggregate(Content, (content, c) => ProposalForm.Find(c.FieldKey) is { } f && content.Stored(f) == c.Before ? content.WithStored(f, c.After) : content);

    public string SubmissionName => $"{SubmittedGate.Label()} 第{Version}版";

    /// <summary>Nothing more is asked of the case.</summary>
    public bool IsGivenUp => State.IsGivenUp();

    /// <summary>推進会議で判断する: referred to the council, or on the council's route before the CIO decides.</summary>
    public bool IsForCouncil => State == ProposalState.CouncilPending
        || (State is ProposalState.Tabling or ProposalState.Deciding && Route == Route.Council);
}

sealed record CaseCorrection(int ProposalId, string FieldKey, string Before, string After, DateTimeOffset At);

static class CaseStandings
{
    /// <summary>One statement, in the order of the numbers. For the serial that is always above 0 see <see cref="AsOfQueries.NewestFirst"/>.</summary>
    public static IQueryable<CaseStanding> Standing(this IQueryable<Proposal> proposals, GovernanceDbContext db, AsOf point) =>
        from p in proposals
        from s in db.Submissions.ThatCount(db, point).NewestFirst().Where(s => s.ProposalId == p.Id && p.Serial > 0).Take(1)
        from t in db.ProposalTransitions.At(point).NewestFirst().Where(t => t.ProposalId == p.Id && p.Serial > 0).Take(1)
        from n in db.ProposalTransitions.Where(n => n.ProposalId == p.Id && n.Run == t.Run + 1).OrderBy(n => n.Id).Take(1).DefaultIfEmpty()
        from a in db.ProposalTransitions.At(point).NewestFirst()
            .Where(a => a.ProposalId == p.Id && p.Serial > 0 && a.Gate != Gate.Change && (a.Action == ProposalAction.Approve || a.Action == ProposalAction.ApproveWithConditions))
            .Take(1).DefaultIfEmpty()
        orderby p.FiscalYear, p.Serial
        select new CaseStanding
        {
            Id = p.Id,
            Number = p.Number,
            FiscalYear = p.FiscalYear,
            DepartmentId = p.DepartmentId,
            DepartmentName = s.DepartmentName,
            Title = s.Title,
            Class = s.Class,
            Content = s.Content,
            SubmittedGate = s.Gate,
            SubmittedRun = s.Run,
            Version = s.Number,
            SubmittedOn = s.AsOf,
            SubmittedAt = s.RecordedAt,
            Route = s.Route,
            RouteCode = s.RouteCode,
            RouteReason = s.RouteReason,
            RouteVersion = s.RouteVersion,
            LastAction = t.Action,
            LastGate = t.Gate,
            State = t.ToState,
            StateWords = t.Result,
            Since = t.AsOf,
            LastComment = t.Reason,
            FollowingGate = n == null ? p.Gate : n.Gate,
            ApprovedGate = a == null ? null : a.Gate,
        };

    public static IQueryable<CaseCorrection> Corrections(this IQueryable<Proposal> proposals, GovernanceDbContext db, AsOf point) =>
        from p in proposals
        from c in db.Corrections.Where(c => c.ProposalId == p.Id)
        from e in db.CorrectionEntries.At(point).Where(e => e.CorrectionId == c.Id && e.State == CorrectionState.Confirmed)
        orderby e.RecordedAt, e.Id
        select new CaseCorrection(p.Id, e.FieldKey, e.Before, e.After, e.RecordedAt);

    /// <summary>Whether a fictional person took part in any of them by the point.</summary>
    public static IQueryable<int?> Authors(this IQueryable<Proposal> proposals, GovernanceDbContext db, AsOf point) =>
        from p in proposals
        from t in db.ProposalTransitions.At(point).Where(t => t.ProposalId == p.Id)
        select t.RecordedById;
}

/// <summary>Names as they stand in the record.</summary>
static class CaseWords
{
    public const string Hidden = "機密のため省略";

    public static string Who(LedgerEntry entry) => Who(entry.RecordedTitle, entry.RecordedBy, entry.OnBehalfOf);

    /// <summary>Title and name, and for whom where a deputy acted.</summary>
    public static string Who(string title, string name, string? onBehalfOf) =>
        onBehalfOf is null ? $"{title} {name}".Trim() : $"{title} {name}（{onBehalfOf} の代理）".Trim();

    public static string Section(string code) => ProposalForm.SectionName(code);

    public static string Findings(IEnumerable<SectionFinding> findings) =>
        string.Join('\n', findings.Select(f => $"［{Section(f.Section)}］{f.Text}"));
}

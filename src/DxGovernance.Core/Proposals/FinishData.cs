using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Proposals;

/// <summary>What <see cref="FinishProof"/> looks at, read in five statements however many cases there are.</summary>
public sealed class FinishData
{
    /// <summary>Content is unpacked only where the route still depends on it.</summary>
    const string OpenCases = """
        select p.number as "Number", p.title as "Title", p.department_id as "DepartmentId", p.department_name as "DepartmentName", p.state as "State",
            p.class as "Class", p.gate as "Gate", p.route as "Route", p.route_reviewers as "RouteReviewers", p.council_heard as "CouncilHeard",
            p.approved_gate as "ApprovedGate", p.amount as "Amount", p.go_live_on as "GoLiveOn", p.first_approved_amount as "FirstApprovedAmount",
            p.author_ids as "AuthorIds", p.reviewer_ids as "ReviewerIds", p.rules_day as "RulesDay", p.rules_known_at as "RulesKnownAt",
            v.now ->> 'personal_data' as "Personal", v.now ->> 'citywide' as "CityWide", v.now ->> 'vendor' as "Vendor", v.now ->> 'contract_to' as "ContractTo",
            w.was ->> 'amount_total' as "WasAmount", w.was ->> 'vendor' as "WasVendor", w.was ->> 'contract_to' as "WasContractTo",
            coalesce(w.was ->> 'actual_go_live_on', w.was ->> 'go_live_on') as "WasGoLiveOn"
        from proposals p
        cross join lateral (select case when p.state in ('Draft', 'Returned', 'Approved', 'ConditionallyApproved') then p.draft -> 'values' end as now offset 0) v
        cross join lateral (select case when p.gate = 'Change' and p.state in ('Draft', 'Returned') then p.approved_content -> 'values' end as was offset 0) w
        where p.state not in ('Rejected', 'Withdrawn', 'Completed')
        """;

    readonly FinishWorld staff;
    readonly IReadOnlyList<CaseFacts> cases;
    readonly IReadOnlyList<TemplateVersion> versions;

    FinishData(FinishWorld staff, IReadOnlyList<CaseFacts> cases, IReadOnlyList<TemplateVersion> versions) =>
        (this.staff, this.cases, this.versions) = (staff, cases, versions);

    /// <param name="db">The context.</param>
    /// <param name="from">First day that is judged; what ended before is left out.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<FinishData> LoadAsync(GovernanceDbContext db, DateOnly from, CancellationToken cancel)
    {
        var open = await db.Database.SqlQueryRaw<CaseFacts>(OpenCases).ToListAsync(cancel);
        var tables = await db.TemplateVersions.AsNoTracking()
            .Where(v => v.Kind == TemplateKind.GateTable || v.Kind == TemplateKind.RouteRules || v.Kind == TemplateKind.ChangeRules)
            .ToListAsync(cancel);
        return new(await StaffAsync(db, from, cancel), [.. open.OrderBy(c => c.Number, StringComparer.Ordinal)], tables);
    }

    /// <summary>Roles and deputyships from the day on, without cases. Three statements.</summary>
    public static async Task<FinishWorld> StaffAsync(GovernanceDbContext db, DateOnly from, CancellationToken cancel)
    {
        var roles = await db.People.AsNoTracking()
            .SelectMany(p => p.Assignments.Where(a => a.ValidTo == null || a.ValidTo >= from)
                .Select(a => new { Held = new HeldRole(a.Id, a.PersonId, p.Name, a.Role, a.DepartmentId, a.ValidFrom, a.ValidTo), IsLocked = p.LockedAt != null }))
            .ToListAsync(cancel);
        var deputies = await db.Deputies.AsNoTracking()
            .Where(d => d.RevokedOn == null && d.ValidTo >= from)
            .Select(d => new { Held = new HeldDeputy(d.Id, d.PrincipalId, d.Role, d.PersonId, d.Person.Name, d.ValidFrom, d.ValidTo), IsLocked = d.Person.LockedAt != null })
            .ToListAsync(cancel);
        var parents = await db.Departments.AsNoTracking().Select(d => new { d.Id, d.ParentId }).ToDictionaryAsync(d => d.Id, d => d.ParentId, cancel);
        var locked = roles.Where(r => r.IsLocked).Select(r => r.Held.PersonId).Concat(deputies.Where(d => d.IsLocked).Select(d => d.Held.PersonId)).ToHashSet();
        return new([.. roles.Select(r => r.Held)], [.. deputies.Select(d => d.Held)], [], parents) { Locked = locked };
    }

    /// <summary>The world on a day: cases that were never submitted follow the templates of that day.</summary>
    /// <param name="day">Which day is judged.</param>
    /// <param name="proposed">A version that is not saved yet.</param>
    public FinishWorld World(DateOnly day, TemplateVersion? proposed = null)
    {
        IReadOnlyList<TemplateVersion> all = proposed is null ? versions : [.. versions, proposed];
        var known = new Dictionary<string, Templates>(StringComparer.Ordinal);
        Templates At(AsOf point)
        {
            var newest = all.Where(v => v.AsOf <= point.Day && v.RecordedAt <= point.KnownAt)
                .GroupBy(v => v.Kind).Select(g => g.OrderBy(v => v.AsOf).ThenBy(v => v.Number).Last()).OrderBy(v => v.Kind).ToList();
            var key = string.Join(' ', newest.Select(v => v.Number));
            return known.TryGetValue(key, out var templates) ? templates : known[key] = new(newest);
        }

        var today = At(AsOf.ReportedOn(day));
        var points = new Dictionary<(DateOnly, DateTimeOffset), Templates>();
        return staff with { Cases = [.. cases.Select(c => c.At(RulesOf(c)))] };

        Templates RulesOf(CaseFacts c)
        {
            if (c.RulesDay is not { } ruled || c.RulesKnownAt is not { } at)
            {
                return today;
            }

            return points.TryGetValue((ruled, at), out var rules) ? rules : points[(ruled, at)] = At(new(ruled, at));
        }
    }

    /// <summary>As the statement returns it; enums are text in the database.</summary>
    internal sealed class CaseFacts
    {
        public string Number { get; init; } = "";

        public string Title { get; init; } = "";

        public int DepartmentId { get; init; }

        public string DepartmentName { get; init; } = "";

        public string State { get; init; } = "";

        public string Class { get; init; } = "";

        public string Gate { get; init; } = "";

        public string? Route { get; init; }

        public int RouteReviewers { get; init; }

        public bool CouncilHeard { get; init; }

        public string? ApprovedGate { get; init; }

        public long? Amount { get; init; }

        public DateOnly? GoLiveOn { get; init; }

        public long? FirstApprovedAmount { get; init; }

        public int[] AuthorIds { get; init; } = [];

        public int[] ReviewerIds { get; init; } = [];

        public DateOnly? RulesDay { get; init; }

        public DateTimeOffset? RulesKnownAt { get; init; }

        public string? Personal { get; init; }

        public string? CityWide { get; init; }

        public string? Vendor { get; init; }

        public string? ContractTo { get; init; }

        public string? WasAmount { get; init; }

        public string? WasVendor { get; init; }

        public string? WasContractTo { get; init; }

        public string? WasGoLiveOn { get; init; }

        public OpenCase At(Templates rules)
        {
            var (state, @class) = (Enum.Parse<ProposalState>(State), Enum.Parse<ProposalClass>(Class));
            var approved = ApprovedGate is null ? (Proposals.Gate?)null : Enum.Parse<Proposals.Gate>(ApprovedGate);
            var next = state.IsApproved() ? rules.GatesOf(@class).Where(g => approved is null || g > approved).Select(g => (Proposals.Gate?)g).FirstOrDefault() : null;
            var (route, reviewers) = (Route is null ? Proposals.Route.Normal : Enum.Parse<Proposals.Route>(Route), RouteReviewers);
            if (state.IsWithDepartment() || next is not null)
            {
                var gate = next ?? Enum.Parse<Proposals.Gate>(Gate);
                var choice = Proposal.RouteAt(gate, new(@class, Amount ?? 0, Personal == "yes", CityWide == "yes"), Changes(gate, rules), rules);
                (route, reviewers) = (choice.Route, choice.Reviewers);
            }

            return new(Number, Title, DepartmentId, DepartmentName, state, route, reviewers, CouncilHeard, next, AuthorIds, ReviewerIds);
        }

        IReadOnlyList<ChangeFinding> Changes(Proposals.Gate gate, Templates rules)
        {
            if (gate != Proposals.Gate.Change)
            {
                return [];
            }

            var was = ProposalContent.Empty
                .With(ProposalForm.Amount, WasAmount).With(ProposalForm.Vendor, WasVendor).With(ProposalForm.ContractTo, WasContractTo).With(ProposalForm.GoLiveOn, WasGoLiveOn);
            var now = ProposalContent.Empty.With(ProposalForm.Vendor, Vendor).With(ProposalForm.ContractTo, ContractTo);
            return Proposal.Changes(rules, ApprovedFacts.Of(was), ApprovedFacts.Of(now) with { Amount = Amount, GoLiveOn = GoLiveOn }, FirstApprovedAmount);
        }
    }
}

using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Proposals;

/// <summary>Who is left to finish a case, in plain records: section 11 lies below division 1.</summary>
public sealed class FinishProofTests
{
    const int Staff = 1, Head = 2, Office = 3, Member = 4, Cio = 5, Other = 6;

    static readonly DateOnly Day = new(2026, 12, 1);

    static readonly HeldRole[] Everybody =
    [
        Held(Staff, Role.DepartmentStaff, 11), Held(Head, Role.DepartmentHead, 1), Held(Office, Role.PmoOffice, 2), Held(Member, Role.PmoMember, 3), Held(Cio, Role.Cio, 4),
    ];

    static HeldRole Held(int person, Role role, int department, DateOnly? to = null) => new((person * 10) + (int)role, person, $"人{person}", role, department, new(2026, 4, 1), to);

    static HeldDeputy Deputy(int principal, Role role, int person) => new(person, principal, role, person, $"人{person}", Day, Day);

    static OpenCase Case(
        ProposalState state, Route route = Route.Normal, int reviewers = 1, int[]? authors = null, int[]? reviewed = null, bool heard = false, Gate? next = null) =>
        new("R8-ICT-0001", "試験の案件", 11, "第1課", state, route, reviewers, heard, next, authors ?? [Staff], reviewed ?? []);

    static FinishWorld World(IEnumerable<HeldRole> roles, OpenCase @case, params HeldDeputy[] deputies) =>
        new([.. roles], deputies, [@case], new Dictionary<int, int?> { [1] = null, [11] = 1 });

    static IReadOnlyList<StuckCase> Without(int person, OpenCase @case) => FinishProof.Stuck(World(Everybody.Where(r => r.PersonId != person), @case), Day);

    public static TheoryData<ProposalState, Route> Ways =>
        new(from s in Enum.GetValues<ProposalState>() where !s.IsOver() from r in Enum.GetValues<Route>() select (s, r));

    [Theory]
    [MemberData(nameof(Ways))]
    public void With_everybody_there_every_case_can_be_finished_from_every_state_on_every_route(ProposalState state, Route route) =>
        FinishProof.Stuck(World(Everybody, Case(state, route, route == Route.Council ? 2 : 1, next: Gate.Budget)), Day).ShouldBeEmpty();

    [Theory]
    [InlineData(Staff, ProposalState.Draft, "所属長へ提出", "「所管課担当」か「所属長」")]
    [InlineData(Head, ProposalState.Draft, "確認し庁内PMOへ申請", "「所属長」")]
    [InlineData(Head, ProposalState.HeadChecking, "確認し庁内PMOへ申請", "「所属長」")]
    [InlineData(Office, ProposalState.Intake, "受け付ける・PMOに付議する・CIOへ上申", "「PMO事務局」")]
    [InlineData(Office, ProposalState.Tabling, "CIOへ上申", "「PMO事務局」")]
    [InlineData(Cio, ProposalState.Reviewing, "決定する", "「CIO」")]
    public void A_step_for_which_nobody_holds_the_permission_is_named_with_the_role_that_is_missing(int gone, ProposalState state, string step, string role)
    {
        // The head may write too, so the writers are gone only with both.
        var roles = Everybody.Where(r => r.PersonId != gone && (gone != Staff || r.PersonId != Head));

        var stuck = FinishProof.Stuck(World(roles, Case(state, authors: [99])), Day)[0];

        (stuck.Step, stuck.Reason).ShouldBe((step, StuckReason.NobodyHolds));
        stuck.Text.ShouldStartWith("R8-ICT-0001「試験の案件」：2026-12-01（令和8年12月1日）には、");
        stuck.Why.ShouldContain(role);
        stuck.Why.ShouldEndWith("の役割を持つ人が必要です。");
    }

    [Fact]
    public void A_head_of_another_department_does_not_count_and_one_of_the_division_does()
    {
        FinishProof.Stuck(World([.. Everybody.Where(r => r.PersonId != Head), Held(Other, Role.DepartmentHead, 2)], Case(ProposalState.HeadChecking)), Day)
            .ShouldHaveSingleItem().Why.ShouldContain("第1課に");
        FinishProof.Stuck(World([.. Everybody.Where(r => r.PersonId != Head), Held(Other, Role.DepartmentHead, 1)], Case(ProposalState.HeadChecking)), Day).ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_decides_what_they_wrote_and_the_sentence_names_them()
    {
        var stuck = FinishProof.Stuck(World(Everybody, Case(ProposalState.Deciding, authors: [Staff, Cio])), Day).ShouldHaveSingleItem();

        stuck.Reason.ShouldBe(StuckReason.OnlyAuthors);
        stuck.Why.ShouldBe("2026-12-01（令和8年12月1日）には、「決定する」をできる人がいません。権限を持つ「人5」は、この案件を作成・申請した人か、その代理です。");
    }

    [Fact]
    public void A_deputy_takes_the_place_of_the_principal_but_not_of_one_who_wrote_it()
    {
        var roles = Everybody.Where(r => r.PersonId != Cio).ToList();
        FinishProof.Stuck(World(roles, Case(ProposalState.Deciding), Deputy(Cio, Role.Cio, Member)), Day).Count.ShouldBe(1, "the principal must hold the role");
        FinishProof.Stuck(World(Everybody, Case(ProposalState.Deciding, authors: [Cio]), Deputy(Cio, Role.Cio, Member)), Day).ShouldHaveSingleItem().Reason.ShouldBe(StuckReason.OnlyAuthors);
        FinishProof.Stuck(World([.. roles, Held(Cio, Role.Cio, 4), Held(Other, Role.Cio, 4)], Case(ProposalState.Deciding, authors: [Cio]), Deputy(Other, Role.Cio, Member)), Day).ShouldBeEmpty();
        FinishProof.Stuck(World([.. Everybody.Where(r => r.PersonId != Head), Held(Head, Role.DepartmentHead, 1)], Case(ProposalState.HeadChecking), Deputy(Head, Role.DepartmentHead, Other)), Day)
            .ShouldBeEmpty();
    }

    [Fact]
    public void With_two_principals_the_older_role_counts_as_when_the_deputy_acts()
    {
        // 人6 stands in for the office, which wrote the case, and for the member, whose role is younger.
        var @case = Case(ProposalState.Reviewing, Route.Council, reviewers: 3, authors: [Office]);
        FinishWorld With(params HeldDeputy[] deputies) => World([.. Everybody, Held(8, Role.PmoOffice, 2)], @case, deputies);

        FinishProof.Stuck(With(Deputy(Member, Role.PmoMember, Other)), Day).ShouldBeEmpty();
        FinishProof.Stuck(With(Deputy(Member, Role.PmoMember, Other), Deputy(Office, Role.PmoOffice, Other)), Day).ShouldHaveSingleItem().Reason.ShouldBe(StuckReason.TooFewReviewers);
    }

    [Fact]
    public void So_many_different_reviewers_as_the_route_asks_for_must_be_left()
    {
        var stuck = Without(Member, Case(ProposalState.Reviewing, Route.Council, reviewers: 2)).ShouldHaveSingleItem();
        stuck.Reason.ShouldBe(StuckReason.TooFewReviewers);
        stuck.Why.ShouldContain("審査に2人が必要ですが、審査を終えた人と審査できる人を合わせて1人です");

        Without(Member, Case(ProposalState.Reviewing, Route.Council, reviewers: 2, reviewed: [Member])).ShouldBeEmpty("who has reviewed already counts");
        FinishProof.Stuck(World(Everybody, Case(ProposalState.Reviewing, Route.Council, 2, authors: [Member])), Day).ShouldHaveSingleItem().Reason.ShouldBe(StuckReason.TooFewReviewers);
        FinishProof.Stuck(World(Everybody, Case(ProposalState.Reviewing, Route.Council, 3), Deputy(Member, Role.PmoMember, Office)), Day)
            .ShouldHaveSingleItem().Why.ShouldContain("合わせて2人", customMessage: "a reviewer who is also a deputy is one person");
        FinishProof.Stuck(World(Everybody, Case(ProposalState.Reviewing, Route.Council, 3), Deputy(Member, Role.PmoMember, Other)), Day).ShouldBeEmpty();
    }

    [Fact]
    public void Who_confirms_becomes_an_author_and_somebody_else_must_be_left()
    {
        HeldRole[] roles = [.. Everybody.Where(r => r.PersonId != Head && r.PersonId != Cio), Held(Cio, Role.DepartmentHead, 1), Held(Cio, Role.Cio, 4)];

        var stuck = FinishProof.Stuck(World(roles, Case(ProposalState.HeadChecking)), Day).ShouldHaveSingleItem();

        stuck.Reason.ShouldBe(StuckReason.ConfirmationSpendsThem);
        stuck.Why.ShouldContain("「確認し庁内PMOへ申請」をする人が案件の作成者になり、");
        FinishProof.Stuck(World([.. roles, Held(Other, Role.Cio, 4)], Case(ProposalState.HeadChecking)), Day).ShouldBeEmpty();
        FinishProof.Stuck(World([.. roles, Held(Other, Role.DepartmentHead, 1)], Case(ProposalState.HeadChecking)), Day).ShouldBeEmpty();
    }

    [Fact]
    public void A_light_case_needs_no_cio_and_a_council_case_needs_who_records_the_judgement()
    {
        Without(Cio, Case(ProposalState.Tabling, Route.Light)).ShouldBeEmpty();
        Without(Member, Case(ProposalState.Tabling, Route.Light)).ShouldHaveSingleItem().Step.ShouldBe("決定する");
        Without(Office, Case(ProposalState.Deciding, Route.Council)).ShouldHaveSingleItem().Step.ShouldBe("推進会議の判断を記録");
        Without(Office, Case(ProposalState.Deciding, Route.Council, heard: true)).ShouldBeEmpty();
    }

    [Fact]
    public void After_the_last_gate_only_the_completion_is_left_and_before_it_the_next_gate()
    {
        Without(Cio, Case(ProposalState.Approved)).ShouldBeEmpty();
        Without(Office, Case(ProposalState.Approved)).ShouldHaveSingleItem().Step.ShouldBe("案件を完了する");
        Without(Cio, Case(ProposalState.Approved, next: Gate.Budget)).ShouldHaveSingleItem().Step.ShouldBe("決定する");
    }

    [Fact]
    public void Only_what_the_change_makes_worse_stands_against_it()
    {
        var before = World(Everybody.Where(r => r.PersonId != Cio), Case(ProposalState.Tabling));

        FinishProof.Worsened(before, before.Ending(Everybody[3].Id, Day.AddDays(-1)), Day).ShouldBeEmpty("the CIO was missing before");
        var worse = FinishProof.Worsened(before, before.Ending(Everybody[2].Id, Day.AddDays(-1)), Day);
        worse.ShouldHaveSingleItem().Step.ShouldBe("CIOへ上申");
        Refused.By("cannot-finish", () => FinishProof.Require(worse)).Message.ShouldContain("進められない案件が1件できるため、保存できません（R8-ICT-0001）");
        FinishProof.Worsened(before, before.Ending(Everybody[2].Id, Day), Day).ShouldHaveSingleItem().Why.ShouldStartWith("2026-12-02（令和8年12月2日）には、", customMessage: "the last day counts");
        var lent = World(Everybody, Case(ProposalState.Deciding, authors: [Cio]), new HeldDeputy(7, Other, Role.Cio, Member, "人4", Day, Day)).Assigning(Held(Other, Role.Cio, 4));
        FinishProof.Worsened(lent, lent.Revoking(7), Day).ShouldBeEmpty();
    }

    /// <summary>Whatever roles are left at random, the proof says the same as trying everybody by hand.</summary>
    [Fact]
    public void The_proof_agrees_with_trying_everybody()
    {
        var random = new Random(20261201);
        for (var round = 0; round < 3000; round++)
        {
            HeldRole[] roles = [.. Enumerable.Range(1, random.Next(2, 9)).Select(i => Held(random.Next(1, 6), Enum.GetValues<Role>()[random.Next(6)], random.Next(2) == 0 ? 1 : 11) with { Id = i })];
            var authors = Enumerable.Range(1, 5).Where(_ => random.Next(4) == 0).ToArray();
            var route = Enum.GetValues<Route>()[random.Next(3)];
            var @case = Case(ProposalState.HeadChecking, route, random.Next(1, 3), authors);

            (FinishProof.Stuck(World(roles, @case), Day).Count == 0).ShouldBe(ByHand(roles, @case), $"round {round}");
        }
    }

    static bool ByHand(IReadOnlyList<HeldRole> roles, OpenCase c)
    {
        IEnumerable<int> Who(Permission p) => roles.Where(r => Permissions.Of(r.Role).Contains(p) && (r.Role.IsCityWide() || r.DepartmentId is 1 or 11)).Select(r => r.PersonId).Distinct();
        return Who(Permission.ConfirmProposal).Any(head =>
        {
            bool Free(Permission p, int count = 1) => Who(p).Count(w => w != head && !c.AuthorIds.Contains(w)) >= count;
            return Free(Permission.ReceiveProposal) && Free(Permission.ReviewProposal, c.Reviewers)
                && (c.Route == Route.Light ? Free(Permission.DecideLightProposal) : Free(Permission.DecideProposal))
                && (c.Route != Route.Council || Free(Permission.RecordCouncilJudgement));
        });
    }

    [Fact]
    public void A_change_is_judged_also_on_the_next_days_on_which_something_recorded_ends()
    {
        var other = Held(Other, Role.Cio, 4, to: Day.AddDays(10));
        var world = World([.. Everybody, other], Case(ProposalState.Deciding));
        var ended = world.Ending(Everybody.Single(r => r.PersonId == Cio).Id, Day.AddDays(-1));

        FinishProof.Stuck(ended, Day).ShouldBeEmpty();
        FinishProof.Worsened(world, ended, Day).ShouldHaveSingleItem().Why.ShouldStartWith("2026-12-12（令和8年12月12日）には、「決定する」をできる人がいません。");
        FinishProof.Worsened(ended, ended, Day).ShouldBeEmpty("what would be stuck anyway is nobody's change");
        FinishProof.Coming(ended, Day).ShouldHaveSingleItem().Step.ShouldBe("決定する");
        FinishProof.Coming(world, Day).ShouldBeEmpty();
        ended.EndsAfter(Day, 6).ShouldBe([Day.AddDays(11)]);
    }

    [Fact]
    public void A_case_that_is_stuck_today_is_not_said_to_become_stuck_later() =>
        FinishProof.Coming(World([.. Everybody.Where(r => r.PersonId != Cio), Held(Other, Role.PmoMember, 3, to: Day.AddDays(3))], Case(ProposalState.Deciding)), Day).ShouldBeEmpty();
}

using DxGovernance.Core.Council;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Reports;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Council;

/// <summary>What is proposed for the agenda, and why.</summary>
public sealed class AgendaCandidateTests(AgendaCandidateTests.City city) : IClassFixture<AgendaCandidateTests.City>
{
    public sealed class City : TestDatabase
    {
        public Given Given { get; private set; } = null!;

        public int Referred { get; private set; }

        public int Decided { get; private set; }

        public int Late { get; private set; }

        public int Live { get; private set; }

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Given = new Given(this);
            var department = await Given.Department();
            var cast = await Given.Cast(department);
            var now = Given.Clock.Now;
            Referred = (await Given.Proposal(this, department, cast, p => p.BringToCouncil(cast, now), amount: 60_000_000)).Id;
            Decided = (await Given.Proposal(this, department, cast, p =>
            {
                p.BringToDecision(cast, now);
                p.Approve(cast);
            }, amount: 12_000_000)).Id;
            await Given.Proposal(this, department, cast, p =>
            {
                p.BringToDecision(cast, now);
                p.Approve(cast);
            }, amount: 9_999_999);
            Live = (await Given.Proposal(this, department, cast, p =>
            {
                p.BringToDecision(cast, now);
                p.Approve(cast);
                p.Measure(p.EffectChecks.Single(c => c.Months == 0), 12, Given.Clock.Today, "実測", cast.Staff, now);
            }, amount: 1_000_000)).Id;
            Late = (await Given.PlannedOperation(department)).Number;
            await Given.Act(Late, cast.Staff, o => o.ReportMilestones([CouncilReportCase.Late(o, new(2031, 4, 1))], cast.Staff, now, Given.Clock.Today));
        }
    }

    async Task<IReadOnlyList<AgendaCandidate>> Find(AgendaRules? rules = null, AsOf? since = null, DateOnly? today = null)
    {
        await using var db = city.NewContext();
        return await new AgendaCandidates(db, rules ?? new(null), since, today ?? city.Given.Clock.Today).FindAsync(Cancel);
    }

    [Fact]
    public async Task A_referred_case_comes_first_with_the_day_on_which_it_was_referred()
    {
        var first = (await Find())[0];
        (first.Subject, first.Key, first.Asked).ShouldBe((new AgendaSubject(AgendaKind.Case, city.Referred), $"Case:{city.Referred}", "この案件を進めることの可否"));
        first.Reasons.ShouldBe([(AgendaRule.CaseReferred, "2026-11-20（令和8年11月20日）に推進会議へ付議された。")]);
    }

    [Fact]
    public async Task Decided_cases_are_proposed_from_the_amount_of_the_table_on_and_only_once()
    {
        var decided = (await Find()).Where(c => c.Reasons.Any(r => r.Rule == AgendaRule.CaseDecided)).ToList();
        decided.ShouldHaveSingleItem().Subject.ProposalId.ShouldBe(city.Decided);
        var since = new AsOf(city.Given.Clock.Today, city.Given.Clock.Now.AddHours(1));
        (await Find(since: since)).ShouldNotContain(c => c.Reasons.Any(r => r.Rule == AgendaRule.CaseDecided), "the last pack had them");
    }

    [Fact]
    public async Task A_threatened_deadline_says_which_and_by_when()
    {
        var late = (await Find()).Single(c => c.Subject.OperationNumber == city.Late);
        late.Reasons.Select(r => r.Rule).ShouldBe([AgendaRule.PastNationDeadline, AgendaRule.PastCityDeadline]);
        late.Reasons[0].Why.ShouldBe("稼働見込2031-04-01（令和13年4月1日）は、国の期限2031-03-31（令和13年3月31日）を過ぎる。");
        late.Asked.ShouldBe("期限までに稼働させる対策、又は期限の後となることの扱い");
    }

    [Fact]
    public async Task Missing_measurements_are_proposed_once_a_case()
    {
        var effects = (await Find(today: new(2028, 1, 1))).Where(c => c.Subject.Kind == AgendaKind.Effect).ToList();
        effects.ShouldNotContain(c => c.Subject.ProposalId == city.Live && c.Reasons.Count > 1);
        effects.ShouldAllBe(c => c.Reasons.All(r => r.Rule == AgendaRule.EffectMissing && r.Why.Contains("測定が期限")));
        effects.Select(c => c.Subject.ProposalId).ShouldBeUnique();
        effects.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_rule_without_a_line_proposes_nothing()
    {
        var rows = GivenProposals.SeedRows(TemplateKind.AgendaRules).Where(r => r["rule"] == nameof(AgendaRule.CaseReferred)).ToList();
        var version = TemplateCheck.First(TemplateKind.AgendaRules, rows, Core.Data.FactSeeder.Seeder, FixedClock.Start, new(2025, 4, 1), "試験");
        (await Find(new(version))).ShouldHaveSingleItem().Subject.ProposalId.ShouldBe(city.Referred);
    }
}

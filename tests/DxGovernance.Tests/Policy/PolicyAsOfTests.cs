using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Policy;

/// <summary>The policy read from its ledgers: the facts, the cases, and the projections that must agree.</summary>
public sealed class PolicyAsOfTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly DateOnly PolicyDay = GivenPolicy.PolicyDay;

    readonly Given given = new(database);

    [Fact]
    public async Task The_facts_are_thirteen_initiatives_and_fifty_six_procedures_with_their_sources()
    {
        var figures = await database.PolicyAt(AsOf.ReportedOn(PolicyDay));

        figures.Initiatives.Select(i => i.Code).ShouldBe(["1-1", "1-2", "1-3", "1-4", "2-1", "2-2", "2-3", "3-1", "3-2", "4-1", "4-2", "4-3", "4-4"]);
        figures.Initiatives.ShouldAllBe(i => i.Plan.Count > 0 && i.Departments.Count == 0 && i.Years.Count == 0 && i.Source.Length > 0);
        figures.Initiatives.SelectMany(i => i.Plan).ShouldAllBe(c => c.Page.Length > 0 && c.Basis.Length > 0);
        figures.ScheduleYears.Select(y => y.Year).ShouldBe([2026, 2027, 2028, 2029, 2030]);
        figures.Rates.Select(r => (r.Category, r.Online, r.NotOnline, r.OutsideCity, r.NoProcedure, r.Text)).ShouldBe(
        [
            ("処理件数が多く効果が高い手続", 13, 2, 5, 0, "86.7％"), ("子育て関係", 13, 0, 0, 2, "100.0％"), ("介護関係", 11, 0, 0, 0, "100.0％"),
            ("被災者支援関係", 1, 7, 0, 0, "12.5％"), ("転出・転入手続関係", 2, 0, 0, 0, "100.0％"),
        ]);
        (figures.Rate.Online, figures.Rate.NotOnline, figures.Rate.OutsideCity, figures.Rate.NoProcedure, figures.Rate.Text).ShouldBe((40, 9, 5, 2, "81.6％"));
        figures.Procedures.ShouldAllBe(p => p.Evidence.StartsWith("下関市行政DX基本方針2.0版"));
        (figures.Standardization.Live, figures.Standardization.Total, figures.Standardization.StepRate).ShouldBe((13, 20, null));
        var indicators = figures.Initiatives.SelectMany(i => i.Indicators).ToList();
        indicators.Select(i => (i.InitiativeCode, i.Kind, i.Value, i.Baseline)).ShouldBe([("1-2", IndicatorKind.OnlineRate, 81.6m, null), ("2-1", IndicatorKind.LiveOperations, 13, 13)]);
        indicators.Single(i => i.Targets.Count > 0).Targets.ShouldBe([new YearTarget(2027, 20)]);
    }

    [Fact]
    public async Task Before_the_policy_there_is_nothing() =>
        (await database.PolicyAt(AsOf.ReportedOn(PolicyDay.AddDays(-1)))).ShouldSatisfyAllConditions(f => f.Initiatives.ShouldBeEmpty(), f => f.Procedures.ShouldBeEmpty(), f => f.Rate.Rate.ShouldBeNull());

    [Fact]
    public async Task Standardization_is_the_same_number_as_the_dashboards()
    {
        var department = await given.Department();
        var operation = await given.PlannedOperation(department);
        var staff = await given.Actor(Role.DepartmentStaff, department);
        await given.Act(operation.Number, staff, o => o.ReportSteps(
            [new(1, Core.Standardization.StepStatus.Completed, null, null, null, null), new(2, Core.Standardization.StepStatus.NotApplicable, null, null, null, null)], staff, given.Clock.Now, given.Clock.Today, null));
        await using var db = database.NewContext();
        var point = given.Known(given.Clock.Today);
        var figures = await Core.Standardization.FiguresAsOf.LoadAsync(db, db.Operations, point, Cancel);
        var board = new Core.Standardization.Dashboard(figures, await Core.Standardization.Thresholds.AtAsync(db, point, Cancel), given.Clock.Today);

        var both = await StandardizationProgress.AtAsync(db, [point, AsOf.ReportedOn(PolicyDay)], Cancel);

        both[0].ShouldBe(new StandardizationProgress(board.Live, board.Total, board.Reported.Count, board.StepRate));
        (both[1].Live, both[1].Total).ShouldBe((13, 20));
    }

    [Fact]
    public async Task Linked_cases_are_those_submitted_with_the_initiative_and_follow_corrections()
    {
        var department = await given.Department();
        var cast = await given.Cast(department);
        var rules = GivenProposals.Rules;
        Task<Proposal> Case(string codes, long amount, Action<Proposal> act) => given.Proposal(database, department, cast, p =>
        {
            p.Write(p.Draft.Filled(p.Gate).With(ProposalForm.Initiatives, codes), cast.Staff, given.Clock.Now);
            act(p);
        }, amount: amount);
        var approved = await Case("4-4", 20_000_000, p =>
        {
            p.BringToDecision(cast, given.Clock.Now);
            p.Approve(cast, given.Clock.Now);
        });
        var waiting = await Case("4-3", 7_000_000, p =>
        {
            p.FillCosts(cast.Staff, given.Clock.Now);
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, rules, cast.Staff, given.Clock.Now);
        });
        await Case("4-3", 1, _ => { });
        await given.ActOnProposal(database, approved.Number, cast.Office, (p, _) => p.Correct(ProposalForm.Initiatives, "4-3 4-4", "記入漏れ", cast.Office, given.Clock.Now));
        var second = await given.Actor(Role.PmoOffice);
        await given.ActOnProposal(database, approved.Number, second, (p, _) => p.JudgeCorrection(p.Corrections.Single(), isRight: true, null, second, given.Clock.Now));

        await using var db = database.NewContext();
        var cases = await InitiativeCases.AtAsync(db.Proposals.Where(p => p.DepartmentId == department.Id), db, given.Known(given.Clock.Today), Cancel);

        cases.Of("4-3").Select(c => (c.Number, c.State, c.Amount)).ShouldBe(
            [(approved.Number, ProposalState.Approved, 20_000_000L), (waiting.Number, ProposalState.HeadChecking, 7_000_000L)], ignoreOrder: true);
        cases.Of("4-4").Count().ShouldBe(1);
        cases.Of("4-3").Counted().ShouldBe([new CaseCount(StateGroup.UnderReview, 1, 7_000_000, 0), new CaseCount(StateGroup.Approved, 1, 20_000_000, 0)]);
        (await InitiativeCases.AtAsync(db.Proposals, db, AsOf.ReportedOn(given.Clock.Today.AddDays(-1)), Cancel)).ShouldNotContain(c => c.Number == approved.Number);
    }

    [Fact]
    public async Task Whatever_is_done_in_whatever_order_the_projections_equal_the_ledgers()
    {
        var random = new Random(20261120);
        var office = await given.Actor(Role.PmoOffice);
        await given.ActOnInitiative(database, "1-4", office, i => i.AddIndicator(new("公開した件数", "件", null, null, false, [], "試験", false), "試験", office, given.Clock.Now, PolicyDay));
        for (var i = 0; i < 40; i++)
        {
            given.Clock.Now = given.Clock.Now.AddHours(random.Next(1, 60));
            var (now, day) = (given.Clock.Now, PolicyDay.AddDays(random.Next(0, 220)));
            try
            {
                switch (random.Next(4))
                {
                    case 0:
                        var state = (InitiativeState)random.Next(5);
                        await given.ActOnInitiative(database, "1-4", office, n => n.Report(new(2025 + random.Next(2)), new(state, $"実施{i}", "次", "証拠"), $"理由{i}", office, now, day));
                        break;
                    case 1:
                        await given.ActOnInitiative(database, "1-4", office, n => n.Measure(n.Indicators[0], random.Next(100), "集計", office, now, day));
                        break;
                    case 2:
                        await given.ActOnInitiative(database, "1-4", office, n => n.Revise([], [.. n.Plan.Take(1), n.Plan[0] with { Number = 2, Text = $"文{i}" }], n.Source, "改定", office, now, day));
                        break;
                    default:
                        var online = (OnlineState)random.Next(5);
                        await given.ActOnProcedure(database, "A-01", office, p => p.Change(p.Current with { State = online, Evidence = $"根拠{i}" }, "変更", new("別", OnlineState.NoProcedure, ""), office, now, day));
                        break;
                }
            }
            catch (RuleViolation refused)
            {
                refused.Rule.ShouldBeOneOf("as-of-before-last", "measured-same", "year-not-begun", "nothing-changed");
            }
        }

        await using var db = database.NewContext();
        (await db.InitiativeReports.CountAsync(r => r.InitiativeCode == "1-4", Cancel)).ShouldBeGreaterThan(4);
        (await ProjectionCheck.RunAsync(db, Cancel)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update initiatives set source = '別' where code = '1-1'", "取組事項1-1：名称・所管・工程の一覧用の値")]
    [InlineData("update initiatives set plan = '[]' where code = '1-1'", "取組事項1-1：名称・所管・工程の一覧用の値")]
    [InlineData("update initiatives set department_ids = '{1}' where code = '2-1'", "取組事項2-1：名称・所管・工程の一覧用の値")]
    [InlineData("update policy_indicators set targets = '[]' where kind = 'LiveOperations'", "取組事項2-1の指標「標準準拠システムで稼働した業務」：内容・測定値の一覧用の値")]
    [InlineData("update policy_indicators set value = 3 where kind = 'OnlineRate'", "取組事項1-2の指標")]
    [InlineData("update online_procedures set state = 'Abolished' where code = 'A-02'", "手続A-02：状態・名称・根拠の一覧用の値")]
    [InlineData("update online_procedures set listed_on = listed_on - 1 where code = 'A-02'", "手続A-02：状態・名称・根拠の一覧用の値")]
    [InlineData("insert into initiative_years (initiative_code, fiscal_year, state, done, next_step, evidence, reported_as_of) values ('4-1', 2023, 'OnTrack', '', '', '', '2026-04-01')", "取組事項4-1の令和5年度：状況の報告の一覧用の値")]
    public async Task A_projection_changed_by_hand_is_named(string statement, string sentence)
    {
        await using var db = database.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        (await db.Database.ExecuteSqlRawAsync(statement.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), Cancel)).ShouldBePositive();
        (await ProjectionCheck.RunAsync(db, Cancel)).ShouldContain(s => s.Contains(sentence));
    }
}

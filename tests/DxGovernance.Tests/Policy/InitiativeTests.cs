using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Policy;

/// <summary>Rules of initiatives: who reports what, for which year, as of which day.</summary>
public sealed class InitiativeTests
{
    static readonly DateTimeOffset Now = FixedClock.Start;
    static readonly DateOnly Today = FixedClock.Start.Day();
    static readonly FiscalYear Year = new(2026);

    readonly Initiative initiative = GivenPolicy.Initiative();
    readonly Actor staff = Given.Acting(Role.DepartmentStaff);
    readonly Actor office = Given.Acting(Role.PmoOffice);

    static InitiativeReportInput OnTrack(string done = "始めた") => new(InitiativeState.OnTrack, done, "", "");

    void Report(InitiativeReportInput to, string? reason = null, DateOnly? asOf = null, FiscalYear? year = null, Actor? by = null) =>
        initiative.Report(year ?? Year, to, reason, by ?? staff, Now, asOf ?? Today);

    [Fact]
    public void A_report_is_a_ledger_row_and_the_year_shows_it()
    {
        Report(new(InitiativeState.Delayed, " 手順書を作った ", "1月に試す", "手順書"), " 場所がない ");

        var year = initiative.Years.ShouldHaveSingleItem();
        year.Current.ShouldBe(new InitiativeReportInput(InitiativeState.Delayed, "手順書を作った", "1月に試す", "手順書"));
        (year.FiscalYear, year.Reason, year.ReportedAsOf).ShouldBe((2026, "場所がない", Today));
        var row = initiative.TakeNewEntries().ShouldHaveSingleItem().ShouldBeOfType<InitiativeReport>();
        (row.State, row.Done, row.Reason, row.AsOf, row.RecordedBy).ShouldBe((InitiativeState.Delayed, "手順書を作った", "場所がない", Today, staff.Name));
    }

    [Theory]
    [InlineData(Role.DepartmentStaff, 0, true)]
    [InlineData(Role.DepartmentHead, 0, true)]
    [InlineData(Role.PmoOffice, 5, true)]
    [InlineData(Role.DepartmentStaff, 1, false)]
    [InlineData(Role.DxTeam, 0, false)]
    [InlineData(Role.PmoMember, 0, false)]
    [InlineData(Role.Cio, 0, false)]
    [InlineData(Role.Auditor, 0, false)]
    [InlineData(Role.Council, 0, false)]
    [InlineData(Role.Administrator, 0, false)]
    public void Owners_and_the_PMO_office_report_and_nobody_else(Role role, int department, bool may)
    {
        var actor = Given.Acting(role, department);
        initiative.MayBeReportedBy(actor).ShouldBe(may);
        if (may)
        {
            Report(OnTrack(), by: actor);
        }
        else
        {
            Refused.ForLackOfPermission(() => Report(OnTrack(), by: actor)).Message.ShouldContain("取組の状況と指標の測定値を報告する");
            initiative.Years.ShouldBeEmpty();
            initiative.TakeNewEntries().ShouldBeEmpty();
        }
    }

    [Fact]
    public void An_initiative_without_owner_is_reported_on_by_the_PMO_office_alone()
    {
        initiative.Revise([], initiative.Plan, initiative.Source, "割当てを外す", office, Now, Today);

        Refused.ForLackOfPermission(() => Report(OnTrack()));
        Report(OnTrack(), by: office);
    }

    [Fact]
    public void Each_state_asks_for_what_makes_it_worth_reading()
    {
        Refused.By("report-needs-done", () => Report(OnTrack(" "))).Field.ShouldBe("Done");
        Refused.By("report-needs-evidence", () => Report(new(InitiativeState.Completed, "終えた", "", ""))).Field.ShouldBe("Evidence");
        Refused.By("report-needs-reason", () => Report(new(InitiativeState.Delayed, "途中", "次", ""))).Message.ShouldBe("「遅れ」のときは、理由を入力してください。");
        Refused.By("report-needs-reason", () => Report(new(InitiativeState.Stopped, "途中", "", ""))).Message.ShouldBe("「取りやめ」のときは、理由を入力してください。");
        Refused.By("report-needs-next", () => Report(new(InitiativeState.Delayed, "途中", "", ""), "理由")).Field.ShouldBe("NextStep");
        initiative.TakeNewEntries().ShouldBeEmpty();
        Report(new(InitiativeState.NotStarted, "", "", ""));
    }

    [Fact]
    public void A_year_is_reported_on_once_it_has_begun_and_no_earlier_than_the_policy()
    {
        Refused.By("year-not-begun", () => Report(OnTrack(), year: new(2027))).Message.ShouldStartWith("令和9年度は基準日（2026-11-20（令和8年11月20日））にはまだ始まっていません。");
        Refused.By("year-too-old", () => Report(OnTrack(), year: new(2021)));
        Refused.By("as-of-in-future", () => Report(OnTrack(), asOf: Today.AddDays(1)));
        Report(OnTrack(), year: new(2025));
        Report(OnTrack(), year: new(2022));
        initiative.Years.Select(y => y.FiscalYear).ShouldBe([2025, 2022]);
    }

    [Fact]
    public void A_report_before_the_last_one_puts_the_past_right_with_a_reason_and_the_newest_stays()
    {
        Report(OnTrack("11月の報告"));
        Refused.By("past-needs-reason", () => Report(OnTrack("9月"), asOf: new(2026, 9, 30))).Message
            .ShouldBe("2026-11-20（令和8年11月20日）の記録より前の日の訂正です。訂正の理由を入力してください。");

        Report(new(InitiativeState.Delayed, "9月", "次", ""), "数え直した", new(2026, 9, 30));

        initiative.Years[0].Done.ShouldBe("11月の報告");
        initiative.Years[0].ReportedAsOf.ShouldBe(Today);
        initiative.TakeNewEntries().Cast<InitiativeReport>().Select(r => (r.AsOf, r.State)).ShouldBe([(Today, InitiativeState.OnTrack), (new(2026, 9, 30), InitiativeState.Delayed)]);
    }

    [Fact]
    public void The_same_report_twice_for_one_day_is_refused_and_for_a_later_day_it_confirms()
    {
        Report(OnTrack(), asOf: Today.AddDays(-10));
        Refused.By("report-same", () => Report(OnTrack(), asOf: Today.AddDays(-10)));
        Report(OnTrack());
        initiative.TakeNewEntries().Count().ShouldBe(2);
    }

    [Fact]
    public void Owners_and_plan_change_with_a_reason_by_the_PMO_office_alone()
    {
        var plan = initiative.Plan;
        var other = new Department("T1", "別の課", DepartmentKind.Section, null, GivenPolicy.PolicyDay);
        Refused.ForLackOfPermission(() => initiative.Revise([other], plan, "出典", "理由", staff, Now, Today));
        Refused.By("revision-needs-reason", () => initiative.Revise([other], plan, "出典", " ", office, Now, Today));
        Refused.By("plan-needs-source", () => initiative.Revise([other], plan, " ", "理由", office, Now, Today));
        Refused.By("plan-empty", () => initiative.Revise([other], [], "出典", "理由", office, Now, Today));
        Refused.By("commitment-needs-text", () => initiative.Revise([other], [plan[0] with { Text = "" }], "出典", "理由", office, Now, Today)).Field.ShouldBe("Plan[0].Text");
        Refused.By("commitment-years", () => initiative.Revise([other], [plan[0] with { FromYear = 2028, ToYear = 2027 }], "出典", "理由", office, Now, Today));
        Refused.By("commitment-year", () => initiative.Revise([other], [plan[0] with { FromYear = 8 }], "出典", "理由", office, Now, Today));
        Refused.By("as-of-before-last", () => initiative.Revise([other], plan, "出典", "理由", office, Now, new(2026, 3, 31)));
        Refused.By("nothing-changed", () => initiative.Revise([new Department("T0", "試験課", DepartmentKind.Section, null, GivenPolicy.PolicyDay)], plan, initiative.Source, "理由", office, Now, Today));

        initiative.Revise([other], [.. plan, plan[0] with { Number = 2, Text = "続ける。" }], "方針2.1版", "改定", office, Now, Today);

        var row = initiative.TakeNewEntries().ShouldHaveSingleItem().ShouldBeOfType<InitiativeRevision>();
        (row.Source, row.Plan.Count, string.Join('・', row.DepartmentNames)).ShouldBe(("方針2.1版", 2, "別の課"));
    }

    [Theory]
    [InlineData(null, null, CommitmentSpan.Unstated, CommitmentSpan.Unstated, CommitmentSpan.Unstated)]
    [InlineData(2026, null, CommitmentSpan.Outside, CommitmentSpan.Stated, CommitmentSpan.After)]
    [InlineData(null, 2027, CommitmentSpan.Until, CommitmentSpan.Until, CommitmentSpan.Stated)]
    [InlineData(2027, 2027, CommitmentSpan.Outside, CommitmentSpan.Outside, CommitmentSpan.Stated)]
    [InlineData(2026, 2030, CommitmentSpan.Outside, CommitmentSpan.Stated, CommitmentSpan.Stated)]
    public void A_commitment_is_marked_in_the_years_that_the_policy_names(int? from, int? to, CommitmentSpan in2025, CommitmentSpan in2026, CommitmentSpan in2027)
    {
        var line = new Commitment(1, from, to, "", "取組", "", "");
        new[] { 2025, 2026, 2027 }.Select(y => line.In(new(y))).ShouldBe([in2025, in2026, in2027]);
        line.CountsIn(new(2025)).ShouldBe(in2025 != CommitmentSpan.Outside);
    }

    [Fact]
    public void Indicators_are_laid_down_by_the_PMO_office_and_measured_by_owners()
    {
        PolicyIndicatorInput Input(string name = "件数", decimal? baseline = null, DateOnly? on = null, params YearTarget[] targets) => new(name, "件", baseline, on, false, targets, "決定", false);
        Refused.ForLackOfPermission(() => initiative.AddIndicator(Input(), "理由", staff, Now, Today));
        Refused.By("baseline-needs-day", () => initiative.AddIndicator(Input(baseline: 1), "理由", office, Now, Today));
        Refused.By("target-years", () => initiative.AddIndicator(Input(targets: [new(2026, 1), new(2026, 2)]), "理由", office, Now, Today));
        Refused.By("indicator-range", () => initiative.AddIndicator(Input(targets: [new(2026, 1e12m)]), "理由", office, Now, Today));
        var indicator = initiative.AddIndicator(Input(targets: [new(2026, 10), new(2028, 30)]), "理由", office, Now, Today);
        Refused.By("indicator-twice", () => initiative.AddIndicator(Input(), "理由", office, Now, Today));

        Refused.By("measured-needs-note", () => initiative.Measure(indicator, 1, " ", staff, Now, Today));
        Refused.By("measured-range", () => initiative.Measure(indicator, 1e12m, "集計", staff, Now, Today));
        Refused.By("measured-digits", () => initiative.Measure(indicator, 1.00001m, "集計", staff, Now, Today));
        Refused.By("as-of-in-future", () => initiative.Measure(indicator, 1, "集計", staff, Now, Today.AddDays(1))).Field.ShouldBe("MeasuredOn");
        Refused.ForLackOfPermission(() => initiative.Measure(indicator, 1, "集計", Given.Acting(Role.Cio), Now, Today));
        initiative.Measure(indicator, 12, "集計", staff, Now, Today);
        Refused.By("measured-same", () => initiative.Measure(indicator, 12, "集計", staff, Now, Today));
        initiative.Measure(indicator, 3, "数え漏れ", staff, Now, Today.AddDays(-30));
        (indicator.Value, indicator.MeasuredOn).ShouldBe((12, Today));

        initiative.ReviseIndicator(indicator, indicator.Current with { IsRetired = true }, "終わった", office, Now, Today);
        Refused.By("measured-retired", () => initiative.Measure(indicator, 13, "集計", staff, Now, Today));
        Refused.By("nothing-changed", () => initiative.ReviseIndicator(indicator, indicator.Current, "理由", office, Now, Today));
    }

    [Fact]
    public void A_computed_indicator_takes_no_value()
    {
        initiative.AddKnownIndicator(IndicatorKind.LiveOperations, new("稼働", "業務", null, null, false, [], "方針", false), office, Now, Today, "方針");
        Refused.By("measured-computed", () => initiative.Measure(initiative.Indicators[0], 13, "集計", staff, Now, Today)).Message.ShouldContain("台帳から計算する指標です");
    }

    [Theory]
    [InlineData(2025, 10, false, 10, true)]
    [InlineData(2026, 9.9, false, 10, false)]
    [InlineData(2027, 25, false, 30, false)]
    [InlineData(2027, 25, true, 30, true)]
    [InlineData(2029, 25, false, null, null)]
    public void The_target_that_counts_is_that_of_the_year_or_the_next_one(int year, double value, bool lower, int? target, bool? reached)
    {
        var indicator = new PolicyIndicatorFigures(1, "9-9", IndicatorKind.Measured, "件数", "件", null, null, lower, [new(2028, 30), new(2026, 10)], "", false, (decimal)value, Today);
        (indicator.TargetFor(new(year))?.Value, indicator.IsReached(new(year))).ShouldBe((target, reached));
    }
}

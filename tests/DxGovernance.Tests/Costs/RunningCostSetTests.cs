using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using static DxGovernance.Tests.Support.GivenRunningCosts;

namespace DxGovernance.Tests.Costs;

/// <summary>What may be entered, corrected and confirmed.</summary>
public sealed class RunningCostSetTests
{
    static readonly Actor Office = Given.Acting(Role.PmoOffice);
    static readonly RunningCostAssumptions Usual = Terms(2026);

    static void RefusedBy(string rule, string sentence, RunningCostCell cell, RunningCostStage stage = RunningCostStage.Contracted, RunningCostAssumptions? terms = null)
    {
        var set = new RunningCostSet(null, stage);
        Refused.By(rule, () => set.Enter(terms ?? Usual, [cell])).Message.ShouldContain(sentence);
        set.Entries.ShouldBeEmpty();
        set.Revision.ShouldBe(0);
    }

    [Fact]
    public void An_amount_is_zero_or_more_and_below_ten_billion_thousand()
    {
        RefusedBy("amount-negative", "令和8年度の「ハードウェア借料」には0以上の整数を入力してください。", new("HW_LEASE", 2026, -1));
        RefusedBy("amount-large", "9,999,999,999,999円以下で入力してください。", new("HW_LEASE", 2026, 1_000_000_000_000_000_000));
        Entered(RunningCostStage.Contracted, Usual, [new("HW_LEASE", 2026, 0), new("SW_LEASE", 2026, RunningCostText.MaxYen)]).Current.Amount("HW_LEASE", 2026).ShouldBe(0);
    }

    [Theory]
    [InlineData(2009)]
    [InlineData(2047)]
    [InlineData(-5)]
    [InlineData(int.MaxValue)]
    public void A_fiscal_year_out_of_range_is_refused(int year)
    {
        RefusedBy("year-range", "年度には2010から2046までの西暦の年度を入力してください", new("HW_LEASE", year, 1));
        Refused.By("base-year-range", () => Entered(RunningCostStage.Present, Usual with { BaseYear = year }, []));
    }

    [Fact]
    public void What_has_not_begun_cannot_be_measured() =>
        RefusedBy("year-not-begun", "令和9年度は基準日にまだ始まっていないため、実績は入力できません。", new("HW_LEASE", 2027, 1), RunningCostStage.Measured);

    [Fact]
    public void A_foreign_price_has_a_currency_a_rate_and_its_day_and_stays_below_the_amount()
    {
        RefusedBy("currency-without-rate", "外貨建ての額があるときは、為替レートを入力してください。", new("CLOUD", 2026, 100, 1));
        RefusedBy("rate-without-day", "為替レートとその日付は、両方を入力してください。", new("CLOUD", 2026, 100, 1, 150));
        RefusedBy("rate-in-future", "為替レートの日付に未来の日は指定できません。", new("CLOUD", 2026, 150, 1, 150, new(2026, 11, 21)));
        RefusedBy("currency-missing", "通貨（USDなど）を入力してください。", Cloud(2026, 1, 150), terms: Usual with { Currency = null });
        RefusedBy("currency-unknown", "英字3文字の記号で入力してください。", Cloud(2026, 1, 150), terms: Usual with { Currency = "ドル" });
        RefusedBy("foreign-above-amount", "外貨建ての額×為替レート（150円）が、額（149円）を超えています。", Cloud(2026, 1, 150, 149));
        RefusedBy("foreign-not-here", "外貨建ての額を入力できません。", Cloud(2026, 1, 150) with { Line = "HW_LEASE" });
        RefusedBy("foreign-range", "小数第4位までで入力してください。", Cloud(2026, 1.00001m, 150));
        RefusedBy("foreign-range", "0以上", Cloud(2026, -1, 150));
        RefusedBy("rate-range", "0より大きく", Cloud(2026, 1, 0));
        RefusedBy("foreign-above-amount", "超えています", Cloud(2026, 1_000_000_000_000, 100_000));
    }

    [Fact]
    public void A_price_without_an_amount_becomes_the_amount()
    {
        var sheet = Entered(RunningCostStage.Contracted, Usual, [Cloud(2026, 8_891_311.679m, 139)]).Current;

        sheet.Amount("CLOUD", 2026).ShouldBe(1_235_892_323);
    }

    [Fact]
    public void Nobody_computes_the_exchange_effect_by_hand_and_a_cause_has_a_reason()
    {
        RefusedBy("line-computed", "為替の影響は、外貨建ての額と為替レートから計算します。", new("CAUSE_EXCHANGE", 2026, 1));
        RefusedBy("cause-needs-reason", "原因「回線」の理由を入力してください。", new("CAUSE_NETWORK", 2026, 1));
        RefusedBy("line-unknown", "費目「NOTHING」はありません。", new("NOTHING", 2026, 1));
        RefusedBy("note-long", "300文字以内", new("HW_LEASE", 2026, 1, Note: new string('あ', 301)));
        Entered(RunningCostStage.Contracted, Usual, [new("CAUSE_NETWORK", 2026, -5, Note: "回線をまとめた")]).Current.Amount("CAUSE_NETWORK", 2026).ShouldBe(-5);
    }

    [Fact]
    public void Support_is_not_more_than_what_it_supports()
    {
        RefusedBy("funding-above-cost", "国・県の支援の合計（1円）が、運用経費の合計（0円）を超えています。", new("FUND_NATION", 2026, 1));
        var set = Entered(RunningCostStage.Contracted, Usual, Year(2026, 10, ("FUND_NATION", 60), ("FUND_PREFECTURE", 40)));
        Refused.By("funding-above-cost", () => set.Enter(Usual, [new("HW_LEASE", 2026, 9)], reason: "訂正"));
        set.Current.Net(2026).ShouldBe(0);
    }

    [Theory]
    [InlineData("", "scope-missing")]
    [InlineData("\n \n", "scope-missing")]
    public void The_scope_is_said(string scope, string rule) => Refused.By(rule, () => Entered(RunningCostStage.Present, Usual with { Scope = scope }, []));

    [Fact]
    public void The_source_is_said_and_systems_are_counted_once()
    {
        Refused.By("source-missing", () => Entered(RunningCostStage.Present, Usual with { Source = " " }, []));
        Refused.By("scope-many", () => Entered(RunningCostStage.Present, Usual with { Scope = string.Join('\n', Enumerable.Range(1, 51)) }, []));
        Entered(RunningCostStage.Present, Usual with { Scope = " 本体\r\n\r\n本体\nＡ\nA" }, []).Current.Assumptions!.Systems.ShouldBe(["本体", "Ａ"]);
    }

    [Fact]
    public void Only_what_differs_becomes_a_row_and_a_correction_has_a_reason()
    {
        var clock = new FixedClock();
        var set = Entered(RunningCostStage.Contracted, Usual, Year(2026, 10), clock: clock);
        Refused.By("nothing-changed", () => set.Enter(Usual, Year(2026, 10), clock: clock));
        Refused.By("correction-needs-reason", () => set.Enter(Usual, [new("HW_LEASE", 2026, 11)], clock: clock));
        Refused.By("cell-twice", () => set.Enter(Usual, [new("HW_LEASE", 2026, 11), new("HW_LEASE", 2026, 12)], clock: clock, reason: "訂正"));

        set.Enter(Usual, Year(2026, 10, ("HW_LEASE", 11)), clock: clock, reason: "桁の誤り");
        set.Enter(Usual, [new("HW_LEASE", 2027, 5)], clock: clock);

        set.Entries.Count.ShouldBe(12);
        set.Terms.Count.ShouldBe(1);
        set.Revision.ShouldBe(3);
        set.Entries.Where(e => e.Line == "HW_LEASE").Select(e => (e.FiscalYear, e.Amount, e.Reason)).ShouldBe([(2026, 10, null), (2026, 11, "桁の誤り"), (2027, 5, null)]);
        set.TakeNewEntries().Count().ShouldBe(13);
    }

    [Fact]
    public void A_day_before_what_stands_or_to_come_is_refused()
    {
        var clock = new FixedClock();
        var set = Entered(RunningCostStage.Contracted, Usual, Year(2026, 10), clock: clock);
        void On(DateOnly day) => set.Record(new(day, Usual, [new("HW_LEASE", 2026, 11)], "訂正"), Office, clock.Now);

        Refused.By("as-of-before-last", () => On(clock.Today.AddDays(-1)));
        Refused.By("as-of-in-future", () => On(clock.Today.AddDays(1)));
        Refused.By("as-of-too-old", () => On(new(1999, 12, 31)));
    }

    [Fact]
    public void Whoever_entered_does_not_confirm_and_a_change_opens_it_again()
    {
        var (clock, other) = (new FixedClock(), Given.Acting(Role.PmoOffice));
        var set = Entered(RunningCostStage.Contracted, Usual, Year(2026, 10), Office, clock);
        Refused.By("confirm-own", () => set.Confirm(null, Office, clock.Now));
        clock.Now += TimeSpan.FromHours(1);
        set.Confirm("見積書で確かめた", other, clock.Now);
        set.Current.State.ShouldBe(RunningCostState.Confirmed);
        Refused.By("confirm-twice", () => set.Confirm(null, other, clock.Now));

        clock.Now += TimeSpan.FromHours(1);
        set.Enter(Usual, [new("HW_LEASE", 2026, 11)], other, clock, "訂正");

        set.Current.State.ShouldBe(RunningCostState.Entered);
        set.Authors.ShouldBe([other.PersonId!.Value]);
        Refused.By("confirm-own", () => set.Confirm(null, other, clock.Now));
        Refused.By("return-needs-reason", () => set.Return(" ", Office, clock.Now));
        clock.Now += TimeSpan.FromHours(1);
        set.Return("根拠がない", Office, clock.Now);
        set.Current.State.ShouldBe(RunningCostState.Returned);
        Refused.By("return-twice", () => set.Return("もう一度", Office, clock.Now));
    }

    [Fact]
    public void What_is_incomplete_or_empty_is_not_confirmed()
    {
        var other = Given.Acting(Role.PmoOffice);
        Refused.By("confirm-empty", () => new RunningCostSet(null, RunningCostStage.Present).Confirm(null, other, FixedClock.Start));
        var set = Entered(RunningCostStage.Present, Usual, Year(2026, 10, ("CLOUD", null), ("NETWORK", null)), Office);
        Refused.By("confirm-incomplete", () => set.Confirm(null, other, FixedClock.Start)).Message.ShouldContain("令和8年度）の「通信回線費」「クラウド利用経費」が未入力");
    }

    [Fact]
    public void Each_does_what_the_table_says()
    {
        var set = new RunningCostSet(Given.OperationInMemory(), RunningCostStage.Present);
        foreach (var role in new[] { Role.Cio, Role.Auditor, Role.PmoMember, Role.DxTeam, Role.Council, Role.Administrator })
        {
            Refused.ForLackOfPermission(() => set.Enter(Usual, Year(2026, 1), Given.Acting(role))).Message.ShouldContain("運用経費を入力する");
        }

        foreach (var role in new[] { Role.DepartmentStaff, Role.DepartmentHead, Role.Cio, Role.Auditor })
        {
            Refused.ForLackOfPermission(() => set.Confirm(null, Given.Acting(role), FixedClock.Start)).Message.ShouldContain("運用経費を確認し、差し戻す");
        }

        Refused.ForLackOfPermission(() => new RunningCostSet(null, RunningCostStage.Present).Enter(Usual, Year(2026, 1), Given.Acting(Role.DepartmentStaff)));
    }

    [Theory]
    [InlineData("1,234,000", 1_234_000)]
    [InlineData("１２３４円", 1_234)]
    [InlineData(" 0 ", 0)]
    [InlineData("¥5,000", 5_000)]
    public void Amounts_are_read_as_people_type_them(string typed, long yen) => RunningCostText.Yen(typed, isSigned: false).ShouldBe((yen, null));

    [Theory]
    [InlineData("1/3", "円の整数として読めません")]
    [InlineData("0.333", "1円未満の端数があります")]
    [InlineData("NaN", "円の整数として読めません")]
    [InlineData("1e18", "円の整数として読めません")]
    [InlineData("1000000000000000000", "大きすぎます")]
    [InlineData("99999999999999999999999999999999", "円の整数として読めません")]
    [InlineData("-1", "0以上の整数")]
    [InlineData("△1", "0以上の整数")]
    [InlineData("=1+1", "円の整数として読めません")]
    [InlineData("\uD800", "円の整数として読めません")]
    public void What_is_no_amount_is_told(string typed, string sentence)
    {
        var (yen, problem) = RunningCostText.Yen(typed, isSigned: false);
        yen.ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain(sentence);
    }

    [Fact]
    public void A_cause_may_be_less_than_nothing()
    {
        foreach (var typed in new[] { "-1,200", "△ 1,200", "▲1200", "－１２００", "−1200" })
        {
            RunningCostText.Yen(typed, isSigned: true).ShouldBe((-1200, null));
        }

        RunningCostText.Show(-1234567).ShouldBe("△ 1,234,567");
        RunningCostText.ShowThousands(-1_500).ShouldBe("△ 2");
        RunningCostText.ShowThousands(null).ShouldBe("－");
    }
}

using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Standardization;

public class RiskTests
{
    static readonly DateOnly Today = TokyoTime.DayOf(FixedClock.Start);
    static readonly Actor Staff = Given.Acting(Role.DepartmentStaff);

    readonly Operation operation = Given.OperationInMemory();

    static RiskInput Rated(RiskLevel likelihood, RiskLevel impact, bool open = true) =>
        new(open, likelihood, impact, RiskResponse.Reduce, "体制を強化する", "担当", new(2027, 3, 31));

    Risk Open(RiskLevel likelihood, RiskLevel impact) =>
        operation.OpenRisk(RiskKind.Risk, " 要員不足 ", "事業者の要員が足りない", Rated(likelihood, impact), Staff, FixedClock.Start, Today);

    void Rate(Risk risk, RiskInput to, string? reason = null, DateOnly? asOf = null) =>
        operation.RateRisk(risk, to, reason, Staff, FixedClock.Start, asOf ?? Today);

    [Theory]
    [InlineData(RiskLevel.Low, RiskLevel.Low, 1)]
    [InlineData(RiskLevel.Medium, RiskLevel.High, 6)]
    [InlineData(RiskLevel.High, RiskLevel.High, 9)]
    public void The_score_is_likelihood_times_impact(RiskLevel likelihood, RiskLevel impact, int score)
    {
        operation.TakeNewEntries();
        var risk = Open(likelihood, impact);
        (risk.Score, risk.Title, risk.IsOpen).ShouldBe((score, "要員不足", true));
        (operation.OpenRisks, operation.MaxRiskScore).ShouldBe((1, score));
        (operation.RisksConfirmedOn, operation.LastChangedOn).ShouldBe((Today, Today));
        operation.TakeNewEntries().OfType<RiskRating>().Single().Score.ShouldBe(score);
    }

    [Fact]
    public void The_worst_open_risk_counts_and_a_closed_one_does_not()
    {
        var bad = Open(RiskLevel.High, RiskLevel.High);
        Open(RiskLevel.Medium, RiskLevel.Medium);
        (operation.OpenRisks, operation.MaxRiskScore).ShouldBe((2, 9));

        Rate(bad, Rated(RiskLevel.High, RiskLevel.High, open: false), "要員が確保された");
        (operation.OpenRisks, operation.MaxRiskScore).ShouldBe((1, 4));

        Rate(bad, Rated(RiskLevel.High, RiskLevel.Medium));
        (operation.OpenRisks, operation.MaxRiskScore).ShouldBe((2, 6), "reopened");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" 　")]
    public void Closing_needs_a_reason(string? reason)
    {
        var risk = Open(RiskLevel.Low, RiskLevel.Low);
        var violation = Refused.By("close-needs-reason", () => Rate(risk, Rated(RiskLevel.Low, RiskLevel.Low, open: false), reason));
        violation.Field.ShouldBe("Reason");
        risk.IsOpen.ShouldBeTrue();
        operation.OpenRisks.ShouldBe(1);
    }

    [Fact]
    public void A_rating_as_of_the_future_or_before_the_last_one_is_refused()
    {
        var risk = Open(RiskLevel.Low, RiskLevel.Low);
        Refused.By("as-of-in-future", () => Rate(risk, Rated(RiskLevel.High, RiskLevel.High), null, Today.AddDays(1)));
        Refused.By("as-of-before-last", () => Rate(risk, Rated(RiskLevel.High, RiskLevel.High), null, Today.AddDays(-1)));
        risk.Score.ShouldBe(1);
    }

    [Fact]
    public void Another_department_rates_nothing_here()
    {
        var risk = Open(RiskLevel.Low, RiskLevel.Low);
        Refused.ForLackOfPermission(() => operation.RateRisk(
            risk, Rated(RiskLevel.High, RiskLevel.High), null, Given.Acting(Role.DepartmentHead, 99), FixedClock.Start, Today));
        risk.Score.ShouldBe(1);
    }

    [Fact]
    public void A_refused_risk_leaves_nothing_behind()
    {
        Refused.ForLackOfPermission(() => operation.OpenRisk(
            RiskKind.Issue, "題", "文", Rated(RiskLevel.High, RiskLevel.High), Given.Acting(Role.Auditor), FixedClock.Start, Today));
        operation.Risks.ShouldBeEmpty();
    }
}

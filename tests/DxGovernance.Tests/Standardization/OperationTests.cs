using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using static DxGovernance.Core.Standardization.Signal;

namespace DxGovernance.Tests.Standardization;

public class OperationTests
{
    static readonly DateOnly Today = TokyoTime.DayOf(FixedClock.Start);
    static readonly Actor Staff = Given.Acting(Role.DepartmentStaff);
    static readonly Actor Cio = Given.Acting(Role.Cio);

    readonly Operation operation = Given.OperationInMemory();

    static SystemUnitInput System(string name = "住民記録システム", DateOnly? from = null, DateOnly? to = null) =>
        new(name, null, null, null, null, from, to, null, IsRetired: false);

    void Override(Signal? signal, Signal computed, string? reason = null, DateOnly? until = null) =>
        operation.OverrideColour(signal, computed, reason, until, Cio, FixedClock.Start);

    [Fact]
    public void A_worse_colour_is_given_freely()
    {
        Override(Red, computed: Green);
        (operation.OverrideSignal, operation.OverrideComputedThen).ShouldBe((Red, Green));
        operation.TakeNewEntries().OfType<SignalOverride>().Single().AsOf.ShouldBe(Today);
    }

    [Theory]
    [InlineData(null, true, "override-needs-reason", "Reason")]
    [InlineData(" ", true, "override-needs-reason", "Reason")]
    [InlineData("対策が決まった", false, "override-needs-expiry", "ExpiresOn")]
    public void A_better_colour_needs_a_reason_and_an_end(string? reason, bool withEnd, string rule, string field)
    {
        Refused.By(rule, () => Override(Yellow, Red, reason, withEnd ? Today.AddDays(30) : null)).Field.ShouldBe(field);
        operation.OverrideSignal.ShouldBeNull();
    }

    [Fact]
    public void A_better_colour_with_reason_and_end_is_taken_without_the_blanks_around_it()
    {
        Override(Green, Red, " 対策が決まった ", Today);
        (operation.OverrideSignal, operation.OverrideReason, operation.OverrideExpiresOn).ShouldBe((Green, "対策が決まった", Today));
    }

    [Fact]
    public void An_override_that_ended_yesterday_or_changes_nothing_is_refused()
    {
        Refused.By("override-expired", () => Override(Green, Red, "理由", Today.AddDays(-1)));
        Refused.By("override-expired", () => Override(Red, Green, "理由", Today.AddDays(-1)));
        Refused.By("override-same", () => Override(Yellow, Yellow));
        Refused.By("override-none", () => Override(null, Green));
    }

    [Fact]
    public void An_override_taken_back_leaves_no_trace_on_the_operation_but_a_row_in_the_ledger()
    {
        Override(Red, Green, "理由");
        Override(null, Green, "もう要らない");
        (operation.OverrideSignal, operation.OverrideComputedThen, operation.OverrideReason, operation.OverrideExpiresOn)
            .ShouldBe((null, null, null, null));
        operation.TakeNewEntries().OfType<SignalOverride>().Select(o => o.Signal).ShouldBe([Red, null]);
    }

    [Theory]
    [InlineData(Role.DepartmentHead)]
    [InlineData(Role.PmoOffice)]
    [InlineData(Role.PmoMember)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Administrator)]
    public void Only_the_cio_overrides(Role role) => Refused.ForLackOfPermission(
        () => operation.OverrideColour(Red, Green, null, null, Given.Acting(role), FixedClock.Start));

    [Fact]
    public void A_system_needs_a_name_and_nothing_else()
    {
        operation.AddSystem(System(), Staff, FixedClock.Start, Today, null).Name.ShouldBe("住民記録システム");
        Refused.By("system-name-missing", () => operation.AddSystem(System(" "), Staff, FixedClock.Start, Today, null));
        operation.Systems.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_contract_does_not_end_before_it_begins()
    {
        var unit = operation.AddSystem(System(), Staff, FixedClock.Start, Today, null);
        var input = System(from: new(2027, 4, 1), to: new(2027, 3, 31));
        Refused.By("contract-period", () => operation.ReviseSystem(unit, input, Staff, FixedClock.Start, Today, null))
            .Field.ShouldBe("ContractTo");
        unit.ContractFrom.ShouldBeNull();
    }

    [Fact]
    public void Each_revision_of_a_system_is_a_row_with_all_attributes()
    {
        operation.TakeNewEntries();
        var unit = operation.AddSystem(System(), Staff, FixedClock.Start, Today, null);
        operation.ReviseSystem(unit, System() with { Vendor = "試験事業者", IsRetired = true }, Staff, FixedClock.Start, Today, "更改");
        var rows = operation.TakeNewEntries().Cast<SystemUnitRevision>().ToList();
        rows.Select(r => (r.Name, r.Vendor, r.IsRetired, r.Reason)).ShouldBe(
            [("住民記録システム", null, false, null), ("住民記録システム", "試験事業者", true, "更改")]);
    }

    [Fact]
    public void Revised_attributes_are_found_by_searching_whatever_the_width_of_letters()
    {
        operation.Revise(new("ＡＢＣ業務", "法", "1.0版", "2026/8"), null, Staff, FixedClock.Start, Today, null);
        operation.SearchText.ShouldContain(Operation.SearchKey("abc"));
        operation.SpecificationVersion.ShouldBe("1.0版");
    }

    [Fact]
    public void A_reason_of_transition_belongs_to_an_operation_in_special_transition_only()
    {
        operation.GiveTransitionReason(TransitionReason.NoSuccessor, "調査", Staff, FixedClock.Start, Today);
        operation.TransitionReason.ShouldBe(TransitionReason.NoSuccessor);
        operation.Classify(new(OperationStage.Live, false, null, null), "公表", Staff, FixedClock.Start, Today);
        Refused.By(
            "reason-without-class", () => operation.GiveTransitionReason(TransitionReason.Mainframe, null, Staff, FixedClock.Start, Today));
    }

    [Fact]
    public void What_a_person_registers_cannot_be_true_only_in_the_future()
    {
        var tomorrow = Today.AddDays(1);
        Refused.By("as-of-in-future", () => operation.Revise(new("", "", "", ""), null, Staff, FixedClock.Start, tomorrow, null));
        Refused.By("as-of-in-future", () => operation.GiveTransitionReason(TransitionReason.Mainframe, null, Staff, FixedClock.Start, tomorrow));
        Refused.By("as-of-in-future", () => operation.AddSystem(System(), Staff, FixedClock.Start, tomorrow, null));
    }

    [Fact]
    public void Another_department_edits_nothing_here()
    {
        var other = Given.Acting(Role.DepartmentHead, 99);
        Refused.ForLackOfPermission(() => operation.Revise(new("", "", "", ""), null, other, FixedClock.Start, Today, null));
        Refused.ForLackOfPermission(() => operation.GiveTransitionReason(null, null, other, FixedClock.Start, Today));
        Refused.ForLackOfPermission(() => operation.AddSystem(System(), other, FixedClock.Start, Today, null));
        operation.Systems.ShouldBeEmpty();
    }

    [Fact]
    public void The_two_deadlines_are_kept_apart()
    {
        operation.SetDeadline(DeadlineKind.City, new(2027, 12, 31), "市の決定", Cio, FixedClock.Start, Today);
        (operation.CityDeadline, operation.NationDeadline).ShouldBe((new DateOnly(2027, 12, 31), new DateOnly(2031, 3, 31)));
    }

    [Theory]
    [InlineData("2027-10-31", false, false)]
    [InlineData("2027-11-01", true, false)]
    [InlineData("2031-03-31", true, false)]
    [InlineData("2031-04-01", true, true)]
    public void A_forecast_is_past_a_deadline_from_the_day_after(string forecast, bool city, bool nation)
    {
        var figures = new OperationFigures
        {
            Number = 1,
            Name = "",
            CityDeadline = new(2027, 10, 31),
            NationDeadline = new(2031, 3, 31),
            GoLiveForecast = DateOnly.Parse(forecast),
        };
        (figures.IsPastCity, figures.IsPastNation).ShouldBe((city, nation));
        (figures with { Stage = OperationStage.Live }).IsPastCity.ShouldBeFalse();
    }
}

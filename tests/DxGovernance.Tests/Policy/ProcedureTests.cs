using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Policy;

/// <summary>Rules of the procedures and the arithmetic of their rate.</summary>
public sealed class ProcedureTests
{
    static readonly DateTimeOffset Now = FixedClock.Start;
    static readonly DateOnly Today = FixedClock.Start.Day();

    readonly Actor office = Given.Acting(Role.PmoOffice);

    [Fact]
    public void A_state_changes_with_evidence_and_reason_by_the_PMO_office_alone()
    {
        var procedure = GivenPolicy.Procedure();
        ProcedureInput online = procedure.Current with { State = OnlineState.Online, Evidence = "https://example.com/" };
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.PmoOffice))
        {
            Refused.ForLackOfPermission(() => procedure.Change(online, "始めた", null, Given.Acting(role), Now, Today));
        }

        Refused.By("procedure-needs-evidence", () => procedure.Change(online with { Evidence = " " }, "始めた", null, office, Now, Today));
        Refused.By("procedure-needs-reason", () => procedure.Change(online, " ", null, office, Now, Today));
        Refused.By("procedure-needs-name", () => procedure.Change(online with { Name = " " }, "始めた", null, office, Now, Today));
        Refused.By("procedure-evidence-long", () => procedure.Change(online with { Evidence = new('あ', 501) }, "始めた", null, office, Now, Today));
        Refused.By("as-of-in-future", () => procedure.Change(online, "始めた", null, office, Now, Today.AddDays(1)));
        Refused.By("procedure-not-listed", () => procedure.Change(online, "始めた", null, office, Now, GivenPolicy.PolicyDay.AddDays(-1)));
        Refused.By("procedure-same", () => procedure.Change(procedure.Current, "同じ", null, office, Now, Today));
        procedure.TakeNewEntries().ShouldBeEmpty();

        procedure.Change(online, "始めた", null, office, Now, Today);

        (procedure.State, procedure.ChangedAsOf).ShouldBe((OnlineState.Online, Today));
        procedure.TakeNewEntries().ShouldHaveSingleItem().ShouldBeOfType<ProcedureEntry>().Reason.ShouldBe("始めた");
    }

    [Fact]
    public void An_entry_for_an_earlier_day_puts_the_past_right_and_the_newest_state_stays()
    {
        var procedure = GivenPolicy.Procedure();
        procedure.Change(procedure.Current with { State = OnlineState.Abolished }, "終わった", null, office, Now, Today);

        procedure.Change(procedure.Current with { State = OnlineState.Online }, "6月に始まっていた", new("試験の届出1", OnlineState.NotOnline, "方針"), office, Now, new(2026, 6, 1));

        (procedure.State, procedure.ChangedAsOf).ShouldBe((OnlineState.Abolished, Today));
        procedure.TakeNewEntries().Count().ShouldBe(2);
    }

    [Fact]
    public void A_new_procedure_gets_the_next_number_of_its_category_and_no_name_twice()
    {
        OnlineProcedure[] known = [GivenPolicy.Procedure(), GivenPolicy.Procedure(number: 7)];
        var added = OnlineProcedure.Add(GivenPolicy.Category, new("新しい届出", OnlineState.NotOnline, ""), "通知", known, office, Now, Today);

        (added.Code, added.Number, added.ListedOn).ShouldBe(("T-08", 8, Today));
        Refused.By("procedure-twice", () => OnlineProcedure.Add(GivenPolicy.Category, new("試験 の届出７", OnlineState.NotOnline, ""), "通知", known, office, Now, Today));
        Refused.ForLackOfPermission(() => OnlineProcedure.Add(GivenPolicy.Category, new("別の届出", OnlineState.NotOnline, ""), "通知", known, Given.Acting(Role.DepartmentHead), Now, Today));
    }

    [Fact]
    public void The_rate_leaves_out_what_is_none_of_the_citys()
    {
        var rate = ProcedureRate.Of("試験", [.. Figures(OnlineState.Online, 40), .. Figures(OnlineState.NotOnline, 9), .. Figures(OnlineState.OutsideCity, 5), .. Figures(OnlineState.NoProcedure, 2), .. Figures(OnlineState.Abolished, 3)]);

        (rate.Denominator, rate.Total, rate.Formula, rate.Text).ShouldBe((49, 59, "40÷（40＋9）", "81.6％"));
        rate.Rate.ShouldBe(40m / 49);
    }

    [Fact]
    public void Without_a_procedure_that_counts_there_is_no_rate()
    {
        var rate = ProcedureRate.Of("試験", Figures(OnlineState.OutsideCity, 2));
        (rate.Rate, rate.Percent, rate.Text).ShouldBe((null, null, "－"));
    }

    /// <summary>However the states are spread: the parts add up, and what is not counted never moves the rate.</summary>
    [Fact]
    public void For_any_spread_of_states_the_parts_add_up_and_the_rate_lies_between_none_and_all()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var states = Enum.GetValues<OnlineState>().SelectMany(s => Figures(s, random.Next(0, 12))).ToList();
            var rate = ProcedureRate.Of("試験", states);
            rate.Total.ShouldBe(states.Count);
            (rate.Online + rate.NotOnline).ShouldBe(rate.Denominator);
            if (rate.Rate is { } share)
            {
                share.ShouldBeInRange(0, 1);
                ProcedureRate.Of("試験", [.. states, .. Figures(OnlineState.Abolished, 5), .. Figures(OnlineState.OutsideCity, 5)]).Rate.ShouldBe(share);
                ProcedureRate.Of("試験", [.. states, .. Figures(OnlineState.Online, 1)]).Rate!.Value.ShouldBeGreaterThanOrEqualTo(share);
            }
        }
    }

    static IEnumerable<ProcedureFigures> Figures(OnlineState state, int count) =>
        Enumerable.Range(1, count).Select(n => new ProcedureFigures($"T-{n:00}", "試験", 1, n, $"届出{n}", state, "", Today, null, ""));
}

using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Proposals;

/// <summary>訂正 in memory: what can be put right, how it is refused, what follows.</summary>
public sealed class CorrectionTests
{
    static readonly Dictionary<string, string?> Row = new() { ["name"] = "処理時間", ["unit"] = "分", ["before"] = "30", ["target"] = "12", ["method"] = "実測" };

    static readonly Dictionary<string, string?> Second = new(Row) { ["name"] = "件数" };

    readonly Cast cast = Cast.InMemory();
    readonly Actor second = Given.Acting(Role.PmoOffice);

    Proposal Approved(Action<Proposal>? write = null)
    {
        var proposal = GivenProposals.Draft(cast.Staff, ProposalClass.Modification);
        write?.Invoke(proposal);
        proposal.BringToDecision(cast);
        proposal.Approve(cast);
        return proposal;
    }

    Correction Propose(Proposal p, string key, string? value) => p.Correct(key, value, "誤記", cast.Office, FixedClock.Start);

    Correction Propose(Proposal p, string key, params Dictionary<string, string?>[] rows) =>
        p.Correct(key, p.ApprovedContent!.WithRows(key, rows), "誤記", cast.Office, FixedClock.Start);

    void Confirm(Proposal p, Correction c) => p.JudgeCorrection(c, isRight: true, null, second, FixedClock.Start);

    [Fact]
    public void A_table_is_put_right_row_by_row_and_its_rows_keep_their_keys()
    {
        var proposal = Approved(p => p.Write(p.Draft.WithRows("kpi", [Row, Second]), cast.Staff, FixedClock.Start));
        var before = proposal.ApprovedContent!;

        var correction = Propose(proposal, "kpi", new(Row) { ["key"] = "1", ["target"] = "15" }, new(Row) { ["key"] = "2", ["name"] = "件数" }, new(Row) { ["name"] = "満足度" });

        proposal.ApprovedContent.ShouldBe(before);
        correction.Differences().Select(d => d.Label).ShouldBe(["効果の指標（KPI） 1", "効果の指標（KPI） 3"]);
        correction.Differences()[0].Before.ShouldContain("目標値：12");
        correction.Differences()[0].After.ShouldContain("目標値：15");
        Confirm(proposal, correction);
        proposal.ApprovedContent!.Rows("kpi").Select(r => (r["key"], r["name"], r["target"])).ShouldBe([("1", "処理時間", "15"), ("2", "件数", "12"), ("3", "満足度", "12")]);
        proposal.Draft.ShouldBe(proposal.ApprovedContent);
    }

    [Fact]
    public void Effects_follow_the_indicators_and_the_go_live_that_were_put_right_but_what_was_measured_keeps_its_plan()
    {
        var proposal = Approved(p => p.Write(p.Draft.WithRows("kpi", [Row, Second]), cast.Staff, FixedClock.Start));
        proposal.Measure(proposal.EffectChecks.Single(c => c.IndicatorKey == "2"), 9, FixedClock.Start.Day(), "実測", cast.Staff, FixedClock.Start);

        Confirm(proposal, Propose(proposal, "kpi", new(Row) { ["key"] = "1", ["before"] = "40" }, new(Row) { ["key"] = "2", ["before"] = "50" }, new(Row) { ["name"] = "満足度" }));
        Confirm(proposal, Propose(proposal, ProposalForm.GoLiveOn, "2028-10-01"));

        proposal.EffectChecks.OrderBy(c => c.IndicatorKey).Select(c => (c.Name, c.Planned, c.DueOn)).ShouldBe(
            [("処理時間", 40, new(2028, 10, 1)), ("件数", 30, new(2027, 4, 1)), ("満足度", 30, new(2028, 10, 1))]);
        proposal.EffectDueOn.ShouldBe(new DateOnly(2028, 10, 1));
        proposal.GoLiveOn.ShouldBe(new DateOnly(2028, 10, 1));
    }

    [Fact]
    public void What_a_submission_would_refuse_a_correction_may_not_bring_in()
    {
        var proposal = Approved();

        Refused.By("correct-wrong", () => Propose(proposal, "users", "二千万")).Message.ShouldBe("「利用者数」には0以上の整数を入力してください。");
        Refused.By("correct-wrong", () => Propose(proposal, "purpose", "")).Message.ShouldBe("「目的」を入力してください。");
        Refused.By("correct-wrong", () => Propose(proposal, "usage_form", "Mainframe")).Message.ShouldBe("「利用形態」は選択肢から選んでください。");
        Refused.By("correct-wrong", () => Propose(proposal, "kpi", new Dictionary<string, string?>(Row) { ["target"] = null })).Message
            .ShouldBe("「効果の指標（KPI）1行目の目標値」を入力してください。");
        Refused.By("correct-wrong", () => Propose(proposal, "kpi", [.. Enumerable.Range(0, ProposalForm.MaxRows + 1).Select(_ => Row)])).Message
            .ShouldBe("「効果の指標（KPI）」は50行までです。");
        proposal.Corrections.ShouldBeEmpty();
    }

    [Fact]
    public void An_indicator_that_is_measured_cannot_be_taken_away()
    {
        var proposal = Approved(p => p.Write(p.Draft.WithRows("kpi", [Row, Second]), cast.Staff, FixedClock.Start));

        Refused.By("correct-indicator-gone", () => Propose(proposal, "kpi", new Dictionary<string, string?>(Second) { ["key"] = "2" })).Message
            .ShouldBe("指標「処理時間」は効果検証で測っているため、訂正では消せません。名称や値を直してください。");
    }

    [Fact]
    public void Only_what_the_gates_so_far_ask_for_can_be_put_right()
    {
        var undecided = GivenProposals.Draft(cast.Staff);
        Refused.By("correct-undecided", () => Propose(undecided, "purpose", "別の目的")).Message.ShouldBe("決定されていない案件は訂正できません。差戻しで直してください。");
        var proposal = Approved();

        proposal.Correctable().ShouldContain(f => f.Key == "kpi");
        proposal.Correctable().ShouldNotContain(f => f.Key == ProposalForm.ActualGoLiveOn);
        Refused.By("correct-field", () => Propose(proposal, ProposalForm.ActualGoLiveOn, "2027-04-01")).Message.ShouldBe("訂正できない項目です。項目を選んでください。");
        Refused.By("correct-field", () => Propose(proposal, "no-such-field", "1"));
        Refused.By("correct-needs-reason", () => proposal.Correct("purpose", "別の目的", " ", cast.Office, FixedClock.Start)).Message.ShouldBe("訂正の理由を入力してください。");
        Refused.By("correct-same", () => Propose(proposal, "users", "１０")).Message.ShouldBe("「利用者数」は今の値と同じです。");
        Refused.ForLackOfPermission(() => proposal.Correct("purpose", "別の目的", "誤記", cast.Staff, FixedClock.Start));
        Propose(proposal, "purpose", "別の目的");
        Refused.By("correct-twice", () => Propose(proposal, "purpose", "また別の目的")).Message.ShouldBe("「目的」には確認待ちの訂正があります。");
    }

    [Fact]
    public void A_second_person_judges_once_and_says_why_not()
    {
        var proposal = Approved();
        var correction = Propose(proposal, "purpose", "別の目的");

        Refused.By("correction-second-person", () => proposal.JudgeCorrection(correction, true, null, cast.Office, FixedClock.Start)).Message
            .ShouldBe("訂正は、起こした人とは別の人が確認してください。");
        Refused.By("correction-needs-note", () => proposal.JudgeCorrection(correction, false, "", second, FixedClock.Start)).Message.ShouldBe("訂正を認めないときは、理由を入力してください。");
        proposal.JudgeCorrection(correction, false, "元の値でよい", second, FixedClock.Start);
        proposal.ApprovedContent!["purpose"].ShouldNotBe("別の目的");
        Refused.By("correction-judged", () => Confirm(proposal, correction)).Message.ShouldBe("この訂正は「認めない」です。");
    }

    [Fact]
    public void What_was_approved_anew_meanwhile_is_not_overwritten_by_an_old_proposal()
    {
        var proposal = Approved();
        var correction = Propose(proposal, "purpose", "別の目的");
        proposal.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        proposal.Write(proposal.Draft.With("purpose", "次の段階の目的"), cast.Staff, FixedClock.Start);
        proposal.BringToDecision(cast);
        proposal.Approve(cast);

        Refused.By("correction-outdated", () => Confirm(proposal, correction)).Message
            .ShouldBe("「目的」の承認された値が、訂正の起案の後に変わっています。この訂正は認めないこととし、今の値から起案し直してください。");

        proposal.ApprovedContent!["purpose"].ShouldBe("次の段階の目的");
        correction.State.ShouldBe(CorrectionState.Proposed);
    }

    [Fact]
    public void What_the_department_has_written_since_stays()
    {
        var proposal = Approved();
        var correction = Propose(proposal, "purpose", "別の目的");
        proposal.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        proposal.Write(proposal.Draft.With("purpose", "次の段階の目的"), cast.Staff, FixedClock.Start);

        Confirm(proposal, correction);

        (proposal.ApprovedContent!["purpose"], proposal.Draft["purpose"]).ShouldBe(("別の目的", "次の段階の目的"));
    }
}

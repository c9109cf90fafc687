using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Council;

/// <summary>指摘事項: reported by its owner, confirmed by somebody else.</summary>
public sealed class ActionItemTests
{
    const int Department = 7;

    static readonly DateTimeOffset Now = FixedClock.Start;

    readonly Actor office = Given.Acting(Role.PmoOffice);
    readonly Actor staff = Given.Acting(Role.DepartmentStaff, Department);

    ActionItem Imposed(int? department = Department)
    {
        var meeting = GivenCouncil.In(MeetingState.Held, office, Given.Acting(Role.PmoOffice));
        meeting.Judge(meeting.Agenda[0], GivenCouncil.Agreed(null, null, GivenCouncil.Action(department)), GivenCouncil.Categories, null, null, office, Now);
        return meeting.Agenda[0].Actions.Single();
    }

    [Fact]
    public void It_is_reported_sent_back_reported_again_and_met()
    {
        var item = Imposed();
        item.ReportDone("見積書を添付した", staff, Now);
        item.State.ShouldBe(ActionItemState.Reported);
        item.Judge(isMet: false, "金額の根拠がない", office, Now);
        (item.State, item.Report).ShouldBe((ActionItemState.Open, "見積書を添付した"));
        item.ReportDone("根拠を加えた", staff, Now);
        item.Judge(isMet: true, null, office, Now);
        item.TakeNewEntries().OfType<ActionItemEntry>().Select(e => (e.State, e.Reason)).ShouldBe(
        [
            (ActionItemState.Open, null), (ActionItemState.Reported, "見積書を添付した"), (ActionItemState.Open, "金額の根拠がない"), (ActionItemState.Reported, "根拠を加えた"), (ActionItemState.Met, null),
        ]);
    }

    [Fact]
    public void What_is_not_its_turn_or_without_a_sentence_is_refused()
    {
        var item = Imposed();
        Refused.By("action-needs-report", () => item.ReportDone(" ", staff, Now)).Message.ShouldBe("対応の内容（証拠がどこにあるか）を入力してください。");
        Refused.By("action-not-reported", () => item.Judge(isMet: true, null, office, Now)).Message.ShouldBe("この指摘は「未対応」です。対応の報告を待ってください。");
        item.ReportDone("した", staff, Now);
        Refused.By("action-not-open", () => item.ReportDone("また", staff, Now));
        Refused.By("action-needs-note", () => item.Judge(isMet: false, null, office, Now)).Message.ShouldBe("対応を認めないときは、理由を入力してください。");
        item.Judge(isMet: true, null, office, Now);
        Refused.By("action-over", () => item.Withdraw("理由", office, Now));
    }

    [Fact]
    public void Only_its_department_or_the_office_reports_and_nobody_confirms_their_own_report()
    {
        var item = Imposed();
        Refused.ForLackOfPermission(() => item.ReportDone("よその課", Given.Acting(Role.DepartmentStaff, 8), Now));
        Refused.ForLackOfPermission(() => item.ReportDone("監査", Given.Acting(Role.Auditor), Now));
        item.ReportDone("事務局が代わりに報告する", office, Now);
        Refused.By("separation-of-duties", () => item.Judge(isMet: true, null, office, Now)).Message.ShouldContain("対応を報告した人は、その確認をできません");
        Refused.ForLackOfPermission(() => item.Judge(isMet: true, null, staff, Now));
        item.Judge(isMet: true, null, Given.Acting(Role.PmoOffice), Now);
    }

    [Fact]
    public void One_without_a_department_is_the_offices()
    {
        var item = Imposed(null);
        Refused.ForLackOfPermission(() => item.ReportDone("課から", staff, Now));
        item.ReportDone("事務局から", office, Now);
    }

    [Fact]
    public void One_recorded_by_mistake_is_withdrawn_with_a_reason_and_stays_on_record()
    {
        var item = Imposed();
        Refused.By("action-needs-reason", () => item.Withdraw(" ", office, Now)).Message.ShouldBe("取り下げる理由を入力してください。");
        item.Withdraw("別の議題の指摘だった", office, Now);
        item.IsOpen.ShouldBeFalse();
        item.TakeNewEntries().Last().Reason.ShouldBe("別の議題の指摘だった");
    }
}

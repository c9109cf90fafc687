using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Retention;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Retention;

/// <summary>How periods are counted, and who may do what with a disposal.</summary>
public class RetentionTests
{
    static readonly DateTimeOffset Now = FixedClock.Start;
    static readonly RetentionPeriod Period = new(RecordKind.JobRuns, 3, "未定", IsProvisional: true);
    static readonly DateOnly Ended = new(2020, 6, 1);
    static readonly DisposalCandidate Old = new("1", "月次報告を開く", Ended);

    readonly Actor administrator = Given.Acting(Role.Administrator);
    readonly Actor office = Given.Acting(Role.PmoOffice);

    Disposal Proposed(RetentionPeriod? period = null, DateOnly? upTo = null, IReadOnlyList<DisposalCandidate>? listed = null, string reason = "満了", Actor? by = null) =>
        new(period ?? Period, upTo ?? GivenRetention.UpTo, listed ?? [Old], reason, by ?? administrator, Now);

    [Theory]
    [InlineData("2023-04-01", 1, "2025-03-31")]
    [InlineData("2024-03-31", 1, "2025-03-31")]
    [InlineData("2024-04-01", 1, "2026-03-31")]
    [InlineData("2020-06-01", 5, "2026-03-31")]
    public void A_period_is_counted_from_the_first_of_april_after_the_fiscal_year(string ended, int years, string last)
    {
        var (day, lastDay) = (DateOnly.Parse(ended, null), DateOnly.Parse(last, null));

        RetentionPeriod.LastDay(day, years).ShouldBe(lastDay);
        (TokyoTime.At(day, TimeOnly.MaxValue) < RetentionPeriod.EndedBefore(lastDay, years)).ShouldBeTrue("over on its last day");
        (TokyoTime.At(day, TimeOnly.MinValue) < RetentionPeriod.EndedBefore(lastDay.AddDays(-1), years)).ShouldBeFalse("not over a day before");
    }

    [Fact]
    public void A_period_is_changed_by_the_administrator_with_basis_and_reason()
    {
        Period.Revise(Period with { Years = null }, "決めた", administrator, Now).Period.Text.ShouldBe("常用（廃棄しない）（仮値）");

        Refused.By("retention-years", () => Period.Revise(Period with { Years = 0 }, "決めた", administrator, Now)).Message
            .ShouldBe("保存年数には1から100までの整数を入力してください。廃棄しないときは「常用」を選んでください。");
        Refused.By("retention-basis", () => Period.Revise(Period with { Basis = " " }, "決めた", administrator, Now));
        Refused.By("retention-reason", () => Period.Revise(Period with { Years = 5 }, " ", administrator, Now)).Message.ShouldBe("保存期間を変える理由を入力してください。");
        Refused.By("retention-same", () => Period.Revise(Period, "決めた", administrator, Now));
        Refused.ForLackOfPermission(() => Period.Revise(Period with { Years = 5 }, "決めた", office, Now)).Message.ShouldContain("「保存期間を定め、廃棄案を作る」の権限が必要です。");
    }

    [Fact]
    public void What_is_kept_for_good_is_not_proposed_nor_what_is_not_over()
    {
        Refused.By("disposal-permanent", () => Proposed(Period with { Years = null })).Message
            .ShouldBe("「ジョブの実行記録」は常用（廃棄しない）です。廃棄するときは、先に保存期間を定めてください。");
        Refused.By("disposal-in-future", () => Proposed(upTo: TokyoTime.DayOf(Now).AddDays(1)));
        Refused.By("disposal-empty", () => Proposed(listed: [])).Message
            .ShouldBe("2026-03-31（令和8年3月31日）までに保存期間が満了した「ジョブの実行記録」はありません。");
        Refused.By("disposal-reason", () => Proposed(reason: ""));
        Refused.ForLackOfPermission(() => Proposed(by: office));
    }

    [Fact]
    public void Nobody_approves_or_rejects_what_they_proposed_not_even_as_deputy()
    {
        var both = Given.Acting(0, Role.Administrator, Role.PmoOffice);
        var own = Proposed(by: both);
        Refused.By("separation-of-duties", () => own.Reject("却下", both, Now)).Message.ShouldBe(Disposal.OwnProposal);
        var deputy = Given.Acting(Role.Auditor) with { Assignments = [new(Role.PmoOffice, "PMO事務局", [], new Principal(both.PersonId!.Value, both.Name, "事務局"))] };
        Refused.By("separation-of-duties", () => own.Reject("却下", deputy, Now));

        Refused.ForLackOfPermission(() => Proposed().Reject("却下", Given.Acting(Role.Administrator), Now)).Message.ShouldContain("「廃棄案を承認・却下する」の権限が必要です。");
        Refused.By("disposal-needs-reason", () => Proposed().Reject(" ", office, Now)).Message.ShouldBe("承認または却下の理由を入力してください。");
        var rejected = Proposed();
        rejected.Reject("まだ要る", office, Now);
        rejected.State.ShouldBe(DisposalState.Rejected);
        Refused.By("disposal-closed", () => rejected.Reject("もう一度", office, Now)).Message.ShouldBe("この廃棄案は「却下」です。承認・却下できるのは「承認待ち」の廃棄案だけです。");
    }

    [Fact]
    public void Another_list_than_the_one_proposed_is_refused()
    {
        Should.NotThrow(() => Proposed().RequireSame([Old]));

        DisposalCandidate[][] others = [[], [Old, Old with { Key = "2" }], [Old with { Key = "2" }], [Old with { EndedOn = Ended.AddDays(1) }], [Old with { Sha256 = "00" }]];
        foreach (var other in others)
        {
            Should.Throw<StaleForm>(() => Proposed().RequireSame(other)).Message.ShouldStartWith("廃棄案を作った後に、対象の記録か保存期間が変わりました（廃棄案は1件、今数えると");
        }
    }

    [Fact]
    public void Every_kind_says_when_it_ends_and_what_remains()
    {
        Enum.GetValues<RecordKind>().ShouldAllBe(k => k.EndsWhen().Length > 0 && k.WhatRemains().EndsWith('。'));
        KeptRecords.All.ShouldAllBe(k => k.Why.EndsWith('。'));
    }
}

namespace DxGovernance.Core.Jobs;

/// <summary>Work that the scheduler starts. Must be harmless when done twice; each job says why.</summary>
public interface IJobWork
{
    /// <returns>What was done, in Japanese, for the administrator's page; null where there was nothing to do.</returns>
    Task<string?> ExecuteAsync(CancellationToken cancel);
}

/// <summary>One line of the schedule.</summary>
/// <param name="Key">Stable name.</param>
/// <param name="Name">What administrators read.</param>
/// <param name="Cron">Quartz cron expression in Tokyo time.</param>
/// <param name="Timing">The same in words.</param>
/// <param name="Work">The class that does it.</param>
public sealed record ScheduledJob(string Key, string Name, string Cron, string Timing, Type Work);

/// <summary>The one schedule table.</summary>
public static class JobSchedule
{
    public static IReadOnlyList<ScheduledJob> All { get; } =
    [
        new("open-round", "月次報告を開く", "0 0 8 * * ?", "毎日 8:00（月初めの開庁日に開く）", typeof(OpenRoundJob)),
        new("follow-round", "月次報告の催促と所属長への通知", "0 5 8 * * ?", "毎日 8:05（5開庁日後に催促、8開庁日後に所属長へ）", typeof(FollowRoundJob)),
        new("monthly-report", "月次の推進会議報告書を依頼する", "0 0 6 * * ?", "毎日 6:00（前月末の報告書がなければ依頼）", typeof(MonthlyReportJob)),
        new("follow-proposals", "ICT案件の期限の催促と期限超過の通知", "0 10 8 * * ?", "毎日 8:10（期限の前と当日に所管課、超過は翌日に所属長、その後に庁内PMO事務局へ。日数は「催促の日数」の表による。完了できない案件は庁内PMO事務局と管理者へ）", typeof(FollowProposalsJob)),
        new("apply-transfers", "人事異動を適用する", "0 0 0 * * ?", "毎日 0:00（その日の人事異動を、確定したものからまとめて適用する。適用できないものは管理者へ）", typeof(ApplyTransfersJob)),
        new("cio-digest", "CIOへの週報", "0 0 8 ? * MON", "毎週月曜 8:00", typeof(CioDigestJob)),
        new(SendMail, "お知らせをメールで送る", "15/30 * * * * ?", "30秒ごと", typeof(SendMailJob)),
        new("sign-in-upkeep", "サインインの整理", "0 30 5 * * ?", "毎日 5:30（長くサインインのない人の、認証基盤からの役割を終える。終わって30日を過ぎたサインインの控えを消す）", typeof(SignInUpkeepJob)),
        new(MakeReports, "依頼された報告書を作る", "0/30 * * * * ?", "30秒ごと、および依頼の直後", typeof(MakeReportsJob)),
    ];

    public const string MakeReports = "make-reports";

    public const string SendMail = "send-mail";

    public static ScheduledJob? Find(string key) => All.FirstOrDefault(j => j.Key == key);
}

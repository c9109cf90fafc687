using DxGovernance.Core.Jobs;

namespace DxGovernance.Core.Retention;

/// <summary>Kinds of records that may be disposed of when their period is over. What is not here is kept for good, see <see cref="KeptRecords"/>.</summary>
public enum RecordKind
{
    CaseAttachments,
    DraftAutosaves,
    UnpublishedReports,
    SentMails,
    ReadNotices,
    UnknownSignIns,
    JobRuns,
}

public static class RecordKindLabels
{
    public static string Label(this RecordKind kind) => kind switch
    {
        RecordKind.CaseAttachments => "終了した案件の添付ファイル",
        RecordKind.DraftAutosaves => "終了した案件の入力途中の控え",
        RecordKind.UnpublishedReports => "公開していない報告書のファイル",
        RecordKind.SentMails => "送信を終えたメール",
        RecordKind.ReadNotices => "既読のお知らせ",
        RecordKind.UnknownSignIns => "扱いの決まった未登録者のサインイン",
        RecordKind.JobRuns => "ジョブの実行記録",
    };

    /// <summary>When the matter ends; the period is counted from the next fiscal year.</summary>
    public static string EndsWhen(this RecordKind kind) => kind switch
    {
        RecordKind.CaseAttachments or RecordKind.DraftAutosaves => "案件が完了・却下・取下げになった日",
        RecordKind.UnpublishedReports => "報告書が完成した日",
        RecordKind.SentMails => "送信した日（取りやめたものは作られた日）",
        RecordKind.ReadNotices => "読んだ日",
        RecordKind.UnknownSignIns => "最後に試みた日",
        RecordKind.JobRuns => "実行が終わった日",
    };

    /// <summary>What is still there after the disposal.</summary>
    public static string WhatRemains(this RecordKind kind) => kind switch
    {
        RecordKind.CaseAttachments => "ファイルの中身だけを消します。ファイル名・種類・大きさ・SHA-256・添付した人と日時は案件に残ります。",
        RecordKind.DraftAutosaves => "入力途中の控えを消します。案件の下書きと申請した版は残ります。",
        RecordKind.UnpublishedReports => "ファイルの中身だけを消します。依頼の内容・SHA-256・大きさは残り、同じ基準日と記録の締めで作り直せます。",
        RecordKind.SentMails => "宛先・識別番号・中継サーバーの返事を消します。お知らせそのものは残ります。",
        RecordKind.ReadNotices => "お知らせの文を消します。もとの案件や業務の記録は残ります。まだ終わっていない事柄の催促は、もう一度届くことがあります。",
        RecordKind.UnknownSignIns => "認証基盤の利用者の番号を消します。却下した人がもう一度試みると、新しい未処理として現れます。",
        RecordKind.JobRuns => "実行の日時と結果を消します。",
    };
}

/// <summary>A kind of record that is never put up for disposal.</summary>
/// <param name="Period">常用, or how it goes by itself.</param>
public sealed record KeptRecord(string Name, string Period, string Why);

/// <summary>常用の記録: what the product keeps whatever the table of periods says, and why.</summary>
public static class KeptRecords
{
    const string ForGood = "常用（廃棄しない）";

    public static IReadOnlyList<KeptRecord> All { get; } =
    [
        new("台帳（業務・計画・案件・費用・方針・推進会議の記録、申請した版）", ForGood, "過去のどの時点の報告書も同じ内容で作り直すもとです。消すと過去の報告を確かめられません。データベースも変更と削除を拒みます。"),
        new("監査証跡", ForGood, "一件ごとに前の記録とつながっています。一件でも消すと鎖が切れ、改ざんと見分けられません。"),
        new("廃棄案と廃棄記録", ForGood, "何をいつ誰の承認で廃棄したかを示す、ただ一つの記録です。"),
        new("公開した報告書、凍結した会議資料と議事要旨", ForGood, "推進会議に示したものの原本です。"),
        new("職員・部署・役割・代理・APIキーの登録", ForGood, "過去の記録にある「誰が」を示します。"),
        new("終わったサインインの記録", $"{SignInUpkeepJob.SessionsKept}日で自動に消える", "サインインを保つための一時の記録です。サインインとサインアウトは監査証跡に残ります。"),
    ];
}

namespace DxGovernance.Core.SignIn;

/// <summary>Why somebody was not let in. Each is told to the person in a sentence and kept in the audit trail.</summary>
public enum SignInRefusal
{
    Unknown,
    Locked,
    NoRole,
    Cancelled,
    ProviderDown,
    ProviderMisconfigured,
    ProviderError,
    CodeRefused,
    WrongState,
    WrongNonce,
    NoIdToken,
    NoSubject,
    UnknownKey,
    BadSignature,
    WrongAudience,
    WrongIssuer,
    Expired,
    NoExpiry,
    ClockOff,
    NotAgain,
}

public static class SignInRefusalLabels
{
    public static string Label(this SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.Unknown => "登録のない人",
        SignInRefusal.Locked => "ロックされている人",
        SignInRefusal.NoRole => "今日の役割がない人",
        SignInRefusal.Cancelled => "認証基盤の画面で取りやめた",
        SignInRefusal.ProviderDown => "認証基盤につながらない",
        SignInRefusal.ProviderMisconfigured => "認証基盤の設定が合わない",
        SignInRefusal.ProviderError => "認証基盤がエラーを返した",
        SignInRefusal.CodeRefused => "認証基盤が認可コードを受け付けない",
        SignInRefusal.WrongState => "始めたサインインと合わない（stateまたはCookie）",
        SignInRefusal.WrongNonce => "始めたサインインへの答えではない（nonce）",
        SignInRefusal.NoIdToken => "答えにIDトークンがない",
        SignInRefusal.NoSubject => "利用者の識別子がない",
        SignInRefusal.UnknownKey => "署名の鍵が認証基盤の鍵の一覧にない",
        SignInRefusal.BadSignature => "署名がないか、正しくない",
        SignInRefusal.WrongAudience => "ほかのシステムへの答え（aud）",
        SignInRefusal.WrongIssuer => "ほかの認証基盤の答え（iss）",
        SignInRefusal.Expired => "答えの期限が切れている（exp）",
        SignInRefusal.NoExpiry => "答えに期限か発行の時刻がない（exp、iat）",
        SignInRefusal.ClockOff => "サーバーの時計がずれている",
        SignInRefusal.NotAgain => "サインインし直したことを確かめられない（auth_time）",
    };

    /// <summary>What the person reads first.</summary>
    public static string Sentence(this SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.Unknown => "あなたは、このシステムの利用者として登録されていません。",
        SignInRefusal.Locked => "あなたの利用は止められています。",
        SignInRefusal.NoRole => "あなたには、今日の役割が登録されていません。",
        SignInRefusal.Cancelled => "サインインは取りやめられました。",
        SignInRefusal.ProviderDown => "認証基盤につながらないため、サインインできません。",
        SignInRefusal.ProviderMisconfigured => "認証基盤の設定が合わないため、サインインできません。",
        SignInRefusal.WrongState => "サインインの途中で時間が経ちすぎたか、画面が前後しました。",
        SignInRefusal.ClockOff => "このサーバーの時計が認証基盤の時計とずれているため、サインインできません。",
        SignInRefusal.NotAgain => "サインインし直したことを、認証基盤の答えから確かめられませんでした。",
        _ => "認証基盤の答えを受け付けられないため、サインインできません。",
    };

    public static string Advice(this SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.Unknown => "管理者に知らせてあります。下の照会番号を伝えて、登録を依頼してください。",
        SignInRefusal.Locked or SignInRefusal.NoRole => "使う必要があるときは、下の照会番号を伝えて、管理者に依頼してください。",
        SignInRefusal.Cancelled or SignInRefusal.WrongState => "もう一度サインインしてください。",
        SignInRefusal.ProviderDown => "しばらくしてからもう一度サインインしてください。続くときは、下の照会番号を添えて管理者に連絡してください。",
        SignInRefusal.ClockOff or SignInRefusal.ProviderMisconfigured => "利用者が直せることではありません。下の照会番号を添えて管理者に連絡してください。",
        _ => "もう一度サインインしてください。続くときは、下の照会番号を添えて管理者に連絡してください。",
    };
}

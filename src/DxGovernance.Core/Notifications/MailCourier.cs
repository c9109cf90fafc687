using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace DxGovernance.Core.Notifications;

/// <summary>A mail as it is to be read; who carries it makes a message of it.</summary>
/// <param name="MessageId">Without angle brackets.</param>
/// <param name="Date">In the sender's time zone.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Lines end with \n.</param>
public sealed record Letter(string ToName, string ToAddress, string Subject, string Text, string MessageId, DateTimeOffset Date);

/// <summary>Whose trouble it is that a mail was not taken.</summary>
public enum MailTrouble
{
    /// <summary>The relay cannot be used; no mail is to blame.</summary>
    Relay,

    /// <summary>The connection was lost before the content was handed over.</summary>
    Lost,

    /// <summary>The relay will not take this mail now (4xx).</summary>
    Later,

    /// <summary>The relay will never take this mail (5xx).</summary>
    Never,

    /// <summary>The content was handed over and no answer came.</summary>
    Unknown,
}

/// <summary>
/// A mail was not taken, or nobody knows. The message is for the administrator: the relay's own words where there are any. They can name the
/// receiver, so a log gets the code alone.
/// </summary>
public sealed class MailFailure(MailTrouble trouble, string message, int? code = null) : Exception(message)
{
    public MailTrouble Trouble { get; } = trouble;

    /// <summary>What SMTP answered; null where it did not.</summary>
    public int? Code { get; } = code;
}

/// <summary>
/// The only place that knows the mail library: one connection to the city's relay, over which one mail after another goes.
/// </summary>
public sealed class MailCourier(MailSettings settings) : IDisposable
{
    /// <summary>A line of a header that holds an encoded word has at most 76 characters (RFC 2047); the library leaves out the name before it.</summary>
    static readonly FormatOptions SubjectLines = new() { MaxLineLength = 67 };

    Client client = new();
    string certificateFault = "";

    public bool IsConnected => client.IsConnected;

    /// <exception cref="MailFailure">The relay cannot be used.</exception>
    public async Task ConnectAsync(CancellationToken cancel)
    {
        client.Dispose();
        client = new()
        {
            Timeout = (int)settings.Timeout.TotalMilliseconds,
            CheckCertificateRevocation = settings.CheckRevocation,
            ServerCertificateValidationCallback = Check,
        };
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, Options(settings.Security), cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && IsOfTheWay(e))
        {
            throw new MailFailure(MailTrouble.Relay, Sentence(e));
        }

        if (settings.User is { } user)
        {
            await SignInAsync(user, cancel);
        }
    }

    /// <param name="letter">What goes.</param>
    /// <param name="handOver">Called when the relay has accepted sender and receiver, before it is given the content; when it throws, nothing is given.</param>
    /// <param name="cancel">Stops waiting, whatever the relay does.</param>
    /// <returns>What the relay answered.</returns>
    /// <exception cref="MailFailure">It was not taken, or nobody knows.</exception>
    public async Task<string> SendAsync(Letter letter, Action handOver, CancellationToken cancel)
    {
        var isHandedOver = false;
        client.Accepted = () =>
        {
            handOver();
            isHandedOver = true;
        };
        try
        {
            using var message = Message(letter);
            return "250 " + OneLine(await client.SendAsync(message, cancel));
        }
        catch (SmtpCommandException e)
        {
            throw Refusal(e, isHandedOver);
        }
        catch (ServiceNotAuthenticatedException e)
        {
            throw new MailFailure(MailTrouble.Relay, $"{Name} は認証か暗号化を求めています（{OneLine(e.Message)}）。Mail__Security、Mail__User、Mail__Password を確かめてください。");
        }
        catch (Exception e) when (IsOfTheWay(e) || e is OperationCanceledException or ServiceNotConnectedException)
        {
            client.Dispose();
            throw isHandedOver
                ? new(MailTrouble.Unknown, $"{Name} に渡しましたが、返事がないまま接続が切れました。届いたかどうか分かりません。")
                : new MailFailure(MailTrouble.Lost, $"{Name} との接続が、メールを渡す前に切れました。");
        }
        catch
        {
            // What was begun with the relay must not be gone on with.
            client.Dispose();
            throw;
        }
    }

    public async Task DisconnectAsync(CancellationToken cancel)
    {
        try
        {
            await client.DisconnectAsync(quit: client.IsConnected, cancel);
        }
        catch (Exception e) when (IsOfTheWay(e) || e is SmtpCommandException or OperationCanceledException or ObjectDisposedException)
        {
            // Everything that was sent has been answered; how the relay says good-bye changes nothing.
        }
    }

    public void Dispose() => client.Dispose();

    string Name => $"中継サーバー {settings.Host}:{settings.Port}";

    async Task SignInAsync(string user, CancellationToken cancel)
    {
        try
        {
            await client.AuthenticateAsync(user, settings.Password!, cancel);
        }
        catch (AuthenticationException e)
        {
            throw new MailFailure(MailTrouble.Relay, $"{Name} は利用者名とパスワードを受け付けませんでした（{OneLine(e.Message)}）。Mail__User と Mail__Password を確かめてください。");
        }
        catch (NotSupportedException)
        {
            throw new MailFailure(MailTrouble.Relay, $"{Name} は利用者名とパスワードによる認証に対応していません。Mail__User とパスワードを外すか、別のサーバーを指定してください。");
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && IsOfTheWay(e))
        {
            throw new MailFailure(MailTrouble.Relay, Sentence(e));
        }
    }

    MimeMessage Message(Letter letter)
    {
        var message = new MimeMessage { MessageId = letter.MessageId, Date = letter.Date };
        var subject = new Header(HeaderId.Subject, "");
        subject.SetValue(SubjectLines, Encoding.UTF8, letter.Subject);
        message.Headers.Replace(subject);
        message.From.Add(new MailboxAddress(settings.FromName, settings.From));
        message.To.Add(new MailboxAddress(letter.ToName, letter.ToAddress));

        // Out-of-office replies and the like stay away (RFC 3834; the second is what Exchange reads).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        message.Body = new TextPart("plain") { Text = letter.Text.ReplaceLineEndings("\r\n"), ContentTransferEncoding = ContentEncoding.Base64 };
        return message;
    }

    /// <summary>What the system trusts and nothing else; keeps what is wrong in words.</summary>
    bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        string[] faults =
        [
            .. errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? ["証明書がありません"] : Array.Empty<string>(),
            .. errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? [$"名前が {settings.Host} と合いません"] : Array.Empty<string>(),
            .. chain?.ChainStatus.Select(s => $"{s.Status}") ?? [],
        ];
        certificateFault = string.Join("、", faults);
        return errors == SslPolicyErrors.None;
    }

    MailFailure Refusal(SmtpCommandException e, bool isHandedOver)
    {
        var (code, answer) = ((int)e.StatusCode, $"{(int)e.StatusCode} {OneLine(e.Message)}");
        return code switch
        {
            // 421: the relay closes the connection.
            421 => new(MailTrouble.Lost, answer, code),
            _ when e.ErrorCode == SmtpErrorCode.SenderNotAccepted => new(
                MailTrouble.Relay, $"{Name} は差出人 {settings.From} を受け付けませんでした（{answer}）。Mail__From と中継の許可を確かめてください。", code),
            530 or 538 => new(MailTrouble.Relay, $"{Name} は認証か暗号化を求めています（{answer}）。Mail__Security、Mail__User、Mail__Password を確かめてください。", code),
            >= 500 => new(MailTrouble.Never, answer, code),

            // Neither yes nor no.
            < 400 when isHandedOver => new(MailTrouble.Unknown, $"{Name} に渡しましたが、返事が分かりません（{answer}）。届いたかどうか分かりません。", code),
            _ => new(MailTrouble.Later, answer, code),
        };
    }

    string Sentence(Exception e) => e switch
    {
        SslHandshakeException => $"{Name} の証明書を確かめられません（{(certificateFault.Length > 0 ? certificateFault : OneLine(e.InnerException?.Message ?? e.Message))}）。証明書の名前と期限を確かめ、発行した認証局をこのサーバーの信頼する認証局に加えてください。",
        NotSupportedException => $"{Name} は STARTTLS に対応していません。Mail__Security を ImplicitTls（465番）にするか、閉じたネットワークの中なら None にしてください。",
        SmtpCommandException refused => $"{Name} は接続を断りました（{(int)refused.StatusCode} {OneLine(e.Message)}）。",
        SocketException => $"{Name} に接続できません（{OneLine(e.Message)}）。Mail__Host と Mail__Port、サーバーの間の通信の許可を確かめてください。",
        TimeoutException or OperationCanceledException => $"{Name} から{settings.Timeout.TotalSeconds:0}秒の間返事がありません。",
        _ => $"{Name} とやり取りできません（{OneLine(e.Message)}）。",
    };

    static bool IsOfTheWay(Exception e) =>
        e is SmtpCommandException or SmtpProtocolException or SslHandshakeException or NotSupportedException or IOException or SocketException or TimeoutException or OperationCanceledException;

    static SecureSocketOptions Options(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.ImplicitTls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
    };

    static string OneLine(string text) => MailText.OneLine(text);

    sealed class Client : SmtpClient
    {
        public Action? Accepted { get; set; }

        protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        {
            base.OnRecipientAccepted(message, mailbox, response);
            Accepted?.Invoke();
        }
    }
}

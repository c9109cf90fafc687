using System.Globalization;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Notifications;

public enum MailSecurity
{
    /// <summary>Begins in the clear and must become TLS before anything else is said; port 587 or 25.</summary>
    StartTls,

    /// <summary>TLS from the first byte; port 465.</summary>
    ImplicitTls,

    /// <summary>In the clear, for a relay on the same machine or a closed network; no password.</summary>
    None,
}

public static class MailSecurityLabels
{
    public static string Label(this MailSecurity security) => security switch
    {
        MailSecurity.StartTls => "STARTTLS",
        MailSecurity.ImplicitTls => "最初から TLS",
        MailSecurity.None => "暗号化なし",
    };
}

/// <summary>The section Mail of the configuration as it is written, every value text.</summary>
public sealed record MailOptions
{
    public string? Host { get; init; }

    public string? Port { get; init; }

    public string? Security { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public string? PasswordFile { get; init; }

    public string? From { get; init; }

    public string? FromName { get; init; }

    public string? PublicUrl { get; init; }

    public string? TimeoutSeconds { get; init; }

    public string? CheckRevocation { get; init; }
}

/// <summary>How mail is sent from this installation. Without a host none is.</summary>
public sealed record MailSettings
{
    const int UsualTimeout = 120, LongestTimeout = 600;

    MailSettings()
    {
    }

    public string Host { get; private init; } = "";

    public int Port { get; private init; }

    public MailSecurity Security { get; private init; }

    public string? User { get; private init; }

    public string? Password { get; private init; }

    public string From { get; private init; } = "";

    public string FromName { get; private init; } = "";

    /// <summary>Without a slash at its end; links are put behind it.</summary>
    public string PublicUrl { get; private init; } = "";

    /// <summary>For each answer of the relay.</summary>
    public TimeSpan Timeout { get; private init; }

    public bool CheckRevocation { get; private init; }

    public bool IsOn => Host.Length > 0;

    /// <summary>How long one mail may be under way at most: connection, three answers, content, last answer.</summary>
    public TimeSpan Longest => Timeout * 6;

    /// <summary>After this time a node that has a mail in hand is taken for dead. Too short would cost certainty, never a second mail.</summary>
    public TimeSpan Lease => Longest + TimeSpan.FromMinutes(5);

    /// <exception cref="RuleViolation">What is written makes no sense together; the sentence names the setting.</exception>
    public static MailSettings Read(MailOptions options, CityInfo city)
    {
        if (string.IsNullOrWhiteSpace(options.Host))
        {
            return new();
        }

        var security = SecurityOf(options.Security);
        var (user, password) = (Blank(options.User), PasswordOf(options));
        Require((user is null) == (password is null), "mail-user", "Mail__User と、Mail__Password または Mail__PasswordFile は、両方を設定するか、両方を外してください。");
        Require(security != MailSecurity.None || password is null, "mail-password-in-clear", "Mail__Security が None のときは、パスワードが暗号化されずに流れます。StartTls か ImplicitTls にするか、Mail__User とパスワードを外してください。");
        var from = MailAddresses.Read(options.From, field: null);
        Require(from is not null, "mail-from", "差出人のアドレスがありません。Mail__From を設定してください。");
        return new()
        {
            Host = options.Host.Trim(),
            Port = Number(options.Port, "Mail__Port", 1, 65535) ?? UsualPort(security),
            Security = security,
            User = user,
            Password = password,
            From = from,
            FromName = Blank(options.FromName) ?? $"{city.Name} ICTガバナンス".Trim(),
            PublicUrl = UrlOf(options.PublicUrl),
            Timeout = TimeSpan.FromSeconds(Number(options.TimeoutSeconds, "Mail__TimeoutSeconds", 1, LongestTimeout) ?? UsualTimeout),
            CheckRevocation = Yes(options.CheckRevocation, "Mail__CheckRevocation"),
        };
    }

    static int UsualPort(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => 587,
        MailSecurity.ImplicitTls => 465,
        MailSecurity.None => 25,
    };

    static MailSecurity SecurityOf(string? text)
    {
        var security = MailSecurity.StartTls;
        Require(
            string.IsNullOrWhiteSpace(text) || (Enum.TryParse(text, ignoreCase: true, out security) && Enum.IsDefined(security) && !char.IsAsciiDigit(text.Trim()[0])),
            "mail-security",
            $"Mail__Security の値「{text}」はありません。{string.Join("、", Enum.GetNames<MailSecurity>())} のどれかにしてください。");
        return security;
    }

    static string? PasswordOf(MailOptions options)
    {
        var (password, file) = (Blank(options.Password), Blank(options.PasswordFile));
        Require(password is null || file is null, "mail-two-passwords", "Mail__Password と Mail__PasswordFile の両方があります。どちらか一つにしてください。");
        if (file is null)
        {
            return password;
        }

        try
        {
            var read = File.ReadAllText(file).TrimEnd('\r', '\n');
            Require(read.Length > 0, "mail-password-file", $"Mail__PasswordFile の「{file}」は空です。パスワードを書いてください。");
            return read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuleViolation("mail-password-file", $"Mail__PasswordFile の「{file}」を読めません。置き場所と、読む権限を確かめてください。");
        }
    }

    static string UrlOf(string? text)
    {
        Require(
            Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0,
            "mail-public-url",
            "メールに書くリンクの元になるアドレスがありません。Mail__PublicUrl に、職員が開くアドレスを設定してください（例：https://dxgovernance.city.example.jp）。");
        return url.AbsoluteUri.TrimEnd('/');
    }

    static int? Number(string? text, string name, int least, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        Require(isNumber && number >= least && number <= most, "mail-number", $"{name} の値「{text}」は使えません。{least}から{most}までの整数にしてください。");
        return number;
    }

    static bool Yes(string? text, string name)
    {
        var yes = false;
        Require(string.IsNullOrWhiteSpace(text) || bool.TryParse(text, out yes), "mail-yes", $"{name} の値「{text}」は使えません。true か false にしてください。");
        return yes;
    }

    static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string rule, string sentence) => RuleViolation.Require(holds, rule, sentence);
}

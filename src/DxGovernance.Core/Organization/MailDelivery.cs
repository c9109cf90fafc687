using System.Text.RegularExpressions;

namespace DxGovernance.Core.Organization;

/// <summary>How a person wants notices by mail. In the application they are all there in any case.</summary>
public enum MailDelivery
{
    AtOnce,
    Daily,
    None,
}

public static class MailDeliveryLabels
{
    public static string Label(this MailDelivery delivery) => delivery switch
    {
        MailDelivery.AtOnce => "届くたびに送る",
        MailDelivery.Daily => "1日1回まとめて送る",
        MailDelivery.None => "送らない",
    };
}

/// <summary>What counts as a mail address here: plain ASCII as every relay takes it, so that nothing of it can become another header.</summary>
public static partial class MailAddresses
{
    public const int MaxLength = 254;

    const int LocalMaxLength = 64;

    /// <param name="text">As typed; blank for none.</param>
    /// <param name="field">The input the sentence belongs to.</param>
    /// <exception cref="RuleViolation">It is none.</exception>
    public static string? Read(string? text, string? field)
    {
        var address = text?.Trim();
        if (string.IsNullOrEmpty(address))
        {
            return null;
        }

        RuleViolation.Require(address.Length <= MaxLength, "mail-address-long", $"メールアドレスは{MaxLength}文字以内で入力してください。", field);
        RuleViolation.Require(
            Form().IsMatch(address) && address.IndexOf('@', StringComparison.Ordinal) <= LocalMaxLength,
            "mail-address-form",
            "メールアドレスの形が正しくありません。半角の英数字と記号で一つだけ入力してください（例：taro.yamada@city.example.jp）。",
            field);
        return address;
    }

    public static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    /// <summary>RFC 5321 without quoted names and address literals.</summary>
    [GeneratedRegex(
        @"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]\z",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Form();
}

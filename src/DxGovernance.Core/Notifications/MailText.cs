using System.Globalization;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Notifications;

/// <summary>The words of a mail: what the notices say, where to go, and who sent it. Nothing that the notices do not say.</summary>
public static class MailText
{
    /// <summary>Notices written out; the rest is a number.</summary>
    public const int Most = 50;

    const int SubjectMaxLength = 120;

    const string Mark = "【ICTガバナンス】";

    public static Letter Of(Mail mail, Person person, IReadOnlyList<Notification> notices, MailSettings settings, CityInfo city) => new(
        OneLine(person.Name),
        person.MailAddress!,
        Subject(mail, notices),
        string.Join('\n', [$"{OneLine(person.Name)} 様", "", .. Body(mail, notices, settings), .. Foot(person, settings, city)]),
        mail.MessageId,
        TokyoTime.ToTokyo(mail.CreatedAt));

    /// <summary>A mail outside the queue, to see whether the way is open.</summary>
    public static Letter Trial(string address, MailSettings settings, CityInfo city, DateTimeOffset now) => new(
        "",
        address,
        Mark + MailKind.Test.Label(),
        string.Join('\n', [.. Trial(settings), .. Sender(city)]),
        $"{Guid.NewGuid():N}@{MailAddresses.DomainOf(settings.From)}",
        TokyoTime.ToTokyo(now));

    /// <summary>Every control character and line break a blank, so that no text becomes a header or a line of its own.</summary>
    public static string OneLine(string text) => string.Join(' ', string.Concat(text.Select(c => IsBreak(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    static bool IsBreak(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    static string Subject(Mail mail, IReadOnlyList<Notification> notices)
    {
        var subject = mail.Kind switch
        {
            MailKind.Test => mail.Kind.Label(),
            MailKind.Notices when notices.Count == 1 => OneLine(notices[0].Subject),
            MailKind.Notices => $"お知らせ{notices.Count}件：{OneLine(notices[0].Subject)} ほか",
        };
        return Mark + Cut(subject);
    }

    /// <summary>Never through the middle of a character of two units.</summary>
    static string Cut(string text) => text.Length <= SubjectMaxLength
        ? text
        : text[..(char.IsHighSurrogate(text[SubjectMaxLength - 2]) ? SubjectMaxLength - 2 : SubjectMaxLength - 1)] + "…";

    static IEnumerable<string> Body(Mail mail, IReadOnlyList<Notification> notices, MailSettings settings) => mail.Kind switch
    {
        MailKind.Test => Trial(settings),
        MailKind.Notices => Notices(notices, settings),
    };

    static IEnumerable<string> Notices(IReadOnlyList<Notification> notices, MailSettings settings)
    {
        if (notices.Count > 1)
        {
            yield return $"お知らせが{notices.Count}件あります。";
            yield return "";
        }

        foreach (var notice in notices.Take(Most))
        {
            yield return $"■ {OneLine(notice.Subject)}";
            yield return $"{TokyoTime.Display(notice.CreatedAt)}";
            yield return notice.Body.Trim();
            yield return $"開く：{settings.PublicUrl}{notice.Link}";
            yield return "";
        }

        if (notices.Count > Most)
        {
            yield return $"ほか{notices.Count - Most}件は、お知らせの画面にあります。";
            yield return "";
        }
    }

    static IEnumerable<string> Trial(MailSettings settings) =>
    [
        "これは、メールの設定を確かめるための試験メールです。",
        "日本語（髙﨑・①・㈱・～・—）とリンクが正しく見えるかを確かめてください。",
        $"{settings.PublicUrl}/",
        "",
    ];

    static IEnumerable<string> Foot(Person person, MailSettings settings, CityInfo city) =>
    [
        .. Sender(city),
        $"全てのお知らせ：{settings.PublicUrl}/notifications",
        $"メールの受け取り方：{settings.PublicUrl}/notifications/settings",
        .. person.IsDemo ? ["デモデータ：このメールの人物・案件・日程は架空のものです。"] : Array.Empty<string>(),
    ];

    static IEnumerable<string> Sender(CityInfo city) =>
    [
        "――――――――――",
        $"{city.Name} ICTガバナンス".Trim(),
        "このメールは自動で送っています。返信しても読まれません。",
    ];
}

using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Mails;

/// <summary>What the configuration may say, and the sentence for what it may not.</summary>
public sealed class MailSettingsTests
{
    static readonly CityInfo City = new("下関市", "352012");

    static readonly MailOptions Right = new() { Host = "relay.city.example", From = "ict@city.example", PublicUrl = "https://gov.city.example/" };

    [Fact]
    public void Without_a_host_mail_is_off_whatever_else_is_there() =>
        MailSettings.Read(Right with { Host = " ", PublicUrl = "nonsense" }, City).IsOn.ShouldBeFalse();

    [Fact]
    public void What_is_left_out_has_the_usual_value()
    {
        var settings = MailSettings.Read(Right, City);

        (settings.IsOn, settings.Security, settings.Port, settings.Timeout).ShouldBe((true, MailSecurity.StartTls, 587, TimeSpan.FromMinutes(2)));
        (settings.FromName, settings.PublicUrl, settings.User, settings.CheckRevocation).ShouldBe(("下関市 ICTガバナンス", "https://gov.city.example", null, false));
        settings.Lease.ShouldBeGreaterThan(settings.Longest);
    }

    [Theory]
    [InlineData("ImplicitTls", 465)]
    [InlineData("none", 25)]
    [InlineData("starttls", 587)]
    public void Each_kind_of_security_has_its_port(string security, int port) => MailSettings.Read(Right with { Security = security }, City).Port.ShouldBe(port);

    [Fact]
    public void A_password_may_lie_in_a_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, " 秘密 \n");
            MailSettings.Read(Right with { User = "u", PasswordFile = file }, City).Password.ShouldBe(" 秘密 ");
            File.WriteAllText(file, "\n");
            Refused.By("mail-password-file", () => MailSettings.Read(Right with { User = "u", PasswordFile = file }, City)).Message.ShouldContain("は空です。");
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static TheoryData<string, MailOptions, string> Wrong => new()
    {
        { "mail-from", Right with { From = null }, "Mail__From を設定してください。" },
        { "mail-address-form", Right with { From = "市役所" }, "メールアドレスの形が正しくありません。" },
        { "mail-public-url", Right with { PublicUrl = null }, "Mail__PublicUrl に、職員が開くアドレスを設定してください（例：" },
        { "mail-public-url", Right with { PublicUrl = "gov.city.example" }, "Mail__PublicUrl" },
        { "mail-public-url", Right with { PublicUrl = "javascript:alert(1)" }, "Mail__PublicUrl" },
        { "mail-public-url", Right with { PublicUrl = "https://gov.city.example/?x=1" }, "Mail__PublicUrl" },
        { "mail-security", Right with { Security = "SSL" }, "Mail__Security の値「SSL」はありません。StartTls、ImplicitTls、None のどれかにしてください。" },
        { "mail-security", Right with { Security = "1" }, "Mail__Security の値「1」はありません。" },
        { "mail-number", Right with { Port = "0" }, "Mail__Port の値「0」は使えません。1から65535までの整数にしてください。" },
        { "mail-number", Right with { Port = "smtp" }, "Mail__Port の値「smtp」は使えません。" },
        { "mail-number", Right with { TimeoutSeconds = "601" }, "Mail__TimeoutSeconds の値「601」は使えません。1から600までの整数にしてください。" },
        { "mail-yes", Right with { CheckRevocation = "はい" }, "Mail__CheckRevocation の値「はい」は使えません。true か false にしてください。" },
        { "mail-user", Right with { User = "u" }, "両方を設定するか、両方を外してください。" },
        { "mail-user", Right with { Password = "p" }, "両方を設定するか、両方を外してください。" },
        { "mail-two-passwords", Right with { User = "u", Password = "p", PasswordFile = "/p" }, "どちらか一つにしてください。" },
        { "mail-password-file", Right with { User = "u", PasswordFile = "/no/such/file" }, "「/no/such/file」を読めません。" },
        { "mail-password-in-clear", Right with { Security = "None", User = "u", Password = "p" }, "パスワードが暗号化されずに流れます。" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_makes_no_sense_is_refused_with_the_name_of_the_setting(string rule, MailOptions options, string sentence) =>
        Refused.By(rule, () => MailSettings.Read(options, City)).Message.ShouldContain(sentence);

    [Theory]
    [InlineData("a@b.jp")]
    [InlineData("taro.yamada+ict@mail.city.example.jp")]
    [InlineData(" O'Brien_1@x-y.example ")]
    public void An_address_is_taken_as_it_is(string typed) => MailAddresses.Read(typed, "Address").ShouldBe(typed.Trim());

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void Blank_is_no_address(string? typed) => MailAddresses.Read(typed, "Address").ShouldBeNull();

    [Theory]
    [InlineData("taro")]
    [InlineData("taro@")]
    [InlineData("@city.example")]
    [InlineData("taro@city")]
    [InlineData("taro@@city.example")]
    [InlineData("taro@city.example,jiro@city.example")]
    [InlineData("taro@city.example; jiro@city.example")]
    [InlineData("山田 <taro@city.example>")]
    [InlineData("ｔａｒｏ@city.example")]
    [InlineData("太郎@city.example")]
    [InlineData("taro@市.example")]
    [InlineData("taro @city.example")]
    [InlineData("taro@city.example\r\nBcc: x@y.jp")]
    [InlineData(".taro@city.example")]
    [InlineData("ta..ro@city.example")]
    [InlineData("taro@-city.example")]
    [InlineData("taro@127.0.0.1")]
    [InlineData("\"taro\"@city.example")]
    public void What_is_no_address_is_refused(string typed) => Refused.By("mail-address-form", () => MailAddresses.Read(typed, "Address")).Field.ShouldBe("Address");

    [Fact]
    public void An_address_longer_than_any_relay_takes_is_refused()
    {
        Refused.By("mail-address-form", () => MailAddresses.Read(new string('a', 65) + "@city.example", "Address"));
        Refused.By("mail-address-long", () => MailAddresses.Read("a@" + string.Join('.', Enumerable.Repeat(new string('b', 60), 5)) + ".example", "Address"));
    }
}

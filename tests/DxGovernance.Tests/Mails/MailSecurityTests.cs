using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Mails;

/// <summary>The way to the relay: encrypted, with the right password, to the right machine, or not at all.</summary>
public sealed class MailSecurityTests(MailServer server) : IClassFixture<MailServer>
{
    [Theory]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.ImplicitTls)]
    public async Task With_a_trusted_certificate_and_the_right_password_the_trial_arrives_encrypted(MailSecurity security)
    {
        var address = $"trial-{security}@demo.example".ToLowerInvariant();

        var run = await Try(address, security, MailServer.Password, trusted: true);

        (run.Code, run.Error).ShouldBe((0, ""));
        run.Output.ShouldContain($"{address} へ試験メールを送りました（250 OK queued as ");
        var mail = (await server.To(address)).ShouldHaveSingleItem();
        (mail.Secure, mail.User, mail.Subject).ShouldBe((true, MailServer.User, "【ICTガバナンス】試験メール"));
        mail.Text.ShouldContain("日本語（髙﨑・①・㈱・～・—）");
        mail.Text.ShouldContain("https://gov.city.example/ict/");
    }

    [Fact]
    public async Task A_wrong_password_is_named_with_what_the_relay_said()
    {
        var run = await Try("wrong@demo.example", MailSecurity.StartTls, "not it", trusted: true);

        run.Code.ShouldBe(1);
        run.Error.ShouldContain("は利用者名とパスワードを受け付けませんでした（");
        run.Error.ShouldContain("5.7.8 Bad credentials");
        run.Error.ShouldContain("Mail__User と Mail__Password を確かめてください。");
        run.Error.ShouldNotContain("not it");
        run.Error.ShouldNotContain("   at ");
        (await server.To("wrong@demo.example")).ShouldBeEmpty();
    }

    /// <summary>This process trusts what the machine trusts.</summary>
    [Theory]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.ImplicitTls)]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_a_word_is_said(MailSecurity security)
    {
        var failure = await Fails(o => o with
        {
            Security = $"{security}",
            Port = $"{Port(security)}",
            User = MailServer.User,
            Password = MailServer.Password,
        });

        failure.Message.ShouldStartWith($"中継サーバー 127.0.0.1:{Port(security)} の証明書を確かめられません（");
        failure.Message.ShouldContain("PartialChain");
        failure.Message.ShouldEndWith("発行した認証局をこのサーバーの信頼する認証局に加えてください。");
    }

    [Fact]
    public async Task A_relay_without_starttls_is_not_spoken_to_in_the_clear() =>
        (await Fails(o => o with { Security = nameof(MailSecurity.StartTls) })).Message
            .ShouldBe($"中継サーバー 127.0.0.1:{server.Plain} は STARTTLS に対応していません。Mail__Security を ImplicitTls（465番）にするか、閉じたネットワークの中なら None にしてください。");

    [Fact]
    public async Task A_relay_that_wants_a_password_says_so()
    {
        using var courier = new MailCourier(server.Settings(o => o with { Port = $"{server.StartTls}" }));
        await courier.ConnectAsync(Cancel);

        var failure = await Should.ThrowAsync<MailFailure>(() =>
            courier.SendAsync(new("", "nobody@demo.example", "件名", "本文", "1@city.example", FixedClock.Start), () => { }, Cancel));

        failure.Trouble.ShouldBe(MailTrouble.Relay);
        failure.Message.ShouldContain("認証");
    }

    [Fact]
    public async Task Something_that_is_no_mail_server_is_no_relay()
    {
        using var web = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        web.Start();
        var port = ((System.Net.IPEndPoint)web.LocalEndpoint).Port;
        var answering = Task.Run(async () =>
        {
            using var client = await web.AcceptTcpClientAsync(Cancel);
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Cancel);
        }, Cancel);

        (await Fails(o => o with { Port = $"{port}" })).Message.ShouldStartWith($"中継サーバー 127.0.0.1:{port} とやり取りできません（");
        await answering;
    }

    async Task<MailFailure> Fails(Func<MailOptions, MailOptions> change)
    {
        using var courier = new MailCourier(server.Settings(change));
        var failure = await Should.ThrowAsync<MailFailure>(() => courier.ConnectAsync(Cancel));
        failure.Trouble.ShouldBe(MailTrouble.Relay);
        return failure;
    }

    Task<(int Code, string Output, string Error)> Try(string address, MailSecurity security, string password, bool trusted) => Executable.Run(
        ["mail", "--test", address], [.. server.Environment(Port(security), security, password), .. trusted ? [("SSL_CERT_FILE", server.Authority)] : Array.Empty<(string, string)>()]);

    int Port(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => server.StartTls,
        MailSecurity.ImplicitTls => server.ImplicitTls,
        MailSecurity.None => server.Plain,
    };
}

using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Mails;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Admin;

/// <summary>The administrator's pages about mail, and everybody's own choice, with a real mail server behind them.</summary>
[Collection(nameof(Mailing))]
public sealed class MailPageTests(MailApp app) : IAsyncLifetime
{
    const string Settings = "/notifications/settings", Queue = "/admin/mail", Addresses = "/admin/addresses", Form = "main form[method=post]";

    public ValueTask InitializeAsync() => app.Fresh();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Everybody_chooses_for_themselves_and_the_trail_says_what_was_chosen()
    {
        var person = await app.Person(role: Role.Council);
        using var browser = await app.SignedIn(person.Id);
        var page = await browser.Get(Settings);
        page.Text.ShouldContain(person.Address);
        page.Document.QuerySelectorAll(".dads-notification-banner").ShouldBeEmpty();
        (page.Value("Input.Hour"), page.Document.QuerySelector("[name='Input.Delivery'][checked]")?.GetAttribute("value")).ShouldBe(("9", nameof(MailDelivery.AtOnce)));

        (await browser.Submit(page, Form, new() { ["Input.Delivery"] = nameof(MailDelivery.Daily), ["Input.Hour"] = "17" })).Status.ShouldBe(302);

        var after = await browser.Get(Settings);
        after.Text.ShouldContain("お知らせの設定を保存しました。");
        (after.Value("Input.Hour"), after.Document.QuerySelector("[name='Input.Delivery'][checked]")?.GetAttribute("value")).ShouldBe(("17", nameof(MailDelivery.Daily)));
        using var auditor = await app.SignedInAs(Role.Auditor);
        var trail = await auditor.Get("/audit?Find.Act=お知らせの設定");
        trail.Text.ShouldContain("届くたびに送る → 1日1回まとめて送る");
        trail.Text.ShouldContain("9 → 17");
    }

    [Theory]
    [InlineData("Input.Hour", "5", "まとめて送る時刻は6から21までの値を入力してください。")]
    [InlineData("Input.Hour", "22", "まとめて送る時刻は6から21までの値を入力してください。")]
    [InlineData("Input.Delivery", null, "メールの受け取り方を入力してください。")]
    [InlineData("Input.Delivery", nameof(MailDelivery.AtOnce), "受け取り方が変わっていません。変えてから保存してください。")]
    public async Task A_choice_that_cannot_be_is_refused(string field, string? value, string sentence)
    {
        using var browser = await app.SignedIn((await app.Person()).Id);

        var answer = await browser.Submit(await browser.Get(Settings), Form, new() { [field] = value });

        (answer.Status, string.Join(' ', answer.Errors)).ShouldBe((400, sentence));
    }

    [Fact]
    public async Task Two_windows_of_one_person_do_not_overwrite_each_other()
    {
        using var browser = await app.SignedIn((await app.Person()).Id);
        var (first, second) = (await browser.Get(Settings), await browser.Get(Settings));
        (await browser.Submit(first, Form, new() { ["Input.Hour"] = "7" })).Status.ShouldBe(302);

        var answer = await browser.Submit(second, Form, new() { ["Input.Hour"] = "8" });

        answer.Status.ShouldBe(409);
        answer.Text.ShouldContain("保存されている内容");
        answer.Text.ShouldContain("届くたびに送る（まとめて送る時刻 7時）");
        answer.Value("Input.Hour").ShouldBe("8");
    }

    [Fact]
    public async Task Whoever_has_no_address_is_told_and_what_the_administrator_registers_is_where_mail_goes()
    {
        var person = await app.Person();
        await app.Set(person.Id, null);
        using var browser = await app.SignedIn(person.Id);
        (await browser.Get(Settings)).Text.ShouldContain("メールアドレスが登録されていないため、メールは届きません");
        using var administrator = await app.SignedInAs(Role.Administrator);
        (await administrator.Get($"{Addresses}?kind=Missing&q={Uri.EscapeDataString(person.Name)}")).Text.ShouldContain("未登録");

        var saved = await administrator.Submit(await administrator.Get($"{Addresses}/{person.Id}"), Form, new() { ["Input.Address"] = $"  {person.Address} " });

        saved.Status.ShouldBe(302);
        var list = await administrator.Get(saved.Location!);
        list.Text.ShouldContain($"「{person.Name}」のメールアドレスを {person.Address} にしました。");
        list.Document.QuerySelector("main tbody")!.TextContent.ShouldContain(person.Address);
        (await administrator.Get("/audit?Find.Act=メールアドレスの登録")).Text.ShouldContain($"メールアドレス：なし → {person.Address}");
        await app.Notice(person, "知らせ");
        (await app.Run()).Sent.ShouldBe(1);
        (await administrator.Submit(await administrator.Get($"{Addresses}/{person.Id}"), Form, new() { ["Input.Address"] = "" })).Status.ShouldBe(302);
        (await administrator.Get($"{Addresses}?kind=Missing&q={Uri.EscapeDataString(person.Name)}")).Text.ShouldContain($"「{person.Name}」のメールアドレスを消しました。");
    }

    [Theory]
    [InlineData("市役所", "メールアドレスの形が正しくありません。半角の英数字と記号で一つだけ入力してください（例：taro.yamada@city.example.jp）。")]
    [InlineData("a@city.example\r\nBcc: b@city.example", "メールアドレスの形が正しくありません。半角の英数字と記号で一つだけ入力してください（例：taro.yamada@city.example.jp）。")]
    [InlineData("a@city.example, b@city.example", "メールアドレスの形が正しくありません。半角の英数字と記号で一つだけ入力してください（例：taro.yamada@city.example.jp）。")]
    [InlineData("", "メールアドレスが変わっていません。新しいアドレスを入力するか、一覧に戻ってください。")]
    public async Task An_address_that_cannot_be_is_refused_and_kept_for_mending(string typed, string sentence)
    {
        var person = await app.Person();
        await app.Set(person.Id, null);
        using var administrator = await app.SignedInAs(Role.Administrator);

        var answer = await administrator.Submit(await administrator.Get($"{Addresses}/{person.Id}"), Form, new() { ["Input.Address"] = typed });

        (answer.Status, string.Join(' ', answer.Errors)).ShouldBe((400, sentence));
        (await app.Database.NewContext().People.SingleAsync(p => p.Id == person.Id, Cancel)).MailAddress.ShouldBeNull();
    }

    [Fact]
    public async Task The_queue_shows_what_the_relay_said_but_not_what_the_mail_says_and_sends_again()
    {
        var (parked, waiting) = (await app.Person("refused"), await app.Person("later"));
        await app.Notice(parked, "件名の秘密", "本文の秘密");
        await app.Notice(waiting, "件名の秘密", "本文の秘密");
        await app.Run();
        using var administrator = await app.SignedInAs(Role.Administrator);
        (await administrator.Get("/")).Text.ShouldContain("「送れない」のメールが1通あります");

        var page = await administrator.Get(Queue);

        page.Text.ShouldContain($"{parked.Address} お知らせ 1件 送れない 1 － 550 5.1.1 No such user here 送り直す");
        page.Text.ShouldContain($"{waiting.Address} お知らせ 1件 送信待ち 1 2026-11-20 10:01以降 450 4.2.1 Mailbox busy －");
        page.Text.ShouldContain("127.0.0.1");
        page.Text.ShouldNotContain("秘密");
        var ask = await administrator.Get(page.Document.QuerySelector("main tbody a[href$='/again']")!.GetAttribute("href")!);
        ask.Text.ShouldContain((await app.Only(parked)).MessageId);
        ask.Text.ShouldNotContain("二度届くことがあります");
        await app.Set(parked.Id, "right." + parked.Address);

        (await administrator.Submit(ask, Form, [])).Location.ShouldBe(Queue);

        (await administrator.Get(Queue)).Text.ShouldContain($"「{parked.Name}」へのメールを送信待ちに戻しました。");
        (await app.Run()).Sent.ShouldBe(1);
        (await app.Server.To("right." + parked.Address)).ShouldHaveSingleItem().MessageId.ShouldBe($"<{(await app.Only(parked)).MessageId}>");
        var again = await administrator.Submit(ask, Form, []);
        (again.Status, string.Join(' ', again.Errors)).ShouldBe((400, "このメールは「送信済み」です。送り直せるのは「送れない」と「届いたか不明」のメールだけです。"));
        (await administrator.Get("/audit?Find.Act=メールの送り直し")).Text.ShouldContain(parked.Name);
    }

    [Fact]
    public async Task What_may_have_arrived_is_sent_again_only_after_a_warning_and_by_itself()
    {
        var (doubtful, parked) = (await app.Person("cutafter"), await app.Person("refused"));
        await app.Notice(parked, "知らせ");
        await app.Run();
        await app.Notice(doubtful, "知らせ");
        await app.Run();
        using var administrator = await app.SignedInAs(Role.Administrator);
        var page = await administrator.Get(Queue);
        page.Text.ShouldContain("最後の送信は、うまくいきませんでした");
        page.Text.ShouldContain("次のメールができたら、もう一度試します。");

        (await administrator.Submit(page, "form[action$=AgainAll]", [])).Status.ShouldBe(302);

        var holding = (await administrator.Get(Queue)).Text;
        holding.ShouldContain("送れなかったメール1通を送信待ちに戻しました。");
        holding.ShouldContain("中継サーバーを使えないため、メールの送信を待っています");
        holding.ShouldContain("まもなくもう一度試します。");
        (await app.Only(parked)).State.ShouldBe(MailState.Waiting);
        var mail = await app.Only(doubtful);
        mail.State.ShouldBe(MailState.Uncertain);
        (await app.Relay()).RetryAt.ShouldBeNull("who pressed it has put something right");
        (await administrator.Get($"{Queue}/{mail.Id}/again")).Text.ShouldContain("送り直すと、同じメールが二度届くことがあります");
        var none = await administrator.Submit(page, "form[action$=AgainAll]", []);
        (none.Status, string.Join(' ', none.Errors)).ShouldBe((400, "「送れない」のメールはありません。"));
    }

    [Fact]
    public async Task The_administrator_sends_a_mail_to_themselves_to_see_that_the_way_is_open()
    {
        var administrator = await app.Person(role: Role.Administrator);
        using var browser = await app.SignedIn(administrator.Id);
        await app.Set(administrator.Id, administrator.Address, MailDelivery.None);

        (await browser.Submit(await browser.Get(Queue), "form[action$=Test]", [])).Status.ShouldBe(302);

        (await browser.Get(Queue)).Text.ShouldContain($"{administrator.Address} への試験メールを送信待ちにしました。");
        (await app.Run()).Sent.ShouldBe(1);
        (await app.Server.To(administrator.Address)).ShouldHaveSingleItem().Subject.ShouldBe("【ICTガバナンス】試験メール");
        await app.Set(administrator.Id, null);
        var refused = await browser.Submit(await browser.Get(Queue), "form[action$=Test]", []);
        (refused.Status, string.Join(' ', refused.Errors)).ShouldBe((400, "自分のメールアドレスが登録されていません。「メールアドレス」で登録してから送ってください。"));
    }

    [Fact]
    public async Task The_queue_in_numbers()
    {
        var (sent, parked, later, doubtful, daily) = (await app.Person(), await app.Person("refused"), await app.Person("later"), await app.Person("cutafter"), await app.Person());
        await app.Set(daily.Id, daily.Address, MailDelivery.Daily, hour: 21);
        await using var db = app.Database.NewContext();
        var (before, tomorrow) = (await MailQueue.ReadAsync(db, app.Clock.Now, Cancel), await MailQueue.ReadAsync(db, app.Clock.Now.AddDays(1), Cancel));
        foreach (var person in new[] { sent, parked, later, daily, doubtful })
        {
            await app.Notice(person, "知らせ");
        }

        (await MailQueue.ReadAsync(db, app.Clock.Now, Cancel)).Unsettled.ShouldBe(5);
        await app.Run();

        var queue = await MailQueue.ReadAsync(db, app.Clock.Now.AddMinutes(7), Cancel);
        (queue.Waiting, queue.InHand, queue.Parked, queue.Uncertain, queue.Unsettled).ShouldBe((1, 0, 1, 1, 1));
        (queue.SentToday - before.SentToday).ShouldBe(1);
        queue.Age(app.Clock.Now.AddMinutes(7)).ShouldBe(TimeSpan.FromMinutes(7));
        (await MailQueue.ReadAsync(db, app.Clock.Now.AddDays(1), Cancel)).SentToday.ShouldBe(tomorrow.SentToday);
    }

    [Theory]
    [InlineData(Queue)]
    [InlineData(Addresses)]
    [InlineData("/admin/addresses/1")]
    [InlineData("/admin/mail/1/again")]
    public async Task Nobody_but_an_administrator_manages_mail(string path)
    {
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.Administrator))
        {
            using var browser = await app.SignedInAs(role);
            (await browser.Get(path)).Status.ShouldBe(403, $"{role}");
        }

        using var administrator = await app.SignedInAs(Role.Administrator);
        (await administrator.Get("/admin/addresses/987654")).Status.ShouldBe(404);
        (await administrator.Get("/admin/mail/987654/again")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("/admin/mail?state=Nonsense")]
    [InlineData("/admin/addresses?kind=Nonsense")]
    public async Task A_filter_that_is_none_is_400(string path)
    {
        using var administrator = await app.SignedInAs(Role.Administrator);

        (await administrator.Get(path)).Status.ShouldBe(400);
    }

    [Fact]
    public void Only_the_person_and_only_the_administrator()
    {
        var person = new Person("p", "試験", isDemo: true);

        Refused.ForLackOfPermission(() => person.ChooseMail(MailDelivery.None, 9, Given.Acting(Role.Administrator))).Message.ShouldBe("メールの受け取り方は、本人だけが選べます。");
        Refused.ForLackOfPermission(() => person.RegisterMailAddress("a@city.example", Given.Acting(Role.PmoOffice))).Message.ShouldContain(Permission.ManageMail.Label());
    }
}

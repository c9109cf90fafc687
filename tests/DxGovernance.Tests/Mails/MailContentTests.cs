using System.Text;
using DxGovernance.Core;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Mails;

/// <summary>What arrives, read back from the server.</summary>
[Collection(nameof(Mailing))]
public sealed class MailContentTests(MailApp app) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => app.Fresh();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_notice_arrives_once_with_its_words_its_link_and_who_sent_it()
    {
        var person = await app.Person();
        await Rename(person, "髙𠮷 ①—");
        await app.Notice(person, "髙𠮷①—㈱〜：審査中です", "内容を確かめ、次の操作をしてください。\n.\nコメント：〜—①𠮷");

        (await app.Run()).Text.ShouldBe("メール：送信1通。");
        (await app.Run()).Text.ShouldBeNull();

        var mail = (await app.Server.To(person.Address)).ShouldHaveSingleItem();
        mail.Subject.ShouldBe("【ICTガバナンス】髙𠮷①—㈱〜：審査中です");
        mail.Text.ReplaceLineEndings("\n").TrimEnd().ShouldBe("""
            髙𠮷 ①— 様

            ■ 髙𠮷①—㈱〜：審査中です
            2026-11-20 10:00
            内容を確かめ、次の操作をしてください。
            .
            コメント：〜—①𠮷
            開く：https://gov.city.example/ict/

            ――――――――――
            下関市 ICTガバナンス
            このメールは自動で送っています。返信しても読まれません。
            全てのお知らせ：https://gov.city.example/ict/notifications
            メールの受け取り方：https://gov.city.example/ict/notifications/settings
            デモデータ：このメールの人物・案件・日程は架空のものです。
            """.ReplaceLineEndings("\n"));
        mail.From.ShouldBe(new("下関市 ICTガバナンス", "ict-governance@city.example"));
        mail.Tos.ShouldBe([new("髙𠮷 ①—", person.Address)]);
        (mail.Sender, mail.To, mail.Attachments).ShouldBe(("ict-governance@city.example", person.Address, 0));
        var stored = await app.Only(person);
        (stored.State, stored.Address, stored.Attempts, stored.SentAt).ShouldBe((MailState.Sent, person.Address, 1, app.Clock.Now));
        stored.Answer.ShouldNotBeNull().ShouldStartWith("250 OK queued as ");
        mail.MessageId.ShouldBe($"<{stored.MessageId}>");
        stored.MessageId.ShouldEndWith("@city.example");
    }

    [Fact]
    public async Task On_the_wire_it_is_plain_ascii_that_every_client_reads()
    {
        var person = await app.Person();
        await app.Notice(person, new string('長', 150), new string('文', 2000));
        await app.Run();

        var mail = (await app.Server.To(person.Address)).ShouldHaveSingleItem();

        mail.Raw.All(char.IsAscii).ShouldBeTrue();
        mail.Raw.Split("\r\n").ShouldAllBe(line => line.Length <= 78);
        mail.Raw.ShouldContain("\r\nSubject: =?utf-8?b?", Case.Insensitive);
        mail.Headers.Select(h => h.Key).ShouldBeUnique();
        mail.Header("content-type").ShouldBe("text/plain; charset=utf-8");
        mail.Header("content-transfer-encoding").ShouldBe("base64");
        mail.Header("mime-version").ShouldBe("1.0");
        mail.Header("date").ShouldBe("Fri, 20 Nov 2026 10:00:00 +0900");
        mail.Header("auto-submitted").ShouldBe("auto-generated");
        mail.Header("x-auto-response-suppress").ShouldBe("All");
        mail.Subject.ShouldBe($"【ICTガバナンス】{new string('長', 119)}…", "the rest is in the text");
        mail.Text.ShouldContain(new string('長', 150));
        Encoding.UTF8.GetString(Convert.FromBase64String(mail.Raw[mail.Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)..].Replace("\r\n", ""))).ShouldContain(new string('文', 2000));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\u2028")]
    [InlineData("\u0085")]
    public async Task Nothing_in_a_subject_or_a_name_becomes_a_header_or_a_receiver(string lineBreak)
    {
        var person = await app.Person();
        await Rename(person, $"試験{lineBreak}Bcc: stolen@demo.example");
        await app.Notice(person, $"件名{lineBreak}Bcc: stolen@demo.example{lineBreak}{lineBreak}本文の始まり", "本文");

        await app.Run();

        var mail = (await app.Server.To(person.Address)).ShouldHaveSingleItem();
        mail.Subject.ShouldBe("【ICTガバナンス】件名 Bcc: stolen@demo.example 本文の始まり");
        mail.Tos.ShouldBe([new("試験 Bcc: stolen@demo.example", person.Address)]);
        mail.Header("bcc").ShouldBeNull();
        mail.Text.ShouldStartWith("試験 Bcc: stolen@demo.example 様");
        (await app.Server.To("stolen@demo.example")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_waits_at_the_same_moment_comes_in_one_mail_in_the_order_it_happened()
    {
        var (person, other) = (await app.Person(), await app.Person());
        foreach (var subject in new[] { "一つ目", "二つ目", "三つ目" })
        {
            await app.Notice(person, subject, $"{subject}の本文", "/dashboard");
        }

        await app.Notice(other, "別の人へ");

        (await app.Run()).Sent.ShouldBe(2);

        var mail = (await app.Server.To(person.Address)).ShouldHaveSingleItem();
        mail.Subject.ShouldBe("【ICTガバナンス】お知らせ3件：一つ目 ほか");
        mail.Text.ShouldContain("お知らせが3件あります。");
        mail.Text.Split('\n').Where(l => l.StartsWith('■')).Select(l => l.Trim()).ShouldBe(["■ 一つ目", "■ 二つ目", "■ 三つ目"]);
        mail.Text.Split('\n').Count(l => l.Trim() == "開く：https://gov.city.example/ict/dashboard").ShouldBe(3);
        mail.Text.ShouldNotContain("別の人へ");
        (await app.Server.To(other.Address)).ShouldHaveSingleItem().Subject.ShouldBe("【ICTガバナンス】別の人へ");
    }

    [Fact]
    public async Task Of_very_many_notices_the_rest_is_a_number_that_says_where_they_are()
    {
        var person = await app.Person();
        await using (var db = app.Database.NewContext())
        {
            db.Notifications.AddRange(Enumerable.Range(1, MailText.Most + 7).Select(n => new Notification($"many:{n}", person.Id, $"{n}番目", "本文", "/", app.Clock.Now)));
            await db.SaveChangesAsync(Cancel);
        }

        await app.Run();

        var mail = (await app.Server.To(person.Address)).ShouldHaveSingleItem();
        mail.Subject.ShouldContain($"お知らせ{MailText.Most + 7}件：1番目 ほか");
        mail.Text.Split('\n').Count(l => l.StartsWith('■')).ShouldBe(MailText.Most);
        mail.Text.ShouldContain("ほか7件は、お知らせの画面にあります。");
    }

    [Fact]
    public async Task A_daily_mail_waits_for_its_hour_and_goes_once_a_day()
    {
        var person = await app.Person();
        await app.Set(person.Id, person.Address, MailDelivery.Daily, hour: 13);
        await app.Notice(person, "午前");

        app.Clock.Now = TokyoTime.At(new(2026, 11, 20), new(12, 59));
        (await app.Run()).Sent.ShouldBe(0);
        app.Clock.Now = TokyoTime.At(new(2026, 11, 20), new(13, 0));
        (await app.Run()).Sent.ShouldBe(1);
        app.Clock.Now = TokyoTime.At(new(2026, 11, 20), new(13, 1));
        await app.Notice(person, "午後");
        (await app.Run()).Sent.ShouldBe(0);
        await app.Notice(person, "夕方");
        app.Clock.Now = TokyoTime.At(new(2026, 11, 21), new(12, 59));
        (await app.Run()).Sent.ShouldBe(0);
        app.Clock.Now = TokyoTime.At(new(2026, 11, 21), new(13, 1));
        (await app.Run()).Sent.ShouldBe(1);

        (await app.Server.To(person.Address)).Select(m => m.Subject).ShouldBe(["【ICTガバナンス】午前", "【ICTガバナンス】お知らせ2件：午後 ほか"]);
    }

    [Fact]
    public async Task Nothing_goes_to_whoever_wants_none_has_no_address_has_read_it_or_would_get_old_news()
    {
        var (none, nowhere, reader, late) = (await app.Person(), await app.Person(), await app.Person(), await app.Person());
        await app.Set(none.Id, none.Address, MailDelivery.None);
        await app.Set(nowhere.Id, null);
        app.Clock.Now = FixedClock.Start - MailCollector.Horizon - TimeSpan.FromMinutes(1);
        await app.Notice(late, "古い知らせ");
        app.Clock.Now = FixedClock.Start;
        foreach (var person in new[] { none, nowhere, reader })
        {
            await app.Notice(person, "知らせ");
        }

        await using (var db = app.Database.NewContext())
        {
            (await db.Notifications.SingleAsync(n => n.PersonId == reader.Id, Cancel)).Read(app.Clock.Now);
            await db.SaveChangesAsync(Cancel);
        }

        (await app.Run()).ShouldBe(MailRun.Nothing);

        // Whoever changes their mind later is not sent what lies behind.
        await app.Set(none.Id, none.Address);
        await app.Set(nowhere.Id, nowhere.Address);
        (await app.Run()).ShouldBe(MailRun.Nothing);
        foreach (var person in new[] { none, nowhere, reader, late })
        {
            (await app.Server.To(person.Address)).ShouldBeEmpty();
            (await app.All(person)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Whoever_may_no_longer_see_the_subject_does_not_read_of_it_in_a_mail()
    {
        var (ours, theirs) = (await app.Given.Department(), await app.Given.Department());
        var (mine, notMine) = (await app.Given.Operation(ours), await app.Given.Operation(theirs));
        var cast = await app.Given.Cast(theirs);
        var proposal = await app.Given.Proposal(app.Database, theirs, cast, _ => { });
        var staff = await app.Person(role: Role.DepartmentStaff, department: ours);
        var moved = await app.Person(role: Role.DepartmentStaff, department: ours);
        var office = await app.Person();
        foreach (var (person, link) in new[]
        {
            (staff, $"/operations/{mine.Number}/plan"), (staff, $"/operations/{notMine.Number}/plan"), (staff, $"/proposals/{proposal.Number}/conditions#condition-1"),
            (staff, "/dashboard"), (staff, StuckNotices.Page), (staff, "/deputies"), (staff, "/unheard/of"),
            (moved, $"/proposals/{proposal.Number}"),
            (office, $"/operations/{notMine.Number}/plan"), (office, $"/proposals/{proposal.Number}"), (office, StuckNotices.Page),
        })
        {
            await app.Notice(person, $"件名 {link}", $"秘密 {link}", link);
        }

        (await app.Run()).Text.ShouldBe("メール：送信2通、取りやめ1通。");

        (await app.Server.To(staff.Address)).ShouldHaveSingleItem().Text.Split('\n').Where(l => l.StartsWith('■')).Select(l => l.Trim())
            .ShouldBe([$"■ 件名 /operations/{mine.Number}/plan", "■ 件名 /deputies"]);
        (await app.Server.To(office.Address)).ShouldHaveSingleItem().Text.Split('\n').Count(l => l.StartsWith('■')).ShouldBe(3);
        (await app.Server.To(moved.Address)).ShouldBeEmpty();
        var dropped = await app.Only(moved);
        (dropped.State, dropped.Answer).ShouldBe((MailState.Dropped, "本人が見られる内容がなくなりました。"));
    }

    [Fact]
    public async Task Whoever_has_lost_every_role_or_the_address_since_is_sent_nothing()
    {
        var (gone, nowhere) = (await app.Person("later2"), await app.Person("later2"));
        await app.Notice(gone, "知らせ");
        await app.Notice(nowhere, "知らせ");
        (await app.Run()).Postponed.ShouldBe(2);
        await using (var db = app.Database.NewContext())
        {
            await db.Set<RoleAssignment>().Where(a => a.PersonId == gone.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.ValidTo, app.Clock.Today.AddDays(-1)), Cancel);
        }

        await app.Set(nowhere.Id, null);
        app.Clock.Now += TimeSpan.FromMinutes(2);

        (await app.Run()).Dropped.ShouldBe(2);

        (await app.Only(gone)).Answer.ShouldBe("今は役割がありません。");
        (await app.Only(nowhere)).Answer.ShouldBe("メールアドレスが登録されていません。");
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/deputies", true)]
    [InlineData("/dashboard", true)]
    [InlineData("/proposals/stuck", true)]
    [InlineData("/admin/retention/disposals", true)]
    [InlineData("/proposals/R8-ICT-0001", true)]
    [InlineData("/proposals/R8-ICT-0001/conditions#condition-2", true)]
    [InlineData("/operations/12/plan", true)]
    [InlineData("/running-costs/16/Planned", true)]
    [InlineData("/action-items/3", true)]
    [InlineData("/action-items?meeting=2", true)]
    [InlineData("/council/2/items/9", true)]
    [InlineData("/meetings/2", true)]
    [InlineData("/meetings/2/minutes", true)]
    [InlineData("/meetings", false)]
    [InlineData("/operations/transfer", false)]
    [InlineData("/proposals/R8-ICT-0001x", false)]
    [InlineData("/proposals", false)]
    [InlineData("//elsewhere.example/", false)]
    public void A_page_whose_readers_are_not_known_here_is_in_no_mail(string link, bool isKnown) => NoticeSubjects.IsKnown(link).ShouldBe(isKnown);

    async Task Rename(Receiver person, string name)
    {
        await using var db = app.Database.NewContext();
        await db.People.Where(p => p.Id == person.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, name), Cancel);
    }
}

using System.Security.Cryptography;
using AngleSharp.Html.Dom;
using DxGovernance.Core.Council;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Council;

/// <summary>The council's forms over HTTP: each one's good way, and each refusal with the sentence the user reads.</summary>
public sealed class CouncilPageTests(CouncilApp app) : IClassFixture<CouncilApp>
{
    const string Form = "main form[method=post]";
    const string Own = "form[action*=Own]";
    const string Choose = "form[action*=Choose]";
    const string Same = "変わったところがありません。値を変えてから保存してください。";
    const string NoPlace = "場所を入力してください。書面で開くときは空欄にできます。";

    WebBrowser Office => app.AtOffice;

    DateOnly Today => app.Clock.Today;

    [Fact]
    public async Task A_meeting_is_prepared_frozen_held_judged_and_published_by_its_forms()
    {
        var page = await Office.Get("/council/new");
        var number = app.NextNumber();
        var made = await Office.Submit(page, Form, new() { ["Input.Number"] = $"{number}", ["Input.HeldOn"] = Wareki.Iso(Today), ["Input.Place"] = "本庁舎 大会議室" });
        made.Location.ShouldBe($"/council/{number}/agenda");

        page = await Office.Get(made.Location!);
        page.Text.ShouldContain($"第{number}回 行財政改革推進会議の準備を始めました。");
        page.Text.ShouldContain("推進会議へ付議された。");
        (await Office.Submit(page, Choose, new() { ["Chosen.Keys"] = $"Case:{app.Case.Id}" })).Location.ShouldBe(made.Location);
        page = await Office.Get(made.Location!);
        page.Text.ShouldContain("今の議題（1件）");
        page.Document.QuerySelectorAll($"input[value='Case:{app.Case.Id}']").ShouldBeEmpty("what is on the agenda is no candidate any more");

        page = await Office.Get($"/council/{number}/preview?asOf={Wareki.Iso(Today)}");
        page.Text.ShouldContain("この案件を進めることの可否");
        var draft = await Office.Get($"/council/{number}/preview/file?asOf={Wareki.Iso(Today)}&until={Uri.EscapeDataString(page.Value("Input.Until")!)}");
        draft.Response.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe($"第{number}回推進会議_会議資料_案_{Wareki.Iso(Today)}.xlsx");
        (await Office.Submit(page, Form, [])).Location.ShouldBe($"/council/{number}#documents");
        (await Office.Get($"/council/{number}")).Text.ShouldContain("会議資料の第1版を凍結しました。SHA-256");
        (await app.AtMember.Get($"/meetings/{number}")).Status.ShouldBe(404, "not published yet");

        await Step(Office, number, MeetingAction.Distribute);
        await The_member_reads_the_frozen_bytes(number);

        page = await Office.Get($"/council/{number}/hold");
        (await Office.Submit(page, Form, new() { ["Input.Rows[0].Presence"] = nameof(Presence.Proxy), ["Input.Rows[0].Proxy"] = "課長 代わり 人" })).Location.ShouldBe($"/council/{number}#agenda");
        (await Office.Get($"/council/{number}")).Text.ShouldContain("開催と出欠を記録しました。議題ごとに判断を記録してください。");
        (await app.Read(number)).Attendances.Select(a => (a.Name, a.Presence, a.Proxy)).ShouldBe([(app.Member.Name, Presence.Proxy, "課長 代わり 人")]);

        await Judge_the_case(number);
        await Step(Office, number, MeetingAction.Conclude);
        await Step(app.AtOther, number, MeetingAction.PublishMinutes);
        (await app.AtMember.Get($"/meetings/{number}/minutes")).Text.ShouldContain("条件付了承：単価を示すこと");
    }

    async Task The_member_reads_the_frozen_bytes(int number)
    {
        var read = await app.AtMember.Get($"/meetings/{number}");
        read.Text.ShouldContain("この資料は凍結されたもので、後から変わりません。");
        var file = await app.AtMember.Get($"/meetings/{number}/file/Pack/1");
        await using var db = app.Database.NewContext();
        var sha = await db.CouncilDocuments.Where(d => d.Meeting.Number == number).Select(d => d.Sha256).SingleAsync(Cancel);
        Convert.ToHexStringLower(SHA256.HashData(await file.Response.Content.ReadAsByteArrayAsync(Cancel))).ShouldBe(sha);
        (await app.AtMember.Get($"/meetings/{number}/file/Pack/2")).Status.ShouldBe(404);
        (await app.AtMember.Get($"/meetings/{number}?version=2")).Status.ShouldBe(404);
        (await app.AtMember.Get($"/council/{number}")).Status.ShouldBe(403);
    }

    async Task Judge_the_case(int number)
    {
        var item = (await app.Read(number)).Agenda[0];
        var page = await Office.Get($"/council/{number}/items/{item.Id}");
        page.Text.ShouldContain("記録すると、案件にも同じ内容が「推進会議の判断」として記録され");
        (await Office.Submit(page, Form, new()
        {
            ["Input.Category"] = "CONDITION",
            ["Input.Text"] = "単価を示すこと",
            ["Input.Opinions[0].Kind"] = nameof(OpinionKind.Dissent),
            ["Input.Opinions[0].Speaker"] = "委員 一",
            ["Input.Opinions[0].Text"] = "高い",
            ["Input.Actions[0].Text"] = "単価の表を出す",
            ["Input.Actions[0].Owner"] = "試験課長",
            ["Input.Actions[0].DueOn"] = "令和8年12月20日",
            ["Input.Actions[0].Evidence"] = "単価の表",
            ["Input.Actions[0].BlocksGate"] = nameof(Gate.Contract),
        })).Location.ShouldBe($"/council/{number}#agenda");
        (await Office.Get($"/council/{number}")).Text.ShouldContain("議題1の判断を記録しました。案件にも推進会議の判断として記録し、CIOの決定に進みました。");
        await using var db = app.Database.NewContext();
        (await db.Proposals.Where(p => p.Id == app.Case.Id).Select(p => p.State).SingleAsync(Cancel)).ShouldBe(ProposalState.Deciding);
        (await db.Conditions.Where(c => c.AgendaItemId == item.Id).Select(c => new { c.Text, c.DueOn, c.BlocksGate }).SingleAsync(Cancel))
            .ShouldBe(new { Text = "単価の表を出す", DueOn = new DateOnly(2026, 12, 20), BlocksGate = (Gate?)Gate.Contract });
    }

    [Fact]
    public async Task What_is_wrong_with_a_new_meeting_is_named_and_nothing_typed_is_lost()
    {
        var taken = (await app.Meeting(MeetingState.Preparing)).Number;
        var page = await Office.Get("/council/new");
        page.Value("Input.Number").ShouldBe($"{taken + 1}", "the next one");

        await Refuse(page, $"第{taken}回の会議はすでにあります。回を直してください。", ("Number", $"{taken}"), ("Place", "控えの部屋"));
        await Refuse(page, "回は1から9999までの整数で入力してください。", ("Number", "0"));
        await Refuse(page, "回の値「二」は使えません。", ("Number", "二"));
        await Refuse(page, "開催日を入力してください。", ("HeldOn", ""));
        await Refuse(page, "開催日：「令和9年13月1日」という日はありません。", ("HeldOn", "令和9年13月1日"));
        await Refuse(page, "開催日を確かめてください。2000年から2099年までの日を入力してください。", ("HeldOn", "1999-12-31"));
        await Refuse(page, NoPlace, ("Place", " "));
        await Refuse(page, "場所は100文字以内で入力してください。", ("Place", new('場', 101)));
        await Refuse(page, "開催方法を選んでください。", ("Form", null));
        await Refuse(page, "値「9」は使えません。", ("Form", "9"));
        var refused = await Refuse(page, NoPlace, ("Place", ""), ("HeldOn", "R9.1.8"));
        refused.Value("Input.HeldOn").ShouldBe("R9.1.8");
        var made = await Office.Submit(refused, Form, new() { ["Input.Form"] = nameof(MeetingForm.InWriting), ["Input.Number"] = $"{app.NextNumber()}" });
        made.Status.ShouldBe(302, "a meeting in writing needs no place");
    }

    [Fact]
    public async Task Day_and_place_are_changed_before_the_meeting_and_after_the_freeze_with_a_reason()
    {
        var taken = (await app.Meeting(MeetingState.Cancelled)).Number;
        var meeting = await app.Meeting(MeetingState.Preparing);
        var path = $"/council/{meeting.Number}/edit";
        var page = await Office.Get(path);
        await Refuse(page, Same);
        await Refuse(page, $"第{taken}回の会議はすでにあります。回を直してください。", ("Number", $"{taken}"));
        await Refuse(page, NoPlace, ("Place", ""));
        (await Office.Submit(page, Form, new() { ["Input.Place"] = "別館" })).Location.ShouldBe($"/council/{meeting.Number}");
        (await Office.Get($"/council/{meeting.Number}")).Text.ShouldContain("会議の日程・場所を保存しました。");

        var frozen = (await app.Meeting(MeetingState.Frozen)).Number;
        page = await Office.Get($"/council/{frozen}/edit");
        await Refuse(page, "資料を凍結した会議の回は変えられません。凍結された資料に回が載っています。", ("Number", "9000"), ("Reason", "誤り"));
        await Refuse(page, "資料を凍結した後に変えるときは、理由を入力してください。", ("Place", "別館"));
        (await Office.Submit(page, Form, new() { ["Input.Place"] = "別館", ["Input.Reason"] = "工事のため" })).Status.ShouldBe(302);
        (await app.Read(frozen)).Place.ShouldBe("別館");

        var held = await app.Meeting(MeetingState.Held);
        (await Office.Get($"/council/{held.Number}/edit")).Text.ShouldContain("「開催済」の会議の日程・場所は、ここでは直せません。");
        await RefusePost(
            $"/council/{held.Number}/edit", held, "「開催済」の会議は、ここでは直せません。開催した会議の日・場所・出欠は「判断・出欠を訂正する」で直します。",
            ("Input.Number", $"{held.Number}"), ("Input.HeldOn", Wareki.Iso(Today)), ("Input.Form", nameof(MeetingForm.InWriting)));
    }

    [Fact]
    public async Task What_cannot_go_on_the_agenda_is_refused()
    {
        var meeting = await app.Meeting(MeetingState.Preparing);
        var path = $"/council/{meeting.Number}/agenda";
        var page = await Office.Get(path);
        async Task RefuseIn(string form, string sentence, params (string Name, string? Value)[] changes) =>
            Named(await Office.Submit(page, form, changes.ToDictionary(c => c.Name, c => c.Value)), sentence);

        await RefuseIn(Own, "議題名を入力してください。", ("Own.Asked", "可否"));
        await RefuseIn(Own, "判断を求める事項を入力してください。", ("Own.Title", "題"));
        await RefuseIn(Own, "議題名は120文字以内で入力してください。", ("Own.Title", new('題', 121)), ("Own.Asked", "可否"));
        await RefuseIn(Own, "何についての議題かを、選択肢から選んでください。", ("Own.Subject", "Milestone:99"), ("Own.Title", "題"), ("Own.Asked", "可否"));
        foreach (var status in new[] { 302, 400 })
        {
            var answer = await Office.Submit(await Office.Get(path), Own, new() { ["Own.Subject"] = "CostComparison:", ["Own.Title"] = "運用経費", ["Own.Asked"] = "下げる対策" });
            answer.Status.ShouldBe(status, "a subject stands on an agenda once");
        }

        var stored = await app.Read(meeting.Number);
        stored.Agenda.Select(i => i.Title).ShouldBe(["試験の議題", "運用経費"]);
        await RefusePost(path + "?handler=Choose", stored, "議題にする候補を一つ以上選んでください。");
        await RefusePost(path + "?handler=Choose", stored, "選ばれた候補は、今は候補にありません。画面を開き直して選んでください。", ("Chosen.Keys", "Case:0"));

        var frozen = await app.Meeting(MeetingState.Frozen);
        const string Closed = "「資料凍結」の会議の議題は変えられません。変えるときは、先に「資料を差し替える」を行ってください。";
        await RefusePost($"/council/{frozen.Number}/agenda?handler=Own", frozen, Closed, ("Own.Subject", "Free:"), ("Own.Title", "題"), ("Own.Asked", "可否"));
        await RefusePost($"/council/{frozen.Number}/agenda/{frozen.Agenda[0].Id}", frozen, Closed, ("Input.Title", "題"), ("Input.Asked", "可否"), ("Input.Place", "1"));
    }

    [Fact]
    public async Task An_item_is_written_anew_moved_and_taken_off()
    {
        var meeting = await app.Meeting(MeetingState.Preparing);
        var path = $"/council/{meeting.Number}/agenda";
        (await Office.Submit(await Office.Get(path), Own, new() { ["Own.Title"] = "二つ目", ["Own.Asked"] = "可否" })).Location.ShouldBe(path);
        var second = (await app.Read(meeting.Number)).Agenda[1];
        var page = await Office.Get($"{path}/{second.Id}");

        await Refuse(page, "議題名を入力してください。", ("Title", " "));
        await Refuse(page, "判断を求める事項は300文字以内で入力してください。", ("Asked", new('可', 301)));
        await Refuse(page, "順番は1から2までの整数で入力してください。", ("Place", "3"));
        await Refuse(page, "順番の値「先」は使えません。", ("Place", "先"));
        (await Office.Submit(page, Form, new() { ["Input.Title"] = "先に諮る", ["Input.Place"] = "1" })).Location.ShouldBe(path);
        (await Office.Get(path)).Text.ShouldContain("議題を保存しました。");
        (await app.Read(meeting.Number)).Agenda.Select(i => i.Title).ShouldBe(["先に諮る", "試験の議題"]);

        page = await Office.Get($"{path}/{second.Id}");
        (await Office.Post($"{path}/{second.Id}?handler=Remove", page, Typed(page))).Location.ShouldBe(path);
        (await Office.Get(path)).Text.ShouldContain("「先に諮る」を議題から外しました。");
        (await app.Read(meeting.Number)).Agenda.Select(i => (i.Number, i.Title)).ShouldBe([(1, "試験の議題")]);
        (await Office.Get($"{path}/{second.Id}")).Status.ShouldBe(404);
        (await Office.Post($"{path}/{second.Id}", page, Typed(page))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Only_what_was_previewed_is_frozen()
    {
        var meeting = await app.Meeting(MeetingState.Preparing);
        var path = $"/council/{meeting.Number}/preview";
        Named(await Office.Get(path + "?asOf=2027-04-01"), "基準日に未来の日（2027-04-01（令和9年4月1日））は指定できません。今日までの日を入力してください。");
        Named(await Office.Get(path + "?asOf=1999-01-01"), "基準日を確かめてください。2000年より前の日は指定できません。");
        Named(await Office.Get(path + "?until=きのう"), "「きのう」は日付として読めません。");
        var page = await Office.Get(path);
        await Refuse(page, "確かめた資料の基準日か記録の締めを読めません。もう一度資料を開いて確かめてください。", ("Until", "2099-01-01T00:00:00Z"));
        await Refuse(page, "確かめた資料の基準日か記録の締めを読めません。もう一度資料を開いて確かめてください。", ("AsOf", "2027-04-01"));

        var other = await Office.Submit(page, Form, new() { ["Input.Hash"] = new('0', 64) });
        other.Status.ShouldBe(409);
        other.Errors.ShouldHaveSingleItem().ShouldStartWith("確かめた後に資料の内容が変わりました。入力した内容は残っています。");
        await app.TouchMeeting(meeting.Id);
        var stale = await Office.Submit(page, Form, []);
        stale.Status.ShouldBe(409, "the agenda may be another one");
        stale.Errors.ShouldHaveSingleItem().ShouldStartWith("ほかの人が先に会議を変えました。");
        (await Office.Submit(stale, Form, [])).Status.ShouldBe(302);
        await RefusePost(path, await app.Read(meeting.Number), "「資料凍結」の状態では、この操作はできません。画面を開き直して現在の状態を確かめてください。", ("Input.AsOf", Wareki.Iso(Today)));

        var empty = await app.Meeting(MeetingState.Preparing);
        await app.Database.OnMeeting(empty.Number, async (db, m) =>
        {
            m.RemoveItem(m.Agenda[0], app.Office, app.Clock.Now);
            await app.Given.Save(db, app.Office);
        });
        (await Office.Get($"/council/{empty.Number}/preview")).Text.ShouldContain("まだ凍結できません：議題がありません。議題を加えてから凍結してください。");
    }

    [Fact]
    public async Task Attendance_is_taken_only_whole_and_corrected_with_a_reason()
    {
        var meeting = await app.Meeting(MeetingState.Distributed);
        var path = $"/council/{meeting.Number}/hold";
        var page = await Office.Get(path);
        const string Incomplete = "委員ごとの出欠がそろっていません。画面を開き直し、全ての委員の出欠を選んでください。";
        await Refuse(page, Incomplete, ("Rows[0].Presence", null));
        await Refuse(page, Incomplete, ("Rows[0].Presence", null), ("Rows[0].Proxy", null));
        await Refuse(page, Incomplete, ("Rows[1].Presence", nameof(Presence.Present)));
        await Refuse(page, "値「9」は使えません。", ("Rows[0].Presence", "9"));
        await Refuse(page, $"「{app.Member.Name}」の代理で出席した人の職名と氏名を入力してください。", ("Rows[0].Presence", nameof(Presence.Proxy)));
        await Refuse(page, "全員が欠席です。出席した委員を選んでください。開かなかった会議は「中止」にします。", ("Rows[0].Presence", nameof(Presence.Absent)));
        await Refuse(page, "開催日が先の日です。開催してから記録してください。", ("HeldOn", Wareki.Iso(Today.AddDays(1))));
        await Refuse(page, NoPlace, ("Place", ""));
        await Refuse(page, "開催方法を選んでください。", ("Form", null));
        var refused = await Refuse(page, "説明者・事務局は500文字以内で入力してください。", ("Others", new('人', 501)), ("Rows[0].Presence", nameof(Presence.Online)));
        refused.Value("Input.Rows[0].Presence").ShouldBe(nameof(Presence.Online));
        (await app.Read(meeting.Number)).State.ShouldBe(MeetingState.Distributed);
        (await Office.Submit(refused, Form, new() { ["Input.Others"] = "CIO" })).Location.ShouldBe($"/council/{meeting.Number}#agenda");

        page = await Office.Get(path);
        await Refuse(page, Same, ("Reason", "同じ"));
        await Refuse(page, "「判断・出欠を訂正する」には理由が必要です。理由を入力してください。", ("Others", "CIO、課長"));
        (await Office.Submit(page, Form, new() { ["Input.Rows[0].Presence"] = nameof(Presence.Present), ["Input.Reason"] = "出席簿の誤り" })).Status.ShouldBe(302);
        (await Office.Get($"/council/{meeting.Number}")).Text.ShouldContain("出席簿の誤り");

        var frozen = await app.Meeting(MeetingState.Frozen);
        (await Office.Get($"/council/{frozen.Number}/hold")).Text.ShouldContain("「資料凍結」の会議には記録できません。資料を委員に公開してから記録します。");
        await RefusePost(
            $"/council/{frozen.Number}/hold", frozen, "「資料凍結」の状態では、この操作はできません。画面を開き直して現在の状態を確かめてください。",
            ("Input.HeldOn", Wareki.Iso(Today)), ("Input.Form", nameof(MeetingForm.InWriting)), ("Input.Rows[0].Presence", nameof(Presence.Present)));
    }

    [Fact]
    public async Task A_judgement_that_is_not_whole_is_refused_and_one_that_is_recorded_is_corrected_with_a_reason()
    {
        var meeting = await app.Meeting(MeetingState.Held);
        var path = $"/council/{meeting.Number}/items/{meeting.Agenda[0].Id}";
        var page = await Office.Get(path);
        await Refuse(page, "判断区分を選んでください。", ("Category", ""));
        await Refuse(page, "判断区分を選んでください。", ("Category", "NONE"));
        await Refuse(page, "「その他」には判断の内容が必要です。判断の内容を入力してください。", ("Category", "OTHER"));
        await Refuse(page, "判断の内容は700文字以内で入力してください。", ("Category", "AGREE"), ("Text", new('判', 701)));
        await Refuse(page, "「条件付了承」には指摘・条件が1件以上必要です。内容・担当・期限・求める証拠を入力してください。", ("Category", "CONDITION"), ("Text", "条件"));
        const string Part = "指摘・条件には、内容・担当・期限・求める証拠の全てを入力してください。";
        await Refuse(page, Part, ("Category", "AGREE"), ("Actions[0].Text", "示す"));
        await Refuse(page, "指摘・条件の期限が過ぎた日です。今日以降の日を入力してください。", [("Category", "AGREE"), .. Action(Today.AddDays(-1))]);
        await Refuse(page, "協議段階を止められるのは、終わっていない案件の議題だけです。", [("Category", "AGREE"), ("Actions[0].BlocksGate", nameof(Gate.Contract)), .. Action(Today)]);
        await Refuse(page, "意見には、発言した人と内容の両方を入力してください。", ("Category", "AGREE"), ("Opinions[0].Text", "高い"));
        var refused = await Refuse(page, Part, ("Category", "AGREE"), ("Text", "進めること"), ("Opinions[0].Speaker", "委員"), ("Opinions[0].Text", "早く"), ("Actions[3].Owner", "課長"));
        (refused.Value("Input.Text"), refused.Value("Input.Opinions[0].Text"), refused.Value("Input.Actions[3].Owner")).ShouldBe(("進めること", "早く", "課長"));
        (await Office.Submit(refused, Form, new() { ["Input.Actions[3].Owner"] = "" })).Location.ShouldBe($"/council/{meeting.Number}#agenda");
        (await Office.Get($"/council/{meeting.Number}")).Text.ShouldContain("議題1の判断を記録しました。");

        page = await Office.Get(path);
        await Refuse(page, Same, ("Reason", "同じ"));
        await Refuse(page, "「判断・出欠を訂正する」には理由が必要です。理由を入力してください。", ("Text", "待つこと"));
        (await Office.Submit(page, Form, new() { ["Input.Text"] = "待つこと", ["Input.Reason"] = "聞き違い" })).Status.ShouldBe(302);
        (await Office.Get(path)).Text.ShouldContain("訂正の理由：聞き違い");

        var prepared = await app.Meeting(MeetingState.Preparing);
        await RefusePost(
            $"/council/{prepared.Number}/items/{prepared.Agenda[0].Id}", prepared, "「準備中」の状態では、この操作はできません。画面を開き直して現在の状態を確かめてください。", ("Input.Category", "AGREE"));
        (await Office.Get($"/council/{prepared.Number}/items/{meeting.Agenda[0].Id}")).Status.ShouldBe(404, "an item of another meeting");
    }

    [Fact]
    public async Task Minutes_are_published_by_somebody_else_as_they_were_shown_and_anew_after_a_correction()
    {
        var meeting = await app.Meeting(MeetingState.Judged);
        var path = $"/council/{meeting.Number}/step/{nameof(MeetingAction.PublishMinutes)}";
        (await Office.Get(path)).Text.ShouldContain(Meeting.OwnRecord);
        var page = await app.AtOther.Get(path);
        Named(await Office.Post(path, await Office.Get("/council/new"), Typed(page)), Meeting.OwnRecord);
        Named(await app.AtOther.Submit(page, Form, new() { ["Input.Until"] = "きのう" }), "確かめた議事要旨の記録の締めを読めません。もう一度開いて確かめてください。");
        var other = await app.AtOther.Submit(page, Form, new() { ["Input.Hash"] = new('0', 64) });
        other.Status.ShouldBe(409);
        other.Errors.ShouldHaveSingleItem().ShouldStartWith("確かめた後に議事要旨の内容が変わりました。");
        (await app.AtOther.Submit(other, Form, [])).Location.ShouldBe($"/council/{meeting.Number}");
        (await app.AtOther.Get($"/council/{meeting.Number}")).Text.ShouldContain("「議事要旨を公開する」を行いました。会議は「議事要旨公開」です。");

        page = await Office.Get($"/council/{meeting.Number}/items/{meeting.Agenda[0].Id}");
        (await Office.Submit(page, Form, new() { ["Input.Text"] = "直した判断", ["Input.Reason"] = "記録の誤り" })).Status.ShouldBe(302);
        (await app.AtMember.Get($"/meetings/{meeting.Number}/minutes")).Text.ShouldNotContain("直した判断");
        await Step(app.AtOther, meeting.Number, MeetingAction.PublishMinutes);
        var read = await app.AtMember.Get($"/meetings/{meeting.Number}/minutes");
        read.Text.ShouldContain("差し替えられた資料です（第2版）理由：記録の誤り");
        read.Text.ShouldContain("直した判断");
        (await app.AtMember.Get($"/meetings/{meeting.Number}/minutes?version=1")).Text.ShouldContain("差し替えられた版です");
    }

    [Fact]
    public async Task A_step_is_taken_with_its_reason_and_only_where_the_meeting_stands()
    {
        var meeting = await app.Meeting(MeetingState.Distributed);
        string Path(MeetingAction action) => $"/council/{meeting.Number}/step/{action}";
        var page = await Office.Get(Path(MeetingAction.Replace));
        await Refuse(page, "「資料を差し替える」には理由が必要です。理由を入力してください。");
        (await Office.Submit(page, Form, new() { ["Input.Reason"] = "金額の誤り" })).Status.ShouldBe(302);
        (await Office.Get($"/council/{meeting.Number}")).Text.ShouldContain("「資料を差し替える」を行いました。会議は「準備中」です。");
        (await app.AtMember.Get($"/meetings/{meeting.Number}")).Status.ShouldBe(200, "the first version stays with the members");

        page = await Office.Get(Path(MeetingAction.CallOff));
        await Refuse(page, "「会議を中止する」には理由が必要です。理由を入力してください。", ("Reason", " "));
        await Refuse(page, $"理由は{LedgerEntry.ReasonMaxLength}文字以内で入力してください。", ("Reason", new('理', LedgerEntry.ReasonMaxLength + 1)));
        (await Office.Submit(page, Form, new() { ["Input.Reason"] = "定足数に足りない" })).Status.ShouldBe(302);
        var stored = await app.Read(meeting.Number);
        stored.State.ShouldBe(MeetingState.Cancelled);
        (await Office.Get(Path(MeetingAction.CallOff))).Text.ShouldContain("会議は今「中止」です。この操作は今はできません。");
        await RefusePost(Path(MeetingAction.CallOff), stored, "「中止」の状態では、この操作はできません。画面を開き直して現在の状態を確かめてください。", ("Input.Reason", "もう一度"));

        var held = await app.Meeting(MeetingState.Held);
        const string Open = "議題1「試験の議題」の判断が記録されていません。";
        (await Office.Get($"/council/{held.Number}/step/Conclude")).Text.ShouldContain(Open);
        await RefusePost($"/council/{held.Number}/step/Conclude", held, Open);
        foreach (var unknown in new[] { "Hold", "Judge", "Adjourn" })
        {
            (await Office.Get($"/council/{held.Number}/step/{unknown}")).Status.ShouldBe(404, unknown);
            (await Office.Post($"/council/{held.Number}/step/{unknown}", page, [])).Status.ShouldBe(404, unknown);
        }
    }

    [Theory]
    [InlineData(MeetingState.Preparing, "edit", Form, "Input.Place", "別館")]
    [InlineData(MeetingState.Preparing, "agenda", Own, "Own.Title", "加える議題", "Own.Asked")]
    [InlineData(MeetingState.Preparing, "agenda/{item}", Form, "Input.Title", "直した議題")]
    [InlineData(MeetingState.Preparing, "step/CallOff", Form, "Input.Reason", "定足数")]
    [InlineData(MeetingState.Distributed, "hold", Form, "Input.Others", "CIO")]
    [InlineData(MeetingState.Held, "items/{item}", Form, "Input.Text", "進めること", "Input.Category")]
    public async Task Whoever_saves_second_gets_409_and_may_save_again(MeetingState state, string path, string form, string field, string typed, string? also = null)
    {
        var meeting = await app.Meeting(state);
        var page = await Office.Get($"/council/{meeting.Number}/{path.Replace("{item}", $"{meeting.Agenda[0].Id}", StringComparison.Ordinal)}");
        await app.TouchMeeting(meeting.Id);

        var changes = new Dictionary<string, string?> { [field] = typed };
        if (also is not null)
        {
            changes[also] = "AGREE";
        }

        var refused = await Office.Submit(page, form, changes);

        refused.Status.ShouldBe(409);
        refused.Errors.ShouldHaveSingleItem().ShouldBe("ほかの人が先に会議を変えました。入力した内容は残っています。下の「保存されている内容」を確かめ、よければもう一度保存してください。");
        refused.Document.QuerySelector(".stored")!.TextContent.ShouldContain("保存されている内容");
        refused.Value(field).ShouldBe(typed);
        (await Office.Submit(refused, form, [])).Status.ShouldBe(302);
    }

    [Fact]
    public async Task Others_than_the_office_change_nothing_and_an_unknown_meeting_is_not_found()
    {
        var meeting = await app.Meeting(MeetingState.Preparing);
        var item = meeting.Agenda[0].Id;
        string[] pages = ["edit", "agenda", $"agenda/{item}", "preview", "hold", $"items/{item}", "step/CallOff", "documents/Pack/1", "file/Pack/1"];
        foreach (var page in pages)
        {
            (await Office.Get($"/council/9998/{page}")).Status.ShouldBe(404, page);
        }

        var before = await app.Database.Content();
        foreach (var browser in new[] { app.AtMember, app.AtDepartment, app.AtCio })
        {
            var home = await browser.Get("/");
            foreach (var page in pages.Take(7))
            {
                (await browser.Post($"/council/{meeting.Number}/{page}", home, new() { ["Input.Version"] = $"{meeting.Version}", ["Input.Reason"] = "理由" })).Status.ShouldBe(403, page);
            }
        }

        var cio = await app.AtCio.Post($"/council/{meeting.Number}/items/{item}", await app.AtCio.Get("/"), new() { ["Input.Version"] = $"{meeting.Version}" });
        cio.Text.ShouldContain("この操作には「推進会議の判断を記録する」の権限が必要です。");
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_council_asked_for_is_reported_sent_back_confirmed_and_withdrawn()
    {
        var meeting = await app.Meeting(MeetingState.Held);
        await app.Given.Judge(app.Database, meeting.Number, 1, GivenCouncil.Agreed(null, null, GivenCouncil.Action(app.Department.Id), GivenCouncil.Action()), app.Office);
        var (ours, offices) = ((await app.Read(meeting.Number)).Agenda[0].Actions[0], (await app.Read(meeting.Number)).Agenda[0].Actions[1]);
        var (path, staff) = ($"/action-items/{ours.Id}", app.AtDepartment);
        (await staff.Get("/action-items")).Text.ShouldContain("費用の根拠を示す");
        (await staff.Get($"/action-items/{offices.Id}")).Status.ShouldBe(404, "the office's own");

        var page = await staff.Get(path);
        Named(await staff.Submit(page, Form, []), "対応の内容（証拠がどこにあるか）を入力してください。");
        await app.TouchAction(ours.Id);
        var stale = await staff.Submit(page, Form, new() { ["Input.Text"] = "見積書を付けた" });
        (stale.Status, stale.Value("Input.Text")).ShouldBe((409, "見積書を付けた"));
        stale.Errors.ShouldHaveSingleItem().ShouldStartWith("ほかの人が先にこの指摘を変えました。");
        (await staff.Submit(stale, Form, [])).Location.ShouldBe(path);
        (await staff.Get(path)).Text.ShouldContain("指摘1は「対応報告済み・確認待ち」になりました。");
        Named(await staff.Post(path + "?handler=Report", page, Now(await Version(ours), "また")), "この指摘は「対応報告済み・確認待ち」です。");
        var forbidden = await staff.Post(path + "?handler=Met", page, Now(await Version(ours), ""));
        forbidden.Status.ShouldBe(403);
        forbidden.Text.ShouldContain("この操作には「推進会議を準備し、資料を凍結し、指摘への対応を確認する」の権限が必要です。");

        page = await Office.Get(path);
        Named(await Office.Post(path + "?handler=SendBack", page, Now(await Version(ours), "")), "対応を認めないときは、理由を入力してください。");
        (await Office.Post(path + "?handler=SendBack", page, Now(await Version(ours), "根拠がない"))).Status.ShouldBe(302);
        (await staff.Submit(await staff.Get(path), Form, new() { ["Input.Text"] = "根拠を加えた" })).Status.ShouldBe(302);
        (await Office.Submit(await Office.Get(path), "form[action*=Met]", [])).Status.ShouldBe(302);
        (await staff.Get(path)).Text.ShouldContain("対応済み");
        Named(await Office.Post(path + "?handler=Withdraw", page, Now(await Version(ours), "誤り")), "この指摘は「対応済み」です。");

        path = $"/action-items/{offices.Id}";
        (await Office.Submit(await Office.Get(path), "form[action*=Report]", new() { ["Input.Text"] = "一覧を作った" })).Status.ShouldBe(302);
        Named(await Office.Post(path + "?handler=Met", page, Now(await Version(offices), "")), "対応を報告した人は、その確認をできません（代理として行うこともできません）。別の人に依頼してください。");
        page = await app.AtOther.Get(path);
        Named(await app.AtOther.Submit(page, "form[action*=Withdraw]", new() { ["Input.Text"] = "" }), "取り下げる理由を入力してください。");
        (await app.AtOther.Submit(page, "form[action*=Withdraw]", new() { ["Input.Text"] = "議題の取り違え" })).Status.ShouldBe(302);
        (await app.AtOther.Get(path)).Text.ShouldContain("指摘2は「取下げ」になりました。");
    }

    static (string Name, string? Value)[] Action(DateOnly due) =>
        [("Actions[0].Text", "示す"), ("Actions[0].Owner", "課長"), ("Actions[0].DueOn", Wareki.Iso(due)), ("Actions[0].Evidence", "表")];

    static Dictionary<string, string> Now(uint version, string text) => new() { ["Input.Version"] = $"{version}", ["Input.Text"] = text };

    static Dictionary<string, string> Typed(WebPage page) =>
        WebBrowser.Fields(page.Document.QuerySelector(Form).ShouldBeAssignableTo<IHtmlFormElement>()!).Where(f => f.Key != "__RequestVerificationToken").ToDictionary(f => f.Key, f => f.Value);

    static WebPage Named(WebPage page, string sentence)
    {
        page.Status.ShouldBe(400, sentence);
        page.Errors.ShouldHaveSingleItem().ShouldStartWith(sentence);
        return page;
    }

    async Task<uint> Version(ActionItem item)
    {
        await using var db = app.Database.NewContext();
        return await db.ActionItems.Where(a => a.Id == item.Id).Select(a => a.Version).SingleAsync(Cancel);
    }

    /// <summary>The office sends the form of the page with the changes and is told the sentence.</summary>
    async Task<WebPage> Refuse(WebPage page, string sentence, params (string Name, string? Value)[] changes) =>
        Named(await Office.Submit(page, Form, changes.ToDictionary(c => $"Input.{c.Name}", c => c.Value)), sentence);

    /// <summary>What no page would send as the meeting stands, with its newest version: the rule itself must refuse it.</summary>
    async Task RefusePost(string path, Meeting meeting, string sentence, params (string Name, string Value)[] fields)
    {
        var form = path.EndsWith("Own", StringComparison.Ordinal) ? "Own" : path.EndsWith("Choose", StringComparison.Ordinal) ? "Chosen" : "Input";
        var sent = fields.Append(($"{form}.Version", $"{meeting.Version}")).ToDictionary(f => f.Item1, f => f.Item2);
        Named(await Office.Post(path, await Office.Get("/council/new"), sent), sentence);
    }

    static async Task Step(WebBrowser browser, int number, MeetingAction action)
    {
        var page = await browser.Get($"/council/{number}/step/{action}");
        (await browser.Submit(page, Form, [])).Location.ShouldBe($"/council/{number}", string.Join(' ', page.Errors));
    }
}

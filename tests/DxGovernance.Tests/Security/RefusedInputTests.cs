using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Security;

/// <summary>
/// Every form of every page, field by field, as whoever may use it: what cannot be is refused with a sentence, what was typed stays,
/// and not one value in the database is another.
/// </summary>
public sealed partial class RefusedInputTests(RefusedInputTests.EveryForm app) : IClassFixture<RefusedInputTests.EveryForm>, IAsyncLifetime
{
    static readonly string LongText = string.Concat(Enumerable.Repeat("長い文章", 16_000));

    readonly List<string> wrong = [];
    readonly IReadOnlyList<Form> forms = app.Forms;
    IReadOnlyDictionary<string, string> before = null!;

    public async ValueTask InitializeAsync() => before = await app.Database.Content();

    public async ValueTask DisposeAsync()
    {
        (await app.Database.ChangedSince(before)).ShouldBeEmpty("something refused was saved");
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("operations/{number:int}/steps")]
    [InlineData("operations/{number:int}/milestones")]
    [InlineData("operations/{number:int}/plan/edit")]
    [InlineData("operations/{number:int}/plan/{planId:int}/{step}")]
    [InlineData("operations/{number:int}/risks")]
    [InlineData("operations/{number:int}/risks/new")]
    [InlineData("operations/{number:int}/risks/{id:int}")]
    [InlineData("operations/{number:int}/systems/new")]
    [InlineData("operations/{number:int}/systems/{id:int}")]
    [InlineData("operations/{number:int}/attributes")]
    [InlineData("operations/{number:int}/signal")]
    [InlineData("operations/published-rates")]
    [InlineData("reports")]
    [InlineData("reports/{id:int}")]
    [InlineData("reports/{id:int}/publish")]
    [InlineData("notifications")]
    [InlineData("notifications/settings")]
    [InlineData("admin/mail")]
    [InlineData("admin/mail/{id:long}/again")]
    [InlineData("admin/addresses/{id:int}")]
    [InlineData("admin/thresholds")]
    [InlineData("running-costs/{number:int}/{stage}")]
    [InlineData("running-costs/{number:int}/{stage}/check")]
    [InlineData("running-costs/{number:int}/excel")]
    [InlineData("")]
    public void The_forms_of_a_page_that_edits_are_found(string route) => forms.ShouldContain(f => f.Route.Route == route);

    [Fact]
    public Task Sixty_four_thousand_characters_are_too_many_for_any_text() => EachField(IsText, async (form, name) =>
    {
        var answer = await form.Post(name, LongText);
        Expect(form, name, answer, 400, "文字以内で入力してください。");
        Keeps(form, name, answer, LongText);
    });

    [Theory]
    [InlineData("令和9年13月1日", "という日はありません。")]
    [InlineData("2027-02-30", "という日はありません。")]
    [InlineData("来年の春", "は日付として読めません。")]
    public Task A_day_that_is_none_is_refused_by_any_date(string typed, string sentence) => EachField(IsDate, async (form, name) =>
    {
        var answer = await form.Post(name, typed);
        Expect(form, name, answer, 400, sentence);
        Keeps(form, name, answer, typed);
    });

    [Theory]
    [InlineData("Nonsense")]
    [InlineData("999999")]
    [InlineData("-1")]
    public Task A_choice_that_was_not_offered_is_refused(string chosen) => EachField(IsChoice, async (form, name) =>
        Expect(form, name, await form.Post(name, chosen), 400, "。"));

    [Fact]
    public Task A_tick_that_is_neither_yes_nor_no_is_refused() => EachField(IsTick, async (form, name) =>
        Expect(form, name, await form.Post(name, "Nonsense"), 400, "。"));

    [Theory]
    [InlineData("三")]
    [InlineData("99999999999999999999")]
    [InlineData("-5")]
    public Task A_number_that_cannot_be_is_refused(string typed) => EachField(IsNumber, async (form, name) =>
    {
        var answer = await form.Post(name, typed);
        Expect(form, name, answer, 400, "。");
        Keeps(form, name, answer, typed);
    });

    [Fact]
    public Task What_must_be_filled_in_is_asked_for() => EachField(e => e.GetAttribute("aria-required") == "true" && e is not IHtmlInputElement { Type: "radio" }, async (form, name) =>
    {
        Expect(form, name, await form.Post(name, ""), 400, "。");
        Expect(form, name, await form.Post(name, null), 400, "。");
    });

    [Fact]
    public Task A_character_that_no_text_may_hold_is_refused() => EachField(e => IsText(e) || IsDate(e) || IsNumber(e), async (form, name) =>
        Expect(form, name, await form.Post(name, "前\0後"), 400, "。"));

    [Theory]
    [InlineData("4000000000", new[] { 400, 409 })]
    [InlineData("Nonsense", new[] { 400 })]
    [InlineData("", new[] { 400, 409 })]
    public Task A_forged_version_saves_nothing(string forged, int[] answers) =>
        EachField(e => e is IHtmlInputElement { Type: "hidden" } && e.GetAttribute("name")!.EndsWith("Version", StringComparison.Ordinal), async (form, name) =>
        {
            var answer = await form.Post(name, forged);
            if (!answers.Contains(answer.Status) || answer.Errors.Count == 0)
            {
                wrong.Add($"{form.Key} {name}: {answer.Status}, {string.Join(" ", answer.Errors)}");
            }
        });

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        foreach (var form in forms)
        {
            Expect(form, "token", await form.Post("__RequestVerificationToken", null), 400, "送られた内容を受け付けられませんでした。");
            Expect(form, "token", await form.Post("__RequestVerificationToken", "forged"), 400, "送られた内容を受け付けられませんでした。");
        }
    }

    [Fact]
    public async Task The_token_of_somebody_else_is_refused()
    {
        using var other = await app.SignedIn(app.Theirs.Staff);
        before = await app.Database.Content();
        foreach (var form in forms)
        {
            var answer = await other.Submit(form.Page, form.Selector, []);
            if (answer.Status is not (400 or 403))
            {
                wrong.Add($"{form.Key}: {answer.Status}");
            }
        }
    }

    [Theory]
    [InlineData(Role.DepartmentStaff)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Council)]
    public async Task Whoever_may_not_finds_no_way_in_with_a_token_of_their_own(Role role)
    {
        using var stranger = await app.SignedInAs(role);
        before = await app.Database.Content();
        var token = await stranger.Get("/signout");
        // Who audits reads everything; that confidential parts were read or a file was taken is itself recorded.
        string[] read = role == Role.Auditor ? [" Reveal", "/attachments Download"] : [];
        foreach (var form in forms.Where(f => f.Route.Policies[0] != nameof(Permission.SeeHome) && !IsReading(f.Route.Route, role) && !read.Any(f.Key.EndsWith)))
        {
            var answer = await stranger.Post(form.Action, token, form.Fields.Where(f => f.Key != "__RequestVerificationToken").DistinctBy(f => f.Key).ToDictionary());
            // 400 where what is asked for is no change; nothing is saved in any case.
            if (answer.Status is not (403 or 404 or 400))
            {
                wrong.Add($"{form.Key}: {answer.Status} for {role}");
            }
        }
    }

    /// <summary>An export changes nothing: who may see may take it, and that is recorded.</summary>
    static bool IsReading(string route, Role role) => route switch
    {
        "proposals/export" => role is Role.DepartmentStaff or Role.Auditor,
        "proposals/{caseNumber}/sheet" => role is Role.Auditor,
        _ => false,
    };

    [Fact]
    public async Task What_does_not_exist_is_404()
    {
        foreach (var form in forms.Where(f => f.Action.Any(char.IsAsciiDigit) && !f.Action.StartsWith("/?", StringComparison.Ordinal)))
        {
            var answer = await form.Browser.Post(Number().Replace(form.Action, "987654"), form.Page, form.Fields.DistinctBy(f => f.Key).ToDictionary());
            if (answer.Status != 404 || answer.Heading != "見つかりません")
            {
                wrong.Add($"{form.Key}: {answer.Status} {answer.Heading}");
            }
        }
    }

    [Fact]
    public async Task A_page_that_takes_no_form_says_so()
    {
        var editing = forms.Select(f => f.Route.Route).ToHashSet();
        foreach (var route in (await app.Pages()).Where(p => !p.IsForAnybody && !editing.Contains(p.Route)))
        {
            foreach (var browser in forms.Select(f => f.Browser).Distinct().Take(2))
            {
                var answer = await browser.Post(route.Address(app, app.Ours), await browser.Get("/signout"), new() { ["Number"] = "1" });
                // 400 from a page whose form is hidden as long as a rule forbids the act.
                if (answer.Status is not (405 or 403 or 404 or 400) || answer.Text.Length == 0)
                {
                    wrong.Add($"/{route.Route}: {answer.Status} {answer.Text}");
                }
            }
        }
    }

    [Fact]
    public async Task An_act_that_the_page_does_not_know_is_refused()
    {
        foreach (var form in forms)
        {
            var address = form.Action.Split('?')[0] + "?handler=Destroy";
            var answer = await form.Browser.Post(address, form.Page, form.Fields.DistinctBy(f => f.Key).ToDictionary());
            Expect(form, "handler", answer, 405, "この画面ではその操作を受け付けていません。");
        }
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task A_method_that_no_page_knows_is_refused_with_a_sentence(string method)
    {
        foreach (var form in forms.DistinctBy(f => f.Route.Route))
        {
            using var request = new HttpRequestMessage(new(method), form.Action) { Content = new FormUrlEncodedContent(form.Fields) };
            using var answer = await form.Browser.Client.SendAsync(request, Cancel);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            if (answer.StatusCode is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.BadRequest) || !text.Contains("受け付けられません", StringComparison.Ordinal))
            {
                wrong.Add($"{form.Key}: {answer.StatusCode}");
            }
        }
    }

    static bool IsDate(IElement e) => e is IHtmlInputElement { Type: "text" } && e.GetAttribute("autocomplete") == "off";

    static bool IsNumber(IElement e) => e.HasAttribute("data-number");

    static bool IsText(IElement e) => e is IHtmlTextAreaElement || (e is IHtmlInputElement { Type: "text" } && !IsDate(e) && !IsNumber(e));

    static bool IsChoice(IElement e) => e is IHtmlSelectElement or IHtmlInputElement { Type: "radio" };

    static bool IsTick(IElement e) => e is IHtmlInputElement { Type: "checkbox" };

    /// <summary>Each field once; of the rows of a grid the first stands for all.</summary>
    async Task EachField(Func<IElement, bool> kind, Func<Form, string, Task> attempt)
    {
        var tried = 0;
        foreach (var form in forms)
        {
            foreach (var name in form.Element.Elements.Where(e => e.HasAttribute("name") && kind(e)).Select(e => e.GetAttribute("name")!).DistinctBy(n => Number().Replace(n, "")))
            {
                await attempt(form, name);
                tried++;
            }
        }

        tried.ShouldBeGreaterThan(0);
    }

    void Expect(Form form, string field, WebPage answer, int status, string sentence)
    {
        var said = answer.Errors.Count > 0 ? string.Join(" ", answer.Errors) : answer.Text;
        if (answer.Status != status || !said.Contains(sentence, StringComparison.Ordinal))
        {
            wrong.Add($"{form.Key} {field}: {answer.Status} {(said.Length > 200 ? said[..200] : said)}");
        }
    }

    void Keeps(Form form, string field, WebPage answer, string typed)
    {
        if (answer.Value(field) != typed)
        {
            wrong.Add($"{form.Key} {field}: what was typed is gone");
        }
    }

    [GeneratedRegex("(?<=/|=|\\[)(?:R[0-9]+-ICT-|[A-Z]-)?[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Number();

    public sealed record Form(PageRoute Route, WebBrowser Browser, WebPage Page, IHtmlFormElement Element, string Key)
    {
        public string Action => Element.GetAttribute("action") is { Length: > 0 } action ? action : Page.Path;

        /// <summary>Finds this form again on its page.</summary>
        public string Selector
        {
            get
            {
                Element.SetAttribute("data-tried", "");
                Page.Document.QuerySelectorAll("form[data-tried]").Where(f => f != Element).ToList().ForEach(f => f.RemoveAttribute("data-tried"));
                return "form[data-tried]";
            }
        }

        public IEnumerable<KeyValuePair<string, string>> Fields => WebBrowser.Fields(Element);

        public Task<WebPage> Post(string field, string? value) => Browser.Submit(Page, Selector, new() { [field] = value });
    }

    /// <summary>Walks once through every page as those who change anything, and collects the forms.</summary>
    public sealed class EveryForm : TwoDepartments
    {
        readonly List<Form> forms = [];

        public IReadOnlyList<Form> Forms => forms;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await Collect(Role.DepartmentStaff, await SignedIn(Ours.Staff));
            foreach (var role in new[] { Role.PmoOffice, Role.Cio, Role.Administrator })
            {
                await Collect(role, await SignedInAs(role));
            }
        }

        async Task Collect(Role role, WebBrowser browser)
        {
            foreach (var route in (await this.Pages()).Where(p => !p.IsForAnybody && p.Expected(role, isOwn: true) == 200))
            {
                // A failed report can be made again; the others offer no form.
                var page = await browser.Get(route.Route == "reports/{id:int}" ? $"/reports/{FailedReport}" : route.Address(this, Ours));
                forms.AddRange(page.Document.QuerySelectorAll<IHtmlFormElement>("main form")
                    .Where(f => f.Method == "post")
                    .Select(f => new Form(route, browser, page, f, Key(route, f)))
                    .DistinctBy(f => f.Key)
                    .Where(f => forms.All(known => known.Key != f.Key)));
            }
        }

        static string Key(PageRoute route, IHtmlFormElement form) =>
            $"/{route.Route} {form.GetAttribute("action")?.Split("handler=").Skip(1).FirstOrDefault()?.Split('&')[0]}".TrimEnd();
    }
}

using Microsoft.Playwright;

namespace DxGovernance.E2E.Support;

/// <summary>What people do at the pages of a case.</summary>
public static class CaseHands
{
    const string FillEmpty = """
        form => {
            const set = (field, value) => { field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); };
            for (const field of form.querySelectorAll("input[type=text], input:not([type]), textarea")) {
                if (field.value || (field.name.startsWith("t.") && !/[.]0[.]/.test(field.name))) continue;
                set(field, field.dataset.width === "sm" ? "2027-03-31" : field.inputMode === "decimal" ? "12" : "E2Eの記入");
            }
            for (const select of form.querySelectorAll("select")) if (!select.value) select.selectedIndex = 1;
            for (const group of form.querySelectorAll("fieldset")) {
                const choices = [...group.querySelectorAll("input[type=radio], input[type=checkbox]")];
                if (choices.length > 0 && !choices.some(c => c.checked)) choices[choices.length - 1].checked = true;
            }
        }
        """;

    /// <summary>Fills every section that still lacks something required, as the page of the submission names them.</summary>
    public static async Task FillCase(this IPage page, string number)
    {
        await page.Open($"/proposals/{number}/step/Submit");
        var sections = await page.Locator($"main a[href^='/proposals/{number}/edit/']").EvaluateAllAsync<string[]>("links => [...new Set(links.map(a => a.getAttribute('href')))]");
        foreach (var section in sections)
        {
            await page.Open(section);
            await page.Locator("form.case-form").EvaluateAsync(FillEmpty);
            (await page.Press("保存する")).ShouldBe(302, section);
        }

        await page.Open($"/proposals/{number}/step/Submit");
        if (await page.Link("費用を入力する").CountAsync() > 0)
        {
            await page.Link("費用を入力する").ClickAsync();
            await page.WaitForLoadStateAsync();
            await (page.Url.EndsWith("/contract", StringComparison.Ordinal) ? page.EnterContract() : page.PasteCosts(string.Concat(Lines.Select(l => l + "\n"))));
        }
    }

    /// <summary>Two lines as they are copied out of a spreadsheet, from 区分 to the first year; together the amount that the journeys name.</summary>
    static readonly string[] Lines = ["初期\t設計・開発\tE2Eの設計・開発\t要件定義から総合テストまで\t一式\t1\t式\t\t税込み\t10\t20000000", "運用\tシステム運用作業\tE2Eの運用\t監視と問合せ\t一式\t1\t式\t\t税込み\t10\t12000000"];

    /// <summary>Pastes rows into the grid of cost lines from its first cell on, and saves.</summary>
    public static async Task PasteCosts(this IPage page, string rows)
    {
        await page.SelectCell(0, 0);
        await page.Paste(rows);
        (await page.Press("保存して費用の画面へ")).ShouldBe(302, string.Join(' ', await page.Locator("#error-summary").AllInnerTextsAsync()));
    }

    /// <summary>A cell of the grid by row and column, both from 0; the first column is 区分.</summary>
    public static Task SelectCell(this IPage page, int row, int column) => page.Locator($".cost-grid td[data-y='{row}'][data-x='{column + 1}']").ClickAsync();

    /// <summary>What the browser does when somebody pastes text.</summary>
    public static async Task Paste(this IPage page, string text)
    {
        await page.EvaluateAsync(
            "text => { const data = new DataTransfer(); data.setData('text/plain', text); data.setData('text', text); document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }", text);
    }

    /// <summary>Contracts for all that was decided.</summary>
    public static async Task EnterContract(this IPage page)
    {
        await page.Locator("input[name^='Amounts']").EvaluateAllAsync<object?>(
            "all => all.forEach(input => { input.value = input.closest('td').querySelector('.text-soft').textContent.replace(/[^0-9]/g, ''); input.dispatchEvent(new Event('input', { bubbles: true })); })");
        await page.Locator("[name='Reason']").FillAsync("E2E事業者と契約");
        (await page.Press("契約額を保存する")).ShouldBe(302);
    }

    /// <summary>All lines are 妥当, all findings are answered, the review of the costs is finished; nothing where nothing is asked for.</summary>
    public static async Task ReviewCosts(this IPage page, string number)
    {
        await page.Open($"/proposals/{number}/costs/assess");
        if (await page.Button("費用審査を終える").CountAsync() == 0)
        {
            return;
        }

        if (await page.Button("まだ査定していない明細を全て「妥当」にする").CountAsync() > 0)
        {
            (await page.Press("まだ査定していない明細を全て「妥当」にする")).ShouldBe(302);
        }

        await page.AnswerChecks(number);
        await page.Open($"/proposals/{number}/costs/assess");
        await page.Locator("[name='Opinion']").FillAsync("費用は妥当である。");
        (await page.Press("費用審査を終える")).ShouldBe(302, string.Join(' ', await page.Locator("#error-summary").AllInnerTextsAsync()));
    }

    /// <summary>Answers all findings of 見積精査 with 適; what was answered in an earlier version needs no new answer.</summary>
    public static async Task AnswerChecks(this IPage page, string number)
    {
        await page.Open($"/proposals/{number}/costs/checks");
        if (await page.Button("答えを保存する").CountAsync() == 0 || await page.GetByText("答えていないもの 0件").CountAsync() > 0)
        {
            return;
        }

        await page.Locator("#answers").EvaluateAsync("""
            form => {
                for (const select of form.querySelectorAll("select")) { select.value = [...select.options].find(o => o.text === "適").value; select.dispatchEvent(new Event("change", { bubbles: true })); }
                for (const note of form.querySelectorAll("textarea")) { note.value = "確かめた"; note.dispatchEvent(new Event("input", { bubbles: true })); }
            }
            """);
        (await page.Press("答えを保存する")).ShouldBe(302);
    }

    /// <summary>Takes a step from its page; what goes with it is filled first.</summary>
    public static async Task TakeStep(this IPage page, string number, string action, string? comment = null, Func<IPage, Task>? fill = null)
    {
        (await page.Open($"/proposals/{number}/step/{action}")).ShouldBe(200, action);
        if (fill is not null)
        {
            await fill(page);
        }

        if (comment is not null)
        {
            await page.Locator("[name='Input.Comment']").FillAsync(comment);
        }

        var status = await page.Send(() => page.Locator("form.case-form .button-row button").First.ClickAsync());
        status.ShouldBe(302, $"{action}: {string.Join(' ', await page.Locator("#error-summary").AllInnerTextsAsync())}");
    }

    /// <summary>Writes fields of one section of the form and saves them.</summary>
    public static async Task Write(this IPage page, string number, string section, params (string Field, string Value)[] values)
    {
        await page.Open($"/proposals/{number}/edit/{section}");
        foreach (var (field, value) in values)
        {
            await page.Locator($"[name='v.{field}']").FillAsync(value);
        }

        (await page.Press("保存する")).ShouldBe(302);
    }

    /// <summary>差戻し, with what is to be mended in which section.</summary>
    public static Task SendBack(this IPage page, string number, string reason, params (string Section, string Text)[] findings) =>
        page.TakeStep(number, "Return", reason, async form =>
        {
            foreach (var (section, text) in findings)
            {
                await form.Locator($"[name='Input.Findings[{section}].Text']").FillAsync(text);
            }
        });

    /// <summary>Answers every question of the checklist with 適 and ends the review.</summary>
    public static async Task ReviewCase(this IPage page, string number)
    {
        await page.Open($"/proposals/{number}/review");
        await page.Locator("select[name^='Input.Checks']").EvaluateAllAsync<object?>(
            "all => all.forEach(select => { select.value = [...select.options].find(o => o.text === '適').value; select.dispatchEvent(new Event('change', { bubbles: true })); })");
        await page.Locator("[name='Input.Opinion']").FillAsync("計画と費用は妥当である。");
        (await page.Press("審査を終える")).ShouldBe(302);
    }
}

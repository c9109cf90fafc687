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

using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Security;

/// <summary>
/// Whatever is written behind the question mark, a page answers with itself or with a refusal, never with an error of its own. Each page is asked
/// as the first of the roles that may open it.
/// </summary>
public sealed class OddAddressTests(TwoDepartments app) : IClassFixture<TwoDepartments>
{
    static readonly string[] Odd = ["", "-1", "0", "2147483647", "99999999999999999999", "abc", "%00", "2027-02-30", "0001-01-01", "2200-12-31", "%F0%9F%92%A9", "'%3B--"];

    [Fact]
    public async Task No_value_of_any_filter_breaks_a_page()
    {
        var broken = new List<string>();
        var asked = new HashSet<string>();
        foreach (var role in new[] { Role.PmoOffice, Role.Administrator, Role.Council })
        {
            using var browser = await app.SignedInAs(role);
            foreach (var page in (await app.Pages()).Where(p => p.Expected(role, isOwn: false) == 200 && asked.Add(p.Route)))
            {
                foreach (var query in Queries(page))
                {
                    var answer = await browser.Get(page.Address(app, app.Ours) + query);
                    if (answer.Status is not (200 or 302 or 400 or 404))
                    {
                        broken.Add($"/{page.Route}{query}: {answer.Status}");
                    }
                }
            }
        }

        broken.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/operations/987654")]
    [InlineData("/operations/0")]
    [InlineData("/operations/-1")]
    [InlineData("/operations/99999999999999")]
    [InlineData("/operations/abc/steps")]
    [InlineData("/audit/99999999")]
    [InlineData("/reports/987654")]
    [InlineData("/reports/987654/publish")]
    [InlineData("/reports/987654/file")]
    [InlineData("/trace/nothing")]
    [InlineData("/trace/live?ledger=99")]
    [InlineData("/rounds?month=1999-01-01")]
    public async Task What_does_not_exist_is_404_with_a_sentence(string address)
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);

        var answer = await browser.Get(address);

        (answer.Status, answer.Heading).ShouldBe((404, "見つかりません"));
        answer.Text.ShouldContain("指定されたものが見つからないか、見る範囲にありません。");
    }

    /// <summary>Every value that the page reads from its address, and paging and sorting in the ways they are called.</summary>
    static IEnumerable<string> Queries(PageRoute page)
    {
        var names = page.Model.GetProperties().Where(p => p.CanWrite && p.GetCustomAttributes(inherit: true).Any(a => a.GetType().Name == "BindPropertyAttribute"))
            .SelectMany(p => p.PropertyType.Namespace == page.Model.Namespace ? p.PropertyType.GetProperties().SelectMany(q => new[] { q.Name, $"{p.Name}.{q.Name}" }) : [p.Name])
            .Where(n => n != "Number").ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            foreach (var value in Odd)
            {
                yield return $"?{name}={value}";
            }
        }

        // What the page has no property for, a handler may read all the same: all of it at once.
        string[] others = [.. new[] { "p", "sort", "since", "asOf", "m", "operation" }.Where(n => !names.Contains(n))];
        foreach (var value in Odd)
        {
            yield return "?" + string.Join('&', others.Select(n => $"{n}={value}"));
        }

        yield return "?q=" + new string('%', 1) + "E9" + "%95%B7" + new string('x', 20_000);
    }
}

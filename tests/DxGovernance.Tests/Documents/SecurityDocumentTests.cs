using System.Text.RegularExpressions;

namespace DxGovernance.Tests.Documents;

/// <summary>docs/security.md says for every requirement how it is met and what proves it.</summary>
public sealed partial class SecurityDocumentTests
{
    static readonly string[] States = ["met", "partly", "not met", "n/a", "the city"];

    static readonly string Root = FindRoot();

    static string[] Lines => File.ReadAllLines(Path.Combine(Root, "docs", "security.md"));

    static IReadOnlyList<string[]> Rows =>
        [.. Lines.Where(l => Requirement().IsMatch(l)).Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries))];

    [Fact]
    public void No_requirement_has_an_empty_cell_or_an_unknown_state()
    {
        Rows.Count.ShouldBeGreaterThan(150);
        Rows.Where(r => r.Length != 5 || r.Any(c => c.Length == 0) || !States.Contains(r[2])).Select(r => r[0]).ShouldBeEmpty();
        // What is met names a proof; what is not says why.
        Rows.Where(r => r[2] == "met" && r[4] is "—" or "").Select(r => r[0]).ShouldBeEmpty();
        Rows.Where(r => r[2] is "n/a" && r[4].Length < 5).Select(r => r[0]).ShouldBeEmpty();
        Rows.Where(r => r[2] is "not met" && r[3].Length < 20).Select(r => r[0]).ShouldBeEmpty();
    }

    [Fact]
    public void The_numbers_in_its_first_lines_are_those_of_the_table()
    {
        var counted = Rows.GroupBy(r => r[2], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(r => !r[0].Contains('–')), StringComparer.Ordinal);
        var head = string.Join(' ', Lines.Take(8));

        // Ranges hold only what is not applicable.
        Rows.Where(r => r[0].Contains('–')).ShouldAllBe(r => r[2] == "n/a");
        foreach (var (state, words) in new[] { ("met", "met"), ("partly", "partly"), ("not met", "not met"), ("the city", "for the city") })
        {
            head.ShouldContain($"{counted.GetValueOrDefault(state)} {words}");
        }
    }

    [Fact]
    public void Every_test_it_names_exists()
    {
        var written = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => ClassName().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value)).ToHashSet();
        var named = Lines.SelectMany(l => TestName().Matches(l).Select(m => m.Groups["name"].Value)).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(30);
        named.Where(n => !written.Contains(n)).ShouldBeEmpty();
    }

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DxGovernance.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside the checkout.");
    }

    [GeneratedRegex(@"^\| \d+\.\d+\.\d+", RegexOptions.None, 1000)]
    private static partial Regex Requirement();

    [GeneratedRegex(@"\bclass (?<name>\w+Tests)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClassName();

    [GeneratedRegex(@"`(?<name>\w+Tests)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}

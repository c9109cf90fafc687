using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DxGovernance.Core.Data;

namespace DxGovernance.Tests.Documents;

/// <summary>Every public type of the domain stands in docs/glossary.md, with its Japanese word.</summary>
public sealed partial class GlossaryTests
{
    /// <summary>Parts of the workbook writer: words of spreadsheets, not of the city.</summary>
    static readonly string[] Spreadsheet =
    [
        "Align", "Cell", "CellKind", "CellRange", "CellStyle", "CellValue", "Chart", "ChartKind", "Column", "Notice", "PageSetup", "Paper", "PrintSheet", "PrintTable",
        "Series", "SheetBase", "TableColumn", "Tone", "Workbook", "WorkbookResult",
    ];

    /// <summary>Helpers that only hang words or queries on a type that is in the table.</summary>
    static readonly string[] HelperEndings = ["Labels", "Queries", "Configuration"];

    [Fact]
    public void Every_public_type_of_the_domain_is_in_the_glossary()
    {
        var named = Code().Matches(Glossary()).Select(m => m.Value).ToHashSet();
        var types = typeof(GovernanceDbContext).Assembly.GetExportedTypes()
            .Where(t => t.Namespace!.StartsWith("DxGovernance.Core", StringComparison.Ordinal) && t.Namespace != "DxGovernance.Core.Data.Migrations")
            .Where(t => !t.IsNested && !t.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            .Select(t => t.Name.Split('`')[0])
            .Where(n => !HelperEndings.Any(n.EndsWith) && !Spreadsheet.Contains(n))
            .ToList();

        types.Count.ShouldBeGreaterThan(100);
        types.Where(t => !named.Contains(t)).ShouldBeEmpty("add a row to docs/glossary.md");
    }

    [Fact]
    public void The_exceptions_exist() =>
        Spreadsheet.Except(typeof(GovernanceDbContext).Assembly.GetExportedTypes().Select(t => t.Name.Split('`')[0])).ShouldBeEmpty();

    /// <summary>A word in backticks, or the part of one between dots.</summary>
    [GeneratedRegex(@"(?<=`[\w.]*)\w+(?=[\w.]*`)", RegexOptions.None, 1000)]
    private static partial Regex Code();

    static string Glossary()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "docs", "glossary.md");
            if (File.Exists(file))
            {
                return File.ReadAllText(file);
            }
        }

        throw new InvalidOperationException("docs/glossary.md is not above the tests.");
    }
}

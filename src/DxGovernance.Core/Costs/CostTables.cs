using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Costs;

/// <summary>性質 of a cost item: what moves its amount, and by which checks it is judged.</summary>
public enum CostNature
{
    Other,
    Labour,
    Goods,
    Usage,
}

/// <summary>How yen become thousand yen. Only for display: what is stored and added up is yen.</summary>
public enum Rounding
{
    Up,
    Down,
    Half,
}

/// <summary>費目.</summary>
/// <param name="IsForgotten">Often left out of requests: a check asks for it.</param>
/// <param name="Maintains">For maintenance: code of the item that is maintained; empty for other items.</param>
public sealed record CostItem(string Code, CostCategory Category, string Name, CostNature Nature, bool IsForgotten, string Maintains, string Source);

/// <summary>節 of the city's budget.</summary>
public sealed record BudgetSection(string Code, string Name);

/// <summary>減額の理由.</summary>
public sealed record CutReason(string Code, string Name);

/// <summary>A check of 見積精査 with what it compares with.</summary>
/// <param name="Threshold">As the rule says: percent, or nothing.</param>
public sealed record CostCheck(string Code, CostCheckRule Rule, string Name, long? Threshold, string Source);

/// <summary>
/// The tables by which costs are written and judged. They count as of the day on which somebody writes or judges, also for running cases: they change
/// no route and nobody's turn.
/// </summary>
public sealed class CostTables
{
    readonly Dictionary<TemplateKind, TemplateVersion> versions;
    readonly Dictionary<string, string> itemNames, sectionNames, reasonNames;

    /// <param name="newest">Of each kind; where one is missing its seed file counts.</param>
    public CostTables(IEnumerable<TemplateVersion> newest)
    {
        versions = newest.ToDictionary(v => v.Kind);
        Items =
        [
            .. Rows(TemplateKind.CostItems).Select(r => new CostItem(
                r["code"], r.Member<CostCategory>("category")!.Value, r["name"], r.Member<CostNature>("nature") ?? CostNature.Other, r.IsYes("forgotten"), r["maintains"], r["source"])),
        ];
        Sections = [.. Rows(TemplateKind.BudgetSections).Select(r => new BudgetSection(r["code"], r["name"]))];
        Reasons = [.. Rows(TemplateKind.CutReasons).Select(r => new CutReason(r["code"], r["name"]))];
        itemNames = NamesOf(Items.Select(i => (i.Code, i.Name)));
        sectionNames = NamesOf(Sections.Select(s => (s.Code, s.Name)));
        reasonNames = NamesOf(Reasons.Select(r => (r.Code, r.Name)));
        Checks = [.. Rows(TemplateKind.CostChecks).Select(r => new CostCheck(r["code"], r.Member<CostCheckRule>("rule")!.Value, r["name"], r.NumberOrNull("threshold"), r["source"]))];
        Rounding = Rows(TemplateKind.CostSettings).Select(r => r.Member<Rounding>("rounding")).FirstOrDefault() ?? Rounding.Half;
    }

    public static IReadOnlyList<TemplateKind> Kinds { get; } =
        [TemplateKind.CostItems, TemplateKind.BudgetSections, TemplateKind.CutReasons, TemplateKind.CostChecks, TemplateKind.CostSettings];

    public IReadOnlyList<CostItem> Items { get; }

    public IReadOnlyList<BudgetSection> Sections { get; }

    public IReadOnlyList<CutReason> Reasons { get; }

    public IReadOnlyList<CostCheck> Checks { get; }

    public Rounding Rounding { get; }

    /// <summary>Null before the table was ever seeded.</summary>
    public TemplateVersion? Version(TemplateKind kind) => versions.GetValueOrDefault(kind);

    public string ItemName(string? code) => code is null ? "" : itemNames.GetValueOrDefault(code, code);

    public string SectionName(string? code) => code is null ? "" : sectionNames.GetValueOrDefault(code, code);

    public string ReasonName(string? code) => code is null ? "" : reasonNames.GetValueOrDefault(code, code);

    static Dictionary<string, string> NamesOf(IEnumerable<(string Code, string Name)> coded) => coded.DistinctBy(c => c.Code).ToDictionary(c => c.Code, c => c.Name);

    public static async Task<CostTables> AtAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var kinds = Kinds;
        var known = db.TemplateVersions.AsNoTracking().At(point).Where(v => kinds.Contains(v.Kind));
        return new(await known
            .Where(v => !known.Any(w => w.Kind == v.Kind && (w.AsOf > v.AsOf || (w.AsOf == v.AsOf && w.Number > v.Number))))
            .ToListAsync(cancel));
    }

    IReadOnlyList<TemplateRow> Rows(TemplateKind kind) =>
        versions.TryGetValue(kind, out var version) ? version.Rows() : [.. SeedFile.Read(kind.SeedFile()).Select(r => new TemplateRow(r.Values))];
}

/// <summary>千円 for people; the value itself stays in yen.</summary>
public static class ThousandYen
{
    public const string Note = "千円未満の端数処理のため、合計が内訳と一致しない場合がある。";

    /// <summary>Yen → thousand yen by the city's rule. Negative amounts are rounded by their size.</summary>
    public static long Of(long yen, Rounding rounding)
    {
        var (thousands, rest) = (Math.Abs(yen) / 1000, Math.Abs(yen) % 1000);
        var more = rounding switch
        {
            Rounding.Up => rest > 0,
            Rounding.Down => false,
            Rounding.Half => rest >= 500,
        };
        return (thousands + (more ? 1 : 0)) * Math.Sign(yen);
    }

    /// <summary>The function of a spreadsheet that rounds in the same way.</summary>
    public static string Function(Rounding rounding) => rounding switch
    {
        Rounding.Up => "ROUNDUP",
        Rounding.Down => "ROUNDDOWN",
        Rounding.Half => "ROUND",
    };
}

public static class CostTableLabels
{
    public static string Label(this CostNature nature) => nature switch
    {
        CostNature.Other => "その他",
        CostNature.Labour => "人件費",
        CostNature.Goods => "物品・ライセンス",
        CostNature.Usage => "利用量",
    };

    public static string Label(this Rounding rounding) => rounding switch
    {
        Rounding.Up => "切上げ",
        Rounding.Down => "切捨て",
        Rounding.Half => "四捨五入",
    };
}

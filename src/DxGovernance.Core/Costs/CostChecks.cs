using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Costs;

/// <summary>見積精査: what is calculated. Name, threshold and source of each stand in <see cref="TemplateKind.CostChecks"/>.</summary>
public enum CostCheckRule
{
    LabourWithoutBreakdown,
    SameWorkTwice,
    PriceAwayFromEarlier,
    GoodsWithoutComparison,
    ForgottenItem,
    MaintenanceShare,
    ExchangeMissing,
    ExchangeOld,
    TaxMixed,
    QuantityTimesPrice,
    QuoteExpired,
    SingleQuote,
    AboveLowestQuote,
}

/// <summary>A unit price that another case had.</summary>
/// <param name="Price">Yen with tax for one unit.</param>
public sealed record EarlierPrice(string CaseNumber, int FiscalYear, string Item, string Name, string Unit, decimal Price);

/// <summary>Something that a check found and a person must answer.</summary>
/// <param name="Line">明細番号; null where it is about the whole.</param>
/// <param name="Cases">Cases compared with.</param>
public sealed record CostFinding(CostCheck Check, int? Line, string Sentence, IReadOnlyList<string> Cases)
{
    /// <summary>Changes with what was found, so that an answer to something else does not count for it.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Check.Code}\n{Line}\n{Sentence}")))[..32];
}

/// <summary>What the checks look at.</summary>
/// <param name="Content">The form of the case.</param>
/// <param name="Quotes">Those that count.</param>
public sealed record CostFacts(
    IReadOnlyList<CostLine> Lines, ProposalContent Content, IReadOnlyList<QuoteContent> Quotes, IReadOnlyList<EarlierPrice> Earlier, DateOnly Today);

/// <summary>The checks of 見積精査, each a pure function of the facts.</summary>
public static class CostChecks
{
    /// <summary>Share of the pairs of characters that two names of the same thing have in common.</summary>
    const double Alike = 0.5;

    public static IReadOnlyList<CostFinding> Find(CostFacts facts, CostTables tables) =>
        facts.Lines.Count == 0 ? [] : [.. tables.Checks.SelectMany(c => Find(c, facts, tables))];

    static IEnumerable<CostFinding> Find(CostCheck check, CostFacts facts, CostTables tables) => check.Rule switch
    {
        CostCheckRule.LabourWithoutBreakdown => facts.Lines
            .Where(l => l.Terms.Basis == CostBasis.PersonMonths && (l.Terms.Specification?.Length ?? 0) < (check.Threshold ?? 1))
            .Select(l => Say(check, l, $"{Amount(l.Terms.Quantity)}人月×{Amount(l.Terms.UnitPrice)}{Money(l)}だけで、作業の内訳が「仕様」にありません。")),
        CostCheckRule.SameWorkTwice => facts.Lines
            .GroupBy(l => (l.Terms.Item, SearchText.Normalize($"{l.Terms.Name} {l.Terms.Specification}")))
            .Where(g => g.Count() > 1)
            .Select(g => Say(check, g.First(), $"明細{string.Join("・", g.Select(l => l.Line))}の費目・名称・仕様が同じです。重なっていないか確かめてください。")),
        CostCheckRule.PriceAwayFromEarlier => facts.Lines.Select(l => Away(check, l, facts.Earlier)).OfType<CostFinding>(),
        CostCheckRule.GoodsWithoutComparison => facts.Lines
            .Where(l => Nature(l, tables) == CostNature.Goods && l.Total >= (check.Threshold ?? 0) && facts.Quotes.Count(q => q.Amounts.ContainsKey(l.Line)) < 2)
            .Select(l => Say(check, l, $"{l.Total:#,0}円の品ですが、この明細の額がある見積書が{facts.Quotes.Count(q => q.Amounts.ContainsKey(l.Line))}件です。ほかの製品・会社と比べてください。")),
        CostCheckRule.ForgottenItem => facts.Lines.Any(l => l.Terms.Category is CostCategory.Initial or CostCategory.Migration)
            ? Forgotten(check, [.. tables.Items.Where(i => i.IsForgotten && facts.Lines.All(l => l.Terms.Item != i.Code)).Select(i => i.Name)])
            : [],
        CostCheckRule.MaintenanceShare => facts.Lines.Select(l => Maintenance(check, l, facts.Lines, tables)).OfType<CostFinding>(),
        CostCheckRule.ExchangeMissing => facts.Lines
            .Where(l => l.Terms.IsForeign && (l.Terms.ExchangeRate is null || l.Terms.ExchangeRateOn is null))
            .Select(l => Say(check, l, $"{l.Terms.Currency}建てですが、為替レートか、その日付がありません。")),
        CostCheckRule.ExchangeOld => facts.Lines
            .Where(l => l.Terms is { IsForeign: true, ExchangeRateOn: { } on } && facts.Today.DayNumber - on.DayNumber > (check.Threshold ?? 0))
            .Select(l => Say(check, l, $"為替レートの日（{Wareki.Both(l.Terms.ExchangeRateOn)}）が{check.Threshold}日より前です。")),
        CostCheckRule.TaxMixed => Mixed(check, facts.Lines),
        CostCheckRule.QuantityTimesPrice => facts.Lines
            .Where(l => l.Terms.Calculated is { } calculated && Math.Abs(calculated - l.Total) > (check.Threshold ?? 0))
            .Select(l => Say(check, l, $"数量×単価は{l.Terms.Calculated:#,0}円ですが、年度の額の合計は{l.Total:#,0}円です（差{l.Total - l.Terms.Calculated:#,0}円）。")),
        CostCheckRule.QuoteExpired => facts.Quotes
            .Where(q => q.ValidUntil < facts.Today)
            .Select(q => new CostFinding(check, null, $"{Wareki.Iso(q.QuotedOn)}付けの見積書（{q.Vendor}）の有効期限（{Wareki.Both(q.ValidUntil)}）が過ぎています。", [])),
        CostCheckRule.SingleQuote => facts.Quotes.Count < (check.Threshold ?? 2) && facts.Content["single_quote_reason"].Length == 0
            ? [new(check, null, $"見積書が{facts.Quotes.Count}件で、1社だけの理由が様式に書かれていません。", [])]
            : [],
        CostCheckRule.AboveLowestQuote => Above(check, facts),
    };

    static CostFinding Say(CostCheck check, CostLine line, string sentence) => new(check, line.Line, $"明細{line.Line}「{line.Terms.Name}」：{sentence}", []);

    static IEnumerable<CostFinding> Forgotten(CostCheck check, IReadOnlyList<string> items) =>
        items.Count == 0 ? [] : [new(check, null, $"次の費目の明細がありません：{string.Join("、", items)}。要らない理由を確かめてください。", [])];

    static CostNature Nature(CostLine line, CostTables tables) => tables.Items.FirstOrDefault(i => i.Code == line.Terms.Item)?.Nature ?? CostNature.Other;

    static string Money(CostLine line) => line.Terms.IsForeign ? line.Terms.Currency : "円";

    static string Amount(decimal? number) => number is { } n ? n.ToString("#,0.####", CultureInfo.InvariantCulture) : "（空）";

    /// <summary>Yen with tax for one unit; null where it cannot be said.</summary>
    public static decimal? PriceWithTax(CostTerms t) => t.UnitPrice is not { } price || (t.IsForeign && t.ExchangeRate is null) || price > 1_000_000_000_000m
        ? null
        : price * (t.IsForeign ? Math.Min(t.ExchangeRate!.Value, 1_000_000m) : 1) * (t.Tax == TaxBasis.Excluded ? 1 + ((t.TaxRate ?? 0) / 100) : 1);

    static CostFinding? Away(CostCheck check, CostLine line, IReadOnlyList<EarlierPrice> earlier)
    {
        if (PriceWithTax(line.Terms) is not { } price || line.Terms is not { Name: { } name, Unit: { } unit })
        {
            return null;
        }

        var like = earlier.Where(e => e.Item == line.Terms.Item && e.Unit == unit && AreAlike(e.Name, name)).ToList();
        var median = like.Count == 0 ? 0 : Median(like.Select(e => e.Price));
        if (median <= 0)
        {
            return null;
        }

        var away = (price - median) * 100 / median;
        return Math.Abs(away) <= (check.Threshold ?? 0) ? null : new(
            check, line.Line,
            $"明細{line.Line}「{name}」：単価{price:#,0.##}円（税込み）が、これまでの{like.Count}件の中央値{median:#,0.##}円より{Math.Abs(away):0.#}％{(away > 0 ? "高い" : "低い")}です。",
            [.. like.OrderByDescending(e => e.FiscalYear).ThenBy(e => e.CaseNumber, StringComparer.Ordinal).Select(e => e.CaseNumber).Distinct().Take(10)]);
    }

    static decimal Median(IEnumerable<decimal> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    static bool AreAlike(string a, string b)
    {
        var (x, y) = (SearchText.Grams(SearchText.Normalize(a)).ToHashSet(StringComparer.Ordinal), SearchText.Grams(SearchText.Normalize(b)));
        return y.Length > 0 && x.Count > 0 && y.Count(x.Contains) >= Alike * Math.Max(x.Count, y.Length);
    }

    static CostFinding? Maintenance(CostCheck check, CostLine line, IReadOnlyList<CostLine> lines, CostTables tables)
    {
        if (tables.Items.FirstOrDefault(i => i.Code == line.Terms.Item) is not { Maintains.Length: > 0 } item)
        {
            return null;
        }

        var bought = lines.Where(l => l.Terms.Item == item.Maintains).Sum(l => l.Total);
        var years = line.Amounts.Values.Count(a => a > 0);
        var yearly = years == 0 ? 0 : line.Total / years;
        return bought > 0 && yearly * 100 > bought * (check.Threshold ?? 100)
            ? Say(check, line, $"保守の年額{yearly:#,0}円が、「{tables.ItemName(item.Maintains)}」{bought:#,0}円の{yearly * 100m / bought:0.#}％です（基準{check.Threshold}％）。")
            : null;
    }

    static IEnumerable<CostFinding> Mixed(CostCheck check, IReadOnlyList<CostLine> lines)
    {
        var with = lines.Where(l => l.Terms is { UnitPrice: not null, Tax: TaxBasis.Included }).Select(l => l.Line).ToList();
        var without = lines.Where(l => l.Terms is { UnitPrice: not null, Tax: TaxBasis.Excluded }).Select(l => l.Line).ToList();
        return with.Count > 0 && without.Count > 0
            ? [new(check, null, $"単価が税込みの明細（{Numbers(with)}）と税抜きの明細（{Numbers(without)}）が混ざっています。", [])]
            : [];
    }

    static string Numbers(List<int> lines) => string.Join("・", lines.Take(5)) + (lines.Count > 5 ? $"ほか{lines.Count - 5}件" : "");

    static IEnumerable<CostFinding> Above(CostCheck check, CostFacts facts)
    {
        if (facts.Quotes.Count < 2)
        {
            yield break;
        }

        var (asked, lowest) = (facts.Lines.Sum(l => l.Total), facts.Quotes.Min(q => q.Total));
        if (lowest > 0 && (asked - lowest) * 100m / lowest > (check.Threshold ?? 0))
        {
            yield return new(check, null, $"要求額{asked:#,0}円が、最も低い見積{lowest:#,0}円より{(asked - lowest) * 100m / lowest:0.#}％高くなっています。", []);
        }
    }
}

/// <summary>Ledger of the answers to what the checks found.</summary>
public sealed class CostCheckAnswer : LedgerEntry
{
    CostCheckAnswer()
    {
    }

    /// <param name="proposal">Under review.</param>
    /// <param name="finding">As found now.</param>
    /// <param name="tables">Which version of the checks counted.</param>
    /// <param name="answer">適, 要改善 or 該当なし.</param>
    /// <param name="note">Always: why.</param>
    /// <param name="actor">A reviewer who wrote nothing of the case.</param>
    /// <param name="now">When.</param>
    public CostCheckAnswer(Proposal proposal, CostFinding finding, CostTables tables, CheckAnswer answer, string? note, Actor actor, DateTimeOffset now)
        : base(Reviewer(proposal, actor), now, TokyoTime.DayOf(now), note)
    {
        RuleViolation.Require(!string.IsNullOrWhiteSpace(note), "check-answer-note", $"「{finding.Check.Name}」の答えには、説明を入力してください。", $"Answers[{finding.Fingerprint}].Note");
        (Proposal, Code, Name, Line, Sentence, Fingerprint, Answer) = (proposal, finding.Check.Code, finding.Check.Name, finding.Line, finding.Sentence, finding.Fingerprint, answer);
        TableVersion = tables.Version(TemplateKind.CostChecks)?.Number ?? 0;
        (Gate, Run, SubmissionNumber) = (proposal.Gate, proposal.Run, proposal.SubmissionNumber);
    }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public int? Line { get; private set; }

    /// <summary>What was found, as it was answered.</summary>
    public string Sentence { get; private set; } = "";

    public string Fingerprint { get; private set; } = "";

    public CheckAnswer Answer { get; private set; }

    public int TableVersion { get; private set; }

    public Gate Gate { get; private set; }

    public int Run { get; private set; }

    public int SubmissionNumber { get; private set; }

    static Actor Reviewer(Proposal proposal, Actor actor)
    {
        var by = actor.Acting(Permission.ReviewProposal, proposal.DepartmentId);
        RuleViolation.Require(!proposal.HasAuthor(by), "separation-of-duties", Proposal.OwnWork);
        RuleViolation.Require(
            proposal.State is ProposalState.Reviewing or ProposalState.Inquiring, "review-not-now", $"「{proposal.State.Label()}」の案件は審査できません。");
        return by;
    }
}

public static class CostCheckLabels
{
    public static string Label(this CostCheckRule rule) => rule switch
    {
        CostCheckRule.LabourWithoutBreakdown => "人月×単価に内訳がない（仕様の文字数未満）",
        CostCheckRule.SameWorkTwice => "同じ作業が二度ある",
        CostCheckRule.PriceAwayFromEarlier => "単価がこれまでの案件と離れている（％超）",
        CostCheckRule.GoodsWithoutComparison => "物品・ライセンスの比較がない（円以上）",
        CostCheckRule.ForgottenItem => "漏れがちな費目がない",
        CostCheckRule.MaintenanceShare => "保守の年額の割合（％超）",
        CostCheckRule.ExchangeMissing => "為替の前提がない",
        CostCheckRule.ExchangeOld => "為替レートが古い（日超）",
        CostCheckRule.TaxMixed => "税込みと税抜きの混在",
        CostCheckRule.QuantityTimesPrice => "数量×単価と額の不一致（円超）",
        CostCheckRule.QuoteExpired => "見積書の期限切れ",
        CostCheckRule.SingleQuote => "見積の社数（社未満）",
        CostCheckRule.AboveLowestQuote => "最も低い見積より高い（％超）",
    };
}

sealed class CostCheckAnswerConfiguration : IEntityTypeConfiguration<CostCheckAnswer>
{
    public void Configure(EntityTypeBuilder<CostCheckAnswer> e)
    {
        e.Property(a => a.Code).HasMaxLength(CostLine.CodeMaxLength);
        e.Property(a => a.Name).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(a => a.Fingerprint).HasMaxLength(32);
        e.HasOne(a => a.Proposal).WithMany().HasForeignKey(a => a.ProposalId);
        e.HasLedgerIndex(a => a.ProposalId, nameof(CostCheckAnswer.Fingerprint));
    }
}

/// <summary>Reads what the checks need from the database.</summary>
public static class CostCheckData
{
    /// <summary>Rows of other cases that are looked at for one item, newest first.</summary>
    const int MostEarlier = 2000;

    /// <summary>Unit prices of other cases that the actor may see, for the items of the lines.</summary>
    public static async Task<IReadOnlyList<EarlierPrice>> EarlierAsync(
        GovernanceDbContext db, Actor actor, int proposalId, IReadOnlyList<CostLine> lines, CancellationToken cancel)
    {
        var items = lines.Where(l => l.Terms.UnitPrice is not null).Select(l => l.Terms.Item).OfType<string>().Distinct().ToArray();
        if (items.Length == 0)
        {
            return [];
        }

        var rows = await (
            from r in db.CostLineRevisions.AsNoTracking()
            where items.Contains(r.Item) && r.UnitPrice != null && r.ProposalId != proposalId
                && !db.CostLineRevisions.Any(n => n.ProposalId == r.ProposalId && n.Line == r.Line && n.Id > r.Id)
            join p in db.Proposals.VisibleTo(actor) on r.ProposalId equals p.Id
            where !r.IsRemoved
            orderby r.Id descending
            select new { p.Number, p.FiscalYear, r.Item, r.Terms }).Take(MostEarlier).ToListAsync(cancel);
        return
        [
            .. rows.Where(r => r.Terms.Unit is not null && CostChecks.PriceWithTax(r.Terms) is not null)
                .Select(r => new EarlierPrice(r.Number, r.FiscalYear, r.Item, r.Terms.Name ?? "", r.Terms.Unit!, CostChecks.PriceWithTax(r.Terms)!.Value)),
        ];
    }
}

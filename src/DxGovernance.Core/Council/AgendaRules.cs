using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Council;

/// <summary>Why something is proposed for the agenda.</summary>
public enum AgendaRule
{
    CaseReferred,
    CaseOnCouncilRoute,
    CaseDecided,
    CaseCut,
    PastCityDeadline,
    PastNationDeadline,
    Rebaselined,
    EffectMissing,
    EffectFailed,
    CostAboveTarget,
    CostIncreased,
    InitiativeBehind,
}

/// <summary>A line of the table 推進会議の議題の候補.</summary>
/// <param name="Threshold">Yen; null where the rule compares with nothing.</param>
public sealed record AgendaRuleLine(AgendaRule Rule, string Name, long? Threshold);

/// <summary>The table 推進会議の議題の候補. A rule without a line proposes nothing.</summary>
public sealed class AgendaRules
{
    readonly Dictionary<AgendaRule, AgendaRuleLine> lines;

    /// <param name="version">Null before the table was ever seeded: then the seed file counts.</param>
    public AgendaRules(TemplateVersion? version)
    {
        var rows = version?.Rows() ?? [.. SeedFile.Read(TemplateKind.AgendaRules.SeedFile()).Select(r => new TemplateRow(r.Values))];
        lines = rows.ToDictionary(r => r.Member<AgendaRule>("rule")!.Value, r => new AgendaRuleLine(r.Member<AgendaRule>("rule")!.Value, r["name"], r.NumberOrNull("threshold")));
        Version = version;
    }

    public TemplateVersion? Version { get; }

    public bool Has(AgendaRule rule) => lines.ContainsKey(rule);

    public string Name(AgendaRule rule) => lines[rule].Name;

    public long Threshold(AgendaRule rule) => lines.GetValueOrDefault(rule)?.Threshold ?? 0;

    /// <summary>The rules in words, as the pack prints them.</summary>
    public IReadOnlyList<string> Explain() =>
        [.. lines.Values.OrderBy(l => l.Rule).Select(l => l.Threshold is { } yen ? $"{l.Name}：基準の値 {yen:#,0}円" : l.Name)];

    public static async Task<AgendaRules> AtAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel) => new(
        await db.TemplateVersions.AsNoTracking().At(point).Where(v => v.Kind == TemplateKind.AgendaRules)
            .OrderByDescending(v => v.AsOf).ThenByDescending(v => v.Number).FirstOrDefaultAsync(cancel));
}

public static class AgendaRuleLabels
{
    public static string Label(this AgendaRule rule) => rule switch
    {
        AgendaRule.CaseReferred => "推進会議付議の状態の案件",
        AgendaRule.CaseOnCouncilRoute => "推進会議付議の経路でPMO付議・CIO決定待ちの案件",
        AgendaRule.CaseDecided => "前回の資料の後に決定した案件（総額）",
        AgendaRule.CaseCut => "査定で減額した案件（減額）",
        AgendaRule.PastCityDeadline => "市の期限を過ぎる見込の業務",
        AgendaRule.PastNationDeadline => "国の期限を過ぎる見込の業務",
        AgendaRule.Rebaselined => "計画が変わった、又は計画変更の決定を待つ業務",
        AgendaRule.EffectMissing => "期限を過ぎて測定されていない効果",
        AgendaRule.EffectFailed => "目標に届いていない効果",
        AgendaRule.CostAboveTarget => "3割削減の額を上回る運用経費の合計（上回る額）",
        AgendaRule.CostIncreased => "現行より運用経費が増える業務（1年分の増）",
        AgendaRule.InitiativeBehind => "遅れ・取りやめと報告された方針の取組",
    };
}

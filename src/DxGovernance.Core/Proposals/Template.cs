using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

/// <summary>The tables by which cases are judged, each kept in versions that the PMO edits.</summary>
public enum TemplateKind
{
    GateTable,
    RouteRules,
    Checklist,
    DecisionCategories,
    ChangeRules,
    EffectTerms,
    FollowUps,
    CostItems,
    BudgetSections,
    CutReasons,
    CostChecks,
    CostSettings,
    JudgementCategories,
    AgendaRules,
}

/// <summary>What a cell of a template holds.</summary>
public enum TemplateCell
{
    Text,
    Number,
    YesNo,
    Gate,
    Class,
    Route,
    Action,
    Trigger,
    Section,
    FollowUp,
    CostCategory,
    CostNature,
    CostCheckRule,
    Rounding,
    AgendaRule,
}

/// <summary>A column of a template: its name in <c>seed/templates</c> and the word users read.</summary>
/// <param name="Optional">An empty cell means "any".</param>
public sealed record TemplateColumn(string Name, string Label, TemplateCell Cell, bool Optional = false, string? Hint = null);

/// <summary>A row of a template: values by column name, as typed.</summary>
public sealed record TemplateRow(IReadOnlyDictionary<string, string> Values)
{
    public string this[string column] => Values.GetValueOrDefault(column, "").Trim();

    public long? NumberOrNull(string column) =>
        long.TryParse(this[column].Replace(",", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n : null;

    public int Int(string column) => (int)(NumberOrNull(column) ?? 0);

    public bool? YesNo(string column) => this[column] switch { "yes" => true, "no" => false, _ => null };

    public bool IsYes(string column) => YesNo(column) == true;

    public T? Member<T>(string column)
        where T : struct, Enum => Enum.TryParse<T>(this[column], out var m) && Enum.IsDefined(m) ? m : null;
}

/// <summary>Ledger of the templates: one row is one version as a whole, true from its as-of day on.</summary>
public sealed class TemplateVersion : LedgerEntry
{
    public const int MaxRows = 300;

    static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    TemplateVersion()
    {
    }

    internal TemplateVersion(
        TemplateKind kind, int number, IEnumerable<TemplateRow> rows, bool isProvisional, Actor by, DateTimeOffset now, DateOnly from, string? reason)
        : base(by, now, from, reason)
    {
        (Kind, Number, IsProvisional) = (kind, number, isProvisional);
        Content = JsonSerializer.Serialize(rows.Select(r => r.Values), Json);
    }

    [DisplayName("表")]
    public TemplateKind Kind { get; private set; }

    /// <summary>From 1, counted for each kind.</summary>
    public int Number { get; private set; }

    /// <summary>仮値: not decided by the city.</summary>
    public bool IsProvisional { get; private set; }

    /// <summary>JSON array of the rows, each an object by column name.</summary>
    public string Content { get; private set; } = "[]";

    public IReadOnlyList<TemplateRow> Rows() =>
        [.. JsonSerializer.Deserialize<List<Dictionary<string, string>>>(Content, Json)!.Select(v => new TemplateRow(v))];

    /// <summary>第2版（2026-04-01から、仮値）.</summary>
    public string Text => $"第{Number}版（{Wareki.Iso(AsOf)}から{(IsProvisional ? "、仮値" : "")}）";
}

sealed class TemplateVersionConfiguration : IEntityTypeConfiguration<TemplateVersion>
{
    public void Configure(EntityTypeBuilder<TemplateVersion> e)
    {
        e.Property(t => t.Content).HasColumnType("jsonb");
        e.HasLedgerIndex(t => t.Kind);
        e.HasIndex(t => new { t.Kind, t.Number }).IsUnique();
    }
}

/// <summary>What is known of each kind of template: its columns, its seed file, its words.</summary>
public static class TemplateKinds
{
    /// <summary>The tables that a case keeps as they were at its first submission. The others (催促の日数, costs, the council) count as of today.</summary>
    public static IReadOnlyList<TemplateKind> OfCases { get; } =
        [.. Enum.GetValues<TemplateKind>().Except([TemplateKind.FollowUps, TemplateKind.JudgementCategories, TemplateKind.AgendaRules]).Except(CostTables.Kinds)];

    static readonly TemplateColumn Code = new("code", "コード", TemplateCell.Text, Hint: "変えると別の行になります");
    static readonly TemplateColumn Note = new("note", "備考（根拠）", TemplateCell.Text, Optional: true);

    public static string Label(this TemplateKind kind) => kind switch
    {
        TemplateKind.GateTable => "協議段階の表",
        TemplateKind.RouteRules => "経路の規則",
        TemplateKind.Checklist => "審査の確認項目",
        TemplateKind.DecisionCategories => "判断区分",
        TemplateKind.ChangeRules => "変更の規則",
        TemplateKind.EffectTerms => "効果検証の時期",
        TemplateKind.FollowUps => "催促の日数",
        TemplateKind.CostItems => "費目",
        TemplateKind.BudgetSections => "予算の節",
        TemplateKind.CutReasons => "減額の理由",
        TemplateKind.CostChecks => "見積精査の確認",
        TemplateKind.CostSettings => "費用の表示",
        TemplateKind.JudgementCategories => "推進会議の判断区分",
        TemplateKind.AgendaRules => "推進会議の議題の候補",
    };

    public static string Purpose(this TemplateKind kind) => kind switch
    {
        TemplateKind.GateTable => "案件区分ごとに必要な協議段階と、提出の時期。",
        TemplateKind.RouteRules => "案件区分・金額・個人情報・全庁影響から、誰が決めるかを決める。上の行から順に見て、最初に当たった行を使う。",
        TemplateKind.Checklist => "協議段階ごとに審査者が答える確認項目。",
        TemplateKind.DecisionCategories => "決定のときに選ぶ区分と、理由・条件の要否、次の状態。",
        TemplateKind.ChangeRules => "承認後のどの変更を、どの経路で協議し直すか。通知だけで足りる変更は経路を空にする。",
        TemplateKind.EffectTerms => "稼働から何か月後に効果を測るか。",
        TemplateKind.FollowUps => "期限の何日前に催促し、何日過ぎたら庁内PMOに知らせるか。進行中の案件にも、適用日から使う。期限の当日の催促と、翌日の所属長への通知は変えられない。",
        TemplateKind.CostItems => "費用の明細で選ぶ費目。漏れがちな費目は、明細にないと見積精査で尋ねる。性質は、見積精査と試算（人件費・利用量の増減）に使う。",
        TemplateKind.BudgetSections => "費用の明細で選ぶ歳出予算の節。",
        TemplateKind.CutReasons => "査定で減額するとき、予算で決定額を減らすときに選ぶ理由。滝グラフはこの理由で分ける。",
        TemplateKind.CostChecks => "費用の明細と見積書から計算する確認。見つかったものには審査者が答える。行を消すと、その確認はしない。",
        TemplateKind.CostSettings => "金額を千円で示すときの端数の扱い。保存する額と合計は円のまま変わらない。",
        TemplateKind.JudgementCategories => "推進会議の判断を記録するときに選ぶ区分と、判断の内容・指摘の要否。判断を記録する日の版を使う。",
        TemplateKind.AgendaRules => "推進会議の議題の候補を選ぶ規則。候補から選ぶのはPMO事務局。行を消すと、その候補は出さない。",
    };

    /// <summary>File under <c>seed/templates</c> with the first version.</summary>
    public static string SeedFile(this TemplateKind kind) => kind switch
    {
        TemplateKind.GateTable => "templates/gates.csv",
        TemplateKind.RouteRules => "templates/route-rules.csv",
        TemplateKind.Checklist => "templates/checklist.csv",
        TemplateKind.DecisionCategories => "templates/decision-categories.csv",
        TemplateKind.ChangeRules => "templates/change-rules.csv",
        TemplateKind.EffectTerms => "templates/effect-terms.csv",
        TemplateKind.FollowUps => "templates/follow-ups.csv",
        TemplateKind.CostItems => "templates/cost-items.csv",
        TemplateKind.BudgetSections => "templates/budget-sections.csv",
        TemplateKind.CutReasons => "templates/cut-reasons.csv",
        TemplateKind.CostChecks => "templates/cost-checks.csv",
        TemplateKind.CostSettings => "templates/cost-settings.csv",
        TemplateKind.JudgementCategories => "templates/judgement-categories.csv",
        TemplateKind.AgendaRules => "templates/agenda-rules.csv",
    };

    public static IReadOnlyList<TemplateColumn> Columns(this TemplateKind kind) => kind switch
    {
        TemplateKind.GateTable =>
        [
            new("class", "案件区分", TemplateCell.Class), new("gate", "協議段階", TemplateCell.Gate), new("needed", "必要", TemplateCell.YesNo),
            new("due", "提出の時期", TemplateCell.Text, Optional: true), new("route", "経路", TemplateCell.Route, Optional: true, Hint: "空は経路の規則による"),
            new("cost_lines", "費用の明細が必要", TemplateCell.YesNo, Optional: true, Hint: "総額が0円のときは要らない"), Note,
        ],
        TemplateKind.RouteRules =>
        [
            Code, new("class", "案件区分", TemplateCell.Class, Optional: true, Hint: "空は全て"),
            new("amount_from", "金額（円）以上", TemplateCell.Number, Optional: true), new("amount_below", "金額（円）未満", TemplateCell.Number, Optional: true),
            new("personal", "個人情報", TemplateCell.YesNo, Optional: true), new("citywide", "全庁影響", TemplateCell.YesNo, Optional: true),
            new("route", "経路", TemplateCell.Route), new("reviewers", "審査者の人数", TemplateCell.Number), new("reason", "理由（申請者に示す）", TemplateCell.Text), Note,
        ],
        TemplateKind.Checklist =>
        [
            Code, new("gate", "協議段階", TemplateCell.Gate), new("section", "様式の区分", TemplateCell.Section), new("question", "確認項目", TemplateCell.Text),
            new("source", "出典", TemplateCell.Text, Optional: true),
        ],
        TemplateKind.DecisionCategories =>
        [
            Code, new("name", "名称", TemplateCell.Text), new("action", "次の状態", TemplateCell.Action), new("needs_reason", "理由が必要", TemplateCell.YesNo),
            new("needs_conditions", "条件が必要", TemplateCell.YesNo), Note,
        ],
        TemplateKind.ChangeRules =>
        [
            Code, new("trigger", "何が変わったとき", TemplateCell.Trigger), new("threshold", "基準の値", TemplateCell.Number, Optional: true, Hint: "円・日・％"),
            new("route", "協議する経路", TemplateCell.Route, Optional: true, Hint: "空は通知だけ"), new("reason", "説明", TemplateCell.Text), Note,
        ],
        TemplateKind.EffectTerms => [new("months", "稼働からの月数", TemplateCell.Number), new("name", "名称", TemplateCell.Text), Note],
        TemplateKind.FollowUps => [new("term", "何の日数か", TemplateCell.FollowUp), new("days", "日数", TemplateCell.Number), Note],
        TemplateKind.CostItems =>
        [
            Code, new("category", "区分", TemplateCell.CostCategory), new("name", "費目", TemplateCell.Text), new("nature", "性質", TemplateCell.CostNature),
            new("forgotten", "漏れがち", TemplateCell.YesNo), new("maintains", "保守の対象の費目", TemplateCell.Text, Optional: true, Hint: "費目のコード"), new("source", "出典", TemplateCell.Text, Optional: true),
        ],
        TemplateKind.BudgetSections => [Code, new("name", "節", TemplateCell.Text), Note],
        TemplateKind.CutReasons => [Code, new("name", "理由", TemplateCell.Text), Note],
        TemplateKind.CostChecks =>
        [
            Code, new("rule", "何を確かめるか", TemplateCell.CostCheckRule), new("name", "名称", TemplateCell.Text),
            new("threshold", "基準の値", TemplateCell.Number, Optional: true, Hint: "％・円・日"), new("source", "出典", TemplateCell.Text, Optional: true),
        ],
        TemplateKind.CostSettings => [new("rounding", "千円未満の端数", TemplateCell.Rounding), Note],
        TemplateKind.JudgementCategories =>
        [
            Code, new("name", "名称", TemplateCell.Text), new("needs_reason", "判断の内容が必要", TemplateCell.YesNo),
            new("needs_action_items", "指摘・条件が必要", TemplateCell.YesNo), Note,
        ],
        TemplateKind.AgendaRules =>
        [
            new("rule", "何を候補にするか", TemplateCell.AgendaRule), new("name", "名称", TemplateCell.Text),
            new("threshold", "基準の値（円）", TemplateCell.Number, Optional: true), new("source", "出典", TemplateCell.Text, Optional: true),
        ],
    };
}

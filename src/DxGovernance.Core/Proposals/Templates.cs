using System.Globalization;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace DxGovernance.Core.Proposals;

/// <summary>What may change after an approval.</summary>
public enum ChangeTrigger
{
    AmountRaised,
    AmountLowered,
    FiscalYearAdded,
    VendorChanged,
    GoLiveLater,
    Drift,
}

/// <summary>One line of the gate table.</summary>
/// <param name="Route">The way of this gate; null where the route rules say it.</param>
/// <param name="NeedsCostLines">A submission without cost lines is refused.</param>
public sealed record GateRule(ProposalClass Class, Gate Gate, bool IsNeeded, string Due, Route? Route, bool NeedsCostLines);

/// <summary>One line of the route rules; null criteria match everything.</summary>
public sealed record RouteRule(
    string Code, ProposalClass? Class, long? AmountFrom, long? AmountBelow, bool? HasPersonalData, bool? IsCityWide, Route Route, int Reviewers, string Reason)
{
    public bool Matches(RouteFacts facts) =>
        (Class is null || Class == facts.Class)
        && (AmountFrom is null || facts.Amount >= AmountFrom)
        && (AmountBelow is null || facts.Amount < AmountBelow)
        && (HasPersonalData is null || HasPersonalData == facts.HasPersonalData)
        && (IsCityWide is null || IsCityWide == facts.IsCityWide);
}

/// <summary>What the route is computed from. The amount is in yen, tax included, for the whole term asked for.</summary>
public sealed record RouteFacts(ProposalClass Class, long Amount, bool HasPersonalData, bool IsCityWide);

/// <summary>A question of the checklist of a gate.</summary>
public sealed record CheckItem(string Code, Gate Gate, string Section, string Question, string Source);

/// <summary>判断区分: what the person who decides chooses from.</summary>
public sealed record DecisionCategory(string Code, string Name, ProposalAction Action, bool NeedsReason, bool NeedsConditions);

/// <summary>A rule for changes after approval. Without a route the change is only made known.</summary>
/// <param name="Threshold">Yen, days or percent, as the trigger says; 0 for any change.</param>
public sealed record ChangeRule(string Code, ChangeTrigger Trigger, long Threshold, Route? Route, string Reason);

/// <summary>When an effect is measured, in months after go-live.</summary>
public sealed record EffectTerm(int Months, string Name);

/// <summary>All templates as they are at one point; what a running case was submitted under is such a point.</summary>
public sealed class Templates
{
    static readonly MemoryCache Read = new(new MemoryCacheOptions());

    static readonly MemoryCacheEntryOptions Kept = new() { SlidingExpiration = TimeSpan.FromMinutes(10) };

    readonly Dictionary<TemplateKind, TemplateVersion> versions;

    public Templates(IEnumerable<TemplateVersion> newest)
    {
        versions = newest.ToDictionary(v => v.Kind);
        Mark = string.Join(' ', versions.Values.Select(v => v.Id).Order());
        Gates = [.. Rows(TemplateKind.GateTable).Select(r => new GateRule(r.Member<ProposalClass>("class")!.Value, r.Member<Gate>("gate")!.Value, r.IsYes("needed"), r["due"], r.Member<Route>("route"), r.IsYes("cost_lines")))];
        RouteRules =
        [
            .. Rows(TemplateKind.RouteRules).Select(r => new RouteRule(
                r["code"], r.Member<ProposalClass>("class"), r.NumberOrNull("amount_from"), r.NumberOrNull("amount_below"), r.YesNo("personal"),
                r.YesNo("citywide"), r.Member<Route>("route")!.Value, r.Int("reviewers"), r["reason"])),
        ];
        Checklist = [.. Rows(TemplateKind.Checklist).Select(r => new CheckItem(r["code"], r.Member<Gate>("gate")!.Value, r["section"], r["question"], r["source"]))];
        Categories =
        [
            .. Rows(TemplateKind.DecisionCategories).Select(r => new DecisionCategory(
                r["code"], r["name"], r.Member<ProposalAction>("action")!.Value, r.IsYes("needs_reason"), r.IsYes("needs_conditions"))),
        ];
        ChangeRules =
        [
            .. Rows(TemplateKind.ChangeRules).Select(r => new ChangeRule(
                r["code"], r.Member<ChangeTrigger>("trigger")!.Value, r.NumberOrNull("threshold") ?? 0, r.Member<Route>("route"), r["reason"])),
        ];
        EffectTerms = [.. Rows(TemplateKind.EffectTerms).Select(r => new EffectTerm(r.Int("months"), r["name"]))];
    }

    /// <summary>Which versions these are.</summary>
    public string Mark { get; }

    public IReadOnlyList<GateRule> Gates { get; }

    public IReadOnlyList<RouteRule> RouteRules { get; }

    public IReadOnlyList<CheckItem> Checklist { get; }

    public IReadOnlyList<DecisionCategory> Categories { get; }

    public IReadOnlyList<ChangeRule> ChangeRules { get; }

    public IReadOnlyList<EffectTerm> EffectTerms { get; }

    public TemplateVersion Version(TemplateKind kind) => versions[kind];

    /// <summary>
    /// The versions that count at the point. Rows of a ledger up to a moment that the ledger clock has passed are complete (<see cref="LedgerClock"/>):
    /// which versions there are is asked for only where the point is later than what was read before, and what they say is read once.
    /// </summary>
    public static async Task<Templates> AtAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var connection = db.Database.GetDbConnection();
        var place = (connection.DataSource, connection.Database);
        if (!Read.TryGetValue(place, out Known? known) || known!.Until < point.KnownAt)
        {
            known = await Known.ReadAsync(db, cancel);
            if (db.Database.CurrentTransaction is null)
            {
                // What a transaction sees of itself may still be rolled back.
                Read.Set(place, known, Kept);
            }
        }

        var ids = known.At(point);
        var key = (place, string.Join(' ', ids.Select(v => FormattableString.Invariant($"{v.Id}:{v.RecordedAt.UtcTicks}"))));
        if (!Read.TryGetValue(key, out Templates? templates) || templates is null)
        {
            var wanted = ids.Select(v => v.Id).ToArray();
            templates = Of(await db.TemplateVersions.AsNoTracking().Where(v => wanted.Contains(v.Id)).OrderBy(v => v.Id).ToListAsync(cancel));
            Read.Set(key, templates, Kept);
        }

        return templates;
    }

    static Templates Of(IReadOnlyList<TemplateVersion> known)
    {
        var missing = TemplateKinds.OfCases.Where(k => known.All(v => v.Kind != k)).ToList();
        RuleViolation.Require(
            missing.Count == 0, "templates-missing", $"「{(missing.Count > 0 ? missing[0].Label() : "")}」が登録されていません。seed を実行してください。");
        return new(known);
    }

    /// <summary>The gates that a class must pass, in order; 変更協議 is not among them, it may come at any time.</summary>
    public IReadOnlyList<Gate> GatesOf(ProposalClass @class) =>
        [.. Gates.Where(g => g.Class == @class && g.IsNeeded && g.Gate != Gate.Change).Select(g => g.Gate).Distinct().Order()];

    public string DueOf(ProposalClass @class, Gate gate) => Gates.FirstOrDefault(g => g.Class == @class && g.Gate == gate)?.Due ?? "";

    public bool NeedsCostLines(ProposalClass @class, Gate gate) => Gates.Any(g => g.Class == @class && g.Gate == gate && g.NeedsCostLines);

    public IReadOnlyList<CheckItem> ChecklistOf(Gate gate) => [.. Checklist.Where(c => c.Gate == gate)];

    /// <summary>The first rule that matches. There always is one: <see cref="TemplateCheck"/> demands a last rule for everything.</summary>
    public RouteRule RouteOf(RouteFacts facts) => RouteRules.First(r => r.Matches(facts));

    IReadOnlyList<TemplateRow> Rows(TemplateKind kind) => versions.TryGetValue(kind, out var version) ? version.Rows() : [];

    /// <summary>A version without its rows.</summary>
    sealed record Head(long Id, TemplateKind Kind, int Number, DateOnly AsOf, DateTimeOffset RecordedAt);

    /// <summary>All versions there are.</summary>
    /// <param name="Until">The moment of the ledger clock in the same snapshot: none recorded up to it can be missing.</param>
    sealed record Known(DateTimeOffset Until, IReadOnlyList<Head> Versions)
    {
        public static async Task<Known> ReadAsync(GovernanceDbContext db, CancellationToken cancel)
        {
            var clock = db.Set<LedgerClock.ClockRow>();
            var rows = await clock.AsNoTracking()
                .SelectMany(c => db.TemplateVersions.DefaultIfEmpty(), (c, v) => new { c.RecordedAt, Head = v == null ? null : new Head(v.Id, v.Kind, v.Number, v.AsOf, v.RecordedAt) })
                .ToListAsync(cancel);
            return new(rows[0].RecordedAt, [.. rows.Select(r => r.Head).OfType<Head>()]);
        }

        /// <summary>Of each kind the newest at the point: later day, then higher number.</summary>
        public IReadOnlyList<Head> At(AsOf point) =>
        [
            .. Versions.Where(v => v.AsOf <= point.Day && v.RecordedAt <= point.KnownAt)
                .GroupBy(v => v.Kind).Select(g => g.OrderBy(v => v.AsOf).ThenBy(v => v.Number).Last()).OrderBy(v => v.Id),
        ];
    }
}

/// <summary>A new version of a template, checked cell by cell.</summary>
public static class TemplateCheck
{
    public static string Label(this ChangeTrigger trigger) => trigger switch
    {
        ChangeTrigger.AmountRaised => "金額の増（円以上）",
        ChangeTrigger.AmountLowered => "金額の減（円以上）",
        ChangeTrigger.FiscalYearAdded => "契約の年度の追加",
        ChangeTrigger.VendorChanged => "事業者の変更",
        ChangeTrigger.GoLiveLater => "稼働日の後ろ倒し（日以上）",
        ChangeTrigger.Drift => "当初承認からの累計の増（％以上）",
    };

    public static string CellLabel(TemplateCell cell, string value) => cell switch
    {
        TemplateCell.YesNo => value switch { "yes" => "はい", "no" => "いいえ", _ => "" },
        TemplateCell.Text => value,
        TemplateCell.Number => long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? $"{number:#,0}" : value,
        _ => Choices(cell).FirstOrDefault(c => c.Value == value).Label ?? value,
    };

    /// <summary>What a cell may hold; empty for text and numbers.</summary>
    public static IReadOnlyList<(string Value, string Label)> Choices(TemplateCell cell) => cell switch
    {
        TemplateCell.YesNo => [("yes", "はい"), ("no", "いいえ")],
        TemplateCell.Section => [.. ProposalForm.Sections.Select(x => (x.Code, x.Name))],
        TemplateCell.Gate => [.. Enum.GetValues<Gate>().Select(m => (m.ToString(), m.Label()))],
        TemplateCell.Class => [.. Enum.GetValues<ProposalClass>().Select(m => (m.ToString(), m.Label()))],
        TemplateCell.Route => [.. Enum.GetValues<Route>().Select(m => (m.ToString(), m.Label()))],
        TemplateCell.Trigger => [.. Enum.GetValues<ChangeTrigger>().Select(m => (m.ToString(), m.Label()))],
        TemplateCell.Action => [.. ProposalWorkflow.Decisions.Select(a => (a.ToString(), ProposalWorkflow.ResultLabel(a)))],
        TemplateCell.FollowUp => [.. Enum.GetValues<FollowUpTerm>().Select(m => (m.ToString(), m.Label()))],
        TemplateCell.CostCategory => [.. Enum.GetValues<CostCategory>().Select(m => (m.ToString(), m.Label()))],
        TemplateCell.CostNature => [.. Enum.GetValues<CostNature>().Select(m => (m.ToString(), m.Label()))],
        TemplateCell.CostCheckRule => [.. Enum.GetValues<CostCheckRule>().Select(m => (m.ToString(), m.Label()))],
        TemplateCell.Rounding => [.. Enum.GetValues<Rounding>().Select(m => (m.ToString(), m.Label()))],
        TemplateCell.AgendaRule => [.. Enum.GetValues<AgendaRule>().Select(m => (m.ToString(), m.Label()))],
        TemplateCell.Text or TemplateCell.Number => [],
    };

    /// <summary>Makes the next version. The caller proves first that every open case can still be finished.</summary>
    /// <param name="before">The newest version of the kind.</param>
    /// <param name="rows">All rows of the new version.</param>
    /// <param name="isProvisional">仮値.</param>
    /// <param name="from">First day on which cases are submitted under it; today or later.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">Who.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RuleViolation">Names row and column in its sentence; the field is <c>Rows[i].column</c>.</exception>
    public static TemplateVersion Revise(
        TemplateVersion before, IReadOnlyList<TemplateRow> rows, bool isProvisional, DateOnly from, string? reason, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.EditTemplates, null);
        Check(before.Kind, rows);
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "template-needs-reason", "変える理由を入力してください。", "Reason");
        RuleViolation.Require(from >= TokyoTime.DayOf(now), "template-past", "適用日は今日以降の日にしてください。過去の判断は変わりません。", "From");
        RuleViolation.Require(
            from >= before.AsOf, "template-before-newest", $"{before.Text}がすでにあります。適用日はそれ以降の日にしてください。", "From");
        var next = new TemplateVersion(before.Kind, before.Number + 1, rows, isProvisional, by, now, from, reason);
        RuleViolation.Require(
            TemplateDiff.Between(before.Kind, before.Rows(), rows).Count > 0 || isProvisional != before.IsProvisional, "template-same", "変わった行がありません。値を変えてから保存してください。");
        return next;
    }

    /// <summary>The first version of a kind, from the seed files.</summary>
    public static TemplateVersion First(TemplateKind kind, IReadOnlyList<TemplateRow> rows, Actor by, DateTimeOffset now, DateOnly from, string reason)
    {
        Check(kind, rows);
        return new(kind, 1, rows, isProvisional: true, by, now, from, reason);
    }

    public static void Check(TemplateKind kind, IReadOnlyList<TemplateRow> rows)
    {
        RuleViolation.Require(rows.Count > 0, "template-empty", $"「{kind.Label()}」には1行以上が必要です。");
        RuleViolation.Require(
            rows.Count <= TemplateVersion.MaxRows, "template-rows", $"「{kind.Label()}」は{TemplateVersion.MaxRows}行までです。");
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var column in kind.Columns())
            {
                CheckCell(column, rows[i], i);
            }
        }

        CheckWhole(kind, rows);
    }

    static void CheckCell(TemplateColumn column, TemplateRow row, int index)
    {
        var value = row[column.Name];
        void Require(bool holds, string rule, string fix) => RuleViolation.Require(
            holds, rule, $"{index + 1}行目の「{column.Label}」{fix}", string.Create(CultureInfo.InvariantCulture, $"Rows[{index}].{column.Name}"));
        Require(value.Length > 0 || column.Optional, "template-cell-missing", "を入力してください。");
        Require(value.Length <= LedgerEntry.ReasonMaxLength, "template-cell-long", $"は{LedgerEntry.ReasonMaxLength}文字以内で入力してください。");
        Require(value.Length == 0 || column.Cell != TemplateCell.Number || row.NumberOrNull(column.Name) is >= 0, "template-cell-number", "には0以上の整数を入力してください。");
        var choices = Choices(column.Cell);
        Require(value.Length == 0 || choices.Count == 0 || choices.Any(c => c.Value == value), "template-cell-choice", "は選択肢から選んでください。");
    }

    static void CheckWhole(TemplateKind kind, IReadOnlyList<TemplateRow> rows)
    {
        string Key(TemplateRow r) => string.Join(' ', kind.KeyColumns().Select(c => r[c]));
        var twice = rows.GroupBy(Key).FirstOrDefault(g => g.Count() > 1);
        RuleViolation.Require(
            twice is null, "template-row-twice", kind == TemplateKind.CostSettings ? "この表は1行だけです。ほかの行を消してください。" : $"「{twice?.Key}」の行が2つあります。1つにしてください。");
        if (CostTables.Kinds.Contains(kind) && rows.FirstOrDefault(r => r["code"].Length > CostLine.CodeMaxLength) is { } longCode)
        {
            throw new RuleViolation("template-code-long", $"コード「{longCode["code"][..CostLine.CodeMaxLength]}…」は{CostLine.CodeMaxLength}文字以内にしてください。");
        }

        if (kind == TemplateKind.RouteRules)
        {
            var last = rows[^1];
            string[] criteria = ["class", "amount_from", "amount_below", "personal", "citywide"];
            RuleViolation.Require(
                criteria.All(c => last[c].Length == 0), "route-rules-open", "最後の行は条件を全て空にしてください。どの規則にも当たらない案件がなくなります。");
            RuleViolation.Require(rows.All(r => r.Int("reviewers") is >= 1 and <= 9), "route-rules-reviewers", "「審査者の人数」は1から9までにしてください。");
        }

        if (kind == TemplateKind.GateTable)
        {
            var none = Enum.GetValues<ProposalClass>().FirstOrDefault(c => rows.All(r => r["class"] != c.ToString() || !r.IsYes("needed") || r["gate"] == nameof(Gate.Change)), (ProposalClass)(-1));
            RuleViolation.Require((int)none < 0, "gate-table-class", $"案件区分「{((int)none < 0 ? "" : none.Label())}」に必要な協議段階が1つもありません。");
        }

        if (kind == TemplateKind.FollowUps)
        {
            var lacking = Enum.GetValues<FollowUpTerm>().Where(t => rows.All(r => r["term"] != t.ToString())).ToList();
            RuleViolation.Require(lacking.Count == 0, "follow-ups-lacking", $"「{(lacking.Count == 0 ? "" : lacking[0].Label())}」の行がありません。全ての行が要ります。");
            RuleViolation.Require(rows.All(r => r.Int("days") is >= 1 and <= FollowUpDays.Most), "follow-ups-days", $"「日数」は1から{FollowUpDays.Most}までにしてください。");
        }

        if (kind == TemplateKind.DecisionCategories)
        {
            var lacking = ProposalWorkflow.Decisions.Where(a => rows.All(r => r["action"] != a.ToString())).ToList();
            RuleViolation.Require(
                lacking.Count == 0, "categories-lacking", $"「{(lacking.Count == 0 ? "" : ProposalWorkflow.ResultLabel(lacking[0]))}」になる判断区分がありません。");
        }
    }
}

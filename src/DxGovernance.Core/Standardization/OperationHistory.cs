using System.Globalization;
using System.Text.Json;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Standardization;

/// <summary>The ledgers that an operation's history is put together from.</summary>
public enum HistoryKind
{
    State,
    Revision,
    Deadline,
    Step,
    Milestone,
    Baseline,
    Plan,
    Risk,
    System,
    Confirmation,
    Override,
    PublishedRate,
}

public static class HistoryLabels
{
    public static string Label(this HistoryKind kind) => kind switch
    {
        HistoryKind.State => "段階・特定移行",
        HistoryKind.Revision => "業務の情報",
        HistoryKind.Deadline => "期限",
        HistoryKind.Step => "ステップ",
        HistoryKind.Milestone => "見込・実績",
        HistoryKind.Baseline => "凍結した計画日",
        HistoryKind.Plan => "計画の手続き",
        HistoryKind.Risk => "リスク・課題",
        HistoryKind.System => "構成システム",
        HistoryKind.Confirmation => "月次の確認",
        HistoryKind.Override => "色の上書き",
        HistoryKind.PublishedRate => "国の公表値",
    };
}

/// <summary>One row of any ledger of an operation; <see cref="Data"/> is the row as JSON, <see cref="Subject"/> what it is about.</summary>
public sealed record HistoryEntry(
    string Kind, long Id, DateOnly AsOf, DateTimeOffset RecordedAt, string RecordedBy, string RecordedTitle, string? Reason, string Subject, string Data)
{
    public HistoryKind LedgerKind => Enum.Parse<HistoryKind>(Kind);

    /// <summary>What the row says, in a sentence.</summary>
    public string Text
    {
        get
        {
            using var row = JsonDocument.Parse(Data);
            return new HistoryText(Subject, row.RootElement).Of(LedgerKind);
        }
    }

    /// <summary>All ledger rows of one operation, by one statement.</summary>
    public static IQueryable<HistoryEntry> Of(GovernanceDbContext db, int number) => db.Database.SqlQuery<HistoryEntry>($"""
        select kind as "Kind", id as "Id", as_of as "AsOf", recorded_at as "RecordedAt", recorded_by as "RecordedBy",
               recorded_title as "RecordedTitle", reason as "Reason", subject as "Subject", data as "Data"
        from (
            select 'State' as kind, id, as_of, recorded_at, recorded_by, recorded_title, reason, '' as subject, to_jsonb(l)::text as data
                from operation_states l where operation_number = {number}
            union all
            select 'Revision', id, as_of, recorded_at, recorded_by, recorded_title, reason, '', to_jsonb(l)::text
                from operation_revisions l where operation_number = {number}
            union all
            select 'Deadline', id, as_of, recorded_at, recorded_by, recorded_title, reason, '', to_jsonb(l)::text
                from deadline_entries l where operation_number = {number}
            union all
            select 'Step', l.id, as_of, recorded_at, recorded_by, recorded_title, reason, 'ステップ' || step_number || '（' || d.name || '）', to_jsonb(l)::text
                from step_reports l join migration_steps d on d.number = l.step_number where operation_number = {number}
            union all
            select 'Milestone', l.id, as_of, recorded_at, recorded_by, recorded_title, reason, m.name, to_jsonb(l)::text
                from milestone_reports l join milestones m on m.id = l.milestone_id where l.operation_number = {number}
            union all
            select 'Baseline', l.id, as_of, recorded_at, recorded_by, recorded_title, reason, m.name, to_jsonb(l)::text
                from baseline_entries l join milestones m on m.id = l.milestone_id where m.operation_number = {number}
            union all
            select 'Plan', id, as_of, recorded_at, recorded_by, recorded_title, reason, label, to_jsonb(l)::text
                from plan_transitions l where operation_number = {number}
            union all
            select 'Risk', l.id, as_of, recorded_at, recorded_by, recorded_title, reason, r.title, to_jsonb(l)::text
                from risk_ratings l join risks r on r.id = l.risk_id where l.operation_number = {number}
            union all
            select 'System', id, as_of, recorded_at, recorded_by, recorded_title, reason, name, to_jsonb(l)::text
                from system_unit_revisions l where operation_number = {number}
            union all
            select 'Confirmation', id, as_of, recorded_at, recorded_by, recorded_title, reason, '', to_jsonb(l)::text
                from confirmations l where operation_number = {number}
            union all
            select 'Override', id, as_of, recorded_at, recorded_by, recorded_title, reason, '', to_jsonb(l)::text
                from signal_overrides l where operation_number = {number}
            union all
            select 'PublishedRate', id, as_of, recorded_at, recorded_by, recorded_title, reason, '', to_jsonb(l)::text
                from published_rates l where operation_number = {number}
        ) as history
        """);
}

/// <summary>A ledger row in Japanese.</summary>
sealed class HistoryText(string subject, JsonElement row)
{
    public string Of(HistoryKind kind) => kind switch
    {
        HistoryKind.State => Join(
            Member<OperationStage>("stage")?.Label(),
            row.GetProperty("is_special_transition").GetBoolean() ? "特定移行支援システム" : null,
            Member<TransitionReason>("transition_reason")?.Label(),
            Named("稼働日", Day("live_on"))),
        HistoryKind.Revision => Join(
            Named("所管課", Text("department_name")),
            Named("別名", Text("aliases")),
            Named("標準仕様書", Text("specification_version")),
            Named("根拠法令", Text("legal_basis"))),
        HistoryKind.Deadline => $"{Member<DeadlineKind>("kind")?.Label()}：{Day("due_on")}",
        HistoryKind.Step => $"{subject}：" + Join(
            Member<StepStatus>("status")?.Label(),
            Named("予定日", Day("planned_on")),
            Named("担当", Text("assignee")),
            Named("根拠", Text("evidence")),
            Named("メモ", Text("memo"))),
        HistoryKind.Milestone => $"{subject}：" + Join(
            Named("見込", Day("forecast_on")),
            Named("実績", Day("actual_on")),
            Named("原因", Member<SlipCause>("cause")?.Label()),
            Named("原因の所在", Member<CauseOwner>("cause_owner")?.Label())),
        HistoryKind.Baseline => $"{subject}：第{Number("baseline_number")}版の計画日 {Day("planned_on")}",
        HistoryKind.Plan => $"{subject}（{Member<PlanStatus>("from_status")?.Label()} → {Member<PlanStatus>("to_status")?.Label()}）",
        HistoryKind.Risk => $"{subject}：" + Join(
            row.GetProperty("is_open").GetBoolean() ? "未解決" : "解決済み",
            $"評価点{Number("score")}",
            Named("対応", Member<RiskResponse>("response")?.Label()),
            Named("対応内容", Text("response_note")),
            Named("担当者", Text("owner")),
            Named("期限", Day("due_on"))),
        HistoryKind.System => $"{subject}：" + Join(
            row.GetProperty("is_retired").GetBoolean() ? "廃止" : "使用中",
            Named("事業者", Text("vendor")),
            Named("パッケージ", Text("package")),
            Named("クラウド", Text("cloud_provider")),
            Named("ネットワーク区分", Text("network_zone")),
            Named("契約開始", Day("contract_from")),
            Named("契約終了", Day("contract_to")),
            Named("備考", Text("note"))),
        HistoryKind.Confirmation => $"{Member<ReportAspect>("aspect")?.Label()}：{Member<ConfirmationKind>("kind")?.Label()}",
        HistoryKind.Override => Member<Signal>("signal") is { } signal
            ? Join($"{Member<Signal>("computed_then")?.Label()}を{signal.Label()}に上書き", Named("期限", Day("expires_on")))
            : "上書きの取消し",
        HistoryKind.PublishedRate => string.Create(CultureInfo.InvariantCulture, $"公表値 {row.GetProperty("rate").GetDecimal() * 100:0.##}%"),
    };

    static string Join(params string?[] parts) => string.Join("、", parts.OfType<string>());

    static string? Named(string name, string? value) => value is null ? null : $"{name} {value}";

    string? Text(string column) => row.GetProperty(column).GetString() is { Length: > 0 } text ? text : null;

    int Number(string column) => row.GetProperty(column).GetInt32();

    string? Day(string column) => row.GetProperty(column).ValueKind == JsonValueKind.Null
        ? null
        : Wareki.Iso(DateOnly.ParseExact(row.GetProperty(column).GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    T? Member<T>(string column)
        where T : struct, Enum => Text(column) is { } name ? Enum.Parse<T>(name) : null;
}

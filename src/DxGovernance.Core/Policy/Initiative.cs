using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Policy;

/// <summary>
/// 取組事項 of the city's DX policy. Carries the newest values as projections; the truth is in the ledgers. What its departments report stands in
/// <c>InitiativeReport.cs</c>, its indicators in <c>PolicyIndicator.cs</c>.
/// </summary>
public sealed partial class Initiative : IKeepsLedger
{
    public const int CodeMaxLength = 10;
    public const int NameMaxLength = 120;
    public const int TextMaxLength = 1000;
    public const int SourceMaxLength = 200;
    public const int MaxCommitments = 20;
    public const int MaxOwners = 10;

    readonly List<LedgerEntry> newEntries = [];

    Initiative()
    {
    }

    Initiative(string code, int pillar, string pillarName, string name) => (Code, Pillar, PillarName, Name) = (code, pillar, pillarName, name);

    /// <summary>As in the policy's numbering: 1-2.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Number of the 基本方針; 4 holds what the policy lists beside its three.</summary>
    public int Pillar { get; private set; }

    public string PillarName { get; private set; } = "";

    public string Name { get; private set; } = "";

    public int[] DepartmentIds { get; private set; } = [];

    public string[] DepartmentNames { get; private set; } = [];

    public IReadOnlyList<Commitment> Plan { get; private set; } = [];

    [DisplayName("出典")]
    public string Source { get; private set; } = "";

    public DateOnly RevisedAsOf { get; private set; }

    public uint Version { get; private set; }

    /// <summary>1-2 自治体フロントヤード改革の推進.</summary>
    public string Caption => $"{Code} {Name}";

    /// <summary>Key in the audit trail.</summary>
    public string Subject => $"initiative:{Code}";

    /// <summary>From the public facts, without a person's permission.</summary>
    internal static Initiative FromFacts(
        string code, int pillar, string pillarName, string name, IReadOnlyList<Commitment> plan, string source, Actor by, DateTimeOffset now, DateOnly asOf)
    {
        var initiative = new Initiative(code, pillar, pillarName, name);
        initiative.Set([], plan, source, by, now, asOf, source);
        return initiative;
    }

    /// <summary>Changes the owning departments and, where the policy itself was revised, its commitments. Every change is one row with all of it.</summary>
    public void Revise(IReadOnlyList<Department> owners, IReadOnlyList<Commitment> plan, string source, string? reason, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        var by = actor.Acting(Permission.EditPolicy, null);
        AsOfRule.RequireDay(asOf, RevisedAsOf, now);
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "revision-needs-reason", "変更の理由を入力してください。", "Reason");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(source), "plan-needs-source", "工程の出典（方針の版など）を入力してください。", "Source");
        RuleViolation.Require(owners.Count <= MaxOwners, "owners-many", $"所管課は{MaxOwners}課までです。", "Owners");
        RequirePlan(plan);
        RuleViolation.Require(
            !owners.Select(d => d.Id).Order().SequenceEqual(DepartmentIds.Order()) || !plan.SequenceEqual(Plan) || source.Trim() != Source, "nothing-changed", "変更した項目がありません。");
        Set(owners, plan, source.Trim(), by, now, asOf, reason);
    }

    public IEnumerable<LedgerEntry> TakeNewEntries()
    {
        var taken = newEntries.ToArray();
        newEntries.Clear();
        return taken;
    }

    static void RequirePlan(IReadOnlyList<Commitment> plan)
    {
        RuleViolation.Require(plan.Count > 0, "plan-empty", "工程を1行以上入力してください。方針にある取組の文言を入れます。", "Plan[0].Text");
        RuleViolation.Require(plan.Count <= MaxCommitments, "plan-long", $"工程は{MaxCommitments}行までです。");
        foreach (var (i, line) in plan.Index())
        {
            RuleViolation.Require(line.Text.Length > 0, "commitment-needs-text", $"工程の{i + 1}行目の「取組（方針の文言）」を入力してください。", $"Plan[{i}].Text");
            RuleViolation.Require(
                (line.FromYear ?? 2022) is >= 2020 and <= 2060 && (line.ToYear ?? 2022) is >= 2020 and <= 2060,
                "commitment-year", $"工程の{i + 1}行目の年度は2020から2060までの西暦で入力してください。", $"Plan[{i}].FromYear");
            RuleViolation.Require(
                line.FromYear is null || line.ToYear is null || line.FromYear <= line.ToYear,
                "commitment-years", $"工程の{i + 1}行目の「終わりの年度」が「始めの年度」より前です。", $"Plan[{i}].ToYear");
        }
    }

    void Set(IReadOnlyList<Department> owners, IReadOnlyList<Commitment> plan, string source, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
    {
        (DepartmentIds, DepartmentNames) = ([.. owners.OrderBy(d => d.Code, StringComparer.Ordinal).Select(d => d.Id)], [.. owners.OrderBy(d => d.Code, StringComparer.Ordinal).Select(d => d.Name)]);
        (Plan, Source, RevisedAsOf) = (plan, source, asOf);
        Record(new InitiativeRevision(this, by, now, asOf, reason));
    }

    void Record(LedgerEntry entry) => newEntries.Add(entry);

    /// <summary>The actor as they report for one of the owning departments, or for the whole city.</summary>
    Actor Reporting(Actor actor) => DepartmentIds.Where(d => actor.Can(Permission.ReportInitiative, d)).Select(d => actor.Acting(Permission.ReportInitiative, d)).FirstOrDefault()
        ?? actor.Acting(Permission.ReportInitiative, null);

    public bool MayBeReportedBy(Actor actor) => actor.MayReport(DepartmentIds);
}

/// <summary>Ledger of what the policy says of an initiative and who owns it.</summary>
public sealed class InitiativeRevision : LedgerEntry
{
    InitiativeRevision()
    {
    }

    internal InitiativeRevision(Initiative initiative, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        (Initiative, InitiativeCode) = (initiative, initiative.Code);
        (Pillar, PillarName, Name, Source) = (initiative.Pillar, initiative.PillarName, initiative.Name, initiative.Source);
        (DepartmentIds, DepartmentNames, Plan) = (initiative.DepartmentIds, initiative.DepartmentNames, initiative.Plan);
    }

    public string InitiativeCode { get; private set; } = "";

    public Initiative Initiative { get; private set; } = null!;

    public int Pillar { get; private set; }

    public string PillarName { get; private set; } = "";

    public string Name { get; private set; } = "";

    public int[] DepartmentIds { get; private set; } = [];

    /// <summary>Printed into the row, so that a renamed department does not change the past.</summary>
    public string[] DepartmentNames { get; private set; } = [];

    public IReadOnlyList<Commitment> Plan { get; private set; } = [];

    public string Source { get; private set; } = "";
}

public static class InitiativeQueries
{
    /// <summary>Whether the actor reports for one of the owning departments, or for the whole city.</summary>
    public static bool MayReport(this Actor actor, IEnumerable<int> departmentIds) =>
        actor.Can(Permission.ReportInitiative, null) || departmentIds.Any(d => actor.Can(Permission.ReportInitiative, d));

    /// <summary>With everything a change needs.</summary>
    public static IQueryable<Initiative> WithAll(this IQueryable<Initiative> initiatives) =>
        initiatives.Include(i => i.Years.OrderBy(y => y.FiscalYear)).Include(i => i.Indicators.OrderBy(n => n.Id)).AsSplitQuery();
}

sealed class InitiativeConfiguration : IEntityTypeConfiguration<Initiative>, IEntityTypeConfiguration<InitiativeRevision>
{
    public void Configure(EntityTypeBuilder<Initiative> e)
    {
        e.HasKey(i => i.Code);
        e.Property(i => i.Code).HasMaxLength(Initiative.CodeMaxLength);
        e.Property(i => i.Name).HasMaxLength(Initiative.NameMaxLength);
        e.Property(i => i.Source).HasMaxLength(Initiative.SourceMaxLength);
        e.Property(i => i.Version).IsRowVersion();
        e.Navigation(i => i.Years).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(i => i.Indicators).UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<InitiativeRevision> e)
    {
        e.HasOne(r => r.Initiative).WithMany().HasForeignKey(r => r.InitiativeCode);
        e.HasLedgerIndex(r => r.InitiativeCode);
    }
}

using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using DxGovernance.Core.Api;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Council;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Retention;
using DxGovernance.Core.SignIn;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DxGovernance.Core.Data;

/// <summary>Reads old → new from the change tracker, for every property that has a Japanese name.</summary>
static class AuditTrail
{
    static readonly ConcurrentDictionary<IEntityType, IReadOnlyList<(IProperty Property, string Label)>> Named = new();

    public static IReadOnlyList<Change> Changes(ChangeTracker tracker) =>
    [
        .. tracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified && e.Entity is not LedgerEntry)
            .SelectMany(Of),
    ];

    static IEnumerable<Change> Of(EntityEntry entry) =>
        from named in Named.GetOrAdd(entry.Metadata, NamedOf)
        let property = entry.Property(named.Property)
        let old = entry.State == EntityState.Added ? null : Text(property.OriginalValue)
        let now = Text(property.CurrentValue)
        where old != now
        select new Change(Subject(entry.Entity), named.Label, old, now);

    static IReadOnlyList<(IProperty Property, string Label)> NamedOf(IEntityType type) =>
    [
        .. from property in type.GetProperties()
           let label = property.PropertyInfo?.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName
           where label is not null
           select (property, label),
    ];

    static string Subject(object entity) => entity switch
    {
        Operation o => o.Name,
        OperationStep s => $"ステップ{s.StepNumber}",
        Milestone m => m.Name,
        PlanLine l => l.Milestone.Name,
        Plan p => $"{p.Kind.Label()}（第{p.Number}版）",
        Risk r => r.Title,
        SystemUnit u => u.Name,
        Proposal p => p.Caption,
        Inquiry i => $"照会{i.Number}",
        Condition c => $"条件{c.Number}",
        EffectCheck c => $"{c.Name}（{(c.Months == 0 ? "稼働前" : $"{c.Months}か月")}）",
        Attachment a => a.FileName,
        Correction c => $"訂正{c.Number}",
        Meeting m => m.Caption,
        AgendaItem i => i.Caption,
        Attendance a => $"{a.Title} {a.Name}",
        ActionItem a => $"指摘{a.Number}",
        CostSheet => "費用",
        Quote q => $"見積書{q.Number}",
        Initiative i => i.Caption,
        InitiativeYear y => $"{y.Initiative.Caption}（{new FiscalYear(y.FiscalYear)}）",
        PolicyIndicator i => i.Name,
        OnlineProcedure p => p.Caption,
        Deputy d => $"{d.Principal.Name}の代理 {d.Person.Name}",
        RoleAssignment a => $"役割「{a.Role.Label()}」",
        Person p => p.Name,
        ExternalIdentity i => $"{i.Person.Name}の結び付け",
        UnknownSignIn s => $"照会番号{s.Code}",
        ApiKey k => $"APIキー「{k.Name}」",
        ProviderRole r => $"対応「{r.Claim}」",
        Disposal d => d.Caption,
        _ => entity.GetType().Name,
    };

    static string? Text(object? value) => value switch
    {
        null or "" => null,
        DateOnly day => Wareki.Iso(day),
        DateTimeOffset moment => TokyoTime.Display(moment),
        bool yes => yes ? "はい" : "いいえ",
        Enum e => EnumLabels.Of(e),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}

using System.ComponentModel;
using System.Text;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Policy;

/// <summary>区分 of procedures, as the policy lists them.</summary>
/// <param name="Order">In which they are shown.</param>
/// <param name="Prefix">With which the codes of its procedures begin.</param>
public sealed record ProcedureCategory(string Name, int Order, string Prefix);

/// <summary>What is recorded of a procedure.</summary>
/// <param name="Evidence">Address of the form, or the document that says so.</param>
public sealed record ProcedureInput(string Name, OnlineState State, string Evidence);

/// <summary>地方公共団体が優先的にオンライン化を推進すべき手続: projection of <see cref="ProcedureEntry"/>.</summary>
public sealed class OnlineProcedure : IKeepsLedger
{
    public const int CodeMaxLength = 12;
    public const int NameMaxLength = 120;
    public const int EvidenceMaxLength = 500;
    public const int MaxNumber = 999;

    readonly List<LedgerEntry> newEntries = [];

    OnlineProcedure()
    {
    }

    OnlineProcedure(ProcedureCategory category, int number, string code, DateOnly listedOn)
    {
        (Category, CategoryOrder, Number, Code, ListedOn) = (category.Name, category.Order, number, code, listedOn);
    }

    public int Id { get; private set; }

    /// <summary>A-13: prefix of the category and number; the key in files and addresses.</summary>
    public string Code { get; private set; } = "";

    public string Category { get; private set; } = "";

    public int CategoryOrder { get; private set; }

    /// <summary>Within the category, as in the policy.</summary>
    public int Number { get; private set; }

    [DisplayName("手続名")]
    public string Name { get; private set; } = "";

    [DisplayName("オンライン化の状態")]
    public OnlineState State { get; private set; }

    [DisplayName("根拠")]
    public string Evidence { get; private set; } = "";

    /// <summary>The day from which it is on the list.</summary>
    public DateOnly ListedOn { get; private set; }

    /// <summary>Day of the newest entry.</summary>
    public DateOnly ChangedAsOf { get; private set; }

    public uint Version { get; private set; }

    public string Caption => $"{Code} {Name}";

    public string Subject => $"procedure:{Code}";

    public ProcedureInput Current => new(Name, State, Evidence);

    /// <summary>From the public facts, without a person's permission.</summary>
    internal static OnlineProcedure FromFacts(
        ProcedureCategory category, int number, string code, ProcedureInput input, Actor by, DateTimeOffset now, DateOnly asOf, string source)
    {
        var procedure = new OnlineProcedure(category, number, code, asOf);
        procedure.Set(input, source, by, now, asOf);
        return procedure;
    }

    /// <summary>Puts one more procedure on the list, with the next number of its category.</summary>
    /// <param name="known">All procedures of the list.</param>
    public static OnlineProcedure Add(
        ProcedureCategory category, ProcedureInput input, string? reason, IReadOnlyCollection<OnlineProcedure> known, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        var by = actor.Acting(Permission.EditPolicy, null);
        AsOfRule.RequireDay(asOf, null, now);
        var (to, others) = (Checked(input, reason), known.Where(p => p.Category == category.Name).ToList());
        RuleViolation.Require(
            others.All(p => !SameName(p.Name, to.Name)), "procedure-twice", $"区分「{category.Name}」には「{to.Name}」がすでにあります。", "Name");
        var number = others.Select(p => p.Number).DefaultIfEmpty().Max() + 1;
        RuleViolation.Require(number <= MaxNumber, "procedure-many", $"区分「{category.Name}」の手続が多すぎます。");
        var procedure = new OnlineProcedure(category, number, CodeOf(category, number), asOf);
        procedure.Set(to, reason, by, now, asOf);
        return procedure;
    }

    /// <summary>Records another state, name or evidence; for an earlier day it puts the past right and the newest state stays.</summary>
    /// <param name="was">What the ledger says for that day now; null where it is the newest entry that is replaced.</param>
    public void Change(ProcedureInput input, string? reason, ProcedureInput? was, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        var by = actor.Acting(Permission.EditPolicy, null);
        AsOfRule.RequireDay(asOf, null, now);
        RuleViolation.Require(
            asOf >= ListedOn, "procedure-not-listed", $"この手続は{Wareki.Both(ListedOn)}から一覧にあります。それ以降の日を入力してください。", "AsOf");
        var to = Checked(input, reason);
        RuleViolation.Require(to != (was ?? Current), "procedure-same", "状態・手続名・根拠のどれも変わっていません。");
        Set(to, reason, by, now, asOf);
    }

    public IEnumerable<LedgerEntry> TakeNewEntries()
    {
        var taken = newEntries.ToArray();
        newEntries.Clear();
        return taken;
    }

    public static string CodeOf(ProcedureCategory category, int number) => $"{category.Prefix}-{number:00}";

    /// <summary>The same words, however wide and spaced they were typed.</summary>
    public static bool SameName(string a, string b) => NameKey(a) == NameKey(b);

    public static string NameKey(string name) => string.Concat(name.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c)));

    static ProcedureInput Checked(ProcedureInput input, string? reason)
    {
        var to = new ProcedureInput(input.Name.Trim(), input.State, input.Evidence.Trim());
        RuleViolation.Require(to.Name.Length is > 0 and <= NameMaxLength, "procedure-needs-name", $"手続名を{NameMaxLength}文字以内で入力してください。", "Name");
        RuleViolation.Require(to.Evidence.Length <= EvidenceMaxLength, "procedure-evidence-long", $"根拠は{EvidenceMaxLength}文字以内で入力してください。", "Evidence");
        RuleViolation.Require(
            to.State != OnlineState.Online || to.Evidence.Length > 0, "procedure-needs-evidence", "「オンライン化済み」のときは、根拠（申請画面のURLや文書）を入力してください。", "Evidence");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "procedure-needs-reason", "理由を入力してください。", "Reason");
        RuleViolation.Require(reason.Trim().Length <= LedgerEntry.ReasonMaxLength, "procedure-reason-long", $"理由は{LedgerEntry.ReasonMaxLength}文字以内で入力してください。", "Reason");
        return to;
    }

    void Set(ProcedureInput to, string? reason, Actor by, DateTimeOffset now, DateOnly asOf)
    {
        if (asOf >= ChangedAsOf)
        {
            (Name, State, Evidence, ChangedAsOf) = (to.Name, to.State, to.Evidence, asOf);
        }

        newEntries.Add(new ProcedureEntry(this, to, by, now, asOf, reason));
    }
}

/// <summary>Ledger of the procedures: the first entry puts one on the list, 廃止 takes it out of the reckoning.</summary>
public sealed class ProcedureEntry : LedgerEntry
{
    ProcedureEntry()
    {
    }

    internal ProcedureEntry(OnlineProcedure procedure, ProcedureInput to, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        (Procedure, Code, Category, CategoryOrder, Number) = (procedure, procedure.Code, procedure.Category, procedure.CategoryOrder, procedure.Number);
        (Name, State, Evidence) = (to.Name, to.State, to.Evidence);
    }

    public int ProcedureId { get; private set; }

    public OnlineProcedure Procedure { get; private set; } = null!;

    public string Code { get; private set; } = "";

    public string Category { get; private set; } = "";

    public int CategoryOrder { get; private set; }

    public int Number { get; private set; }

    public string Name { get; private set; } = "";

    public OnlineState State { get; private set; }

    public string Evidence { get; private set; } = "";
}

public static class ProcedureQueries
{
    public static IOrderedQueryable<OnlineProcedure> InOrder(this IQueryable<OnlineProcedure> procedures) =>
        procedures.OrderBy(p => p.CategoryOrder).ThenBy(p => p.Number);

    public static IReadOnlyList<ProcedureCategory> Categories(this IEnumerable<OnlineProcedure> procedures) =>
        [.. procedures.DistinctBy(p => p.Category).OrderBy(p => p.CategoryOrder).Select(p => new ProcedureCategory(p.Category, p.CategoryOrder, p.Code.Split('-')[0]))];
}

sealed class OnlineProcedureConfiguration : IEntityTypeConfiguration<OnlineProcedure>, IEntityTypeConfiguration<ProcedureEntry>
{
    public void Configure(EntityTypeBuilder<OnlineProcedure> e)
    {
        e.Property(p => p.Code).HasMaxLength(OnlineProcedure.CodeMaxLength);
        e.Property(p => p.Name).HasMaxLength(OnlineProcedure.NameMaxLength);
        e.Property(p => p.Evidence).HasMaxLength(OnlineProcedure.EvidenceMaxLength);
        e.Property(p => p.Version).IsRowVersion();
        e.HasIndex(p => p.Code).IsUnique();
        e.HasIndex(p => new { p.CategoryOrder, p.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ProcedureEntry> e)
    {
        e.Property(p => p.Name).HasMaxLength(OnlineProcedure.NameMaxLength);
        e.Property(p => p.Evidence).HasMaxLength(OnlineProcedure.EvidenceMaxLength);
        e.HasOne(p => p.Procedure).WithMany().HasForeignKey(p => p.ProcedureId);
        e.HasLedgerIndex(p => p.ProcedureId);
    }
}

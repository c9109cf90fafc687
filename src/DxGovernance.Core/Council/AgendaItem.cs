using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Council;

/// <summary>What an item of the agenda is about. Where figures of a kind come from is said by the sources of the pack; a kind without a source has none.</summary>
public enum AgendaKind
{
    Case,
    Milestone,
    CostComparison,
    Effect,
    Initiative,
    Free,
}

/// <summary>What an item is about, where it is something the system knows.</summary>
/// <param name="ProposalId">The case, for <see cref="AgendaKind.Case"/> and <see cref="AgendaKind.Effect"/>.</param>
/// <param name="OperationNumber">政令順, for <see cref="AgendaKind.Milestone"/> and <see cref="AgendaKind.CostComparison"/>; there null for all operations together.</param>
/// <param name="InitiativeCode">For <see cref="AgendaKind.Initiative"/>.</param>
public sealed record AgendaSubject(AgendaKind Kind, int? ProposalId = null, int? OperationNumber = null, string? InitiativeCode = null)
{
    public static AgendaSubject Free { get; } = new(AgendaKind.Free);

    /// <summary>Names kind and subject in a form.</summary>
    public string Key => FormattableString.Invariant($"{Kind}:{ProposalId ?? OperationNumber}{InitiativeCode}");
}

/// <summary>What the office writes of an item.</summary>
/// <param name="Asked">判断を求める事項, in a sentence.</param>
public sealed record AgendaText(string? Title, string? Asked, string? Explanation);

/// <summary>議題. Projection of <see cref="AgendaEntry"/>, and of <see cref="JudgementEntry"/> for the judgement.</summary>
public sealed class AgendaItem
{
    public const int TitleMaxLength = 120;
    public const int AskedMaxLength = 300;
    public const int ExplanationMaxLength = 1500;

    readonly List<ActionItem> actions = [];

    AgendaItem()
    {
    }

    internal AgendaItem(Meeting meeting, int number, AgendaSubject subject) =>
        (Meeting, Number, Kind, ProposalId, OperationNumber, InitiativeCode) = (meeting, number, subject.Kind, subject.ProposalId, subject.OperationNumber, subject.InitiativeCode);

    public int Id { get; private set; }

    public int MeetingId { get; private set; }

    public Meeting Meeting { get; private set; } = null!;

    /// <summary>From 1, in the order of the agenda; an item that was taken off keeps its last number.</summary>
    [DisplayName("順番")]
    public int Number { get; private set; }

    [DisplayName("種別")]
    public AgendaKind Kind { get; private set; }

    public int? ProposalId { get; private set; }

    public Proposal? Proposal { get; private set; }

    public int? OperationNumber { get; private set; }

    public string? InitiativeCode { get; private set; }

    [DisplayName("議題名")]
    public string Title { get; private set; } = "";

    [DisplayName("判断を求める事項")]
    public string Asked { get; private set; } = "";

    [DisplayName("説明")]
    public string Explanation { get; private set; } = "";

    [DisplayName("議題から外した")]
    public bool IsRemoved { get; private set; }

    public string? CategoryCode { get; private set; }

    /// <summary>The words of the category as they were when the judgement was recorded; null before it.</summary>
    [DisplayName("判断区分")]
    public string? Category { get; private set; }

    [DisplayName("判断の内容")]
    public string JudgementText { get; private set; } = "";

    public IReadOnlyList<Opinion> Opinions { get; private set; } = [];

    /// <summary>How many rows the ledger of judgements has: more than one where it was corrected.</summary>
    public int Judgements { get; private set; }

    public bool IsJudged => Judgements > 0;

    /// <summary>Follow-ups of an item that is not a case; those of a case are its conditions.</summary>
    public IReadOnlyList<ActionItem> Actions => actions;

    public AgendaSubject About => new(Kind, ProposalId, OperationNumber, InitiativeCode);

    /// <summary>議題2「…」.</summary>
    public string Caption => $"議題{Number}「{Title}」";

    internal void Take(AgendaText text) => (Title, Asked, Explanation) = (text.Title!.Trim(), text.Asked!.Trim(), text.Explanation?.Trim() ?? "");

    internal void Place(int number) => Number = number;

    internal void Remove() => IsRemoved = true;

    internal void Judged(JudgementEntry entry) =>
        (CategoryCode, Category, JudgementText, Opinions, Judgements) = (entry.CategoryCode, entry.Category, entry.Text, entry.Opinions, Judgements + 1);

    internal ActionItem Impose(int number, ActionInput input)
    {
        var action = new ActionItem(this, number, input);
        actions.Add(action);
        return action;
    }
}

/// <summary>Ledger of the agenda: an item added, rewritten, moved or taken off.</summary>
public sealed class AgendaEntry : LedgerEntry
{
    AgendaEntry()
    {
    }

    internal AgendaEntry(AgendaItem item, Actor by, DateTimeOffset now, string? reason)
        : base(by, now, TokyoTime.DayOf(now), reason)
    {
        (AgendaItem, Number, Kind, ProposalId, OperationNumber, InitiativeCode) = (item, item.Number, item.Kind, item.ProposalId, item.OperationNumber, item.InitiativeCode);
        (Title, Asked, Explanation, IsRemoved) = (item.Title, item.Asked, item.Explanation, item.IsRemoved);
    }

    public int AgendaItemId { get; private set; }

    public AgendaItem AgendaItem { get; private set; } = null!;

    public int Number { get; private set; }

    public AgendaKind Kind { get; private set; }

    public int? ProposalId { get; private set; }

    public int? OperationNumber { get; private set; }

    public string? InitiativeCode { get; private set; }

    public string Title { get; private set; } = "";

    public string Asked { get; private set; } = "";

    public string Explanation { get; private set; } = "";

    public bool IsRemoved { get; private set; }
}

public static class AgendaLabels
{
    public static string Label(this AgendaKind kind) => kind switch
    {
        AgendaKind.Case => "個別ICT案件",
        AgendaKind.Milestone => "標準化の日程",
        AgendaKind.CostComparison => "運用経費の比較",
        AgendaKind.Effect => "効果検証",
        AgendaKind.Initiative => "方針の取組",
        AgendaKind.Free => "その他",
    };
}

sealed class AgendaConfiguration : IEntityTypeConfiguration<AgendaItem>, IEntityTypeConfiguration<AgendaEntry>
{
    public void Configure(EntityTypeBuilder<AgendaItem> e)
    {
        e.Property(i => i.Title).HasMaxLength(AgendaItem.TitleMaxLength);
        e.Property(i => i.Asked).HasMaxLength(AgendaItem.AskedMaxLength);
        e.Property(i => i.Explanation).HasMaxLength(AgendaItem.ExplanationMaxLength);
        e.Property(i => i.JudgementText).HasMaxLength(JudgementEntry.TextMaxLength);
        e.Ignore(i => i.About);
        e.HasOne(i => i.Meeting).WithMany(m => m.Items).HasForeignKey(i => i.MeetingId);
        e.HasOne(i => i.Proposal).WithMany().HasForeignKey(i => i.ProposalId);
        e.Property(i => i.InitiativeCode).HasMaxLength(Initiative.CodeMaxLength);
        e.HasOne<Initiative>().WithMany().HasForeignKey(i => i.InitiativeCode);
        e.HasMany<Condition>().WithOne().HasForeignKey(c => c.AgendaItemId);
        e.Navigation(i => i.Actions).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.HasIndex(i => new { i.MeetingId, i.Number });
        e.ToTable(t => t.HasCheckConstraint(
            "ck_agenda_items_subject",
            "(kind not in ('Case', 'Effect') or proposal_id is not null) and (kind <> 'Milestone' or operation_number is not null) and (kind <> 'Initiative' or initiative_code is not null)"));
        e.HasIndex(i => i.ProposalId);
    }

    public void Configure(EntityTypeBuilder<AgendaEntry> e)
    {
        e.Property(i => i.Title).HasMaxLength(AgendaItem.TitleMaxLength);
        e.Property(i => i.Asked).HasMaxLength(AgendaItem.AskedMaxLength);
        e.Property(i => i.Explanation).HasMaxLength(AgendaItem.ExplanationMaxLength);
        e.Property(i => i.InitiativeCode).HasMaxLength(Initiative.CodeMaxLength);
        e.HasOne(i => i.AgendaItem).WithMany().HasForeignKey(i => i.AgendaItemId);
        e.HasLedgerIndex(i => i.AgendaItemId);
    }
}

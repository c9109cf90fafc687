using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

public enum CorrectionState
{
    Proposed,
    Confirmed,
    Refused,
}

/// <summary>訂正: a value of what was approved is put right by two persons. What was submitted and decided stays as it was.</summary>
public sealed class Correction
{
    Correction()
    {
    }

    internal Correction(Proposal proposal, int number, FormField field, string value)
    {
        (Proposal, Number, Run, FieldKey) = (proposal, number, proposal.ApprovedRun!.Value, field.Key);
        (Before, After) = (proposal.ApprovedContent!.Stored(field), value);
    }

    public int Id { get; private set; }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    /// <summary>From 1 within the case.</summary>
    public int Number { get; private set; }

    /// <summary>The run whose approved content is put right.</summary>
    public int Run { get; private set; }

    public string FieldKey { get; private set; } = "";

    /// <summary>As <see cref="ProposalContent.Stored"/> gives it.</summary>
    public string Before { get; private set; } = "";

    public string After { get; private set; } = "";

    [DisplayName("訂正の状態")]
    public CorrectionState State { get; private set; }

    public int ProposedById { get; private set; }

    public uint Version { get; private set; }

    /// <summary>What is put right, before and after, in the words of the form.</summary>
    public IReadOnlyList<FieldDifference> Differences() => ProposalForm.Find(FieldKey) is not { } corrected
        ? []
        : [.. ContentDifference.Between(ProposalContent.Empty.WithStored(corrected, Before), ProposalContent.Empty.WithStored(corrected, After)).SelectMany(s => s.Fields)];

    internal void ProposedBy(int person) => ProposedById = person;

    internal void Become(CorrectionState state) => State = state;
}

/// <summary>Ledger of corrections: proposed, confirmed or refused.</summary>
public sealed class CorrectionEntry : LedgerEntry
{
    CorrectionEntry()
    {
    }

    internal CorrectionEntry(Correction correction, CorrectionState state, Actor by, DateTimeOffset now, string? reason)
        : base(by, now, TokyoTime.DayOf(now), reason)
    {
        (Correction, State) = (correction, state);
        (FieldKey, Before, After) = (correction.FieldKey, correction.Before, correction.After);
    }

    public int CorrectionId { get; private set; }

    public Correction Correction { get; private set; } = null!;

    public CorrectionState State { get; private set; }

    public string FieldKey { get; private set; } = "";

    public string Before { get; private set; } = "";

    public string After { get; private set; } = "";
}

/// <summary>A field whose value is what confirmed corrections made of it.</summary>
/// <param name="Original">As first reported, see <see cref="ProposalContent.Stored"/>.</param>
/// <param name="Number">Of the last correction.</param>
public sealed record CorrectedField(FormField Field, string Original, int Number)
{
    /// <summary>By key; what was written anew after a correction is not among them.</summary>
    public static IReadOnlyDictionary<string, CorrectedField> In(ProposalContent content, IEnumerable<Correction> corrections) => corrections
        .Where(c => c.State == CorrectionState.Confirmed)
        .GroupBy(c => c.FieldKey)
        .Select(g => ProposalForm.Find(g.Key) is { } field ? Of(field, [.. g.OrderByDescending(c => c.Number)], content) : null)
        .OfType<CorrectedField>()
        .ToDictionary(f => f.Field.Key);

    static CorrectedField? Of(FormField field, IReadOnlyList<Correction> newestFirst, ProposalContent content)
    {
        var value = content.Stored(field);
        var chain = newestFirst.SkipWhile(c => c.After != value).TakeWhile(c =>
        {
            var belongs = c.After == value;
            value = c.Before;
            return belongs;
        }).ToList();
        return chain.Count == 0 ? null : new(field, chain[^1].Before, chain[0].Number);
    }
}

public static class CorrectionLabels
{
    public static string Label(this CorrectionState state) => state switch
    {
        CorrectionState.Proposed => "確認待ち",
        CorrectionState.Confirmed => "訂正済み",
        CorrectionState.Refused => "認めない",
    };
}

public sealed partial class Proposal
{
    readonly List<Correction> corrections = [];

    public IReadOnlyList<Correction> Corrections => corrections;

    /// <summary>What can be put right: what the gates passed so far ask for, and what else was approved.</summary>
    public IReadOnlyList<FormField> Correctable() => ApprovedContent is null
        ? []
        : [.. ProposalForm.Fields.Where(f => !(CostLineCount > 0 && IsCostSum(f.Key))).Where(f => ApprovedContent.Stored(f).Length > 0 || f.Gates.Any(g => g <= ApprovedGate && g != Gate.Change))];

    /// <summary>Proposes to put one approved value right, as typed.</summary>
    public Correction Correct(string fieldKey, string? value, string? reason, Actor actor, DateTimeOffset now) => Correct(
        fieldKey, (ApprovedContent ?? ProposalContent.Empty).With(fieldKey, ProposalForm.Normalize(ProposalForm.Find(fieldKey)?.Kind ?? FieldKind.Text, value)), reason, actor, now);

    /// <summary>Proposes to put one approved field right; a second person must confirm. Needs <see cref="Corrections"/> and effects loaded.</summary>
    /// <param name="fieldKey">Which; nothing else of what was typed is looked at.</param>
    /// <param name="typed">Holds the right value or rows.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">Who.</param>
    /// <param name="now">When.</param>
    public Correction Correct(string fieldKey, ProposalContent typed, string? reason, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.CorrectProposal, DepartmentId);
        RuleViolation.Require(ApprovedContent is not null, "correct-undecided", "決定されていない案件は訂正できません。差戻しで直してください。");
        var field = Correctable().FirstOrDefault(f => f.Key == fieldKey);
        RuleViolation.Require(field is not null, "correct-field", "訂正できない項目です。項目を選んでください。", "Field");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "correct-needs-reason", "訂正の理由を入力してください。", "Reason");
        var wanted = ApprovedContent.WithStored(field, typed.Stored(field));
        RequireRight(wanted, ApprovedContent, field);
        RuleViolation.Require(wanted.Stored(field) != ApprovedContent.Stored(field), "correct-same", $"「{field.Label}」は今の値と同じです。", "Value");
        RuleViolation.Require(
            corrections.All(c => c.FieldKey != field.Key || c.State != CorrectionState.Proposed), "correct-twice", $"「{field.Label}」には確認待ちの訂正があります。", "Field");
        var correction = new Correction(this, corrections.Count + 1, field, wanted.Stored(field));
        correction.ProposedBy(by.PersonId ?? 0);
        corrections.Add(correction);
        newEntries.Add(new CorrectionEntry(correction, CorrectionState.Proposed, by, now, reason));
        return correction;
    }

    /// <summary>A second person confirms or refuses. Needs <see cref="Corrections"/> and effects loaded.</summary>
    public void JudgeCorrection(Correction correction, bool isRight, string? note, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.CorrectProposal, DepartmentId);
        RuleViolation.Require(correction.State == CorrectionState.Proposed, "correction-judged", $"この訂正は「{correction.State.Label()}」です。");
        RuleViolation.Require(!by.PersonIds.Contains(correction.ProposedById), "correction-second-person", "訂正は、起こした人とは別の人が確認してください。");
        RuleViolation.Require(isRight || !string.IsNullOrWhiteSpace(note), "correction-needs-note", "訂正を認めないときは、理由を入力してください。", "Note");
        if (isRight)
        {
            PutRight(correction);
        }

        correction.Become(isRight ? CorrectionState.Confirmed : CorrectionState.Refused);
        newEntries.Add(new CorrectionEntry(correction, correction.State, by, now, note));
    }

    /// <summary>What a submission would refuse, a correction may not bring in.</summary>
    void RequireRight(ProposalContent wanted, ProposalContent approved, FormField field)
    {
        var wrong = ProposalForm.Wrong(wanted, [field])
            .Concat(new[] { ApprovedGate!.Value, Gate.Change }.SelectMany(g => ProposalForm.Missing(wanted, g, Class).Except(ProposalForm.Missing(approved, g, Class))))
            .FirstOrDefault();
        RuleViolation.Require(wrong is null, "correct-wrong", wrong?.Message ?? "", "Value");
        var kept = Indicator.Of(wanted).Select(i => i.Key).ToHashSet();
        var gone = effectChecks.FirstOrDefault(c => field.Key == ProposalForm.Kpi && !kept.Contains(c.IndicatorKey));
        RuleViolation.Require(
            gone is null, "correct-indicator-gone", $"指標「{gone?.Name}」は効果検証で測っているため、訂正では消せません。名称や値を直してください。", "Value");
    }

    void PutRight(Correction correction)
    {
        var field = ProposalForm.Find(correction.FieldKey)!;
        RuleViolation.Require(
            ApprovedContent!.Stored(field) == correction.Before,
            "correction-outdated",
            $"「{field.Label}」の承認された値が、訂正の起案の後に変わっています。この訂正は認めないこととし、今の値から起案し直してください。");
        var isUnchanged = Draft.Stored(field) == correction.Before;
        ApprovedContent = ApprovedContent.WithStored(field, correction.After);
        Draft = isUnchanged ? Draft.WithStored(field, correction.After) : Draft;
        Project();
        PutEffectsRight();
    }

    /// <summary>Indicators and go-live may have been put right; what was measured already keeps its plan.</summary>
    void PutEffectsRight()
    {
        var live = ApprovedFacts.Of(ApprovedContent!).GoLiveOn;
        var terms = effectChecks.Select(c => c.Months).DefaultIfEmpty().Distinct().ToList();
        foreach (var indicator in Indicator.Of(ApprovedContent!))
        {
            terms.ForEach(months => PlanEffect(indicator, months, live?.AddMonths(months)));
        }

        ProjectEffects();
    }
}

sealed class CorrectionConfiguration : IEntityTypeConfiguration<Correction>, IEntityTypeConfiguration<CorrectionEntry>
{
    public void Configure(EntityTypeBuilder<Correction> e)
    {
        e.Property(c => c.FieldKey).HasMaxLength(60);
        e.Property(c => c.Version).IsRowVersion();
        e.HasOne(c => c.Proposal).WithMany(p => p.Corrections).HasForeignKey(c => c.ProposalId);
        e.HasIndex(c => new { c.ProposalId, c.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<CorrectionEntry> e)
    {
        e.HasOne(c => c.Correction).WithMany().HasForeignKey(c => c.CorrectionId);
        e.HasLedgerIndex(c => c.CorrectionId);
    }
}

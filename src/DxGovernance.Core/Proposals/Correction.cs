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
        (Before, After) = (proposal.ApprovedContent![field.Key], value);
    }

    public int Id { get; private set; }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    /// <summary>From 1 within the case.</summary>
    public int Number { get; private set; }

    /// <summary>The run whose approved content is put right.</summary>
    public int Run { get; private set; }

    public string FieldKey { get; private set; } = "";

    /// <summary>As stored in the content.</summary>
    public string Before { get; private set; } = "";

    public string After { get; private set; } = "";

    [DisplayName("訂正の状態")]
    public CorrectionState State { get; private set; }

    public int ProposedById { get; private set; }

    public uint Version { get; private set; }

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

    /// <summary>Proposes to put one approved value right; a second person must confirm. Needs <see cref="Corrections"/> loaded.</summary>
    public Correction Correct(string fieldKey, string? value, string? reason, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.CorrectProposal, DepartmentId);
        RuleViolation.Require(ApprovedContent is not null, "correct-undecided", "決定されていない案件は訂正できません。差戻しで直してください。");
        var field = ProposalForm.Find(fieldKey);
        RuleViolation.Require(field is not null && field.Kind != FieldKind.Table, "correct-field", "訂正できない項目です。項目を選んでください。", "Field");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "correct-needs-reason", "訂正の理由を入力してください。", "Reason");
        var wanted = ApprovedContent.With(field.Key, ProposalForm.Normalize(field.Kind, value));
        var wrong = ProposalForm.Wrong(wanted, [field]) is [var first, ..] ? first : null;
        RuleViolation.Require(wrong is null, "correct-wrong", wrong?.Message ?? "", "Value");
        RuleViolation.Require(wanted[field.Key] != ApprovedContent[field.Key], "correct-same", $"「{field.Label}」は今の値と同じです。", "Value");
        RuleViolation.Require(
            corrections.All(c => c.FieldKey != field.Key || c.State != CorrectionState.Proposed), "correct-twice", $"「{field.Label}」には確認待ちの訂正があります。", "Field");
        var correction = new Correction(this, corrections.Count + 1, field, wanted[field.Key]);
        correction.ProposedBy(by.PersonId ?? 0);
        corrections.Add(correction);
        newEntries.Add(new CorrectionEntry(correction, CorrectionState.Proposed, by, now, reason));
        return correction;
    }

    /// <summary>A second person confirms or refuses.</summary>
    public void JudgeCorrection(Correction correction, bool isRight, string? note, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.CorrectProposal, DepartmentId);
        RuleViolation.Require(correction.State == CorrectionState.Proposed, "correction-judged", $"この訂正は「{correction.State.Label()}」です。");
        RuleViolation.Require(!by.PersonIds.Contains(correction.ProposedById), "correction-second-person", "訂正は、起こした人とは別の人が確認してください。");
        RuleViolation.Require(isRight || !string.IsNullOrWhiteSpace(note), "correction-needs-note", "訂正を認めないときは、理由を入力してください。", "Note");
        correction.Become(isRight ? CorrectionState.Confirmed : CorrectionState.Refused);
        newEntries.Add(new CorrectionEntry(correction, correction.State, by, now, note));
        if (isRight)
        {
            var isUnchanged = Draft[correction.FieldKey] == ApprovedContent![correction.FieldKey];
            ApprovedContent = ApprovedContent.With(correction.FieldKey, correction.After);
            Draft = isUnchanged ? Draft.With(correction.FieldKey, correction.After) : Draft;
            Project();
        }
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

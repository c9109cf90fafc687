using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

public enum ConditionState
{
    Open,
    Reported,
    Met,
}

/// <summary>承認条件: what must be done after a decision, by whom, until when, and which later gate it blocks. Projection of <see cref="ConditionEntry"/>.</summary>
public sealed class Condition
{
    public const int OwnerMaxLength = 60;

    Condition()
    {
    }

    internal Condition(Proposal proposal, int number, ConditionInput input, int? agendaItemId)
    {
        (Proposal, Number, Gate, Run, AgendaItemId) = (proposal, number, proposal.Gate, proposal.Run, agendaItemId);
        (Text, Owner, DueOn, Evidence, BlocksGate) = (input.Text.Trim(), input.Owner.Trim(), input.DueOn, input.Evidence.Trim(), input.BlocksGate);
    }

    public int Id { get; private set; }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    /// <summary>From 1 within the case.</summary>
    public int Number { get; private set; }

    /// <summary>The gate at which it was imposed.</summary>
    public Gate Gate { get; private set; }

    public int Run { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>Person or section that must do it.</summary>
    public string Owner { get; private set; } = "";

    public DateOnly DueOn { get; private set; }

    /// <summary>What the department must show.</summary>
    public string Evidence { get; private set; } = "";

    /// <summary>This gate and every later one cannot be started or submitted until the condition is met; null blocks nothing.</summary>
    public Gate? BlocksGate { get; private set; }

    [DisplayName("条件の状態")]
    public ConditionState State { get; private set; }

    /// <summary>The department's report of fulfilment.</summary>
    [DisplayName("履行の報告")]
    public string? Report { get; private set; }

    /// <summary>The item of the council's agenda whose judgement imposed it; null where it came with a decision.</summary>
    public int? AgendaItemId { get; private set; }

    public uint Version { get; private set; }

    public bool IsOpen => State != ConditionState.Met;

    public bool Blocks(Gate gate) => IsOpen && BlocksGate is { } first && gate != Gate.Change && gate >= first;

    internal void Become(ConditionState state, string? report) => (State, Report) = (state, report ?? Report);
}

/// <summary>A condition to be imposed.</summary>
public sealed record ConditionInput(string Text, string Owner, DateOnly DueOn, string Evidence, Gate? BlocksGate);

/// <summary>Ledger of the conditions: imposed, reported, sent back, met.</summary>
public sealed class ConditionEntry : LedgerEntry
{
    ConditionEntry()
    {
    }

    internal ConditionEntry(Condition condition, ConditionState state, Actor by, DateTimeOffset now, string? note)
        : base(by, now, TokyoTime.DayOf(now), note)
    {
        (Condition, Number, State) = (condition, condition.Number, state);
        (Text, Owner, DueOn, Evidence, BlocksGate) = (condition.Text, condition.Owner, condition.DueOn, condition.Evidence, condition.BlocksGate);
    }

    public int ConditionId { get; private set; }

    public Condition Condition { get; private set; } = null!;

    public int Number { get; private set; }

    public ConditionState State { get; private set; }

    public string Text { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public DateOnly DueOn { get; private set; }

    public string Evidence { get; private set; } = "";

    public Gate? BlocksGate { get; private set; }
}

public static class ConditionLabels
{
    public static string Label(this ConditionState state) => state switch
    {
        ConditionState.Open => "未履行",
        ConditionState.Reported => "履行報告済み・確認待ち",
        ConditionState.Met => "履行済み",
    };
}

sealed class ConditionConfiguration : IEntityTypeConfiguration<Condition>, IEntityTypeConfiguration<ConditionEntry>
{
    public void Configure(EntityTypeBuilder<Condition> e)
    {
        e.Property(c => c.Text).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(c => c.Evidence).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(c => c.Owner).HasMaxLength(Condition.OwnerMaxLength);
        e.Property(c => c.Report).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(c => c.Version).IsRowVersion();
        e.HasOne(c => c.Proposal).WithMany(p => p.Conditions).HasForeignKey(c => c.ProposalId);
        e.HasIndex(c => new { c.ProposalId, c.Number }).IsUnique();
        e.HasIndex(c => new { c.State, c.DueOn });
    }

    public void Configure(EntityTypeBuilder<ConditionEntry> e)
    {
        e.Property(c => c.Text).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(c => c.Evidence).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(c => c.Owner).HasMaxLength(Condition.OwnerMaxLength);
        e.HasOne(c => c.Condition).WithMany().HasForeignKey(c => c.ConditionId);
        e.HasLedgerIndex(c => c.ConditionId);
    }
}

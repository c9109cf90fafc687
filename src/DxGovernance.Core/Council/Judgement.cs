using System.Text.Json;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DxGovernance.Core.Council;

/// <summary>Whether what was said goes along with the judgement.</summary>
public enum OpinionKind
{
    Opinion,
    Dissent,
}

/// <summary>What somebody said, as recorded.</summary>
/// <param name="Speaker">Title and name.</param>
public sealed record Opinion(OpinionKind Kind, string Speaker, string Text);

/// <summary>判断区分 of the council: what the office chooses from.</summary>
public sealed record JudgementCategory(string Code, string Name, bool NeedsReason, bool NeedsActions);

/// <summary>The table of 推進会議の判断区分. The version of the day on which a judgement is recorded counts.</summary>
public sealed class JudgementCategories
{
    /// <param name="version">Null before the table was ever seeded: then the seed file counts.</param>
    public JudgementCategories(TemplateVersion? version)
    {
        var rows = version?.Rows() ?? [.. SeedFile.Read(TemplateKind.JudgementCategories.SeedFile()).Select(r => new TemplateRow(r.Values))];
        All = [.. rows.Select(r => new JudgementCategory(r["code"], r["name"], r.IsYes("needs_reason"), r.IsYes("needs_action_items")))];
        Version = version;
    }

    public IReadOnlyList<JudgementCategory> All { get; }

    public TemplateVersion? Version { get; }

    public static async Task<JudgementCategories> OnAsync(GovernanceDbContext db, DateOnly day, CancellationToken cancel) => new(
        await db.TemplateVersions.AsNoTracking().At(AsOf.ReportedOn(day)).Where(v => v.Kind == TemplateKind.JudgementCategories)
            .OrderByDescending(v => v.AsOf).ThenByDescending(v => v.Number).FirstOrDefaultAsync(cancel));
}

/// <summary>What is recorded for an item.</summary>
/// <param name="Category">Code.</param>
/// <param name="Text">判断の内容.</param>
/// <param name="Actions">指摘; for an item that is a case they become its conditions.</param>
/// <param name="Reason">Why it is corrected; only for a correction.</param>
public sealed record JudgementInput(string? Category, string? Text, IReadOnlyList<Opinion> Opinions, IReadOnlyList<ActionInput> Actions, string? Reason = null);

/// <summary>推進会議の判断: ledger of what was recorded for an item. A later row is a 訂正 with its reason.</summary>
public sealed class JudgementEntry : LedgerEntry
{
    public const int TextMaxLength = 700;
    public const int SpeakerMaxLength = 120;
    public const int OpinionMaxLength = 600;
    public const int MaxOpinions = 40;

    JudgementEntry()
    {
    }

    internal JudgementEntry(AgendaItem item, JudgementCategory category, JudgementInput input, Actor by, DateTimeOffset now)
        : base(by, now, TokyoTime.DayOf(now), input.Reason)
    {
        (AgendaItem, Number, HeldOn) = (item, item.Number, item.Meeting.HeldOn);
        (CategoryCode, Category, Text) = (category.Code, category.Name, input.Text?.Trim() ?? "");
        Opinions = [.. input.Opinions.Select(o => new Opinion(o.Kind, o.Speaker.Trim(), o.Text.Trim()))];
        IsCorrection = item.IsJudged;
    }

    public int AgendaItemId { get; private set; }

    public AgendaItem AgendaItem { get; private set; } = null!;

    /// <summary>Of the item on the agenda.</summary>
    public int Number { get; private set; }

    /// <summary>The day on which the council judged.</summary>
    public DateOnly HeldOn { get; private set; }

    public string CategoryCode { get; private set; } = "";

    /// <summary>The words of the category as they were.</summary>
    public string Category { get; private set; } = "";

    public string Text { get; private set; } = "";

    public IReadOnlyList<Opinion> Opinions { get; private set; } = [];

    /// <summary>訂正 of an earlier row.</summary>
    public bool IsCorrection { get; private set; }
}

public static class JudgementLabels
{
    public static string Label(this OpinionKind kind) => kind switch
    {
        OpinionKind.Opinion => "意見",
        OpinionKind.Dissent => "反対・少数意見",
    };
}

sealed class JudgementConfiguration : IEntityTypeConfiguration<JudgementEntry>
{
    public void Configure(EntityTypeBuilder<JudgementEntry> e)
    {
        e.Property(j => j.CategoryCode).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(j => j.Category).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(j => j.Text).HasMaxLength(JudgementEntry.TextMaxLength);
        e.HasOne(j => j.AgendaItem).WithMany().HasForeignKey(j => j.AgendaItemId);
        e.HasLedgerIndex(j => j.AgendaItemId);
    }
}

/// <summary>Values of the council that are kept as jsonb.</summary>
static class CouncilJson
{
    public static void Configure(ModelConfigurationBuilder model) =>
        model.Properties<IReadOnlyList<Opinion>>().HaveConversion<OpinionConverter, OpinionComparer>().HaveColumnType("jsonb");

    sealed class OpinionConverter() : ValueConverter<IReadOnlyList<Opinion>, string>(
        list => JsonSerializer.Serialize(list, ProposalJson.Options), json => JsonSerializer.Deserialize<List<Opinion>>(json, ProposalJson.Options)!);

    sealed class OpinionComparer() : ValueComparer<IReadOnlyList<Opinion>>((a, b) => a!.SequenceEqual(b!), list => list.Count, list => list);
}

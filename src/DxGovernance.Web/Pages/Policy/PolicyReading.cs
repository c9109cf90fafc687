using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>The day that is shown and the day that is compared with; both stand in the address.</summary>
public sealed record PolicyDays
{
    [Display(Name = "基準日")]
    public DateOnly? AsOf { get; init; }

    [Display(Name = "比べる日")]
    public DateOnly? Since { get; init; }

    /// <summary>Both days, checked; where they cannot be, the error is noted and today is taken.</summary>
    public (DateOnly Day, DateOnly Since) Checked(ModelStateDictionary state, DateOnly today)
    {
        if (AsOf > today)
        {
            state.AddModelError("asOf", $"基準日に未来の日（{Wareki.Both(AsOf)}）は指定できません。今日までの日を入力してください。");
        }

        var day = state.IsValid ? AsOf ?? today : today;
        if (state.IsValid && Since > day)
        {
            state.AddModelError("since", $"比べる日（{Wareki.Both(Since)}）が基準日（{Wareki.Both(day)}）より後です。基準日までの日を入力してください。");
        }

        return (day, state.IsValid && Since is { } since ? since : day.FirstOfMonth().AddDays(-1));
    }

    /// <summary>What a link carries so that the next page shows the same day; nothing for today.</summary>
    public string Query => AsOf is { } day ? $"?asOf={Wareki.Iso(day)}" : "";
}

/// <summary>The policy as pages show it.</summary>
/// <param name="Shown">As it was reported on the day.</param>
/// <param name="Known">The same day as it is known now.</param>
/// <param name="Then">As it was reported on the day that is compared with.</param>
/// <param name="Cases">Those the reader may see.</param>
public sealed record PolicyReading(PolicyLedger Ledger, PolicyFigures Shown, PolicyFigures Known, PolicyFigures Then, IReadOnlyList<InitiativeCase> Cases)
{
    public DateOnly Day => Shown.Point.Day;

    /// <summary>What was recorded only after the day.</summary>
    public IReadOnlyList<PolicyChange> Later => field ??= PolicyDiff.Between(Shown, Known);

    public IReadOnlyList<PolicyChange> Changes => field ??= PolicyDiff.Between(Then, Shown);

    /// <summary>Everything once; kept until the ledger clock moves. Eight statements with the clock.</summary>
    public static Task<PolicyReading> LoadAsync(
        GovernanceDbContext db, LedgerCache ledgers, Actor actor, DateOnly day, DateOnly since, DateOnly today, CancellationToken cancel) =>
        ledgers.GetAsync((nameof(PolicyReading), day, since, today, actor.CasesKey()), () => ReadAsync(db, actor, day, since, today, cancel), cancel);

    static async Task<PolicyReading> ReadAsync(GovernanceDbContext db, Actor actor, DateOnly day, DateOnly since, DateOnly today, CancellationToken cancel)
    {
        var (shown, known, then) = (AsOf.ReportedOn(day), new AsOf(day, TokyoTime.EndOf(today)), AsOf.ReportedOn(since));
        var ledger = await PolicyLedger.ReadAsync(db, known, cancel);
        var standardization = await StandardizationProgress.AtAsync(db, shown == known ? [shown, then] : [shown, then, known], cancel);
        return new(
            ledger,
            ledger.At(shown, standardization[0]),
            ledger.At(known, standardization[shown == known ? 0 : 2]),
            ledger.At(then, standardization[1]),
            await InitiativeCases.AtAsync(db.Proposals.AsNoTracking().VisibleTo(actor), db, shown, cancel));
    }
}

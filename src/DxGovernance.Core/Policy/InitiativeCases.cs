using System.Globalization;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Policy;

/// <summary>An ICT case that names an initiative in its newest submission; confirmed corrections are taken in.</summary>
/// <param name="Amount">総額 in yen; null where none was given.</param>
/// <param name="Since">Since when it has been in its state.</param>
public sealed record InitiativeCase(
    string Number, string Title, string DepartmentName, ProposalState State, long? Amount, IReadOnlyList<string> Initiatives, DateOnly Since);

/// <summary>Cases of one group of states.</summary>
/// <param name="Amount">Sum in yen of those that give one.</param>
public sealed record CaseCount(StateGroup Group, int Cases, long Amount, int WithoutAmount);

/// <summary>The cases behind the initiatives, as the ledgers tell them. A case that was never submitted is not among them: no ledger knows it.</summary>
public static class InitiativeCases
{
    /// <summary>Printed beside the numbers.</summary>
    public const string Definition = "取組事項を選んで申請された案件を数える。内容は最新の申請（訂正後。却下・取下げになった変更協議の申請を除く）、状態は基準日のもの。一度も申請していない下書きは含まない。";

    static readonly string[] Corrected = [ProposalForm.Title, ProposalForm.Amount, ProposalForm.Initiatives];

    /// <param name="proposals">Those the reader may see.</param>
    /// <param name="db">The context.</param>
    /// <param name="point">As-of and recorded-until.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>In the order of their numbers; one statement.</returns>
    public static async Task<IReadOnlyList<InitiativeCase>> AtAsync(IQueryable<Proposal> proposals, GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var rows = await (
            from p in proposals
            from s in db.Submissions.ThatCount(db, point).NewestFirst().Where(s => s.ProposalId == p.Id).Take(1)
            from t in db.ProposalTransitions.At(point).NewestFirst().Where(t => t.ProposalId == p.Id).Take(1)
            orderby p.FiscalYear, p.Serial, p.Id
            select new
            {
                p.Id,
                p.Number,
                s.Title,
                s.DepartmentName,
                t.ToState,
                s.Amount,
                s.InitiativeCodes,
                t.AsOf,
                Corrections = db.CorrectionEntries.At(point)
                    .Where(e => e.Correction.ProposalId == p.Id && e.State == CorrectionState.Confirmed && Corrected.Contains(e.FieldKey) && e.RecordedAt > s.RecordedAt)
                    .OrderBy(e => e.RecordedAt).ThenBy(e => e.Id)
                    .Select(e => new { e.FieldKey, e.Before, e.After })
                    .ToList(),
            }).AsNoTracking().AsSingleQuery().ToListAsync(cancel);
        return
        [
            .. from r in rows
               let title = r.Corrections.Where(c => c.FieldKey == ProposalForm.Title).Aggregate(r.Title, (value, c) => value == c.Before ? c.After : value)
               let amount = r.Corrections.Where(c => c.FieldKey == ProposalForm.Amount).Aggregate(Text(r.Amount), (value, c) => value == c.Before ? c.After : value)
               let codes = r.Corrections.Where(c => c.FieldKey == ProposalForm.Initiatives).Aggregate(string.Join(' ', r.InitiativeCodes), (value, c) => value == c.Before ? c.After : value)
               where codes.Length > 0
               select new InitiativeCase(r.Number, title, r.DepartmentName, r.ToState, Number(amount), codes.Split(' ', StringSplitOptions.RemoveEmptyEntries), r.AsOf),
        ];
    }

    /// <summary>By group of states, in their order; groups without a case are left out.</summary>
    public static IReadOnlyList<CaseCount> Counted(this IEnumerable<InitiativeCase> cases) =>
    [
        .. cases.GroupBy(c => c.State.Group()).OrderBy(g => g.Key)
            .Select(g => new CaseCount(g.Key, g.Count(), g.Sum(c => c.Amount ?? 0), g.Count(c => c.Amount is null))),
    ];

    public static IEnumerable<InitiativeCase> Of(this IEnumerable<InitiativeCase> cases, string initiative) => cases.Where(c => c.Initiatives.Contains(initiative));

    static string Text(long? amount) => amount?.ToString(CultureInfo.InvariantCulture) ?? "";

    static long? Number(string amount) => long.TryParse(amount, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n : null;
}

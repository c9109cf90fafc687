using System.Data;
using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>
/// 案件調書: one case from its first submission to its effects. Depends on the case, the two clocks and on whether confidential parts are
/// in it, and on nothing else (docs/adr/0008).
/// </summary>
public static class CaseSheet
{
    public const string Title = "案件調書";

    public static string FileName(string caseNumber, DateOnly day) => $"{Title}_{caseNumber}_{Wareki.Iso(day)}.xlsx";

    /// <summary>Whether the confidential parts go into the sheet: the own department wrote them; who reviews and decides must know them.</summary>
    public static bool ShowsConfidential(Actor actor, int departmentId) =>
        actor.DepartmentIds.Contains(departmentId) || JudgesCases(actor, departmentId);

    /// <summary>Whether the sheet is a reading of confidential parts by another than the own department, which is kept.</summary>
    public static bool IsConfidentialReading(Actor actor, int departmentId) =>
        !actor.DepartmentIds.Contains(departmentId) && JudgesCases(actor, departmentId);

    /// <param name="db">Read in a snapshot of its own.</param>
    /// <param name="proposalId">Which case.</param>
    /// <param name="point">As-of and recorded-until.</param>
    /// <param name="withConfidential">See <see cref="ShowsConfidential"/>.</param>
    /// <param name="city">Printed on the sheets.</param>
    /// <param name="cancel">Stops the making.</param>
    /// <exception cref="RuleViolation">Nothing was submitted by the day.</exception>
    public static async Task<byte[]> WriteAsync(
        GovernanceDbContext db, int proposalId, AsOf point, bool withConfidential, CityInfo city, CancellationToken cancel)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await using var snapshot = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel) : null;
        var file = await new CaseFileReader(db, point).ReadAsync(proposalId, withConfidential, cancel);
        RuleViolation.Require(
            file is not null, "case-not-submitted", $"{Wareki.Both(point.Day)}までに申請されていないため、案件調書を作れません。申請の日以降の基準日を入力してください。", "AsOf");
        var authors = db.Proposals.Where(p => p.Id == proposalId).Authors(db, point);
        var frame = new CaseFrame(
            Title, $"{Title} {file.Case.Number}", city, point, await db.People.AnyAsync(p => p.IsDemo && authors.Contains(p.Id), cancel),
            await AuditChain.HeadAtAsync(db, point.KnownAt, cancel));
        var book = new Workbook($"{city.Name} {Title} {file.Case.Number}", point.KnownAt);
        new CaseSheetPrint(book, frame, file).Add();
        CaseSheetData.Add(book, frame, file);
        using var memory = new MemoryStream();
        await book.WriteAsync(memory, cancel);
        return memory.ToArray();
    }

    static bool JudgesCases(Actor actor, int departmentId) =>
        actor.Can(Permission.ReviewProposal, departmentId) || actor.Can(Permission.DecideProposal, departmentId) || actor.Can(Permission.DecideLightProposal, departmentId);
}

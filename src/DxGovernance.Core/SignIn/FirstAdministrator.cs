using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.SignIn;

/// <summary>Who is to be the first administrator.</summary>
/// <param name="Account">For ever; an existing person with it is taken.</param>
/// <param name="DepartmentCode">An existing department with it is taken.</param>
/// <param name="Issuer">The city's provider.</param>
/// <param name="Subject">How the provider calls the person; null where <paramref name="Code"/> tells.</param>
/// <param name="Code">The reference code that the person read when they were refused; null where <paramref name="Subject"/> is known.</param>
public sealed record FirstAdministratorInput(
    string Account, string Name, string Title, string DepartmentCode, string DepartmentName, string Issuer, string? Subject, string? Code);

/// <summary>
/// 最初の管理者: lets the first person in where nobody could link them, from the server's command line. Only as long as no administrator can sign in;
/// whoever may run commands with the database's password could do more than this anyway.
/// </summary>
public static class FirstAdministrator
{
    public static async Task<Person> RegisterAsync(GovernanceDbContext db, FirstAdministratorInput input, DateTimeOffset now, CancellationToken cancel)
    {
        var today = TokyoTime.DayOf(now);
        var able = await SignIns.Administrators(db, today).Where(id => db.ExternalIdentities.Any(i => i.PersonId == id && i.UnlinkedAt == null)).CountAsync(cancel);
        RuleViolation.Require(able == 0, "administrator-exists", "サインインできる管理者がすでにいます。人の登録と役割は、その管理者が画面で行ってください。");
        var person = await db.People.Include(p => p.Assignments).FirstOrDefaultAsync(p => p.Account == input.Account, cancel);
        RuleViolation.Require(person?.LockedAt is null, "locked", $"「{person?.Name}」はロックされています。ほかのアカウントを指定してください。");
        if (person is null)
        {
            person = new Person(input.Account, input.Name, isDemo: false);
            db.People.Add(person);
        }

        var department = await db.Departments.FirstOrDefaultAsync(d => d.Code == input.DepartmentCode, cancel)
            ?? new Department(input.DepartmentCode, input.DepartmentName, DepartmentKind.Division, null, today);
        if (!person.Assignments.Any(a => a.Role == Role.Administrator && a.IsOn(today)))
        {
            person.Assign(Role.Administrator, input.Title, department, today);
        }

        var (issuer, subject) = await IdentityAsync(db, input, cancel);
        RuleViolation.Require(
            !await db.ExternalIdentities.AnyAsync(i => i.Issuer == issuer && i.Subject == subject && i.UnlinkedAt == null, cancel),
            "identity-taken", "この利用者は、すでにほかの人に結び付いています。");
        db.ExternalIdentities.Add(new(person, issuer, subject, Actor.System, now));
        await db.SaveAsync(Actor.System, new Act("最初の管理者の登録", $"account:{person.Account}", person.Name, "コマンド administrator による"), now, cancel);
        return person;
    }

    static async Task<(string Issuer, string Subject)> IdentityAsync(GovernanceDbContext db, FirstAdministratorInput input, CancellationToken cancel)
    {
        if (input.Subject is { Length: > 0 and <= ExternalIdentity.SubjectMaxLength } subject)
        {
            return (input.Issuer, subject);
        }

        var code = input.Code?.Trim().ToUpperInvariant();
        var unknown = await db.UnknownSignIns.FirstOrDefaultAsync(s => s.Code == code, cancel);
        RuleViolation.Require(unknown is not null, "code-unknown", $"照会番号「{input.Code}」のサインインはありません。サインインを試みた画面に出た番号を指定してください。");
        unknown.LinkedByCommand();
        return (unknown.Issuer, unknown.Subject);
    }
}

using DxGovernance.Core.Installation;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Organization.Transfers;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Retention;
using DxGovernance.Core.SignIn;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>
/// What the database user of the running application may do, where another one owns the tables (docs/adr/0026): read, add to ledgers, change
/// the rest, delete what is meant to go. No DDL. Follows from the model, so that a new ledger is safe without anybody thinking of it.
/// </summary>
public static class ApplicationRole
{
    const string Add = "select, insert", Change = "select, insert, update", Move = "select, update", Delete = "select, insert, update, delete";

    const long GrantLock = 0x4458_475F_524F_4C45;

    const string MigrationHistory = "__EFMigrationsHistory";

    /// <summary>Written once and for all, though they are no ledgers.</summary>
    static readonly Type[] Files = [typeof(ReportFile), typeof(AttachmentFile), typeof(DataProtectionKey)];

    /// <summary>The one row of each comes with the migration.</summary>
    static readonly Type[] SingleRows = [typeof(LedgerClock.ClockRow), typeof(Audit.AuditChain.ChainRow)];

    /// <summary>
    /// Over or taken back; whoever deletes rows of another kind adds it here, and the tests of its page say so. What is disposed of after its period
    /// is not: a function of the owner deletes what an approved disposal lists (docs/adr/0027).
    /// </summary>
    static readonly Type[] Passing = [typeof(PersonSession), typeof(ServerNode), typeof(DraftAutosave), typeof(RoleAssignment), typeof(TransferMove), typeof(Holiday)];

    /// <summary>Table → rights, of the tables of the model.</summary>
    public static IReadOnlyDictionary<string, string> Rights(DbContext db) => db.Model.GetEntityTypes()
        .Where(t => t.GetTableName() is not null)
        .GroupBy(t => t.GetTableName()!, t => Of(t.ClrType), StringComparer.Ordinal)
        .Append(new[] { "select" }.GroupBy(_ => MigrationHistory).Single())
        .ToDictionary(g => g.Key, g => g.Distinct(StringComparer.Ordinal).Single(), StringComparer.Ordinal);

    /// <exception cref="RuleViolation">There is no such user.</exception>
    public static async Task RequireAsync(DbContext db, string role, CancellationToken cancel) => RuleViolation.Require(
        (await db.Database.SqlQuery<bool>($"""select exists(select 1 from pg_roles where rolname = {role}) as "Value" """).ToListAsync(cancel)).Single(),
        "application-role-missing",
        $"データベースの利用者「{role}」がありません。create role で先に作ってください（docs/operations.md の「Database users」）。");

    /// <summary>Gives the rights anew, as the owner of the tables, and proves that the user has no more.</summary>
    /// <exception cref="RuleViolation">There is no such user, or it could change ledgers or tables all the same.</exception>
    public static async Task GrantAsync(DbContext db, string role, CancellationToken cancel)
    {
        await RequireAsync(db, role, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({GrantLock})", cancel);
        var scheduler = await db.Database.SqlQuery<string>($"""select tablename::text as "Value" from pg_tables where schemaname = 'public' and tablename like 'qrtz\_%'""").ToListAsync(cancel);
        var user = Quoted(role);
        string[] statements =
        [
            "revoke create on schema public from public",
            $"revoke all on all tables in schema public from {user}",
            $"revoke all on all sequences in schema public from {user}",
            $"grant usage on schema public to {user}",
            // For the verb backup; adding rows needs no right on the sequence of an identity column.
            $"grant select on all sequences in schema public to {user}",
            .. Rights(db).Select(t => $"grant {t.Value} on {Quoted(t.Key)} to {user}"),
            $"revoke all on function {DisposalFunction.Name} from public",
            $"grant execute on function {DisposalFunction.Name} to {user}",
            .. scheduler.Select(t => $"grant {Delete} on {Quoted(t)} to {user}"),
        ];
        await db.Database.ExecuteSqlRawAsync(string.Join(";\n", statements), cancel);
        var beyond = await BeyondAsync(db, role, cancel);
        RuleViolation.Require(
            beyond.Count == 0,
            "application-role-too-strong",
            $"データベースの利用者「{role}」の権限が強すぎます（{string.Join("、", beyond)}）。表の所有者でも superuser でもなく、それらの役割にも属さない、別の利用者にしてください（docs/operations.md の「Database users」）。");
        await transaction.CommitAsync(cancel);
    }

    /// <summary>What a user could do that the application's must not; empty is well.</summary>
    public static async Task<IReadOnlyList<string>> BeyondAsync(DbContext db, string role, CancellationToken cancel)
    {
        var ledgers = LedgerProtection.Tables(db).ToArray();
        return await db.Database.SqlQuery<string>($"""
            select t || ' の変更' as "Value" from unnest({ledgers}) t
            where has_table_privilege({role}, t, 'update, delete, truncate, trigger') or has_any_column_privilege({role}, t, 'update')
            union all select 'public での表の作成' where has_schema_privilege({role}, 'public', 'create')
            union all select 'public の表を所有する役割' where exists (
                select 1 from pg_class c join unnest({ledgers}) t on c.oid = t::regclass where pg_has_role({role}, c.relowner, 'member'))
            union all select 'superuser' from pg_roles where rolname = {role} and rolsuper
            """).ToListAsync(cancel);
    }

    static string Of(Type type) => type.IsSubclassOf(typeof(LedgerEntry)) || Files.Contains(type) ? Add
        : SingleRows.Contains(type) ? Move
        : Passing.Contains(type) ? Delete
        : Change;

    static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

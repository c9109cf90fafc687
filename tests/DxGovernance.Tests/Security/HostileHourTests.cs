using System.Globalization;
using System.Text.RegularExpressions;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Tests.Security;

/// <summary>
/// Generated bad requests to every address that routing knows, over a real socket: forms, headers, ids, encodings, uploads. Nothing of it may be an
/// error of the application's own, tell of its inside, occupy the database for a second, or leave anything behind that is not right.
/// <c>DXG_TEST_HOSTILE</c> says how many (10000 for the whole hour), <c>DXG_TEST_HOSTILE_SEED</c> repeats a run.
/// </summary>
public sealed partial class HostileHourTests(HostileSite site) : IClassFixture<HostileSite>
{
    const int Usual = 400, UsualSeed = 20261129;

    [Fact]
    public async Task Whatever_is_sent_nothing_breaks_nothing_is_told_and_everything_is_right_afterwards()
    {
        var (count, seed) = (Setting("DXG_TEST_HOSTILE", Usual), Setting("DXG_TEST_HOSTILE_SEED", UsualSeed));
        TestContext.Current.SendDiagnosticMessage("hostile requests: {0}, seed {1}", count, seed);
        var before = await Ledgers(upTo: null);
        var attack = await HostileRequests.BeginAsync(site, seed);
        var (wrong, answers) = (new List<string>(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < count; i++)
        {
            var request = attack.Next();
            site.Statements.Current = $"#{i} {request.Words}";
            var answer = await request.SendAsync();
            if (site.Statements.Slow.Count > 0 && !site.Statements.IsProved)
            {
                // A busy machine is slow once; a slow statement is slow again.
                await site.Statements.ProveAsync(request.SendAsync);
            }

            answers[$"{request.Kind} {answer.Status}"] = answers.GetValueOrDefault($"{request.Kind} {answer.Status}") + 1;
            wrong.AddRange(Faults(answer).Select(f => $"#{i} {request.Words}: {f}"));
            if (answer.IsSignedOut)
            {
                await attack.SignInAgainAsync(request);
            }
        }

        var told = $"seed {seed}, {count} requests: {string.Join(", ", answers.Select(a => $"{a.Key} × {a.Value}"))}; {site.Statements.Count} statements, the longest {site.Statements.Longest.TotalMilliseconds:0} ms";
        TestContext.Current.SendDiagnosticMessage("{0}", told);
        if (Environment.GetEnvironmentVariable("DXG_TEST_HOSTILE_LOG") is { Length: > 0 } file)
        {
            await File.WriteAllLinesAsync(file, [told, .. wrong, .. site.Statements.Slow, .. site.Errors], Cancel);
        }

        wrong.ShouldBeEmpty(told);
        site.Errors.ShouldBeEmpty(told);
        site.Statements.Slow.ShouldBeEmpty(told);
        answers.Keys.Select(k => k.Split(' ')[0]).Distinct().Count().ShouldBe(HostileRequests.Kinds.Count, told);
        await EverythingIsRight(before);
    }

    async Task EverythingIsRight(IReadOnlyDictionary<string, (long Newest, string Content)> before)
    {
        await using var db = site.Database.NewContext();
        (await ProjectionCheck.RunAsync(db, Cancel)).ShouldBeEmpty();
        (await AuditChain.VerifyAsync(db, Cancel)).Fault.ShouldBeNull();
        (await db.AuditEntries.CountAsync(a => a.Title == Web.Security.RefusalTrail.Title, Cancel)).ShouldBeGreaterThan(0, "refusals are in the trail");
        var after = await Ledgers(before.ToDictionary(t => t.Key, t => t.Value.Newest));
        after.ShouldBe(before, "rows that were in a ledger are as they were");
        using var visitor = site.Visitor();
        (await visitor.Get("/healthz/ready")).Status.ShouldBe(200);
    }

    /// <summary>Newest row and hash of the content of each ledger, of rows no newer than they were.</summary>
    async Task<IReadOnlyDictionary<string, (long Newest, string Content)>> Ledgers(Dictionary<string, long>? upTo)
    {
        await using var db = site.Database.NewContext();
        var ledgers = new SortedDictionary<string, (long, string)>(StringComparer.Ordinal);
        foreach (var table in LedgerProtection.Tables(db))
        {
            await using var command = site.Database.Source.CreateCommand(
                $"select coalesce(max(id), 0)::bigint, md5(coalesce(string_agg(t::text, chr(10) order by id), '')) from {table} t where id <= $1");
            command.Parameters.Add(new NpgsqlParameter { Value = upTo?[table] ?? int.MaxValue });
            await using var reader = await command.ExecuteReaderAsync(Cancel);
            await reader.ReadAsync(Cancel);
            ledgers.Add(table, (reader.GetInt64(0), reader.GetString(1)));
        }

        return ledgers;
    }

    static IEnumerable<string> Faults(HostileAnswer answer)
    {
        if (answer.Status >= 500 && !(answer.IsRaw && answer.Status is 501 or 505))
        {
            yield return $"answered {answer.Status}";
        }

        if (Inside().Match(answer.Body) is { Success: true } told)
        {
            yield return $"tells of its inside: {told.Value}";
        }

        if (answer.Location is { } to && !IsOwn(to))
        {
            yield return $"leads to {to}";
        }
    }

    static bool IsOwn(string location) => location.StartsWith('/')
        ? !location.StartsWith("//", StringComparison.Ordinal) && !location.StartsWith("/\\", StringComparison.Ordinal)
        : Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && (uri.IsLoopback || uri.AbsolutePath == "/signin");

    static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : usual;

    /// <summary>Frames of a stack, types, exceptions, SQL, paths of the machine. None of it is among what is sent.</summary>
    [GeneratedRegex(@"\bat [A-Z]\w+(\.\w+)+\(|\b(System|Microsoft|Npgsql|DxGovernance)\.[A-Z]\w+\.\w+|\b[A-Z]\w+Exception\b|\bSQLSTATE\b|\b(?i:select)\s+\w+\.\w+,|/(usr|home|root|work|var)/\w+/|Password=", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Inside();
}

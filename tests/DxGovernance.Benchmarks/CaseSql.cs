using Npgsql;

namespace DxGovernance.Benchmarks;

/// <summary>Copies the demo's cases inside the database, table by table; the k-th copy has its numbers k millions higher.</summary>
static class CaseSql
{
    public const string AuditCopy = """
        copy audit_entries (title, subject, subject_label, address, changes, as_of, recorded_at, recorded_by_id, recorded_by, recorded_title, hash, is_ledgered, sequence)
        from stdin (format binary)
        """;

    /// <summary>Numbers go on behind the copies.</summary>
    public const string Afterwards = """
        select setval(pg_get_serial_sequence(t, 'id'), (select max(id) from proposals) + 1000000000)
        from unnest(array['proposals', 'submissions', 'proposal_transitions', 'review_entries', 'inquiries', 'inquiry_entries', 'conditions', 'condition_entries',
          'effect_checks', 'effect_measurements', 'attachments', 'corrections', 'correction_entries', 'after_readings', 'notifications']) t;
        """;

    /// <summary>In the order of their foreign keys; what becomes of a column in a copy.</summary>
    public static IReadOnlyList<(string Table, Dictionary<string, string> Changed)> Tables { get; } =
    [
        ("proposals", new()
        {
            ["id"] = Up("id"),
            ["serial"] = "serial + k * 100",
            ["number"] = "regexp_replace(number, '[0-9]+$', '') || lpad((serial + k * 100)::text, greatest(4, length((serial + k * 100)::text)), '0')",
            ["title"] = "title || ' 計測' || k",
            ["once"] = "gen_random_uuid()",
        }),
        ("proposal_texts", new() { ["proposal_id"] = Up("proposal_id"), ["grams"] = "grams || array['計測', k::text]" }),
        .. Children("proposal_id", "submissions", "proposal_transitions", "review_entries", "inquiries", "conditions", "effect_checks", "attachments", "corrections", "after_readings",
            "cost_sheets", "amount_entries", "cost_line_revisions", "cost_assessments", "cost_reviews", "cost_check_answers", "quotes", "quote_entries"),
        .. Children("inquiry_id", "inquiry_entries"),
        .. Children("condition_id", "condition_entries"),
        .. Children("effect_check_id", "effect_measurements"),
        .. Children("correction_id", "correction_entries"),
        ("attachment_files", new() { ["attachment_id"] = Up("attachment_id") }),
        ("notifications", new() { ["id"] = Up("id"), ["key"] = "key || ':' || k" }),
    ];

    /// <summary>The statement, with the columns the table has.</summary>
    public static async Task<string> CopyAsync(NpgsqlDataSource source, string table, Dictionary<string, string> changed, int copies)
    {
        var columns = new List<string>();
        await using var find = source.CreateCommand("select column_name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'");
        find.Parameters.Add(new NpgsqlParameter { Value = table });
        await using (var reader = await find.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                columns.Add(reader.GetString(0));
            }
        }

        // Also what a ledger row points at, e.g. the submission of a step, moves with it.
        var values = columns.Select(c => changed.GetValueOrDefault(c) ?? (PointsAtCopied(c) ? Up(c) : $"t.\"{c}\""));
        return $"""
            insert into {table} ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
            select {string.Join(", ", values)} from (select * from {table}) t, generate_series(1, {copies}) k
            """;
    }

    static bool PointsAtCopied(string column) =>
        column is "submission_id" or "transition_id" or "proposal_transition_id" or "inquiry_id" or "condition_id" or "attachment_id" or "correction_id" or "effect_check_id" or "quote_id";

    static string Up(string column) => $"t.\"{column}\" + k * 1000000";

    static IEnumerable<(string Table, Dictionary<string, string> Changed)> Children(string parent, params string[] tables) =>
        tables.Select(t => (t, new Dictionary<string, string> { ["id"] = Up("id"), [parent] = Up(parent) }));
}

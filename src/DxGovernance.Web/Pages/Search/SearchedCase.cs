using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Search;

/// <summary>What is found apart.</summary>
enum SearchedKind
{
    Title,
    Text,
    Condition,
    Step,
    Attachment,
}

/// <summary>A condition, step or file of a case.</summary>
/// <param name="Where">What it is, as people call it.</param>
/// <param name="Texts">A find holds every word, in whichever of them.</param>
sealed record SearchedPart(SearchedKind Kind, long Id, string Where, SearchedTexts Texts);

/// <summary>A case as it is searched: its open texts, without amounts, and its parts, the newest first.</summary>
/// <param name="IsShared">With other departments, and submitted once.</param>
/// <param name="Texts">The title first, then number, department and the open fields of the form.</param>
sealed record SearchedCase(int Id, string Number, int DepartmentId, bool IsShared, string Where, DateTime Since, SearchedTexts Texts)
{
    public IReadOnlyList<SearchedPart> Parts { get; private set; } = [];

    /// <summary>Cases as they are stored, in two statements.</summary>
    /// <param name="db">The context.</param>
    /// <param name="after">Only what was written since; null reads all.</param>
    public static async Task<(SearchedState State, IReadOnlyList<SearchedCase> Cases)> ReadAsync(GovernanceDbContext db, SearchedState? after, CancellationToken cancel)
    {
        var (state, cases) = (after, new Dictionary<int, SearchedCase>());
        await foreach (var row in db.Database.SqlQueryRaw<CaseRow>(CasesSql(after is null), after?.Snapshot ?? "").AsAsyncEnumerable().WithCancellation(cancel))
        {
            state = new(row.Sequence, row.Snapshot, row.Cases);
            if (row.Id is { } id)
            {
                cases.Add(id, Of(row, id));
            }
        }

        if (cases.Count > 0)
        {
            int[] ids = after is null ? [] : [.. cases.Keys];
            var parts = new List<(int Case, SearchedPart Part)>();
            await foreach (var row in db.Database.SqlQueryRaw<PartRow>(PartsSql(after is null), ids).AsAsyncEnumerable().WithCancellation(cancel))
            {
                parts.Add((row.ProposalId, Of(row)));
            }

            foreach (var of in parts.GroupBy(p => p.Case, p => p.Part).Where(p => cases.ContainsKey(p.Key)))
            {
                cases[of.Key].Parts = [.. of.OrderByDescending(p => p.Id)];
            }
        }

        return (state!, [.. cases.Values]);
    }

    /// <summary>
    /// Cases of which a row was written by a transaction that was not over when the snapshot was made. Rows are never taken away from a case, and steps come only with
    /// a change of its row (docs/adr/0015).
    /// </summary>
    static string CasesSql(bool all)
    {
        const string Written = "age(xmin) <= age({0}::xid)";
        var which = all ? "true" : $"""
            p.id = any (array(select id from proposals where {Written} union select proposal_id from conditions where {Written} union select proposal_id from attachments where {Written}))
            """;
        return $$"""
            select s.sequence as "Sequence", s.snapshot as "Snapshot", s.cases as "Cases", p.id as "Id", p.number as "Number", p.title as "Title", p.department_id as "DepartmentId",
                p.department_name as "Department", p.is_shared and p.rules_day is not null as "IsShared", p.state as "State", p.state_since as "Since", p.draft::text as "Draft"
            from (select sequence, pg_snapshot_xmin(pg_current_snapshot())::xid::text as snapshot, (select count(*) from proposals)::int as cases from audit_chain where id = 1) s
            left join proposals p on {{which}}
            """;
    }

    /// <summary>Parameter 0: the cases.</summary>
    static string PartsSql(bool all)
    {
        var of = all ? "true" : "proposal_id = any ({0})";
        string Columns(SearchedKind kind, string number, string code, string label, string day, string by, string texts) => $"""
            select {(int)kind} as "Kind", id::bigint as "Id", proposal_id as "ProposalId", {number} as "Number", {code} as "Code", {label} as "Label", {day} as "Day", {by} as "By", {texts} as "Texts"
            """;
        return $$"""
            {{Columns(SearchedKind.Condition, "number", "state", "''", "null::date", "''", "array[text, evidence, owner]")}} from conditions where {{of}}
            union all
            {{Columns(SearchedKind.Step, "0", "gate", "label", "as_of", "recorded_by", "coalesce(reason, '') || array(select f->>'Text' from jsonb_array_elements(findings) f)")}}
            from proposal_transitions where {{of}} and (reason is not null or findings <> '[]')
            union all
            {{Columns(SearchedKind.Attachment, "0", "kind", "''", "null", "''", "array[file_name]")}} from attachments where {{of}} and removed_at is null
            """;
    }

    static SearchedCase Of(CaseRow row, int id)
    {
        var draft = ProposalContent.FromJson(row.Draft!);
        var fields = ProposalText.Fields.Where(f => f.Key != ProposalForm.Title).Select(f => ((string?)f.Label, Text: f.Display(draft))).Where(f => f.Text.Length > 0);
        var where = $"{row.Department}　{Enum.Parse<ProposalState>(row.State!).Label()}";
        return new(
            id, row.Number!, row.DepartmentId!.Value, row.IsShared!.Value, where, row.Since!.Value,
            new([(null, row.Title!), (null, row.Number!), (null, row.Department!), .. fields]));
    }

    static SearchedPart Of(PartRow row)
    {
        var kind = (SearchedKind)row.Kind;
        var where = kind switch
        {
            SearchedKind.Condition => $"条件{row.Number}　{Enum.Parse<ConditionState>(row.Code).Label()}",
            SearchedKind.Attachment => Enum.Parse<AttachmentKind>(row.Code).Label(),
            _ => $"{Enum.Parse<Gate>(row.Code).Label()}　{row.Label}　{Wareki.Iso(row.Day!.Value)}　{row.By}",
        };
        return new(kind, row.Id, where, new([.. row.Texts.Where(t => t.Length > 0).Select(t => ((string?)null, t))]));
    }

    /// <summary>The state, and a case where one is named.</summary>
    sealed record CaseRow(
        long Sequence, string Snapshot, int Cases, int? Id, string? Number, string? Title, int? DepartmentId, string? Department, bool? IsShared, string? State, DateTime? Since, string? Draft);

    sealed record PartRow(int Kind, long Id, int ProposalId, int Number, string Code, string Label, DateOnly? Day, string By, string[] Texts);
}

/// <summary>What was known when cases were read.</summary>
/// <param name="Sequence">The newest link of the audit chain.</param>
/// <param name="Snapshot">The oldest transaction that was not over (xid).</param>
/// <param name="Cases">How many there were.</param>
sealed record SearchedState(long Sequence, string Snapshot, int Cases);

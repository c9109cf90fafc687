using System.Numerics;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Web.Pages.Search;

/// <summary>One find: where it leads, what it is, and the words around the hit.</summary>
public sealed record Hit(string Href, string Number, string Title, string Where, IReadOnlyList<ExcerptPart> Excerpt);

/// <summary>What was found of one kind.</summary>
/// <param name="IsCut">There is more than is shown.</param>
public sealed record HitGroup(string Name, IReadOnlyList<Hit> Hits, bool IsCut);

/// <summary>
/// All cases as they are searched, in the memory of the node. What others have saved since is read before each search; where nobody has, the search
/// needs no statement of its own (docs/adr/0014).
/// </summary>
public sealed partial class SearchMemory : IDisposable
{
    /// <summary>Finds shown of each kind.</summary>
    public const int Most = 20;

    /// <summary>Where fewer than one in so many cases remain, these are put in order; else all cases are gone through in theirs.</summary>
    const int FewOf = 16;

    static readonly (SearchedKind Kind, string Name, string Page)[] Parts =
        [(SearchedKind.Condition, "条件", "/conditions"), (SearchedKind.Step, "決定・差戻しなどの記録", "/history"), (SearchedKind.Attachment, "添付のファイル名", "")];

    readonly SemaphoreSlim reading = new(1);
    readonly ReaderWriterLockSlim gate = new();
    readonly PairMarks marks = new();
    readonly Dictionary<int, int> places = [];
    readonly List<SearchedCase> cases = [];

    /// <summary>Places of the cases, of those that moved last first, and for each place where it stands in that order.</summary>
    int[] order = [], ranks = [];

    /// <summary>A bit for each place: cases of a department, and those that departments share.</summary>
    Dictionary<int, ulong[]> ofDepartments = [];
    ulong[] shared = [];

    SearchedState? known;

    /// <summary>Reads what was saved since the last reading; the first time, everything.</summary>
    /// <param name="db">For reading.</param>
    /// <param name="sequence">The newest link of the audit chain that must be known.</param>
    /// <param name="cancel">Stops the waiting and the reading.</param>
    public async Task ReadAsync(GovernanceDbContext db, long sequence, CancellationToken cancel)
    {
        if (Volatile.Read(ref known)?.Sequence == sequence)
        {
            return;
        }

        await reading.WaitAsync(cancel);
        try
        {
            if (known?.Sequence == sequence)
            {
                return;
            }

            var (state, changed) = await SearchedCase.ReadAsync(db, known, cancel);
            if (state.Sequence < known?.Sequence || state.Cases != places.Count + changed.Count(c => !places.ContainsKey(c.Id)))
            {
                // Put back from a backup, or taken away by hand.
                (state, changed) = await SearchedCase.ReadAsync(db, null, cancel);
                Take(state, changed, anew: true);
            }
            else
            {
                Take(state, changed, anew: false);
            }
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>Finds cases, conditions, decisions and attachment names, those of the cases that moved last first.</summary>
    public IReadOnlyList<HitGroup> Find(SearchWords search, Actor actor)
    {
        var sight = ProposalQueries.SightOf(actor);
        var words = search.Words;
        List<(SearchedCase Case, bool ByTitle)> found;
        var parts = new List<(SearchedCase Case, SearchedPart Part)>[Parts.Length];
        gate.EnterReadLock();
        try
        {
            var opens = sight.Departments is { } departments ? Either([.. departments.Select(d => ofDepartments.GetValueOrDefault(d))]) : null;
            var knows = opens is not null && sight.SeesShared ? Either(opens, shared) : opens;
            found = FindCases(words, opens, knows);
            for (var i = 0; i < Parts.Length; i++)
            {
                parts[i] = FindParts(Parts[i].Kind, words, opens);
            }
        }
        finally
        {
            gate.ExitReadLock();
        }

        return
        [
            new("案件", [.. found.Take(Most).Select(f => HitOf(f.Case, "", f.Case.Where, f.Case.Texts.Around(words, f.ByTitle ? 1 : int.MaxValue)))], found.Count > Most),
            .. Parts.Zip(parts, (kind, of) => new HitGroup(
                kind.Name, [.. of.Take(Most).Select(f => HitOf(f.Case, kind.Page, f.Part.Where, f.Part.Texts.Around(words)))], of.Count > Most)),
        ];
    }

    public void Dispose()
    {
        reading.Dispose();
        gate.Dispose();
    }

    void Take(SearchedState state, IReadOnlyList<SearchedCase> changed, bool anew)
    {
        gate.EnterWriteLock();
        try
        {
            if (anew)
            {
                marks.Clear();
                places.Clear();
                cases.Clear();
            }

            marks.Reserve(cases.Count + changed.Count);
            foreach (var c in changed)
            {
                Put(c);
            }

            (order, ranks) = ([.. Enumerable.Range(0, cases.Count)], new int[cases.Count]);
            Array.Sort(order, (a, b) => (cases[b].Since, cases[b].Id).CompareTo((cases[a].Since, cases[a].Id)));
            for (var i = 0; i < order.Length; i++)
            {
                ranks[order[i]] = i;
            }

            ofDepartments = cases.Select((c, place) => (c.DepartmentId, place)).GroupBy(c => c.DepartmentId, c => c.place).ToDictionary(d => d.Key, Row);
            shared = Row(Enumerable.Range(0, cases.Count).Where(place => cases[place].IsShared));
            Volatile.Write(ref known, state);
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    void Put(SearchedCase c)
    {
        if (places.TryGetValue(c.Id, out var place))
        {
            marks.Clear(place);
            cases[place] = c;
        }
        else
        {
            place = cases.Count;
            places.Add(c.Id, place);
            cases.Add(c);
        }

        marks.Mark(place, (int)SearchedKind.Title, SearchText.Normalize(c.Texts.First));
        marks.Mark(place, (int)SearchedKind.Text, c.Texts.Normal);
        foreach (var part in c.Parts)
        {
            marks.Mark(place, (int)part.Kind, part.Texts.Normal);
        }
    }

    /// <summary>Titles first; of cases that another department shares only the title is searched.</summary>
    List<(SearchedCase Case, bool ByTitle)> FindCases(IReadOnlyList<string> words, ulong[]? opens, ulong[]? knows)
    {
        var found = new List<(SearchedCase Case, bool ByTitle)>();
        found.AddRange(Marked(SearchedKind.Title, words, knows).Where(c => c.Texts.FirstHolds(words)).Take(Most + 1).Select(c => (c, true)));
        if (found.Count <= Most)
        {
            found.AddRange(Marked(SearchedKind.Text, words, opens)
                .Where(c => c.Texts.Hold(words) && !c.Texts.FirstHolds(words)).Take(Most + 1 - found.Count).Select(c => (c, false)));
        }

        return found;
    }

    List<(SearchedCase Case, SearchedPart Part)> FindParts(SearchedKind kind, IReadOnlyList<string> words, ulong[]? opens) =>
    [
        .. Marked(kind, words, opens)
            .SelectMany(c => c.Parts.Where(p => p.Kind == kind && p.Texts.Hold(words)).Select(p => (c, p)))
            .Take(Most + 1),
    ];

    /// <summary>Cases in which the words may stand, those that moved last first.</summary>
    /// <param name="kind">Of the texts.</param>
    /// <param name="words">Comparable.</param>
    /// <param name="seen">Only these; null for all.</param>
    IEnumerable<SearchedCase> Marked(SearchedKind kind, IReadOnlyList<string> words, ulong[]? seen)
    {
        var row = new ulong[marks.Width];
        marks.Find((int)kind, words, row);
        var count = 0;
        for (var i = 0; i < row.Length; i++)
        {
            row[i] &= seen is null ? ulong.MaxValue : seen[i];
            count += BitOperations.PopCount(row[i]);
        }

        return count < order.Length / FewOf
            ? PlacesIn(row).OrderBy(place => ranks[place]).Select(place => cases[place])
            : order.Where(place => (row[place >> 6] >> place & 1) != 0).Select(place => cases[place]);
    }

    static IEnumerable<int> PlacesIn(ulong[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            for (var bits = row[i]; bits != 0; bits &= bits - 1)
            {
                yield return (i << 6) + BitOperations.TrailingZeroCount(bits);
            }
        }
    }

    ulong[] Row(IEnumerable<int> of)
    {
        var row = new ulong[marks.Width];
        foreach (var place in of)
        {
            row[place >> 6] |= 1UL << place;
        }

        return row;
    }

    ulong[] Either(params ulong[]?[] rows)
    {
        var either = new ulong[marks.Width];
        foreach (var row in rows)
        {
            for (var i = 0; i < row?.Length; i++)
            {
                either[i] |= row[i];
            }
        }

        return either;
    }

    static Hit HitOf(SearchedCase c, string page, string where, IReadOnlyList<ExcerptPart> excerpt) =>
        new($"/proposals/{c.Number}{page}", c.Number, c.Texts.First, where, excerpt);

    /// <summary>Reads everything when the node starts, so that the first who searches need not wait for it.</summary>
    internal sealed partial class FirstReading(IServiceScopeFactory scopes, SearchMemory memory, ILogger<FirstReading> log) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
                await memory.ReadAsync(db, (await AuditChain.HeadAsync(db, stoppingToken)).Sequence, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Unread(log, e.Message);
            }
        }

        [LoggerMessage(LogLevel.Warning, "What is searched could not be read at the start; the first search reads it: {Reason}")]
        static partial void Unread(ILogger logger, string reason);
    }
}

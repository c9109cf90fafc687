using System.Collections.Immutable;
using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DxGovernance.Core.Costs;

/// <summary>An amount that somebody gives for a line and year.</summary>
/// <param name="Amount">Yen with tax.</param>
public sealed record AmountInput(int Line, int FiscalYear, long Amount);

/// <summary>A judgement on a line, as somebody gives it.</summary>
/// <param name="Amounts">By fiscal year, for 減額; a year left out keeps what was asked for.</param>
public sealed record VerdictInput(int Line, CostVerdict Verdict, IReadOnlyDictionary<int, long> Amounts, string? CutReason, string? Note);

/// <summary>
/// The costs of a case: what the department writes, and the projection of the ledgers of what was submitted, judged, decided, contracted and paid.
/// Its own row, because it can be a hundred times as long as the case's and most steps do not need it.
/// </summary>
public sealed class CostSheet : IKeepsLedger
{
    readonly List<LedgerEntry> newEntries = [];

    CostSheet()
    {
    }

    internal CostSheet(Proposal proposal) => Proposal = proposal;

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    /// <summary>What the department writes; a submission takes it into the ledgers.</summary>
    public CostLines Draft { get; private set; } = CostLines.None;

    public DateTimeOffset DraftSavedAt { get; private set; }

    /// <summary>Greatest 明細番号 that was ever given.</summary>
    public int LastLine { get; private set; }

    public CostStanding Standing { get; private set; } = CostStanding.None;

    /// <summary>The lines as they were approved last, with the decided amounts; null before.</summary>
    public CostLines? Approved { get; private set; }

    [DisplayName("費用の明細")]
    public string DraftSummary { get; private set; } = "";

    public uint Version { get; private set; }

    /// <summary>Takes in the lines as written. New lines (number 0 or one that was never given) get the next numbers.</summary>
    internal void Write(IReadOnlyList<CostLine> lines, DateTimeOffset now)
    {
        RuleViolation.Require(lines.Count <= CostLine.MostLines, "cost-lines-many", $"費用の明細は{CostLine.MostLines:#,0}行までです。案件を分けるか、行をまとめてください。", "Lines");
        var known = lines.Where(l => l.Line > 0 && l.Line <= LastLine).Select(l => l.Line).ToHashSet();
        var taken = new HashSet<int>();
        var numbered = new List<CostLine>(lines.Count);
        foreach (var line in lines)
        {
            numbered.Add(known.Contains(line.Line) && taken.Add(line.Line) ? line : line with { Line = ++LastLine });
        }

        var next = new CostLines(numbered);
        RuleViolation.Require(next.Total <= CostLine.MostYen, "cost-total", $"費用の合計が大きすぎます。{CostLine.MostYen:#,0}円までにしてください。", "Lines");
        Draft = next;
        DraftSavedAt = now;
        Summarize();
    }

    /// <summary>Takes the draft into the ledgers: what changed since the last submission or decision is asked for anew.</summary>
    internal void Freeze(Actor by, DateTimeOffset now)
    {
        var why = $"{Proposal.Gate.Label()}（第{Proposal.Run}回、第{Proposal.SubmissionNumber}版）の申請";
        foreach (var (index, line) in Draft.All.Index())
        {
            Ask(line, index + 1, by, now, why);
        }

        var kept = Draft.All.Select(l => l.Line).ToHashSet();
        foreach (var gone in Standing.ByLine.Values.Where(l => !l.IsRemoved && !kept.Contains(l.Line)).ToList())
        {
            newEntries.Add(new CostLineRevision(Proposal, gone.Line, gone.Position, gone.Terms, isRemoved: true, by, now, $"{why}で明細を外した"));
            var line = gone with { IsRemoved = true };
            foreach (var year in gone.Cells.Keys)
            {
                line = Request(line, year, 0, by, now, $"{why}で明細を外した");
            }

            Standing = Standing.With(line);
        }

        Project();
    }

    /// <summary>Judges lines of which something is open.</summary>
    internal void Assess(IReadOnlyList<VerdictInput> verdicts, CostTables tables, Actor by, DateTimeOffset now)
    {
        RuleViolation.Require(verdicts.Count > 0, "assess-nothing", "査定する明細を選んでください。");
        foreach (var input in verdicts)
        {
            Assess(input, tables, by, now);
        }

        Project();
    }

    /// <summary>What is open becomes decided as it was assessed. The draft goes on from there.</summary>
    internal void Decide(string label, Actor by, DateTimeOffset now)
    {
        foreach (var line in Standing.ByLine.Values.Where(l => l.HasOpen).ToList())
        {
            var next = line;
            foreach (var (year, cell) in line.Cells.Where(c => c.Value.IsOpen))
            {
                var amount = cell.Assessed ?? throw new InvalidOperationException($"Line {line.Line} was decided without having been assessed.");
                newEntries.Add(new AmountEntry(Proposal, line.Line, year, AmountStage.Decided, amount, by, now, TokyoTime.DayOf(now), label) { Basis = amount });
                next = next.With(year, cell with { Decided = amount, IsOpen = false });
            }

            Standing = Standing.With(next);
        }

        Approved = Draft = new(Draft.All.Select(AsDecided));
        Summarize();
        Project();
    }

    /// <summary>A change was refused or given up: lines and amounts are what was approved.</summary>
    internal void Restore(string label, Actor by, DateTimeOffset now)
    {
        var approved = Approved ?? CostLines.None;
        foreach (var line in Standing.ByLine.Values.Where(l => l.HasOpen || l.IsRemoved == approved.All.Any(a => a.Line == l.Line)).ToList())
        {
            Standing = Standing.With(Restored(line, approved, label, by, now));
        }

        Draft = approved;
        DraftSavedAt = now;
        Summarize();
        Project();
    }

    /// <summary>The city's budget gives less than was decided (予算の議決など).</summary>
    internal void Lower(IReadOnlyList<AmountInput> amounts, string? cutReason, string? reason, CostTables tables, Actor by, DateTimeOffset now)
    {
        RequireReason(cutReason, reason, tables);
        foreach (var a in Changed(amounts, AmountStage.Decided))
        {
            var (line, cell) = Cell(a);
            RuleViolation.Require(cell is { IsOpen: false, Decided: not null }, "decided-open", $"{Name(line, a.FiscalYear)}は、まだ決定されていません。", Field(a));
            RuleViolation.Require(a.Amount <= cell.Assessed, "decided-above", $"{Name(line, a.FiscalYear)}の決定額は、査定額{cell.Assessed:#,0}円を超えられません。増やすときは変更協議を行ってください。", Field(a));
            RuleViolation.Require(
                a.Amount >= (cell.Contracted ?? 0), "decided-below-contract", $"{Name(line, a.FiscalYear)}は、契約額{cell.Contracted:#,0}円より少なくできません。先に契約額を直してください。", Field(a));
            newEntries.Add(new AmountEntry(Proposal, a.Line, a.FiscalYear, AmountStage.Decided, a.Amount, by, now, TokyoTime.DayOf(now), reason!.Trim()) { Basis = cell.Assessed, CutReason = cutReason });
            Put(line, a.FiscalYear, cell with { Decided = a.Amount });
            Draft = Follow(Draft, a, cell.Decided!.Value);
            Approved = Approved is null ? null : Follow(Approved, a, cell.Decided.Value);
        }

        Summarize();
        Project();
    }

    /// <summary>契約額. In no fiscal year more than was decided for it.</summary>
    internal void Contract(IReadOnlyList<AmountInput> amounts, string? evidence, string? reason, Actor by, DateTimeOffset now)
    {
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "contract-needs-reason", "契約の相手方・契約日など、契約の内容を入力してください。", "Reason");
        foreach (var a in Changed(amounts, AmountStage.Contracted))
        {
            var (line, cell) = Cell(a);
            RuleViolation.Require(cell.Decided is not null, "contract-undecided", $"{Name(line, a.FiscalYear)}は決定額がないため、契約額を入力できません。", Field(a));
            RuleViolation.Require(
                a.Amount >= (cell.Actual ?? 0), "contract-below-actual", $"{Name(line, a.FiscalYear)}の契約額が、支出した額{cell.Actual:#,0}円より少なくなっています。", Field(a));
            newEntries.Add(new AmountEntry(Proposal, a.Line, a.FiscalYear, AmountStage.Contracted, a.Amount, by, now, TokyoTime.DayOf(now), reason.Trim()) { Evidence = Blank(evidence) });
            Put(line, a.FiscalYear, cell with { Contracted = a.Amount });
        }

        RequireWithin(AmountStage.Contracted, "contract-above", "契約額の合計");
        Project();
    }

    /// <summary>実績: what was paid by a day, summed up. Where there is a contract not more than that, and in no fiscal year more than was decided.</summary>
    internal void Spend(IReadOnlyList<AmountInput> amounts, DateOnly on, string? evidence, string? reason, Actor by, DateTimeOffset now)
    {
        RuleViolation.Require(on <= TokyoTime.DayOf(now), "actual-in-future", "支出の基準日が先の日です。今日までの日を入力してください。", "On");
        foreach (var a in Changed(amounts, AmountStage.Actual))
        {
            var (line, cell) = Cell(a);
            RuleViolation.Require(cell.Decided is not null, "actual-undecided", $"{Name(line, a.FiscalYear)}は決定額がないため、実績を入力できません。", Field(a));
            RuleViolation.Require(
                cell.Contracted is null || a.Amount <= cell.Contracted, "actual-above-contract", $"{Name(line, a.FiscalYear)}の実績が、契約額{cell.Contracted:#,0}円を超えています。", Field(a));
            RuleViolation.Require(
                cell.ActualOn is null || on >= cell.ActualOn, "actual-before", $"{Name(line, a.FiscalYear)}には{Wareki.Both(cell.ActualOn)}までの実績がすでにあります。それ以降の日を入力してください。", "On");
            newEntries.Add(new AmountEntry(Proposal, a.Line, a.FiscalYear, AmountStage.Actual, a.Amount, by, now, on, string.IsNullOrWhiteSpace(reason) ? "支出の報告" : reason.Trim()) { Evidence = Blank(evidence) });
            Put(line, a.FiscalYear, cell with { Actual = a.Amount, ActualOn = on });
        }

        RequireWithin(AmountStage.Actual, "actual-above", "実績の合計");
        Project();
    }

    /// <summary>The review of the costs of this submission is finished.</summary>
    internal CostReview Finish(int answeredChecks, string? opinion, Actor by, DateTimeOffset now)
    {
        var open = Standing.ByLine.Values.Where(l => l.HasOpen).ToList();
        RuleViolation.Require(open.Count > 0, "cost-review-nothing", "査定の対象になる明細がありません。");
        var left = open.FirstOrDefault(l => l.IsUnassessed);
        RuleViolation.Require(
            left is null, "cost-review-open", $"明細{left?.Line}「{left?.Terms.Name}」の査定が{(left?.Verdict == CostVerdict.NeedsExplanation ? "「要説明」のままです。説明を受けて査定し直してください" : "まだです")}。全ての明細を査定してから終えてください。");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(opinion), "cost-review-opinion", "費用審査を終えるには、費用の妥当性についての意見を入力してください。", "Opinion");
        var cells = open.SelectMany(l => l.Cells.Values).Where(c => c.IsOpen).ToList();
        var review = new CostReview(Proposal, cells.Sum(c => c.Requested!.Value), cells.Sum(c => c.Assessed!.Value), answeredChecks, opinion.Trim(), by, now);
        newEntries.Add(review);
        return review;
    }

    public IEnumerable<LedgerEntry> TakeNewEntries()
    {
        var taken = newEntries.ToArray();
        newEntries.Clear();
        return taken;
    }

    internal static string Name(StandingLine line, int fiscalYear) => $"明細{line.Line}「{line.Terms.Name}」の{new FiscalYear(fiscalYear)}";

    static string Field(AmountInput a) => System.FormattableString.Invariant($"Amounts[{a.Line}][{a.FiscalYear}]");

    static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>A line of the draft against what stands: new terms ask for all of its years anew, a new amount for that year.</summary>
    void Ask(CostLine wanted, int position, Actor by, DateTimeOffset now, string why)
    {
        var was = Standing.ByLine.GetValueOrDefault(wanted.Line);
        var isOther = was is null || was.IsRemoved || was.Terms != wanted.Terms;
        var line = was is null ? new(wanted.Line, position, false, wanted.Terms, ImmutableSortedDictionary<int, CostCell>.Empty) : was with { Position = position, IsRemoved = false, Terms = wanted.Terms };
        if (isOther || was!.Position != position)
        {
            newEntries.Add(new CostLineRevision(Proposal, wanted.Line, position, wanted.Terms, isRemoved: false, by, now, why));
        }

        foreach (var year in wanted.Amounts.Keys.Union(line.Cells.Keys).Order())
        {
            var amount = wanted.Amounts.GetValueOrDefault(year);
            if (isOther ? amount > 0 || line[year].Requested is not null : amount != (line[year].Expected ?? 0))
            {
                line = Request(line, year, amount, by, now, why);
            }
        }

        Standing = Standing.With(line);
    }

    /// <summary>Asks for an amount and takes back what was judged before. Nothing needs no judgement.</summary>
    StandingLine Request(StandingLine line, int year, long amount, Actor by, DateTimeOffset now, string why)
    {
        var cell = line[year];
        newEntries.Add(new AmountEntry(Proposal, line.Line, year, AmountStage.Requested, amount, by, now, TokyoTime.DayOf(now), why));
        long? assessed = amount == 0 ? 0 : null;
        if (cell.Assessed != assessed)
        {
            newEntries.Add(new AmountEntry(
                Proposal, line.Line, year, AmountStage.Assessed, assessed, by, now, TokyoTime.DayOf(now), assessed is null ? $"{why}により、査定をやり直す" : $"{why}：要求がない")
            { Basis = amount });
        }

        if (line.Verdict is not null)
        {
            newEntries.Add(new CostAssessment(Proposal, line.Line, verdict: null, cutReason: null, by, now, $"{why}により、査定をやり直す"));
        }

        return (line with { Verdict = null, VerdictNote = null }).With(year, cell with { Requested = amount, Assessed = assessed, CutReason = null, IsOpen = true });
    }

    void Assess(VerdictInput input, CostTables tables, Actor by, DateTimeOffset now)
    {
        RuleViolation.Require(Standing.ByLine.TryGetValue(input.Line, out var line) && line.HasOpen, "assess-line", $"明細{input.Line}には、査定を待つ額がありません。画面を開き直してください。");
        var isCut = input.Verdict is CostVerdict.Reduced or CostVerdict.Excluded;
        var field = System.FormattableString.Invariant($"Lines[{input.Line}].");
        var subject = $"明細{line!.Line}「{line.Terms.Name}」";
        RuleViolation.Require(
            !isCut || tables.Reasons.Any(r => r.Code == input.CutReason), "cut-needs-reason", $"{subject}を「{input.Verdict.Label()}」にするときは、減額の理由を選んでください。", field + "CutReason");
        RuleViolation.Require(
            input.Verdict == CostVerdict.Adequate || !string.IsNullOrWhiteSpace(input.Note), "verdict-needs-note", $"{subject}を「{input.Verdict.Label()}」にするときは、説明を入力してください。", field + "Note");
        var note = input.Note?.Trim();
        var open = line.Cells.Where(c => c.Value is { IsOpen: true, Requested: > 0 }).ToList();
        var next = line with { Verdict = input.Verdict, VerdictNote = note };
        foreach (var (year, cell) in open)
        {
            var asked = cell.Requested!.Value;
            long? amount = input.Verdict switch
            {
                CostVerdict.Adequate => asked,
                CostVerdict.Reduced => input.Amounts.GetValueOrDefault(year, asked),
                CostVerdict.Excluded => 0,
                CostVerdict.NeedsExplanation => null,
            };
            RuleViolation.Require(
                amount is null or >= 0 && !(amount > asked), "assessed-above", $"{Name(line, year)}の査定額は、0円から要求額{asked:#,0}円までにしてください。増やすときは差し戻して要求し直してもらいます。", System.FormattableString.Invariant($"{field}Amounts[{year}]"));
            var reason = amount < asked ? input.CutReason : null;
            if (cell.Assessed != amount || cell.CutReason != reason)
            {
                newEntries.Add(new AmountEntry(Proposal, line.Line, year, AmountStage.Assessed, amount, by, now, TokyoTime.DayOf(now), note ?? input.Verdict.Label()) { Basis = asked, CutReason = reason });
            }

            next = next.With(year, cell with { Assessed = amount, CutReason = reason });
        }

        RuleViolation.Require(
            input.Verdict != CostVerdict.Reduced || next.Cells.Values.Any(c => c.IsOpen && c.Cut > 0), "cut-nothing", $"{subject}は「減額」ですが、どの年度の査定額も要求額と同じです。減らした額を入力するか、「妥当」にしてください。", field + "Verdict");
        if (!line.Equals(next))
        {
            newEntries.Add(new CostAssessment(Proposal, line.Line, input.Verdict, isCut ? input.CutReason : null, by, now, note));
        }

        Standing = Standing.With(next);
    }

    StandingLine Restored(StandingLine line, CostLines approved, string label, Actor by, DateTimeOffset now)
    {
        var was = approved.Find(line.Line);
        var isRemoved = was is null;
        var terms = was?.Terms ?? line.Terms;
        if (isRemoved != line.IsRemoved || terms != line.Terms)
        {
            newEntries.Add(new CostLineRevision(Proposal, line.Line, line.Position, terms, isRemoved, by, now, $"「{label}」により、承認された内容に戻す"));
        }

        var next = line with { IsRemoved = isRemoved, Terms = terms };
        foreach (var (year, cell) in line.Cells.Where(c => c.Value.IsOpen))
        {
            var amount = cell.Decided ?? 0;
            foreach (var stage in new[] { AmountStage.Requested, AmountStage.Assessed, AmountStage.Decided })
            {
                newEntries.Add(new AmountEntry(Proposal, line.Line, year, stage, amount, by, now, TokyoTime.DayOf(now), $"「{label}」により、承認された額に戻す") { Basis = stage == AmountStage.Requested ? null : amount });
            }

            next = next.With(year, cell with { Requested = amount, Assessed = amount, CutReason = null, Decided = amount, IsOpen = false });
        }

        return next;
    }

    CostLine AsDecided(CostLine line) => Standing.ByLine.GetValueOrDefault(line.Line) is not { } standing ? line : line with
    {
        // Nothing of a year that was asked for stays as 0, so that the line keeps its place beside what was asked.
        Amounts = standing.Cells.Where(c => c.Value.Decided is not null).ToImmutableSortedDictionary(c => c.Key, c => c.Value.Decided!.Value),
    };

    static CostLines Follow(CostLines lines, AmountInput a, long was) => new(lines.All.Select(l =>
        l.Line == a.Line && l.Amounts.GetValueOrDefault(a.FiscalYear) == was ? l with { Amounts = l.Amounts.SetItem(a.FiscalYear, a.Amount) } : l));

    List<AmountInput> Changed(IReadOnlyList<AmountInput> amounts, AmountStage stage)
    {
        foreach (var a in amounts)
        {
            RuleViolation.Require(a.Amount is >= 0 and <= CostLine.MostYen, "amount-range", $"明細{a.Line}の額は0円から{CostLine.MostYen:#,0}円までにしてください。", Field(a));
        }

        var changed = amounts.Where(a => Cell(a).Cell[stage] != a.Amount).ToList();
        RuleViolation.Require(changed.Count > 0, "amounts-same", "変わった額がありません。額を入力してから保存してください。");
        return changed;
    }

    (StandingLine Line, CostCell Cell) Cell(AmountInput a)
    {
        RuleViolation.Require(Standing.ByLine.TryGetValue(a.Line, out var line), "amount-line", $"明細{a.Line}はありません。画面を開き直してください。");
        return (line!, line![a.FiscalYear]);
    }

    void Put(StandingLine line, int year, CostCell cell) => Standing = Standing.With(Standing.ByLine[line.Line].With(year, cell));

    void RequireWithin(AmountStage stage, string rule, string what)
    {
        foreach (var year in Standing.Years)
        {
            var cells = Standing.ByLine.Values.Select(l => l[year]).ToList();
            var (sum, decided) = (cells.Sum(c => c[stage] ?? 0), cells.Sum(c => c.Decided ?? 0));
            RuleViolation.Require(
                sum <= decided, rule, $"{new FiscalYear(year)}の{what}{sum:#,0}円が、決定額{decided:#,0}円を超えています。超えるときは、先に変更協議を行ってください。");
        }
    }

    static void RequireReason(string? cutReason, string? reason, CostTables tables)
    {
        RuleViolation.Require(tables.Reasons.Any(r => r.Code == cutReason), "cut-needs-reason", "減額の理由を選んでください。", "CutReason");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "cut-needs-sentence", "減額の説明を入力してください。", "Reason");
    }

    void Summarize() => DraftSummary = Draft.All.Count == 0 ? "" : $"{Draft.All.Count}行、計{Draft.Total:#,0}円";

    void Project() => Proposal.TakeCosts(Standing);
}

sealed class CostSheetConfiguration : IEntityTypeConfiguration<CostSheet>
{
    public void Configure(EntityTypeBuilder<CostSheet> e)
    {
        e.HasKey(s => s.ProposalId);
        e.HasOne(s => s.Proposal).WithOne(p => p.Costs).HasForeignKey<CostSheet>(s => s.ProposalId);
        e.Property(s => s.DraftSummary).HasMaxLength(100);
        e.Property(s => s.Version).IsRowVersion();
    }
}

/// <summary>Values of the costs that are kept as jsonb.</summary>
static class CostJson
{
    public static void Configure(ModelConfigurationBuilder model)
    {
        model.Properties<CostLines>().HaveConversion<LinesConverter, LinesComparer>().HaveColumnType("jsonb");
        model.Properties<CostStanding>().HaveConversion<StandingConverter, StandingComparer>().HaveColumnType("jsonb");
        model.Properties<QuoteContent>().HaveConversion<QuoteConverter, QuoteComparer>().HaveColumnType("jsonb");
        model.Properties<CostTerms>().HaveConversion<TermsConverter>().HaveColumnType("jsonb");
    }

    sealed class LinesConverter() : ValueConverter<CostLines, string>(c => c.ToJson(), json => CostLines.FromJson(json));

    sealed class LinesComparer() : ValueComparer<CostLines>((a, b) => object.Equals(a, b), c => c.GetHashCode(), c => c);

    sealed class StandingConverter() : ValueConverter<CostStanding, string>(c => c.ToJson(), json => CostStanding.FromJson(json));

    sealed class StandingComparer() : ValueComparer<CostStanding>((a, b) => object.Equals(a, b), c => c.GetHashCode(), c => c);

    sealed class TermsConverter() : ValueConverter<CostTerms, string>(
        t => System.Text.Json.JsonSerializer.Serialize(t, ProposalJson.Options), json => System.Text.Json.JsonSerializer.Deserialize<CostTerms>(json, ProposalJson.Options)!);
}

using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Costs;

/// <summary>What a person enters of a set: the assumptions and the cells; cells that are not named stay as they are.</summary>
/// <param name="AsOf">The day for which it is true.</param>
/// <param name="Reason">Why, where an amount that stands is changed.</param>
public sealed record RunningCostInput(DateOnly AsOf, RunningCostAssumptions Assumptions, IReadOnlyList<RunningCostCell> Cells, string? Reason);

/// <summary>
/// The running costs of an operation, or of 共通機能, at one stage. Everything is in its ledgers; the root only counts its saves, so that two
/// people never overwrite each other unseen.
/// </summary>
public sealed class RunningCostSet : IKeepsLedger
{
    /// <summary>Number in addresses and workbooks of what belongs to no operation.</summary>
    public const int CommonNumber = 0;

    public const string CommonName = "共通機能";

    /// <summary>First fiscal year that can be entered.</summary>
    public const int FirstYear = 2010;

    /// <summary>How far ahead amounts can be entered, in fiscal years.</summary>
    public const int YearsAhead = 20;

    const int MostSystems = 50;

    readonly List<RunningCostEntry> entries = [];
    readonly List<RunningCostTerms> terms = [];
    readonly List<RunningCostConfirmation> confirmations = [];
    readonly List<LedgerEntry> newEntries = [];

    RunningCostSet()
    {
    }

    /// <param name="operation">Null for 共通機能.</param>
    /// <param name="stage">What the amounts stand for.</param>
    public RunningCostSet(Operation? operation, RunningCostStage stage) => (Operation, OperationNumber, Stage) = (operation, operation?.Number, stage);

    public int Id { get; private set; }

    public int? OperationNumber { get; private set; }

    public Operation? Operation { get; private set; }

    public RunningCostStage Stage { get; private set; }

    /// <summary>How often the set was saved.</summary>
    public int Revision { get; private set; }

    public uint Version { get; private set; }

    public IReadOnlyList<RunningCostEntry> Entries => entries;

    public IReadOnlyList<RunningCostTerms> Terms => terms;

    public IReadOnlyList<RunningCostConfirmation> Confirmations => confirmations;

    public int Number => OperationNumber ?? CommonNumber;

    public string Name => Operation?.Name ?? CommonName;

    public string Caption => $"{Name}：運用経費 {Stage.Label()}";

    public string Subject => $"running-cost:{Number}:{Stage}";

    /// <summary>What the ledgers say now. Needs all three loaded.</summary>
    public RunningCostSheet Current => RunningCostSheet.Of(Stage, entries, terms.Newest(), confirmations.Newest());

    /// <summary>Those who entered what has not been confirmed yet.</summary>
    public IReadOnlyList<int> Authors => AuthorsSince(confirmations.Where(c => c.IsConfirmed).Max(c => (DateTimeOffset?)c.RecordedAt));

    /// <summary>Those who entered anything after the moment; null for everybody.</summary>
    public IReadOnlyList<int> AuthorsSince(DateTimeOffset? moment) =>
    [
        .. entries.AsEnumerable<LedgerEntry>().Concat(terms).Where(r => moment is null || r.RecordedAt > moment)
            .SelectMany(r => new[] { r.RecordedById, r.OnBehalfOfId }).OfType<int>().Distinct(),
    ];

    /// <summary>Records what differs from what stands, a row for each.</summary>
    /// <returns>Old → new in words.</returns>
    public IReadOnlyList<Change> Record(RunningCostInput input, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.EnterRunningCosts, Operation?.DepartmentId);
        RequireDay(input.AsOf, now);
        var before = Current;
        var assumptions = Checked(input.Assumptions, now);
        var cells = input.Cells.Select(c => Checked(c, assumptions, input.AsOf, now)).ToList();
        RuleViolation.Require(
            cells.DistinctBy(c => (c.Line, c.FiscalYear)).Count() == cells.Count, "cell-twice", "同じ費目・年度の額が二つあります。画面を開き直してから入力してください。");
        var changed = cells.Where(c => c != before.Cell(c.Line, c.FiscalYear)).ToList();
        var termsChanged = assumptions != before.Assumptions;
        RuleViolation.Require(changed.Count > 0 || termsChanged, "nothing-changed", "変わった額や前提がありません。直してから保存してください。");
        RequireNewest(input.AsOf, before, changed, termsChanged);
        RuleViolation.Require(
            !string.IsNullOrWhiteSpace(input.Reason) || !changed.Any(c => before.Amount(c.Line, c.FiscalYear) is { } stands && stands != c.Amount),
            "correction-needs-reason", "記録されている額を変える理由を入力してください。", "Reason");
        RequireFunding(before, changed);
        foreach (var cell in changed)
        {
            Add(entries, new RunningCostEntry(this, cell, actor, now, input.AsOf, input.Reason));
        }

        if (termsChanged)
        {
            Add(terms, new RunningCostTerms(this, assumptions, actor, now, input.AsOf, input.Reason));
        }

        Revision++;
        return [.. changed.Select(c => Told(c, before.Cell(c.Line, c.FiscalYear))), .. Told(before.Assumptions, assumptions)];
    }

    /// <summary>The PMO office takes the amounts as right.</summary>
    public void Confirm(string? comment, Actor actor, DateTimeOffset now)
    {
        var sheet = RequireEntered(actor);
        RuleViolation.Require(sheet.State != RunningCostState.Confirmed, "confirm-twice", "この額はすでに確認されています。");
        RuleViolation.Require(
            !Authors.Intersect(actor.PersonIds).Any(), "confirm-own", "ご自分が入力した額は確認できません。庁内PMO事務局のほかの人に依頼してください。");
        var missing = sheet.Missing(sheet.Assumptions!.BaseYear);
        RuleViolation.Require(
            missing.Count == 0, "confirm-incomplete",
            $"基準年度（{new FiscalYear(sheet.Assumptions.BaseYear)}）の{string.Join("", missing.Take(3).Select(l => $"「{l.Name}」"))}{(missing.Count > 3 ? $"ほか{missing.Count - 3}費目" : "")}が未入力のため、確認できません。費用がない費目には0を入力してもらってください。");
        Conclude(isConfirmed: true, comment, actor, now, sheet);
    }

    /// <summary>The PMO office asks for other amounts.</summary>
    public void Return(string? reason, Actor actor, DateTimeOffset now)
    {
        var sheet = RequireEntered(actor);
        RuleViolation.Require(sheet.State != RunningCostState.Returned, "return-twice", "この額はすでに差し戻されています。");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "return-needs-reason", "差し戻す理由を入力してください。", "Comment");
        Conclude(isConfirmed: false, reason, actor, now, sheet);
    }

    public IEnumerable<LedgerEntry> TakeNewEntries()
    {
        var taken = newEntries.ToArray();
        newEntries.Clear();
        return taken;
    }

    public static bool IsYear(int year, DateTimeOffset now) => year >= FirstYear && year <= FiscalYear.Of(TokyoTime.DayOf(now)).Year + YearsAhead;

    /// <summary>What is wrong with a cell by itself; null where nothing is. For imports, which name every cell.</summary>
    internal string? ProblemOf(RunningCostCell cell, RunningCostAssumptions assumptions, DateOnly asOf, DateTimeOffset now)
    {
        try
        {
            Checked(cell, assumptions, asOf, now);
            return null;
        }
        catch (RuleViolation e)
        {
            return e.Message;
        }
    }

    RunningCostSheet RequireEntered(Actor actor)
    {
        actor.Require(Permission.ConfirmRunningCosts, Operation?.DepartmentId);
        var sheet = Current;
        RuleViolation.Require(sheet.IsEntered, "confirm-empty", "まだ額が入力されていません。");
        return sheet;
    }

    void Conclude(bool isConfirmed, string? reason, Actor actor, DateTimeOffset now, RunningCostSheet sheet)
    {
        // True as of the same day as what it is about, so that a past day shows both or neither.
        Add(confirmations, new RunningCostConfirmation(this, isConfirmed, actor, now, sheet.AsOf!.Value, reason));
        Revision++;
    }

    void Add<T>(List<T> ledger, T row)
        where T : LedgerEntry
    {
        ledger.Add(row);
        newEntries.Add(row);
    }

    static void RequireDay(DateOnly asOf, DateTimeOffset now)
    {
        RuleViolation.Require(
            asOf <= TokyoTime.DayOf(now), "as-of-in-future", $"基準日に未来の日（{Wareki.Both(asOf)}）は指定できません。今日までの日を入力してください。", "AsOf");
        RuleViolation.Require(asOf.Year >= 2000, "as-of-too-old", "基準日を確かめてください。2000年より前の日は指定できません。", "AsOf");
    }

    void RequireNewest(DateOnly asOf, RunningCostSheet before, List<RunningCostCell> changed, bool termsChanged)
    {
        var last = changed.Select(c => before.AsOfOf(c.Line, c.FiscalYear)).Append(termsChanged ? terms.Newest()?.AsOf : null).Max();
        RuleViolation.Require(
            last is null || asOf >= last, "as-of-before-last", $"基準日が、直す額の前回の記録（{Wareki.Both(last)}）より前です。前回以降の日を入力してください。", "AsOf");
    }

    static RunningCostAssumptions Checked(RunningCostAssumptions given, DateTimeOffset now)
    {
        var tidy = given with
        {
            Scope = RunningCostAssumptions.Tidy(given.Scope),
            Source = given.Source.Trim(),
            Currency = Text(given.Currency)?.ToUpperInvariant(),
            FundingName = Text(given.FundingName),
        };
        RuleViolation.Require(tidy.Scope.Length > 0, "scope-missing", "対象のシステムを、1行に1つずつ入力してください。", "Scope");
        RuleViolation.Require(
            tidy.Scope.Length <= RunningCostAssumptions.ScopeMaxLength, "scope-long", $"対象のシステムは{RunningCostAssumptions.ScopeMaxLength}文字以内で入力してください。", "Scope");
        RuleViolation.Require(tidy.Systems.Count <= MostSystems, "scope-many", $"対象のシステムは{MostSystems}行までです。", "Scope");
        RuleViolation.Require(tidy.Source.Length > 0, "source-missing", "根拠資料（例：令和8年度当初予算 見積書）を入力してください。", "Source");
        RuleViolation.Require(
            tidy.Source.Length <= RunningCostAssumptions.SourceMaxLength, "source-long", $"根拠資料は{RunningCostAssumptions.SourceMaxLength}文字以内で入力してください。", "Source");
        RuleViolation.Require(
            tidy.FundingName is null or { Length: <= RunningCostAssumptions.SourceMaxLength }, "funding-name-long",
            $"支援の名称は{RunningCostAssumptions.SourceMaxLength}文字以内で入力してください。", "FundingName");
        RuleViolation.Require(IsYear(tidy.BaseYear, now), "base-year-range", $"基準年度には{YearRange(now)}の西暦の年度（例：2026）を入力してください。", "BaseYear");
        RuleViolation.Require(
            tidy.Currency is null || ExchangeRate.IsCurrency(tidy.Currency), "currency-unknown", "通貨は、USD のように英字3文字の記号で入力してください。", "Currency");
        return tidy;
    }

    RunningCostCell Checked(RunningCostCell given, RunningCostAssumptions assumptions, DateOnly asOf, DateTimeOffset now)
    {
        var line = RunningCostLine.Find(given.Line);
        RuleViolation.Require(line is not null, "line-unknown", $"費目「{given.Line}」はありません。画面を開き直してから入力してください。");
        var cell = given with { Note = Text(given.Note) };
        var field = $"{cell.Line}.{cell.FiscalYear}";
        RuleViolation.Require(!line.IsComputed, "line-computed", "為替の影響は、外貨建ての額と為替レートから計算します。入力はできません。", field);
        RuleViolation.Require(IsYear(cell.FiscalYear, now), "year-range", $"年度には{YearRange(now)}の西暦の年度を入力してください（{cell.FiscalYear}は範囲の外です）。", field);
        var where = $"{new FiscalYear(cell.FiscalYear)}の「{line.Name}」";
        RuleViolation.Require(
            Stage != RunningCostStage.Measured || cell.SaysNothing || cell.FiscalYear <= FiscalYear.Of(asOf).Year, "year-not-begun",
            $"{new FiscalYear(cell.FiscalYear)}は基準日にまだ始まっていないため、実績は入力できません。", field);
        RuleViolation.Require(
            cell.Amount is null || line.Section == RunningCostSection.Cause || cell.Amount >= 0, "amount-negative", $"{where}には0以上の整数を入力してください。", field);
        RuleViolation.Require(
            cell.Amount is null or (>= -RunningCostText.MaxYen and <= RunningCostText.MaxYen), "amount-large", $"{where}は{RunningCostText.MaxYen:#,0}円以下で入力してください。", field);
        RuleViolation.Require(
            cell.Note is null or { Length: <= RunningCostEntry.NoteMaxLength }, "note-long", $"{where}の根拠・理由は{RunningCostEntry.NoteMaxLength}文字以内で入力してください。", field);
        RuleViolation.Require(
            line.Section != RunningCostSection.Cause || cell.Amount is null or 0 || cell.Note is not null, "cause-needs-reason", $"原因「{line.Name}」の理由を入力してください。", field);
        return Priced(cell, line, assumptions, where, field, now);
    }

    /// <summary>A foreign price has a currency, a rate and its day; where no amount is given, price × rate is the amount.</summary>
    static RunningCostCell Priced(RunningCostCell cell, RunningCostLine line, RunningCostAssumptions assumptions, string where, string field, DateTimeOffset now)
    {
        if (cell is { ForeignPrice: null, Rate: null, RateOn: null })
        {
            return cell;
        }

        RuleViolation.Require(line.IsForeign, "foreign-not-here", $"{where}には外貨建ての額を入力できません。", field);
        RuleViolation.Require(
            cell.ForeignPrice is null or (>= 0 and <= ExchangeRate.MaxForeignPrice) && Fits(cell.ForeignPrice), "foreign-range",
            $"{where}の外貨建ての額には0以上{ExchangeRate.MaxForeignPrice:#,0}以下の数を、小数第{ExchangeRate.MaxDecimals}位までで入力してください。", field);
        RuleViolation.Require(
            cell.Rate is null or (> 0 and <= ExchangeRate.MaxRate) && Fits(cell.Rate), "rate-range",
            $"{where}の為替レートには0より大きく{ExchangeRate.MaxRate:#,0}以下の数を、小数第{ExchangeRate.MaxDecimals}位までで入力してください。", field);
        RuleViolation.Require(cell.ForeignPrice is null || cell.Rate is not null, "currency-without-rate", $"{where}に外貨建ての額があるときは、為替レートを入力してください。", field);
        RuleViolation.Require((cell.Rate is null) == (cell.RateOn is null), "rate-without-day", $"{where}の為替レートとその日付は、両方を入力してください。", field);
        RuleViolation.Require(cell.RateOn is null || cell.RateOn <= TokyoTime.DayOf(now), "rate-in-future", $"{where}の為替レートの日付に未来の日は指定できません。", field);
        RuleViolation.Require(assumptions.Currency is not null, "currency-missing", "外貨建ての額や為替レートを入力したときは、通貨（USDなど）を入力してください。", "Currency");
        var priced = cell with { Amount = cell.Amount ?? (cell.ForeignPrice is null ? null : cell.ForeignYen) };
        RuleViolation.Require(
            priced.Amount is null or <= RunningCostText.MaxYen && (priced.ForeignPrice is null || priced.ForeignYen <= priced.Amount), "foreign-above-amount",
            $"{where}の外貨建ての額×為替レート（{RunningCostText.Show(priced.ForeignYen)}円）が、額（{RunningCostText.Show(priced.Amount)}円）を超えています。どれかを直してください。", field);
        return priced;
    }

    static bool Fits(decimal? value) => value is null || decimal.Round(value.Value, ExchangeRate.MaxDecimals) == value;

    /// <summary>Nobody is paid more than it costs.</summary>
    static void RequireFunding(RunningCostSheet before, List<RunningCostCell> changed)
    {
        var after = before.With(changed);
        foreach (var year in changed.Select(c => c.FiscalYear).Distinct().Order().Where(y => after.Funding(y) > after.Known(y)))
        {
            throw new RuleViolation(
                "funding-above-cost",
                $"{new FiscalYear(year)}の国・県の支援の合計（{RunningCostText.Show(after.Funding(year))}円）が、運用経費の合計（{RunningCostText.Show(after.Known(year))}円）を超えています。",
                $"{RunningCostLine.Fundings[0].Code}.{year}");
        }
    }

    static Change Told(RunningCostCell now, RunningCostCell before) => new(
        RunningCostLine.Find(now.Line)!.Name, new FiscalYear(now.FiscalYear).ToString(), before.SaysNothing ? null : before.Text, now.SaysNothing ? null : now.Text);

    static IEnumerable<Change> Told(RunningCostAssumptions? before, RunningCostAssumptions now)
    {
        foreach (var (name, old, @new) in new[]
        {
            ("対象", before?.Scope.Replace('\n', '、'), now.Scope.Replace('\n', '、')), ("税", before?.Tax.Label(), now.Tax.Label()),
            ("基準年度", before is null ? null : new FiscalYear(before.BaseYear).ToString(), new FiscalYear(now.BaseYear).ToString()),
            ("根拠資料", before?.Source, now.Source), ("通貨", before?.Currency, now.Currency), ("支援の名称", before?.FundingName, now.FundingName),
        })
        {
            if (old != @new)
            {
                yield return new("前提", name, old, @new);
            }
        }
    }

    static string YearRange(DateTimeOffset now) => $"{FirstYear}から{FiscalYear.Of(TokyoTime.DayOf(now)).Year + YearsAhead}まで";

    static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

static class RunningCostLedgers
{
    public static T? Newest<T>(this IEnumerable<T> ledger)
        where T : LedgerEntry => ledger.OrderBy(r => r.AsOf).ThenBy(r => r.RecordedAt).ThenBy(r => r.Id).LastOrDefault();
}

using System.Globalization;
using DxGovernance.Core.Exchange;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;

namespace DxGovernance.Core.Costs;

/// <summary>What a file says otherwise than the ledgers, in words.</summary>
public sealed record RunningCostImportChange(RunningCostStage Stage, string Subject, string Where, string Before, string After);

/// <summary>What a file would record of one stage; only what differs.</summary>
public sealed record RunningCostImportStage(RunningCostStage Stage, RunningCostAssumptions Assumptions, IReadOnlyList<RunningCostCell> Cells);

/// <summary>What a filled form would make of the sets. Nothing is saved by reading it.</summary>
public sealed record RunningCostImport(
    IReadOnlyList<RunningCostImportStage> Stages, IReadOnlyList<RunningCostImportChange> Changes, IReadOnlyList<ExchangeProblem> Problems)
{
    public bool IsSame => Stages.Count == 0;
}

/// <summary>Reads a filled form of <see cref="RunningCostExchangeBook"/> back, against the sets as they are now.</summary>
public sealed class RunningCostExchangeReader
{
    readonly IReadOnlyList<RunningCostSet> sets;
    readonly Actor actor;
    readonly DateTimeOffset now;
    readonly List<ExchangeProblem> problems = [];
    readonly List<RunningCostImportChange> changes = [];

    RunningCostExchangeReader(IReadOnlyList<RunningCostSet> sets, Actor actor, DateTimeOffset now) => (this.sets, this.actor, this.now) = (sets, actor, now);

    /// <param name="sets">All five of the operation, in a context that is not saved: the rules are tried on them.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="actor">Who wants to record it.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RuleViolation">The file is none of these forms, of another operation, or older than what stands.</exception>
    public static RunningCostImport Read(IReadOnlyList<RunningCostSet> sets, byte[] bytes, Actor actor, DateTimeOffset now) =>
        new RunningCostExchangeReader(sets, actor, now).Read(ExchangeFile.Read(bytes));

    RunningCostImport Read(IReadOnlyList<ExchangeSheet> sheets)
    {
        var head = sheets.FirstOrDefault(s => s.Text(1, 1) == RunningCostExchangeBook.BookMark);
        RuleViolation.Require(
            head is not null, "exchange-not-ours", "この様式ではないファイルです。この画面で出力した様式に記入して取り込んでください（左端の列のキーは消さないでください）。", "File");
        var keys = Keys(head);
        string Value(string key) => keys.TryGetValue(key, out var row) ? head.Text(row, 3) : "";
        RuleViolation.Require(
            Value("number") == sets[0].Number.ToString(CultureInfo.InvariantCulture), "exchange-other-operation",
            $"このファイルは「{Value("name")}」の様式です。「{sets[0].Name}」の様式を取り込んでください。", "File");
        RuleViolation.Require(
            Value("mark") == RunningCostExchangeBook.Mark(sets), "exchange-older",
            "この様式を出力した後に、額が直されています。取り込むと新しい額が失われるため、受け付けません。新しく出力した様式に記入し直してください。", "File");
        var stages = sets.OrderBy(s => s.Stage).Select(set => ReadStage(set, Find(sheets, set.Stage))).OfType<RunningCostImportStage>().ToList();
        return new(stages, changes, problems);
    }

    static ExchangeSheet Find(IReadOnlyList<ExchangeSheet> sheets, RunningCostStage stage)
    {
        var found = sheets.Where(s => s.Text(1, 1) == RunningCostExchangeBook.StageMark + stage).ToList();
        RuleViolation.Require(
            found.Count == 1, "exchange-sheet", $"「{stage.Label()}」のシートが{(found.Count == 0 ? "ありません" : "2枚以上あります")}。新しく出力した様式に記入し直してください。", "File");
        return found[0];
    }

    RunningCostImportStage? ReadStage(RunningCostSet set, ExchangeSheet sheet)
    {
        var (found, keys, before) = (problems.Count, Keys(sheet), set.Current);
        var cells = ReadCells(sheet, keys, before);
        var changed = cells.Where(c => c.Cell != before.Cell(c.Cell.Line, c.Cell.FiscalYear)).ToList();
        var assumptions = ReadAssumptions(sheet, keys, isUsed: before.Assumptions is not null || changed.Count > 0, before.Assumptions);
        if (problems.Count > found || assumptions is null || (changed.Count == 0 && assumptions == before.Assumptions))
        {
            return null;
        }

        problems.AddRange(
            from c in changed
            let problem = set.ProblemOf(c.Cell, assumptions, TokyoTime.DayOf(now), now)
            where problem is not null
            select new ExchangeProblem(c.Address, $"{sheet.Name} {RunningCostLine.Find(c.Cell.Line)!.Name}", problem));
        if (problems.Count > found)
        {
            return null;
        }

        try
        {
            // On sets that nobody saves: what remains are the rules over several cells.
            var told = set.Record(new(TokyoTime.DayOf(now), assumptions, [.. changed.Select(c => c.Cell)], "取込み"), actor, now);
            changes.AddRange(told.Select(t => new RunningCostImportChange(set.Stage, t.Subject, t.Field, t.Old ?? "", t.New ?? "")));
        }
        catch (RuleViolation e)
        {
            var at = changed.FirstOrDefault(c => $"{c.Cell.Line}.{c.Cell.FiscalYear}" == e.Field)?.Address ?? sheet.Name;
            problems.Add(new(at, set.Stage.Label(), e.Message));
            return null;
        }

        return new(set.Stage, assumptions, [.. changed.Select(c => c.Cell)]);
    }

    RunningCostAssumptions? ReadAssumptions(ExchangeSheet sheet, Dictionary<string, int> keys, bool isUsed, RunningCostAssumptions? before)
    {
        if (!isUsed)
        {
            return null;
        }

        string Text(string key, string label)
        {
            if (!keys.TryGetValue(key, out var row))
            {
                problems.Add(new(sheet.Name, label, $"「{label}」の行がありません（キー「{key}」が消えています）。"));
                return "";
            }

            var cell = sheet[row, RunningCostExchangeBook.FirstYearColumn];
            if (cell is { IsFormula: true } or { IsError: true })
            {
                problems.Add(new(Address(sheet, row, RunningCostExchangeBook.FirstYearColumn), label, "数式は読み込みません。値にしてください。"));
                return "";
            }

            return cell?.Plain is { } number ? number.ToString("0.####", CultureInfo.InvariantCulture) : cell?.Text.Trim() ?? "";
        }

        var (tax, year) = (Text("tax", "税"), Text("base-year", "基準年度"));
        var taxes = Enum.GetValues<RunningCostTax>().Where(t => t.Label() == tax).ToList();
        if (taxes.Count == 0)
        {
            problems.Add(new(At("tax"), "税", "「税込」か「税抜」を選んでください。"));
        }

        if (!int.TryParse(year.Normalize(System.Text.NormalizationForm.FormKC), NumberStyles.None, CultureInfo.InvariantCulture, out var baseYear) || !RunningCostSet.IsYear(baseYear, now))
        {
            problems.Add(new(At("base-year"), "基準年度", "基準年度には西暦の年度を入力してください。例：2026"));
        }

        var read = new RunningCostAssumptions(
            RunningCostAssumptions.Tidy(Text("scope", "対象のシステム")), taxes.FirstOrDefault(), baseYear, Text("source", "根拠資料"),
            Text("currency", "通貨") is { Length: > 0 } currency ? currency.ToUpperInvariant() : null, Text("funding", "支援の名称") is { Length: > 0 } funding ? funding : null);
        return read == before ? before : read;

        string At(string key) => keys.TryGetValue(key, out var row) ? Address(sheet, row, RunningCostExchangeBook.FirstYearColumn) : sheet.Name;
    }

    List<Found> ReadCells(ExchangeSheet sheet, Dictionary<string, int> keys, RunningCostSheet before)
    {
        var years = ReadYears(sheet, keys, out var noteColumn);
        var cells = new List<Found>();
        foreach (var line in RunningCostLine.Entered)
        {
            if (Row(sheet, keys, RunningCostExchangeBook.LineKey + line.Code, line.Name) is not { } row)
            {
                continue;
            }

            var note = noteColumn is { } column ? ReadNote(sheet, row, column, line) : null;
            cells.AddRange(years.Select(y => ReadCell(sheet, keys, line, row, y.Column, y.Year, note, before)));
        }

        return cells;
    }

    Found ReadCell(ExchangeSheet sheet, Dictionary<string, int> keys, RunningCostLine line, int row, int column, int year, string? note, RunningCostSheet before)
    {
        var amount = Yen(sheet, row, column, line);
        var (foreign, rate, day) = (default(decimal?), default(decimal?), default(DateOnly?));
        if (line.IsForeign)
        {
            foreign = Number(sheet, keys, RunningCostExchangeBook.ForeignKey + line.Code, column, "外貨建ての額", ExchangeRate.MaxForeignPrice);
            rate = Number(sheet, keys, RunningCostExchangeBook.RateKey + line.Code, column, "為替レート", ExchangeRate.MaxRate);
            day = Day(sheet, keys, RunningCostExchangeBook.RateDayKey + line.Code, column);
        }

        var cell = new RunningCostCell(line.Code, year, amount ?? (foreign is { } f && rate is { } r ? ExchangeRate.ToYen(f, r) : null), foreign, rate, day);
        return new(before.Noted(cell, note), Address(sheet, row, column));
    }

    List<(int Column, int Year)> ReadYears(ExchangeSheet sheet, Dictionary<string, int> keys, out int? noteColumn)
    {
        var years = new List<(int Column, int Year)>();
        noteColumn = null;
        if (Row(sheet, keys, RunningCostExchangeBook.YearsKey, "年度") is not { } row)
        {
            return years;
        }

        var last = sheet.Cells.Keys.Max(k => k.Column);
        for (var column = RunningCostExchangeBook.FirstYearColumn; column <= last; column++)
        {
            var text = sheet.Text(row, column).Normalize(System.Text.NormalizationForm.FormKC);
            if (text == "根拠・理由")
            {
                noteColumn = column;
                break;
            }

            if (text.Length == 0)
            {
                problems.AddRange(Enumerable.Range(row + 1, Math.Max(0, sheet.LastRow - row)).Where(r => sheet.Text(r, column).Length > 0).Take(1)
                    .Select(r => new ExchangeProblem(Address(sheet, r, column), "年度", "この列の見出しに年度がありません。西暦の年度を入れるか、値を消してください。")));
            }
            else if (sheet[row, column] is { IsFormula: false, IsError: false } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && RunningCostSet.IsYear(year, now))
            {
                if (years.Any(y => y.Year == year))
                {
                    problems.Add(new(Address(sheet, row, column), "年度", $"{year}年度の列が二つあります。"));
                }
                else
                {
                    years.Add((column, year));
                }
            }
            else
            {
                problems.Add(new(Address(sheet, row, column), "年度", $"「{text}」は年度として使えません。{RunningCostSet.FirstYear}以降の西暦の年度を入力してください。例：2026"));
            }
        }

        return years;
    }

    long? Yen(ExchangeSheet sheet, int row, int column, RunningCostLine line)
    {
        if (Plain(sheet, row, column, line.Name) is not { } cell)
        {
            return null;
        }

        var isSigned = line.Section == RunningCostSection.Cause;
        var (yen, problem) = cell.Plain is { } number ? RunningCostText.Yen(number, isSigned) : RunningCostText.Yen(cell.Text, isSigned);
        Note(problem, sheet, row, column, line.Name);
        return yen;
    }

    decimal? Number(ExchangeSheet sheet, Dictionary<string, int> keys, string key, int column, string label, decimal most)
    {
        if (Row(sheet, keys, key, label) is not { } row || Plain(sheet, row, column, label) is not { } cell)
        {
            return null;
        }

        var (value, problem) = cell.Plain is { } number ? RunningCostText.Decimal(number, most) : RunningCostText.Decimal(cell.Text, most);
        Note(problem, sheet, row, column, label);
        return value;
    }

    DateOnly? Day(ExchangeSheet sheet, Dictionary<string, int> keys, string key, int column)
    {
        const string Label = "為替レートの日付";
        if (Row(sheet, keys, key, Label) is not { } row || Plain(sheet, row, column, Label) is not { } cell)
        {
            return null;
        }

        if (cell.Number is { } serial && (cell.Day ?? ExchangeFile.DayOf(serial)) is { } shown)
        {
            return shown;
        }

        Note(Wareki.TryParse(cell.Text, out var day, out var error) ? null : error, sheet, row, column, Label);
        return day;
    }

    string? ReadNote(ExchangeSheet sheet, int row, int column, RunningCostLine line)
    {
        var cell = Plain(sheet, row, column, line.Name);
        return cell is null || string.IsNullOrWhiteSpace(cell.Text) ? null : cell.Text.Trim().ReplaceLineEndings("\n");
    }

    /// <summary>The cell where it holds a value; formulas and errors are noted.</summary>
    ExchangeCell? Plain(ExchangeSheet sheet, int row, int column, string label)
    {
        if (sheet[row, column] is not { } cell)
        {
            return null;
        }

        if (cell.IsFormula || cell.IsError)
        {
            Note(cell.IsFormula ? "数式は読み込みません。値にしてください。" : $"誤りの値（{cell.Text}）です。正しい値を入力してください。", sheet, row, column, label);
            return null;
        }

        return cell;
    }

    int? Row(ExchangeSheet sheet, Dictionary<string, int> keys, string key, string label)
    {
        if (keys.TryGetValue(key, out var row))
        {
            return row;
        }

        var message = $"「{label}」の行がありません（キー「{key}」が消えています）。新しく出力した様式に記入し直してください。";
        if (!problems.Any(p => p.Address == sheet.Name && p.Message == message))
        {
            problems.Add(new(sheet.Name, label, message));
        }

        return null;
    }

    void Note(string? problem, ExchangeSheet sheet, int row, int column, string label)
    {
        if (problem is not null)
        {
            problems.Add(new(Address(sheet, row, column), label, problem));
        }
    }

    static Dictionary<string, int> Keys(ExchangeSheet sheet) =>
        Enumerable.Range(2, Math.Max(0, sheet.LastRow - 1)).Where(r => sheet.Text(r, 1).Length > 0).DistinctBy(r => sheet.Text(r, 1)).ToDictionary(r => sheet.Text(r, 1), r => r, StringComparer.Ordinal);

    static string Address(ExchangeSheet sheet, int row, int column) => $"{sheet.Name}!{SheetXml.Reference(row, column)}";

    sealed record Found(RunningCostCell Cell, string Address);
}

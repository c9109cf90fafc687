using System.Collections.Immutable;
using System.Globalization;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>The costs of the demo cases: lines by class, quotes, cuts, contracts and payments, all of them fiction.</summary>
sealed class DemoCaseCosts
{
    /// <summary>Of what was decided, in percent: what contracts come to.</summary>
    const int Contracted = 96;

    readonly IReadOnlyList<SeedFile.Row> lines = SeedFile.Read("demo/proposal-cost-lines.csv");
    readonly ILookup<string, SeedFile.Row> cuts = SeedFile.Read("demo/proposal-cost-cuts.csv").ToLookup(r => r["key"], StringComparer.Ordinal);
    readonly ILookup<string, SeedFile.Row> quotes = SeedFile.Read("demo/proposal-quotes.csv").ToLookup(r => r["key"], StringComparer.Ordinal);
    readonly Dictionary<CostCheckRule, SeedFile.Row> answers = SeedFile.Read("demo/proposal-check-answers.csv").ToDictionary(r => r.Member<CostCheckRule>("rule"));
    CostTables? tables;

    /// <summary>Lines where the gate asks for them; where the form names another sum than before, the largest line follows.</summary>
    public void Write(Proposal proposal, SeedFile.Row row, Templates rules, long? wanted, Actor actor, DateTimeOffset at)
    {
        if (proposal is { DraftCost: null, Amount: > 0 } && rules.NeedsCostLines(proposal.Class, proposal.Gate))
        {
            proposal.WriteCosts(Lines(proposal, row), actor, at);
        }
        else if (proposal.DraftCost is { } sum && wanted is { } total && total != sum)
        {
            var all = proposal.Costs!.Draft.All;
            var largest = all.MaxBy(l => l.Amounts.Values.DefaultIfEmpty().Max())!;
            var year = largest.Amounts.MaxBy(a => a.Value).Key;
            proposal.WriteCosts([.. all.Select(l => l == largest ? l with { Amounts = l.Amounts.SetItem(year, l.Amounts[year] + total - sum) } : l)], actor, at);
        }
    }

    /// <summary>Two or three vendors at the first request; what a vendor asks for a line is near what is asked for.</summary>
    public void AddQuotes(GovernanceDbContext db, Proposal proposal, string key, Actor actor, DateTimeOffset at)
    {
        var rows = quotes[key].Any() ? quotes[key] : quotes[""];
        foreach (var (i, row) in rows.Index())
        {
            var tax = row.Member<TaxBasis>("tax");
            var factor = row.Int("factor") / (tax == TaxBasis.Excluded ? 110m : 100m);
            var on = TokyoTime.DayOf(at).AddDays(-row.Int("days_before"));
            var amounts = proposal.Costs!.Draft.All.ToImmutableSortedDictionary(l => l.Line, l => (long)Math.Round(l.Total * factor / 1000 * (100 + ((i + l.Line) * 7 % 5) - 2) / 100) * 1000);
            db.Quotes.Add(new(
                proposal, i + 1,
                new()
                {
                    Vendor = row["vendor"],
                    QuotedOn = on,
                    ValidUntil = on.AddDays(row.Int("valid_days")),
                    Tax = tax,
                    TaxRate = tax == TaxBasis.Excluded ? 10 : 0,
                    Note = row.Text("note"),
                    Amounts = amounts,
                },
                actor, at));
        }
    }

    /// <summary>All lines judged, all findings answered, the review finished.</summary>
    public async Task ReviewAsync(GovernanceDbContext db, Proposal proposal, string key, string opinion, Actor actor, DateTimeOffset at, CancellationToken cancel)
    {
        tables ??= await CostTables.AtAsync(db, AsOf.ReportedOn(TokyoTime.DayOf(at)), cancel);
        var open = proposal.Costs!.Standing.ByLine.Values.Where(l => l.HasOpen).ToList();
        proposal.AssessCosts([.. open.Select(l => Verdict(proposal, key, l))], tables, actor, at);
        var counting = await db.Quotes.AsNoTracking().Where(q => q.ProposalId == proposal.Id && !q.IsRemoved).OrderBy(q => q.Number).Select(q => q.Content).ToListAsync(cancel);
        var earlier = await CostCheckData.EarlierAsync(db, actor, proposal.Id, proposal.Costs.Draft.All, cancel);
        var found = CostChecks.Find(new(proposal.Costs.Draft.All, proposal.Draft, counting, earlier, TokyoTime.DayOf(at)), tables);
        var answered = await db.CostCheckAnswers.Where(a => a.ProposalId == proposal.Id).Select(a => a.Fingerprint).ToListAsync(cancel);
        foreach (var finding in found.Where(f => !answered.Contains(f.Fingerprint)))
        {
            var answer = answers[finding.Check.Rule];
            db.CostCheckAnswers.Add(new(proposal, finding, tables, answer.Member<CheckAnswer>("answer"), answer["note"], actor, at));
        }

        proposal.FinishCostReview(found.Count, null, opinion, actor, at);
    }

    /// <summary>Contracts a little below what was decided, line by line.</summary>
    public static void Contract(Proposal proposal, Actor actor, DateTimeOffset at)
    {
        if (proposal is { DecidedCost: > 0, ContractedCost: null })
        {
            proposal.Contract(Cells(proposal, c => c.Decided * Contracted / 100 / 1000 * 1000), $"デモ契約 {proposal.Number}", "契約の相手方と契約日は、契約・着手報告のとおり", actor, at);
        }
    }

    /// <summary>What was contracted for years that have begun is paid, half of it in the year that is running.</summary>
    public static void Pay(Proposal proposal, Actor actor, DateTimeOffset at)
    {
        if (proposal.ContractedCost is null)
        {
            return;
        }

        var (today, year) = (TokyoTime.DayOf(at), FiscalYear.Of(TokyoTime.DayOf(at)).Year);
        var paid = Cells(proposal, c => c.Contracted).Where(a => a.FiscalYear <= year)
            .Select(a => a with { Amount = a.FiscalYear < year || proposal.Costs!.Standing.ByLine[a.Line].Terms.Category?.IsRunning() == false ? a.Amount : a.Amount / 2 })
            .Where(a => a.Amount != (proposal.Costs!.Standing.ByLine[a.Line][a.FiscalYear].Actual ?? 0) && a.Amount > 0).ToList();
        if (paid.Count > 0)
        {
            proposal.Spend(paid, today, $"デモ支出 {proposal.Number}", null, actor, at);
        }
    }

    static IReadOnlyList<AmountInput> Cells(Proposal proposal, Func<CostCell, long?> amount) =>
    [
        .. from line in proposal.Costs!.Standing.Lines
           from cell in line.Cells
           let yen = amount(cell.Value)
           where yen is not null
           select new AmountInput(line.Line, cell.Key, yen.Value),
    ];

    VerdictInput Verdict(Proposal proposal, string key, StandingLine line)
    {
        var cut = cuts[key].FirstOrDefault(c => c["gate"] == proposal.Gate.ToString() && c.Int("line") == line.Line);
        return cut is null
            ? new(line.Line, CostVerdict.Adequate, ImmutableDictionary<int, long>.Empty, null, null)
            : new(
                line.Line, cut.Member<CostVerdict>("verdict"),
                line.Cells.Where(c => c.Value.IsOpen).ToDictionary(c => c.Key, c => c.Value.Requested!.Value * (100 - cut.Int("percent")) / 100 / 1000 * 1000), cut["reason"], cut["note"]);
    }

    List<CostLine> Lines(Proposal proposal, SeedFile.Row row)
    {
        var fitting = lines.Where(l => l["key"] == row["key"]).ToList();
        fitting = fitting.Count > 0 ? fitting : [.. lines.Where(l => l["key"].Length == 0 && l["classes"].Split(' ').Contains(proposal.Class.ToString()))];
        fitting = fitting.Count > 0 ? fitting : [.. lines.Where(l => l["key"].Length == 0 && l["classes"].Length == 0)];
        var (left, goLive) = (proposal.Amount!.Value, row.Day("go_live"));
        var made = new List<CostLine>();
        foreach (var (i, line) in fitting.Index())
        {
            var wanted = i == fitting.Count - 1 ? left : proposal.Amount.Value * line.Int("share") / 100 / 1000 * 1000;
            var written = Line(line, row, wanted, goLive);
            made.Add(written);
            left -= written.Total;
        }

        return made;
    }

    /// <summary>What is paid once falls into the year of go-live; running costs into five years of months from then on.</summary>
    static CostLine Line(SeedFile.Row line, SeedFile.Row row, long amount, DateOnly goLive)
    {
        var quantity = line.Decimal("quantity");
        var isForeign = line["currency"].Length > 0;
        var rate = isForeign ? line.Decimal("rate") : (decimal?)null;
        var price = Math.Floor(amount / quantity / (rate ?? 1) * 100) / 100;
        price = isForeign ? price : Math.Floor(price);
        var terms = new CostTerms
        {
            Category = line.Member<CostCategory>("category"),
            Item = line["item"],
            Name = line["name"].Replace("{system}", row["system"], StringComparison.Ordinal),
            Specification = line.Text("spec"),
            Basis = line.Member<CostBasis>("basis"),
            Quantity = quantity,
            Unit = line["unit"],
            UnitPrice = price,
            Tax = TaxBasis.Included,
            Currency = isForeign ? line["currency"] : CostTerms.Yen,
            ExchangeRate = rate,
            ExchangeRateOn = line.DayOrNull("rate_on"),
            Section = line.Text("section"),
            Funding = line["funding"].Length == 0 ? FundingKind.General : line.Member<FundingKind>("funding"),
            FundingName = line.Text("funding_name"),
            FundingRate = line["funding_rate"].Length == 0 ? null : line.Decimal("funding_rate"),
        };
        var total = isForeign ? amount : (long)(price * quantity);
        var year = FiscalYear.Of(goLive);
        return new(0, terms, line["years"] == "once"
            ? ImmutableSortedDictionary<int, long>.Empty.Add(year.Year, total)
            : Spread.ByMonths(total, goLive, goLive.AddMonths(60).AddDays(-1)));
    }
}

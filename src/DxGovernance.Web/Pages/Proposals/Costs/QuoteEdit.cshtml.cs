using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>A vendor's quote, brought into the breakdown of the cost lines. Amounts are typed or pasted as rows of 明細番号 and amount.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class QuoteEditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    /// <summary>Null for a new quote.</summary>
    [FromRoute]
    public int? Number { get; set; }

    [BindProperty]
    public FormInput Input { get; set; } = new();

    [BindProperty]
    public uint Version { get; set; }

    public CostView Shown { get; private set; } = null!;

    public Quote? Stored { get; private set; }

    public bool MayWrite => Quote.MayWrite(Shown.Case, actor);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        if (Stored?.Content is { } q && ReadsConfidential)
        {
            Input = new()
            {
                Vendor = q.Vendor,
                QuotedOn = q.QuotedOn,
                ValidUntil = q.ValidUntil,
                Tax = q.Tax,
                TaxRate = q.Tax == TaxBasis.Excluded ? q.TaxRate : null,
                Note = q.Note,
                Amounts = Text(q.Amounts.Select(a => (a.Key.ToString(CultureInfo.InvariantCulture), a.Value))),
                Extras = Text(q.Extras.Select(e => (e.Name, e.Amount))),
            };
        }
        else if (Stored is null)
        {
            Input.Amounts = string.Join('\n', Shown.Draft.All.Select(l => $"{l.Line}\t"));
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true) is not { } view || await QuoteAsync(view, cancel) is not { } found)
        {
            return NotFound();
        }

        var (now, content) = (clock.GetUtcNow(), Input.ToContent(view.Draft));
        if (found.Quote is { } quote)
        {
            RequireFresh(quote);
            quote.Write(content, actor, now);
        }
        else
        {
            var last = await db.Quotes.Where(q => q.ProposalId == view.Case.Id).Select(q => (int?)q.Number).MaxAsync(cancel) ?? 0;
            db.Quotes.Add(new(view.Case, last + 1, content, actor, now));
        }

        await db.SaveAsync(actor, new Act(Number is null ? "案件：見積書の追加" : "案件：見積書の訂正", view.Case.Subject, view.Case.Caption), now, cancel);
        TempData["Success"] = $"「{content.Vendor}」の見積書を保存しました（税込み計{content.Total:#,0}円）。";
        return Redirect($"/proposals/{CaseNumber}/costs/quotes");
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true) is not { } view || await QuoteAsync(view, cancel) is not { Quote: { } quote })
        {
            return NotFound();
        }

        RequireFresh(quote);
        var now = clock.GetUtcNow();
        quote.Remove(Input.Reason, actor, now);
        await db.SaveAsync(actor, new Act("案件：見積書を外す", view.Case.Subject, view.Case.Caption, Input.Reason), now, cancel);
        TempData["Success"] = "見積書を外しました。記録は残ります。";
        return Redirect($"/proposals/{CaseNumber}/costs/quotes");
    }

    public bool ReadsConfidential { get; private set; }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } view || await QuoteAsync(view, cancel) is not { } found)
        {
            return false;
        }

        (Shown, Stored) = (view, found.Quote);
        ReadsConfidential = await Confidential.MayReadAsync(db, view.Page, cancel);
        Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? Stored?.Version ?? 0 : Version;
        return true;
    }

    /// <summary>Null where the number leads nowhere.</summary>
    async Task<Found?> QuoteAsync(CostView view, CancellationToken cancel) => Number is null ? new Found(null)
        : await db.Quotes.Include(q => q.Proposal).SingleOrDefaultAsync(q => q.ProposalId == view.Case.Id && q.Number == Number && !q.IsRemoved, cancel) is { } quote ? new Found(quote) : null;

    void RequireFresh(Quote quote)
    {
        if (quote.Version != Version)
        {
            throw new StaleForm("ほかの人が先にこの見積書を変えました。");
        }
    }

    static string Text(IEnumerable<(string Name, long Amount)> rows) => string.Join('\n', rows.Select(r => $"{r.Name}\t{r.Amount.ToString("#,0", CultureInfo.InvariantCulture)}"));

    sealed record Found(Quote? Quote);

    public sealed class FormInput
    {
        /// <summary>A line of 20 characters for each line that a case may have.</summary>
        const int MostText = 20 * CostLine.MostLines;

        [Display(Name = "会社名"), MaxLength(ProposalForm.TextMaxLength)]
        public string? Vendor { get; set; }

        [Display(Name = "見積日")]
        public DateOnly? QuotedOn { get; set; }

        [Display(Name = "有効期限")]
        public DateOnly? ValidUntil { get; set; }

        [Display(Name = "額の税")]
        public TaxBasis? Tax { get; set; }

        [Display(Name = "税率（％）")]
        public decimal? TaxRate { get; set; }

        [Display(Name = "備考"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Note { get; set; }

        [Display(Name = "明細ごとの額"), MaxLength(MostText)]
        public string? Amounts { get; set; }

        [Display(Name = "明細にない項目"), MaxLength(10_000)]
        public string? Extras { get; set; }

        [Display(Name = "外す理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        public QuoteContent ToContent(CostLines lines)
        {
            RuleViolation.Require(QuotedOn is not null, "quote-day", "見積日を入力してください。", "QuotedOn");
            RuleViolation.Require(Tax is not null, "quote-tax-basis", "額が税込みか税抜きかを選んでください。", "Tax");
            RuleViolation.Require(Tax != TaxBasis.Excluded || TaxRate is not null, "quote-tax", "税抜きのときは税率を入力してください。", "TaxRate");
            return new()
            {
                Vendor = Vendor?.Trim() ?? "",
                QuotedOn = QuotedOn.Value,
                ValidUntil = ValidUntil,
                Tax = Tax.Value,
                TaxRate = Tax == TaxBasis.Excluded ? TaxRate!.Value : 0,
                Note = string.IsNullOrWhiteSpace(Note) ? null : Note.Trim(),
                Amounts = Lines(lines),
                Extras = [.. Rows(Extras, "Extras").Select(r => new QuoteExtra(r.Name, r.Amount))],
            };
        }

        ImmutableSortedDictionary<int, long> Lines(CostLines lines)
        {
            var amounts = ImmutableSortedDictionary.CreateBuilder<int, long>();
            foreach (var (row, (name, amount)) in Rows(Amounts, "Amounts").Index())
            {
                var isNumber = int.TryParse(name.Normalize(System.Text.NormalizationForm.FormKC), NumberStyles.None, CultureInfo.InvariantCulture, out var line);
                RuleViolation.Require(
                    isNumber && lines.Find(line) is not null, "quote-line", $"明細ごとの額の{row + 1}行目の「{name}」は、この案件の明細番号ではありません。", "Amounts");
                RuleViolation.Require(amounts.TryAdd(line, amount), "quote-line-twice", $"明細{line}の額が2つあります。1つにしてください。", "Amounts");
            }

            return amounts.ToImmutable();
        }

        /// <summary>Name and amount, parted by a tab, a comma before the last number, or blanks; lines without an amount are left out.</summary>
        static IEnumerable<(string Name, long Amount)> Rows(string? text, string field)
        {
            foreach (var line in (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = line.Contains('\t', StringComparison.Ordinal) ? line.Split('\t', 2) : line.Split((char[])[' ', '　'], 2);
                if (parts.Length == 2 && !string.IsNullOrWhiteSpace(parts[1]))
                {
                    yield return (parts[0].Trim(), CostAmounts.Read(parts[1], $"「{(parts[0].Length > 30 ? parts[0][..30] : parts[0])}」の額", field));
                }
                else if (field == "Extras")
                {
                    throw new RuleViolation("quote-extra-amount", $"明細にない項目の「{(line.Length > 30 ? line[..30] : line)}」に額がありません。名称と額をタブか空白で区切ってください。", field);
                }
            }
        }
    }
}

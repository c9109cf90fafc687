using System.Globalization;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>Terms of a line in one sentence.</summary>
public static class CostWords
{
    public static string Terms(CostTerms t)
    {
        var parts = new List<string>();
        if (t.Specification is { } spec)
        {
            parts.Add(spec);
        }

        if (t.UnitPrice is { } price)
        {
            var quantity = t.Quantity is { } q ? $"{Number(q)}{t.Unit} × " : "";
            var tax = t.Tax is { } basis ? $"（{basis.Label()}{(basis == TaxBasis.Excluded ? $"、税率{Number(t.TaxRate ?? 0)}％" : "")}）" : "";
            parts.Add($"{quantity}{Number(price)}{(t.IsForeign ? " " + t.Currency : "円")}{tax}");
        }

        if (t.IsForeign)
        {
            parts.Add($"1{t.Currency}＝{(t.ExchangeRate is { } rate ? Number(rate) : "？")}円（{(t.ExchangeRateOn is { } on ? Wareki.Iso(on) : "日付なし")}）");
        }

        if (t.Funding != FundingKind.General)
        {
            parts.Add($"{t.Funding.Label()}「{t.FundingName}」{Number(t.FundingRate ?? 0)}％{(t.FundingCap is { } cap ? $"（上限{cap:#,0}円）" : "")}");
        }

        return string.Join("　", parts);
    }

    static string Number(decimal n) => n.ToString("#,0.####", CultureInfo.InvariantCulture);
}

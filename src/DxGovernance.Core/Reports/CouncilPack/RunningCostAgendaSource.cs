using DxGovernance.Core.Costs;
using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;
using static DxGovernance.Core.Council.ContentKind;

namespace DxGovernance.Core.Reports;

/// <summary>運用経費の比較: before and after standardization, of one operation or of all together; no ratio where the amounts cannot be compared.</summary>
sealed class RunningCostAgendaSource : AgendaSource
{
    const int MostReasons = 3;

    protected override async Task<ItemFigures> ReadAsync(PackReading reading, AgendaItem item, CancellationToken cancel)
    {
        var (now, before) = (await reading.CostsAsync(cancel), await reading.CostsBeforeAsync(cancel));
        var basis = $"運用経費の台帳（額、前提、庁内PMO事務局の確認）。移行後は、実績・契約・計画の順に、1年分がそろった額。円単位。{reading.Clocks}";
        if (item.OperationNumber is not { } number)
        {
            return new(basis, [.. Facts(now, before)], [.. Tables(now)]);
        }

        return now.Standings.FirstOrDefault(s => s.Subject.Number == number) is { } standing
            ? new(basis, [.. Facts(standing, before?.Standings.FirstOrDefault(s => s.Subject.Number == number))], [.. Tables(standing)])
            : new($"運用経費の台帳。この時点で業務の登録がない。{reading.Clocks}", [], []);
    }

    static IEnumerable<ContentFact> Facts(RunningCostOverview now, RunningCostOverview? before)
    {
        foreach (var (total, then) in new[] { (now.ToBaseline, before?.ToBaseline), (now.ToPresent, before?.ToPresent) })
        {
            yield return new($"{total.BeforeStage.Label()}との比較", total.IsEmpty
                ? "比べられる業務がない（理由は下の表）。"
                : $"{Yen(total.Before)}（{new FiscalYear(total.BeforeYear!.Value)}） → {Yen(total.After)}（{new FiscalYear(total.AfterYear!.Value)}）　{Ratio(total.Ratio)}　"
                    + $"国・県の支援を引くと{Ratio(total.NetRatio)}　{total.CountText}、{total.Tax!.Value.Label()}{(then is { IsEmpty: false } ? $"（前回の資料 {Yen(then.After)}、{Ratio(then.Ratio)}、{then.CountText}）" : "")}");
        }

        if (!now.ToBaseline.IsEmpty)
        {
            yield return new($"{RunningCostTarget.Nation.CutPercent / 10}割削減", Target(now.ToBaseline.Limit, now.ToBaseline.Distance));
        }

        foreach (var remark in now.ToBaseline.Remarks.Union(now.ToPresent.Remarks))
        {
            yield return new("注意", remark);
        }
    }

    static IEnumerable<ContentTable> Tables(RunningCostOverview now)
    {
        var total = now.ToBaseline.IsEmpty ? now.ToPresent : now.ToBaseline;
        var counted = total.Counted.Select(c => c.Number).ToHashSet();
        var (first, second) = ($"{total.BeforeStage.Label()}（円）", "移行後（円）");
        yield return new(
            "合計に入れた業務",
            [new("業務", Span: 7), new("移行後の額", Span: 4), new(first, ContentKind.Yen, 4, Total: true), new(second, ContentKind.Yen, 4, Total: true), new("差（円）", ContentKind.Yen, 3, Total: true), new("倍率", Number, 2)],
            [
                .. from s in now.Standings
                   where counted.Contains(s.Subject.Number)
                   let c = total == now.ToBaseline ? s.ToBaseline : s.ToPresent
                   select (IReadOnlyList<ContentValue>)[s.Subject.Name, s.After.Stage.Label(), (decimal?)c.Before, (decimal?)c.After, (decimal?)(c.After - c.Before), Rounded(c.Ratio)],
            ])
        {
            Note = RunningCostFigures.RatioDefinition,
            Nothing = "比べられる業務がない。",
        };
        if (!total.IsEmpty)
        {
            yield return Items(first, second, line => total.Item(line));
            yield return Causes(total.Parts);
        }

        yield return new(
            "合計に入れていない業務", [new("業務", Span: 7), new("理由", Span: 17)], [.. total.Left.Select(l => (IReadOnlyList<ContentValue>)[l.Name, l.Why])])
        {
            Nothing = "全ての業務を入れた。",
        };
    }

    static IEnumerable<ContentFact> Facts(RunningCostStanding now, RunningCostStanding? before)
    {
        yield return new("業務・所管課", $"業務{now.Subject.Number} {now.Subject.Name}　{now.Subject.DepartmentName ?? "所管課 未登録"}");
        foreach (var (c, then) in new[] { (now.ToBaseline, before?.ToBaseline), (now.ToPresent, before?.ToPresent) })
        {
            yield return new($"{c.BeforeSheet.Stage.Label()}との比較", c.IsComparable
                ? $"{Yen(c.Before)}（{new FiscalYear(c.BeforeYear!.Value)}） → {Yen(c.After)}（{c.AfterSheet.Stage.Label()}、{new FiscalYear(c.AfterYear!.Value)}）　{Ratio(c.Ratio)}　"
                    + $"国・県の支援を引くと{Ratio(c.NetRatio)}{(then is { IsComparable: true } ? $"（前回の資料 {Yen(then.After)}、{Ratio(then.Ratio)}）" : "")}"
                : $"比べられない。{string.Concat(c.Obstacles)}");
        }

        if (now.ToBaseline.IsComparable)
        {
            var limit = RunningCostTarget.Nation.Limit(now.ToBaseline.Before);
            yield return new($"{RunningCostTarget.Nation.CutPercent / 10}割削減", Target(limit, now.ToBaseline.After - limit));
        }

        foreach (var remark in now.ToBaseline.Remarks.Union(now.ToPresent.Remarks))
        {
            yield return new("注意", remark);
        }
    }

    static IEnumerable<ContentTable> Tables(RunningCostStanding now)
    {
        yield return new(
            "段階ごとの1年分の額",
            [new("段階", Span: 5), new("年度", Span: 4), new("額（円）", ContentKind.Yen, 5), new("国・県の支援（円）", ContentKind.Yen, 4), new("税", Span: 2), new("確認", Span: 4)],
            [
                .. from stage in Enum.GetValues<RunningCostStage>()
                   let sheet = now.Subject[stage]
                   let year = sheet.Assumptions?.BaseYear
                   select (IReadOnlyList<ContentValue>)
                   [
                       stage.Label(), year is { } y ? new FiscalYear(y).ToString() : null, (decimal?)(year is { } t ? sheet.Total(t) : null), (decimal?)(year is { } f ? sheet.Funding(f) : null),
                       sheet.Assumptions?.Tax.Label(), sheet.State.Label(),
                   ],
            ])
        {
            Note = "空欄は、その額がまだそろっていないことを示す。",
        };
        var shown = now.ToBaseline.IsComparable ? now.ToBaseline : now.ToPresent;
        if (shown is { IsComparable: true, Parts: { } parts })
        {
            yield return Items(
                $"{shown.BeforeSheet.Stage.Label()}（円）", $"{shown.AfterSheet.Stage.Label()}（円）",
                line => (shown.BeforeSheet.Amount(line.Code, shown.BeforeYear!.Value) ?? 0, shown.AfterSheet.Amount(line.Code, shown.AfterYear!.Value) ?? 0));
            yield return Causes(parts);
        }
    }

    static ContentTable Items(string first, string second, Func<RunningCostLine, (long Before, long After)> item) => new(
        "費目ごとの額",
        [new("費目", Span: 9), new(first, ContentKind.Yen, 5, Total: true), new(second, ContentKind.Yen, 5, Total: true), new("差（円）", ContentKind.Yen, 5, Total: true)],
        [
            .. from line in RunningCostLine.Items
               let amounts = item(line)
               select (IReadOnlyList<ContentValue>)[line.Name, (decimal?)amounts.Before, (decimal?)amounts.After, (decimal?)(amounts.After - amounts.Before)],
        ]);

    static ContentTable Causes(RunningCostDecomposition parts) => new(
        "差の原因",
        [new("原因", Span: 7), new("額（円）", ContentKind.Yen, 5, Total: true), new("説明", Span: 12)],
        [
            .. parts.Parts.Select(p => (IReadOnlyList<ContentValue>)[p.Cause.Name, (decimal?)p.Amount, Some(p.Reasons)]),
            [RunningCostDecomposition.RestName, (decimal?)parts.Rest, (string?)null],
        ])
    {
        Note = string.Join('　', parts.Remarks.Prepend("△は減。合計は比べた額の差に等しい。")),
        Chart = new(ContentPicture.Bars, "差の原因", $"差は{Yen(parts.Difference)}。うち{RunningCostDecomposition.RestName}は{Yen(parts.Rest)}。", "原因", ["額（円）"], "円"),
    };

    /// <summary>A total has the reasons of every operation; the page of running costs shows them all.</summary>
    static string Some(IReadOnlyCollection<string> reasons) => string.Join(
        '\n', reasons.Count <= MostReasons ? reasons : [.. reasons.Take(MostReasons), $"ほか{reasons.Count - MostReasons}件は、画面「運用経費」の原因の内訳にある。"]);

    static string Target(long limit, long distance) => $"上限の額は{Yen(limit)}。移行後はこれを{Yen(Math.Abs(distance))}{(distance > 0 ? "上回る" : "下回る")}。";

    static string Yen(long yen) => $"{RunningCostText.Show(yen)}円";

    static string Ratio(decimal? ratio) => Rounded(ratio) is { } r ? $"{r:0.00}倍" : "倍率なし";

    static decimal? Rounded(decimal? ratio) => ratio is { } r ? Math.Round(r, 2, MidpointRounding.AwayFromZero) : null;
}

using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using static DxGovernance.Core.Council.ContentKind;

namespace DxGovernance.Core.Reports;

/// <summary>方針の取組: what the policy lays down, what was reported, what was measured, and the cases for it.</summary>
sealed class InitiativeAgendaSource : AgendaSource
{
    protected override async Task<ItemFigures> ReadAsync(PackReading reading, AgendaItem item, CancellationToken cancel)
    {
        var policy = await reading.PolicyAsync(cancel);
        if (policy.Find(item.InitiativeCode!) is not { } initiative)
        {
            return new($"方針の台帳。この時点で取組の登録がない。{reading.Clocks}", [], []);
        }

        var before = (await reading.PolicyBeforeAsync(cancel))?.Find(item.InitiativeCode!);
        var cases = (await InitiativeCases.AtAsync(reading.Db.Proposals, reading.Db, reading.Point, cancel)).Of(initiative.Code);
        return new(
            $"方針の台帳（工程、年度ごとの報告、指標の目標と測定）、案件の申請。{reading.Clocks}",
            [.. Facts(policy.Year, initiative, before)], [Years(initiative), Plan(policy.Year, initiative), Indicators(policy.Year, initiative), Cases(cases)]);
    }

    static IEnumerable<ContentFact> Facts(FiscalYear year, InitiativeFigures i, InitiativeFigures? before)
    {
        yield return new("取組・所管課", $"{i.Code} {i.Name}　{i.Owners}");
        yield return new("基本方針", i.PillarName);
        yield return new($"{year}の状況", i.In(year) is { } now ? $"{now.State.Label()}（{Wareki.Both(now.AsOf)}の報告）" : "報告がない");
        if (before is not null)
        {
            yield return new("前回の資料", before.In(year) is { } then ? $"{then.State.Label()}（{Wareki.Both(then.AsOf)}の報告）" : "報告がない");
        }
    }

    static ContentTable Years(InitiativeFigures i) => new(
        "年度ごとの報告",
        [new("年度", Span: 3), new("状況", Span: 3), new("実施したこと", Span: 6), new("次の一手", Span: 5), new("理由", Span: 3), new("報告の日", Day, 4)],
        [
            .. i.Years.OrderByDescending(y => y.FiscalYear).Select(y => (IReadOnlyList<ContentValue>)
            [
                new FiscalYear(y.FiscalYear).ToString(), new ContentValue { Text = y.State.Label(), Tone = Tone(y.State) }, y.Done, y.NextStep, y.Reason, y.AsOf,
            ]),
        ])
    {
        Nothing = "報告がない。",
    };

    static ContentTable Plan(FiscalYear year, InitiativeFigures i) => new(
        $"{year}の工程（方針の文言）",
        [new("時期", Span: 4), new("取組", Span: 14), new("根拠", Span: 6)],
        [.. i.PlannedIn(year).Select(c => (IReadOnlyList<ContentValue>)[c.Timing.Length == 0 ? "年度の記載なし" : c.Timing, c.Text, c.Page.Length == 0 ? c.Basis : $"{c.Basis} {c.Page}"])])
    {
        Note = $"出典：{i.Source}",
        Nothing = "この年度に当たる工程はない。",
    };

    static ContentTable Indicators(FiscalYear year, InitiativeFigures i) => new(
        "指標",
        [new("指標", Span: 7), new("単位", Span: 2), new("目標の年度", Span: 3), new("目標", Number, 2), new("値", Number, 2), new("測定日", Day, 4), new("目標との関係", Span: 4)],
        [
            .. from n in i.Indicators
               let target = n.TargetFor(year)
               select (IReadOnlyList<ContentValue>)
               [
                   n.Name, n.Unit, target is null ? null : new FiscalYear(target.FiscalYear).ToString(), target?.Value, n.Value, n.MeasuredOn,
                   n.IsReached(year) switch { true => "達している", false => n.LowerIsBetter ? "目標を上回る" : "目標に足りない", null => n.Value is null ? "測定がない" : "目標がない" },
               ],
        ])
    {
        Note = "目標は、基準日の年度か、それより後の最も近い年度のもの。",
        Nothing = "指標の登録がない。",
    };

    static ContentTable Cases(IEnumerable<InitiativeCase> cases) => new(
        "この取組のための個別ICT案件",
        [new("案件", Span: 11), new("所管課", Span: 5), new("状態", Span: 4), new("総額（円）", Yen, 4, Total: true)],
        [.. cases.Select(c => (IReadOnlyList<ContentValue>)[$"{c.Title}（{c.Number}）", c.DepartmentName, c.State.Label(), (decimal?)c.Amount])])
    {
        Note = InitiativeCases.Definition,
        Nothing = "該当する案件はない。",
    };

    static ContentTone Tone(InitiativeState state) => state switch
    {
        InitiativeState.Delayed or InitiativeState.Stopped => ContentTone.Red,
        InitiativeState.OnTrack or InitiativeState.Completed => ContentTone.Green,
        InitiativeState.NotStarted => ContentTone.None,
    };
}

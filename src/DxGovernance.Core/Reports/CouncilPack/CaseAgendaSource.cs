using DxGovernance.Core.Costs;
using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using static DxGovernance.Core.Council.ContentKind;

namespace DxGovernance.Core.Reports;

/// <summary>個別ICT案件: what is asked for, what it costs, what the PMO says of it. Confidential fields are left out.</summary>
sealed class CaseAgendaSource : AgendaSource
{
    static readonly string[] Told = ["current_issue", "purpose", "effect_quantitative"];

    protected override async Task<ItemFigures> ReadAsync(PackReading reading, AgendaItem item, CancellationToken cancel)
    {
        var (db, point) = (reading.Db, reading.Point);
        if (await new CaseFileReader(db, point).ReadAsync(item.ProposalId!.Value, withConfidential: false, cancel) is not { } file)
        {
            return new($"案件の台帳。この時点で申請がない。{reading.Clocks}", [], []);
        }

        var costs = await CostsAsOf.StandingAsync(db, db.Proposals.Where(p => p.Id == item.ProposalId), point, cancel);
        var tables = await CostTables.AtAsync(db, point, cancel);
        var standing = costs.GetValueOrDefault(item.ProposalId.Value);
        return new(
            $"案件の台帳（申請 {file.Case.SubmissionName} {Wareki.Both(file.Case.SubmittedOn)}、経過、審査、条件{(standing is null ? "" : "、費用の要求・査定・決定・契約・実績")}）。{reading.Clocks}",
            [.. Facts(file)],
            [.. standing is null ? Array.Empty<ContentTable>() : Costs(standing, tables), Opinions(file), Decisions(file), Conditions(file, point.Day)]);
    }

    static IEnumerable<ContentFact> Facts(CaseFile file)
    {
        var c = file.Case;
        yield return new("案件番号・所管課", $"{c.Number}　{c.DepartmentName}");
        yield return new("案件区分", c.Class.Label());
        yield return new("協議段階・版", c.SubmissionName);
        yield return new("状態", $"{c.StateWords}（{Wareki.Both(c.Since)}から）");
        yield return new("経路", $"{c.Route.Label()}：{c.RouteReason}");
        yield return new("総額（税込み）", c.Corrected.Number(ProposalForm.Amount) is { } yen ? $"{yen:#,0}円" : "未定");
        yield return new("稼働（予定）", Wareki.Both(c.Corrected.Day(ProposalForm.ActualGoLiveOn) ?? c.Corrected.Day(ProposalForm.GoLiveOn)));
        foreach (var field in Told.Select(ProposalForm.Find).OfType<FormField>().Where(f => !f.IsConfidential && f.Display(c.Corrected).Length > 0))
        {
            yield return new(field.Label, field.Display(c.Corrected));
        }

        if (c.LastAction == ProposalAction.ReferToCouncil && c.LastComment is { } why)
        {
            yield return new("付議の理由", why);
        }
    }

    static IEnumerable<ContentTable> Costs(CostStanding standing, CostTables tables)
    {
        string[] stages = [.. Enum.GetValues<AmountStage>().Select(s => $"{s.Label()}（円）")];
        var years = CostFigures.ByYear(standing);
        var sums = standing.Totals;
        yield return new(
            "費用：年度ごとの五つの額",
            [new("年度", Span: 4), .. stages.Select(s => new ContentColumn(s, Yen, 4, Total: true))],
            [.. years.Select(y => (IReadOnlyList<ContentValue>)[new FiscalYear(y.FiscalYear).ToString(), .. Enum.GetValues<AmountStage>().Select(s => (ContentValue)(decimal?)y.Totals[s])])])
        {
            Note = "税込み。空欄は、その額がまだないことを示す。",
            Chart = new(
                ContentPicture.Columns, "年度ごとの費用", $"合計は要求{Text(sums.Requested)}、査定{Text(sums.Assessed)}、決定{Text(sums.Decided)}、契約{Text(sums.Contracted)}、実績{Text(sums.Actual)}。",
                "年度", stages, "円"),
        };
        var cuts = CostFigures.Waterfall(standing);
        if (cuts.Count > 0)
        {
            yield return new(
                "減額の理由", [new("理由", Span: 16), new("減額（円）", Yen, 8, Total: true)],
                [.. cuts.Select(s => (IReadOnlyList<ContentValue>)[tables.ReasonName(s.Reason) is { Length: > 0 } name ? name : "理由の記録なし", s.Cut])])
            {
                Note = sums.AssessedRate is { } rate ? $"査定したものについて、要求 － 減額 ＝ 査定。査定率 {rate * 100:0.0}%（査定額 ÷ 査定した要求額）。" : null,
            };
        }
    }

    static ContentTable Opinions(CaseFile file)
    {
        var newest = file.Reviews.Where(r => r.IsFinal && r.Run == file.Case.SubmittedRun && r.SubmissionNumber == file.Case.Version).GroupBy(r => r.RecordedById).Select(g => g.Last());
        return new(
            "審査の総合意見", [new("審査した人", Span: 6), new("意見", Span: 18)], [.. newest.Select(r => (IReadOnlyList<ContentValue>)[CaseWords.Who(r), r.Opinion])])
        {
            Nothing = "この版の審査は終わっていない。",
        };
    }

    static ContentTable Decisions(CaseFile file) => new(
        "付議・判断・決定の経過",
        [new("日", Day, 4), new("協議段階", Span: 4), new("行為", Span: 5), new("した人", Span: 4), new("理由・意見", Span: 7)],
        [.. file.Decisions.Select(d => (IReadOnlyList<ContentValue>)[d.AsOf, d.Gate.Label(), d.Label, CaseWords.Who(d), d.Reason])])
    {
        Nothing = "まだない。",
    };

    static ContentTable Conditions(CaseFile file, DateOnly day) => new(
        "条件",
        [new("番号", Whole, 2), new("条件", Span: 9), new("担当", Span: 4), new("期限", Day, 4), new("状況", Span: 5)],
        [
            .. file.Conditions.Select(c => (IReadOnlyList<ContentValue>)
            [
                c.Imposed.Number, c.Imposed.Text, c.Imposed.Owner, c.Imposed.DueOn,
                new ContentValue { Text = c.State(day), Tone = c.IsOpen && c.Imposed.DueOn < day ? ContentTone.Red : ContentTone.None },
            ]),
        ])
    {
        Nothing = "条件はない。",
    };

    static string Text(long? yen) => yen is { } y ? $"{y:#,0}円" : "なし";
}

/// <summary>効果検証: what was planned against what was measured.</summary>
sealed class EffectAgendaSource : AgendaSource
{
    protected override async Task<ItemFigures> ReadAsync(PackReading reading, AgendaItem item, CancellationToken cancel)
    {
        var day = reading.Point.Day;
        if (await new CaseFileReader(reading.Db, reading.Point).ReadAsync(item.ProposalId!.Value, withConfidential: false, cancel) is not { } file)
        {
            return new($"効果検証の台帳。この時点で案件の申請がない。{reading.Clocks}", [], []);
        }

        var c = file.Case;
        return new(
            $"効果検証の台帳（測定）、案件の申請 {c.SubmissionName}。{reading.Clocks}",
            [
                new("案件番号・所管課", $"{c.Number}　{c.DepartmentName}"),
                new("稼働", Wareki.Both(c.Corrected.Day(ProposalForm.ActualGoLiveOn) ?? c.Corrected.Day(ProposalForm.GoLiveOn))),
            ],
            [
                new(
                    "効果：目標と実績",
                    [
                        new("指標", Span: 5), new("単位", Span: 2), new("時期", Span: 3), new("期日", Day, 4), new("目標", Number, 2), new("実績", Number, 2), new("差", Number, 2),
                        new("状態", Span: 4),
                    ],
                    [
                        .. file.Effects.Select(e => (IReadOnlyList<ContentValue>)
                        [
                            e.Name, e.Unit, e.Term, e.DueOn, e.Planned, (decimal?)e.Measured?.Value, e.Difference,
                            new ContentValue { Text = e.State(day), Tone = e.Measured is null && e.DueOn < day ? ContentTone.Red : ContentTone.None },
                        ]),
                    ])
                {
                    Note = "差＝実績－目標。△は目標より小さいことを示す。減らすことが目標の指標では、△がよい結果である。",
                    Nothing = "承認された指標がない。",
                },
                new(
                    "測り方", [new("指標", Span: 6), new("時期", Span: 4), new("測定日", Day, 4), new("測り方・出所", Span: 10)],
                    [.. file.Effects.Where(e => e.Measured is not null).Select(e => (IReadOnlyList<ContentValue>)[e.Name, e.Term, e.Measured!.AsOf, e.Measured.Reason])])
                {
                    Nothing = "まだ測定がない。",
                },
            ]);
    }
}

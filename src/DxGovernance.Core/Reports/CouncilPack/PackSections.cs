using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;
using static DxGovernance.Core.Council.ContentKind;

namespace DxGovernance.Core.Reports;

/// <summary>The parts of a pack besides the answers to the last meeting and the items: agenda, what changed, annexes.</summary>
static class PackSections
{
    public const string AgendaSheet = "次第";
    public const string ChangesSheet = "前回からの変化";

    /// <summary>More changes than this are told in number; each sheet of data has all of them.</summary>
    public const int MaxChanges = 100;

    public static ContentSection Agenda(IReadOnlyList<CouncilMember> members, IReadOnlyList<AgendaItem> agenda) => new(AgendaSheet, "次第")
    {
        Tables =
        [
            new(
                "議題", [new("番号", Whole, 2), new("種別", Span: 4), new("議題", Span: 9), new("判断を求める事項", Span: 9)],
                [.. agenda.Select(i => (IReadOnlyList<ContentValue>)[i.Number, i.Kind.Label(), i.Title, i.Asked])]) { Nothing = "議題はまだない。" },
            new("委員", [new("職名", Span: 14), new("氏名", Span: 10)], [.. members.Select(m => (IReadOnlyList<ContentValue>)[m.Title, m.Name])])
            {
                Note = "開催日に推進会議の役割を持つ人。",
                Nothing = "開催日に推進会議の役割を持つ人の登録がない。",
            },
        ],
    };

    public static ContentSection Item(AgendaItem item, ItemFigures figures) => new($"議題{item.Number}", $"議題{item.Number}　{item.Title}")
    {
        Item = item.Number,
        Lead = new("判断を求める事項", item.Asked),
        Facts = [.. new[] { new ContentFact("種別", item.Kind.Label()), new ContentFact("説明", item.Explanation) }.Where(f => f.Text.Length > 0), .. figures.Facts, new("根拠", figures.Basis)],
        Tables = figures.Tables,
    };

    public static ContentSection Changes(CouncilFigures f, PreviousReport? previous, IReadOnlyList<CaseMove> moves)
    {
        if (previous is null)
        {
            return new(ChangesSheet, ChangesSheet) { Paragraphs = ["前回の会議資料がないため、比べるものがない。"] };
        }

        var changes = CouncilChanges.Of(f);
        return new(ChangesSheet, ChangesSheet)
        {
            Facts =
            [
                new("前回の会議資料", $"基準日 {Wareki.Both(previous.AsOf)}、記録の締め {CouncilPages.Moment(previous.RecordedUntil)}、SHA-256 {previous.Sha256}"),
            ],
            Tables =
            [
                new(
                    "標準化の変化", [new("業務", Span: 5), new("項目", Span: 3), new("前回", Span: 4), new("今回", Span: 4), new("内容", Span: 8)],
                    [.. changes.Take(MaxChanges).Select(c => (IReadOnlyList<ContentValue>)[c.OperationName, c.Subject, c.Before, c.After, c.Note])])
                {
                    Note = Rest(changes.Count, "データ_変更"),
                    Nothing = "変化なし",
                },
                new(
                    "個別ICT案件の変化", [new("案件", Span: 8), new("所管課", Span: 4), new("前回", Span: 4), new("今回", Span: 4), new("状態の日", Day, 4)],
                    [.. moves.Take(MaxChanges).Select(m => (IReadOnlyList<ContentValue>)[$"{m.Title}（{m.Number}）", m.DepartmentName, m.Before, m.After, m.On])])
                {
                    Note = Rest(moves.Count, "データ_案件の変化"),
                    Nothing = "変化なし",
                },
            ],
        };
    }

    public static IEnumerable<ContentSection> Annexes(CouncilFigures f)
    {
        var figures = CouncilKeyFigures.Of(f);
        yield return new("附属1 主要な数値", "附属1　主要な数値")
        {
            IsAnnex = true,
            Tables =
            [
                new(
                    "数", [new("指標", Span: 7), new("今回", Whole, 2), new("前回", Whole, 2), new("増減", Whole, 2), new("単位", Span: 2), new("定義", Span: 9)],
                    [.. figures.Where(k => !k.IsRate).Select(k => (IReadOnlyList<ContentValue>)[k.Name, k.Now, k.Before, k.Now - k.Before, k.Unit, k.Definition])]),
                new(
                    "率", [new("指標", Span: 7), new("今回", Percent, 2), new("前回", Percent, 2), new("増減（ポイント）", Percent, 4), new("定義", Span: 9)],
                    [.. figures.Where(k => k.IsRate).Select(k => (IReadOnlyList<ContentValue>)[k.Name, k.Now, k.Before, k.Now - k.Before, k.Definition])]),
            ],
        };
        yield return new("附属2 業務の状況", "附属2　標準化対象業務の状況")
        {
            IsAnnex = true,
            Tables = [Operations(f)],
        };
        yield return new("附属3 案件の決定", "附属3　期間中に決定した個別ICT案件")
        {
            IsAnnex = true,
            Tables =
            [
                new(
                    "案件の決定", [new("決定日", Day, 4), new("案件", Span: 6), new("所管課", Span: 3), new("決定", Span: 4), new("総額（円）", Yen, 3), new("理由・意見", Span: 4)],
                    [
                        .. f.Cases.Decided.Select(d => (IReadOnlyList<ContentValue>)
                            [d.Decision.On, $"{d.Title}（{d.Number}）", d.DepartmentName, $"{d.Decision.Category}（{d.Decision.Gate.Label()}）", d.Amount, d.Decision.Reason]),
                    ])
                {
                    Note = f.Previous is { } p ? $"前回の会議資料（基準日 {Wareki.Both(p.AsOf)}）の後に決定したもの。総額は税込み。" : "基準日までに決定した全てのもの。総額は税込み。",
                    Nothing = "期間中に決定した案件はない。",
                },
            ],
        };
        yield return new("附属4 未履行の条件", "附属4　履行されていない承認条件")
        {
            IsAnnex = true,
            Tables =
            [
                new(
                    "未履行の条件", [new("期限", Day, 4), new("状況", Span: 4), new("案件", Span: 6), new("条件", Span: 6), new("担当", Span: 4)],
                    [
                        .. f.Cases.Conditions.Select(c => (IReadOnlyList<ContentValue>)
                        [
                            c.DueOn,
                            new ContentValue
                            {
                                Text = c.DaysOver(f.Day) is { } over ? $"{c.Condition.Newest.State.Label()}\n期限を{over}日超過" : c.Condition.Newest.State.Label(),
                                Tone = c.DaysOver(f.Day) is null ? ContentTone.None : ContentTone.Red,
                            },
                            $"{c.Case.Title}（{c.Case.Number} 条件{c.Condition.Imposed.Number}）", c.Condition.Imposed.Text, c.Condition.Imposed.Owner,
                        ]),
                    ])
                {
                    Nothing = "履行されていない条件はない。",
                },
            ],
        };
    }

    static ContentTable Operations(CouncilFigures f) => new(
        "業務の状況",
        [
            new("政令順", Whole, 2), new("業務", Span: 4), new("段階", Span: 2), new("信号", Span: 2), new("稼働 現計画", Day, 4), new("稼働日・見込", Day, 4), new("現計画比（日）", Days, 2),
            new("期限の余裕（日）", Days, 2), new("完了率", Percent, 2),
        ],
        [
            .. f.Operations.Select(o => (IReadOnlyList<ContentValue>)
            [
                o.Number, o.Name, o.Now.Stage.Label(), new ContentValue { Text = o.Colour.Shown.Label(), Tone = Tone(o.Colour.Shown) }, o.Now.GoLiveBaseline,
                o.Now.Stage == OperationStage.Live ? o.Now.LiveOn : o.Now.GoLiveForecast, o.Now.SlipDays, o.CityMargin, o.Now.StepRate,
            ]),
        ])
    {
        Note = $"現計画比は正の数が遅れ、期限の余裕は市の期限までの日数で△が超過。完了率は国式ステップ完了率＝{CouncilKeyFigures.StepRateDefinition}空欄は、登録か報告がないことを示す。",
    };

    static ContentTone Tone(Signal signal) => signal switch
    {
        Signal.Green => ContentTone.Green,
        Signal.Yellow => ContentTone.Yellow,
        Signal.Red => ContentTone.Red,
    };

    static string? Rest(int count, string sheet) => count > MaxChanges ? $"{MaxChanges}件を示す。ほかの{count - MaxChanges}件を含む全てが、Excelのシート「{sheet}」にある。" : null;
}

/// <summary>A case whose state is another than at the pack before.</summary>
/// <param name="Before">「－」 for a case that was not submitted then.</param>
sealed record CaseMove(string Number, string Title, string DepartmentName, string Before, string After, DateOnly On)
{
    public static async Task<IReadOnlyList<CaseMove>> SinceAsync(GovernanceDbContext db, AsOf then, AsOf point, CancellationToken cancel)
    {
        var moved = db.Proposals.AsNoTracking().Where(p => db.ProposalTransitions.At(point).Any(t => t.ProposalId == p.Id && (t.AsOf > then.Day || t.RecordedAt > then.KnownAt)));
        var before = (await moved.Standing(db, then).ToListAsync(cancel)).ToDictionary(c => c.Id);
        var now = await moved.Standing(db, point).ToListAsync(cancel);
        return
        [
            .. now.Select(c => new CaseMove(
                    c.Number, c.Title, c.DepartmentName, before.TryGetValue(c.Id, out var b) ? $"{b.StateWords}（{b.Gate.Label()}）" : "－", $"{c.StateWords}（{c.Gate.Label()}）", c.Since))
                .Where(m => m.Before != m.After).OrderByDescending(m => m.On).ThenBy(m => m.Number, StringComparer.Ordinal),
        ];
    }
}

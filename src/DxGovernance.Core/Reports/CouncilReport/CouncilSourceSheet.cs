using System.Globalization;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using static DxGovernance.Core.Reports.CouncilPages;

namespace DxGovernance.Core.Reports;

/// <summary>出典・前提: all that is needed to make the report again and to understand its figures.</summary>
static class CouncilSourceSheet
{
    public const string Name = "出典・前提";
    const int Columns = 6;

    static readonly (string Term, string Text)[] Definitions =
    [
        ("稼働業務数", "段階が「稼働」（標準準拠システムで業務を行っている）の業務の数。"),
        ("国式ステップ完了率", "総務省の手順書の40ステップについて（完了済み＋対象外）÷40。ステップの作業量には差があり、移行作業量に対する割合ではない。"),
        ("国の公表値", "総務省が公表した同じ率。庁内の報告から計算した率とは時点が異なるため、一致しないことがある。"),
        ("市の期限・国の期限", "市の期限は市の方針、国の期限は標準化基本方針による。二つは別に管理し、一方から他方を計算しない。"),
        ("当初計画・現計画", "当初計画は最初に凍結した計画（第1版）。現計画は計画変更を経た最新の版。当初計画は消えない。"),
        ("見込・実績", "所管課が報告した日。見込が報告されるまでは当初計画の日を見込とする。"),
        ("差（日）", "実績（なければ見込）－計画の暦日数。正の数が遅れ、△が前倒し。"),
        ("残り月数", "基準日から期限までの満月数（端数切捨て）。"),
        ("変更のない期間", "変更なしの確認を除く最後の報告から基準日までの満月数。"),
        ("案件の決定", "前回の報告の後、基準日までに、承認・条件付承認・継続審査・却下のいずれかとした判断。前回の報告がなければ全て。"),
        ("付議案件", "状態が「推進会議付議」の案件と、推進会議付議の経路で「PMO付議」又は「CIO決定待ち」の案件。"),
        ("未履行の条件", "承認に付けた条件のうち、庁内PMOが履行を確認していないもの。取下げ・却下となった案件の条件は除く。"),
        ("データの古さ", "ステップ・見込・リスクの三つの確認日のうち最も古い日から基準日までの日数。"),
    ];

    public static void Add(Workbook book, CouncilFigures f)
    {
        var sheet = Start(book, f, Name, "出典・前提", [25, 23, 23, 23, 23, 23]);
        Making(sheet, f);
        sheet.Section("２　用語と計算の定義", Columns);
        Pairs(sheet, Definitions);
        sheet.Section($"３　信号の規則{(f.Thresholds.AnyProvisional ? "（しきい値は仮値：市の決定ではなく製品の初期値を含む）" : "")}", Columns);
        foreach (var line in SignalRule.Explain(f.Thresholds))
        {
            sheet.Row(Text(line, Columns));
        }

        sheet.Section($"４　{f.Frame.Selecting}", Columns);
        foreach (var line in f.Frame.Rules)
        {
            sheet.Row(Text(line, Columns));
        }

        sheet.Section("５　出典", Columns);
        foreach (var source in f.Sources)
        {
            sheet.Row(Text(source, Columns));
        }

        sheet.Row(Text("上のほかは、庁内の報告（台帳）による。構成システムの事業者・製品・クラウドなど、空欄は未登録であることを示す。", Columns));
        Ledgers(sheet, f);
    }

    static void Making(PrintSheet sheet, CouncilFigures f)
    {
        sheet.Section("１　この報告書の作り方", Columns);
        var until = TokyoTime.ToTokyo(f.Point.KnownAt).ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
        Pairs(sheet,
        [
            ("基準日", Wareki.Both(f.Day)),
            ("記録の締め", $"{until} までに記録されたもの"),
            ("対象業務", f.Operations.Count == f.OperationsInAll
                ? $"全{f.OperationsInAll}業務"
                : $"{f.Operations.Count}業務（全{f.OperationsInAll}業務のうち、政令順の番号 {string.Join("・", f.Operations.Select(o => o.Number))}）"),
            ("前回の報告書", f.Previous is { } p
                ? $"基準日 {Wareki.Both(p.AsOf)}、記録の締め {Moment(p.RecordedUntil)}、SHA-256 {p.Sha256}"
                : "なし"),
            ("再現", "基準日・記録の締め・対象業務が同じなら、いつ作っても同じ内容になる。ファイルのSHA-256は、報告書の画面（システム内）に示す。"),
            ("監査証跡", f.AuditHead is { } head
                ? $"記録の締めまでの台帳の保存のうち最後のものは連鎖の{head.Sequence}番目、SHA-256 {head.Hash}。ページの下部には先頭の16桁を示す。後からの書換えや削除は、この値と合わなくなる。"
                : "記録の締めまでの連鎖はない。"),
            ("データの区分", f.IsDemo ? "デモデータ（人物・日程・リスクは架空。公開情報は出典のとおり）" : "実データ"),
            ("団体", $"{f.City.Name}（標準地域コード {f.City.Code}）"),
        ]);
    }

    static void Pairs(PrintSheet sheet, IEnumerable<(string Term, string Text)> pairs)
    {
        foreach (var (term, text) in pairs)
        {
            sheet.Row(new Cell(term, CellStyle.Body with { Bold = true, Tone = Tone.Heading }), Text(text, Columns - 1));
        }
    }

    static void Ledgers(PrintSheet sheet, CouncilFigures f)
    {
        sheet.Section("６　読んだ台帳の行数（基準日以前・記録の締めまで・対象業務）", Columns);
        sheet.Row(Cell.Heading("台帳"), Cell.Heading("内容", 4), Cell.Heading("行数"));
        var first = sheet.NextRow;
        foreach (var ledger in f.Ledgers)
        {
            sheet.Row(Text(ledger.Ledger), Text(ledger.Holds, 4), Value(ledger.Rows, CellKind.Whole));
        }

        sheet.Row(Cell.Heading("合計", 5), Cell.Sum(sheet.Range(first, Columns, sheet.NextRow - 1, Columns), CellKind.Whole));
    }
}

using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Policy;

/// <summary>The list of procedures out to Excel or CSV and back: properties that hold for any file, and each wrong cell by its address.</summary>
public sealed class ProcedureExchangeTests
{
    static readonly DateOnly Today = FixedClock.Start.Day();

    readonly Actor office = Given.Acting(Role.PmoOffice);
    readonly List<ProcedureEntry> entries = [];
    readonly List<OnlineProcedure> known;

    public ProcedureExchangeTests() =>
        known = [.. Enumerable.Range(1, 5).Select(n => GivenPolicy.Procedure(n <= 2 ? OnlineState.Online : OnlineState.NotOnline, n, entries))];

    IReadOnlyList<ProcedureFigures> Figures =>
        [.. known.Select(p => new ProcedureFigures(p.Code, p.Category, p.CategoryOrder, p.Number, p.Name, p.State, p.Evidence, p.ChangedAsOf, null, ""))];

    ProcedureExchange Exchange => new(known, PolicyLedger.OfProcedures(entries), Today);

    static string Header => string.Join(',', ProcedureExchange.Code, ProcedureExchange.Category, ProcedureExchange.Name, ProcedureExchange.State, ProcedureExchange.ChangedOn, ProcedureExchange.Evidence, ProcedureExchange.Reason);

    ProcedureImport Read(params string[] rows) => Exchange.ReadFile(Encoding.UTF8.GetBytes(string.Join("\r\n", rows.Prepend(Header)) + "\r\n"));

    /// <summary>Takes the changes in and keeps their ledger rows, as a save would.</summary>
    void Apply(ProcedureImport import, DateTimeOffset? now = null)
    {
        known.AddRange(Exchange.Apply(import.Changes, office, now ?? FixedClock.Start));
        entries.AddRange(known.SelectMany(p => p.TakeNewEntries()).Cast<ProcedureEntry>());
    }

    [Fact]
    public async Task What_goes_out_comes_back_and_changes_nothing()
    {
        Read_all_same(Exchange.ReadFile(await ProcedureExchange.WorkbookAsync(Figures, Today, FixedClock.Start, isDemo: true, Cancel)));
        Read_all_same(Exchange.ReadFile(ProcedureExchange.Csv(Figures)));

        void Read_all_same(ProcedureImport import)
        {
            (import.Changes.Count, import.Same, import.Absent, import.Problems.Count).ShouldBe((0, 5, 0, 0));
            import.Notices.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task The_workbook_satisfies_the_schema()
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(await ProcedureExchange.WorkbookAsync(Figures, Today, FixedClock.Start, isDemo: true, Cancel)), isEditable: false);
        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book, Cancel).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        book.WorkbookPart!.WorksheetParts.ShouldAllBe(p => p.Worksheet.InnerText.Contains("デモデータ"));
    }

    [Fact]
    public void A_changed_row_is_shown_taken_in_and_the_same_file_again_changes_nothing()
    {
        string[] rows =
        [
            "T-03,試験の手続,試験の届出3,オンライン化済み,R8.10.1,https://example.com/,始めた", "T-01,試験の手続,試験の届出1,オンライン化済み,,方針,", ",試験の手続,=1+1の届出,未オンライン化,,,国の通知",
        ];
        var import = Read(rows);
        (import.Changes.Count, import.Same, import.Absent).ShouldBe((2, 1, 3));
        import.Changes[0].ShouldSatisfyAllConditions(c => c.Code.ShouldBe("T-03"), c => c.AsOf.ShouldBe(new(2026, 10, 1)), c => c.IsOfThePast.ShouldBeFalse(), c => c.Before!.State.ShouldBe(OnlineState.NotOnline));
        import.Changes[1].ShouldSatisfyAllConditions(c => c.Code.ShouldBeNull(), c => c.AsOf.ShouldBe(Today));

        var carried = ProcedureImport.Lines(import.ToJson());
        Apply(Exchange.Check(carried));

        known[2].State.ShouldBe(OnlineState.Online);
        known[^1].ShouldSatisfyAllConditions(p => p.Code.ShouldBe("T-06"), p => p.Name.ShouldBe("=1+1の届出"));
        (Read(rows).Changes.Count, Read(rows).Same).ShouldBe((0, 3));
    }

    [Fact]
    public void A_file_written_out_before_a_change_does_not_take_it_back()
    {
        var old = ProcedureExchange.Csv(Figures);
        Apply(Read("T-03,試験の手続,試験の届出3,オンライン化済み,R8.10.1,https://example.com/,始めた"));

        var import = Exchange.ReadFile(old);

        import.Changes.ShouldBeEmpty();
        import.Problems.Where(p => p.Label != ProcedureExchange.Reason).ShouldHaveSingleItem().ShouldBe(new(
            "4行目「今の状態の日」", "今の状態の日",
            "今の状態の日が一覧（2026-10-01）と違います。出力した後に変わった手続なら、一覧を出力し直してください。状態を変えるときに直すのは「変わった日」です。"));
        (import.Same, known[2].State).ShouldBe((4, OnlineState.Online));
    }

    /// <summary>For any file of right rows: taking it in and reading it again finds nothing to change, and what was not in it stays.</summary>
    [Fact]
    public void Whatever_is_taken_in_is_the_same_when_it_is_read_again()
    {
        var random = new Random(3);
        for (var round = 0; round < 25; round++)
        {
            var rows = known.Where(_ => random.Next(2) == 0).Select(p =>
                $"{p.Code},試験の手続,{p.Name},{((OnlineState)random.Next(5)).Label()},{Wareki.Iso(Today.AddDays(-random.Next(0, 60)))},根拠{random.Next(3)},理由").ToArray();
            if (rows.Length == 0)
            {
                continue;
            }

            var untouched = known.Where(p => !rows.Any(r => r.StartsWith(p.Code, StringComparison.Ordinal))).Select(p => (p.Code, p.Current)).ToList();
            Apply(Read(rows), FixedClock.Start.AddMinutes(round + 1));
            Read(rows).Changes.ShouldBeEmpty();
            known.Where(p => untouched.Any(u => u.Code == p.Code)).Select(p => (p.Code, p.Current)).ShouldBe(untouched);
        }
    }

    [Fact]
    public void Every_wrong_cell_is_named_by_its_address_with_what_to_do()
    {
        var problems = Read(
            "T-99,試験の手続,ない,未オンライン化,,,", "T-01,試験の手続,試験の届出1,たぶん,,方針,", "T-02,別の区分,試験の届出2,未オンライン化,,,", "T-03,試験の手続,試験の届出3,オンライン化済み,,,理由",
            "T-04,試験の手続,試験の届出4,廃止,来年,方針,理由", "T-05,試験の手続,試験の届出5,廃止,2027-01-01,方針,", "T-05,試験の手続,試験の届出5,廃止,,方針,理由", ",なし,新しい,未オンライン化,,,理由")
            .Problems.ToDictionary(p => p.Address, p => p.Message);

        problems["2行目「コード」"].ShouldBe("コード「T-99」の手続はありません。手続を加えるときは、コードを空欄にしてください。");
        problems["3行目「状態」"].ShouldBe("状態は オンライン化済み・未オンライン化・本市対象外・該当する手続なし・廃止 のどれかにしてください。");
        problems["4行目「区分」"].ShouldBe("T-02の区分は「試験の手続」です。区分は変えられません。");
        problems["5行目「根拠」"].ShouldBe("「オンライン化済み」には、根拠（申請画面のURLや文書）を入力してください。");
        problems["6行目「変わった日」"].ShouldContain("「来年」は日付として読めません。");
        problems["7行目「変わった日」"].ShouldBe("未来の日（2027-01-01（令和9年1月1日））です。今日までの日を入力してください。");
        problems["7行目「理由」"].ShouldBe("変えた行には理由を入力してください。");
        problems["8行目「コード」"].ShouldBe("同じ手続（T-05）の行が2つあります。1行にしてください。");
        problems["9行目「区分」"].ShouldBe("区分は 試験の手続 のどれかにしてください。");
        problems.Count.ShouldBe(9);
    }

    [Fact]
    public void A_row_for_a_day_before_the_last_entry_puts_the_past_right()
    {
        Apply(Read("T-03,試験の手続,試験の届出3,廃止,,方針,終わった"));

        var import = Read("T-03,試験の手続,試験の届出3,オンライン化済み,2026-06-01,画面,始まっていた");
        var change = import.Changes.Single();

        (change.IsOfThePast, change.Before!.State).ShouldBe((true, OnlineState.NotOnline));
        Apply(import);
        known[2].State.ShouldBe(OnlineState.Abolished);
        Read("T-03,試験の手続,試験の届出3,未オンライン化,2026-03-31,,早い").Problems.Single().Message.ShouldBe("この手続は2026-04-01（令和8年4月1日）から一覧にあります。それ以降の日を入力してください。");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("{\"a\":1}")]
    [InlineData("[{\"Address\":null}]")]
    public void Rows_that_were_tampered_with_are_refused(string? json) => Refused.By("import-nothing", () => ProcedureImport.Lines(json));
}

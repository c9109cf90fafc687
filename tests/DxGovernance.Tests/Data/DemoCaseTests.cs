using System.Text;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Data;

/// <summary>A database with the demo set.</summary>
public sealed class DemoDatabase() : TestDatabase(Template)
{
    static TestTemplate Template { get; } = new("demo", (db, cancel) => DemoSeeder.RunAsync(db, new CityInfo("下関市", "352012"), cancel));
}

/// <summary>The ICT cases of the demo set, and what <see cref="ProjectionCheck"/> says of them.</summary>
public sealed class DemoCaseTests(DemoDatabase database) : IClassFixture<DemoDatabase>
{
    [Fact]
    public async Task There_are_some_sixty_cases_of_two_fiscal_years_in_every_state_and_of_every_class_and_route()
    {
        await using var db = database.NewContext();
        var cases = await db.Proposals.AsNoTracking().ToListAsync(Cancel);
        cases.Count.ShouldBeInRange(55, 70);
        cases.Select(c => c.FiscalYear).Distinct().Order().ShouldBe([2025, 2026]);
        cases.Select(c => c.State).Distinct().Order().ShouldBe(Enum.GetValues<ProposalState>());
        cases.Select(c => c.Gate).Distinct().Order().ShouldBe(Enum.GetValues<Gate>());
        cases.Select(c => c.Class).Distinct().Order().ShouldBe(Enum.GetValues<ProposalClass>());
        (await db.Submissions.Select(s => s.Route).Distinct().ToListAsync(Cancel)).Order().ShouldBe(Enum.GetValues<Route>());
        (await db.Submissions.Select(s => s.Gate).Distinct().ToListAsync(Cancel)).Order().ShouldBe(Enum.GetValues<Gate>());
    }

    [Fact]
    public async Task The_figures_of_the_dashboard_are_the_same_from_the_ledgers_as_from_the_projections()
    {
        await using var db = database.NewContext();
        var day = TokyoTime.DayOf(FixedClock.Start);

        var folded = await ProposalFigures.AtAsync(db, AsOf.ReportedOn(day), Cancel);

        folded.ShouldBe(await ProposalFigures.OnAsync(db, day, Cancel));
        (folded.Deciding > 0, folded.OverdueConditions > 0, folded.MissingEffects > 0).ShouldBe((true, true, true));
    }

    [Fact]
    public async Task Every_step_of_the_workflow_is_taken_somewhere()
    {
        await using var db = database.NewContext();
        var taken = await db.ProposalTransitions.Select(t => t.Action).Distinct().ToListAsync(Cancel);
        Enum.GetValues<ProposalAction>().Except(taken).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_screens_need_is_there()
    {
        await using var db = database.NewContext();
        var today = new DateOnly(2026, 11, 13);
        (await db.Conditions.CountAsync(c => c.State == ConditionState.Open && c.DueOn < today, Cancel)).ShouldBeGreaterThan(1);
        (await db.Conditions.Select(c => c.State).Distinct().CountAsync(Cancel)).ShouldBe(3);
        (await db.EffectChecks.CountAsync(c => c.Value == null && c.DueOn < today, Cancel)).ShouldBeGreaterThan(1);
        (await db.Inquiries.CountAsync(i => i.State == InquiryState.Asked && i.DueOn < today, Cancel)).ShouldBePositive();
        (await db.Corrections.Select(c => c.State).Distinct().CountAsync(Cancel)).ShouldBe(3);
        (await db.ConfidentialReads.AnyAsync(Cancel)).ShouldBeTrue();
        var lent = db.ProposalTransitions.Where(t => t.OnBehalfOfId != null);
        (await lent.CountAsync(t => db.AfterReadings.Any(a => a.TransitionId == t.Id), Cancel)).ShouldBePositive();
        (await lent.CountAsync(t => !db.AfterReadings.Any(a => a.TransitionId == t.Id), Cancel)).ShouldBePositive();
        (await db.Submissions.Where(s => s.Gate == Gate.Change).Select(s => s.Route).Distinct().CountAsync(Cancel)).ShouldBe(3);
    }

    [Fact]
    public async Task Of_every_notice_it_is_known_who_may_read_of_it_in_a_mail_and_mail_to_a_demo_person_arrives_nowhere()
    {
        await using var db = database.NewContext();
        var links = await db.Notifications.Select(n => n.Link).Distinct().ToListAsync(Cancel);
        links.Count.ShouldBeGreaterThan(50);
        links.Where(l => !NoticeSubjects.IsKnown(l)).ShouldBeEmpty("tell NoticeSubjects who may see what stands behind the link");
        var addresses = await db.People.Select(p => p.MailAddress).ToListAsync(Cancel);
        addresses.ShouldAllBe(a => a != null && a.EndsWith("@demo.example"));
        addresses.ShouldBeUnique();
    }

    [Fact]
    public async Task Nothing_is_recorded_after_the_day_the_demo_ends_and_new_messages_are_unread()
    {
        await using var db = database.NewContext();
        (await db.AuditEntries.MaxAsync(a => a.RecordedAt, Cancel)).ShouldBeLessThan(FixedClock.Start);
        (await db.Notifications.AnyAsync(n => n.ReadAt == null, Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task Every_file_says_that_it_is_demo_data_and_is_of_its_kind()
    {
        await using var db = database.NewContext();
        var files = await db.Attachments.AsNoTracking().Include(a => a.File).ToListAsync(Cancel);
        files.Select(f => f.MediaType).Distinct().Count().ShouldBe(4);
        foreach (var file in files)
        {
            FileType.Of(file.FileName, file.File.Bytes).MediaType.ShouldBe(file.MediaType);
            var marks = new[] { "デモデータ", Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes("デモデータ")) };
            (file.MediaType == FileType.Xlsx.MediaType || marks.Any(m => Encoding.UTF8.GetString(file.File.Bytes).Contains(m, StringComparison.Ordinal))).ShouldBeTrue(file.FileName);
        }
    }

    [Fact]
    public async Task Projections_and_chain_agree_with_the_ledgers()
    {
        await using var db = database.NewContext();
        (await ProjectionCheck.RunAsync(db, Cancel)).ShouldBeEmpty();
        (await AuditChain.VerifyAsync(db, Cancel)).Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("update proposals set state = 'Tabling' where state = 'Completed'", "状態の一覧用の値「PMO付議」が台帳の「完了」")]
    [InlineData("update proposals set gate = 'Contract' where gate = 'OperationEvaluation'", "協議段階の一覧用の値「契約・着手報告」が台帳の「運用評価（5年）」")]
    [InlineData("update proposals set gate = 'GoLive' where state = 'Draft' and submission_number = 0 and run = 1", "協議段階の一覧用の値「稼働報告」が台帳の「事前相談」")]
    [InlineData("update proposals set run = run + 1 where state = 'Withdrawn'", "協議の回の一覧用の値")]
    [InlineData("update proposals set submission_number = 9 where state = 'Deciding'", "版の一覧用の値「9」が台帳の「1」")]
    [InlineData("update proposals set route = 'Light' where state = 'CouncilPending'", "経路の一覧用の値「簡易」が台帳の「推進会議付議」")]
    [InlineData("update proposals set approved_gate = 'Budget' where state = 'Completed'", "承認された協議段階の一覧用の値「予算要求前協議」")]
    [InlineData("update proposals set approved_run = 7 where state = 'Completed'", "承認された協議の回の一覧用の値「7」")]
    [InlineData("update proposals set decided_on = '2020-01-01' where state = 'Rejected'", "決定日の一覧用の値「2020-01-01」")]
    [InlineData("update proposals set open_conditions = 5 where open_conditions = 1", "未履行の条件の数の一覧用の値「5」が台帳の「1」")]
    [InlineData("update proposals set condition_due_on = null where open_conditions = 1", "条件の次の期限の一覧用の値「なし」")]
    [InlineData("update proposals set open_questions = 0 where state = 'Inquiring'", "回答待ちの照会の数の一覧用の値「0」")]
    [InlineData("update proposals set question_due_on = null where state = 'Inquiring'", "回答の次の期限の一覧用の値「なし」")]
    [InlineData("update proposals set effect_due_on = '2020-01-01' where effect_due_on is not null", "効果検証の次の期限の一覧用の値")]
    [InlineData("update conditions set state = 'Met' where state = 'Open'", "の条件2：状態・報告・内容の一覧用の値")]
    [InlineData("update conditions set due_on = due_on + 1", "の条件1：状態・報告・内容の一覧用の値")]
    [InlineData("update inquiries set answer = '別の回答' where state = 'Answered'", "の照会1：状態・照会・回答の一覧用の値")]
    [InlineData("update effect_checks set value = value + 1 where months = 12", "（12か月）：測定値の一覧用の値")]
    [InlineData("update corrections set state = 'Refused' where state = 'Confirmed'", "の訂正1：状態・内容の一覧用の値")]
    public async Task A_projection_changed_by_hand_is_named(string statement, string sentence)
    {
        await using var db = database.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        (await db.Database.ExecuteSqlRawAsync(statement, Cancel)).ShouldBePositive();
        (await ProjectionCheck.RunAsync(db, Cancel)).ShouldContain(s => s.Contains(sentence));
    }
}

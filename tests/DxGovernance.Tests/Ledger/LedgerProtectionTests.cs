using DxGovernance.Core.Costs;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Tests.Ledger;

/// <summary>A database with at least one row in every ledger: a trigger on rows says nothing of an empty table.</summary>
public sealed class EveryLedgerFilled : TestDatabase
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var given = new Given(this);
        var department = await given.Department();
        var staff = await given.Actor(Role.DepartmentStaff, department);
        var office = await given.Actor(Role.PmoOffice);
        var cio = await given.Actor(Role.Cio);
        var (now, today) = (given.Clock.Now, given.Clock.Today);
        var operation = await given.PlannedOperation(department);
        await given.Act(operation.Number, staff, o =>
        {
            o.ReportSteps([new(1, StepStatus.Completed, null, null, null, null)], staff, now, today, null);
            o.ReportMilestones([new(o.Milestones[0].Id, o.Milestones[0].BaselineOn!.Value.AddDays(-1), null, null, null, null)], staff, now, today);
            o.OpenRisk(RiskKind.Risk, "題", "文", new(true, RiskLevel.Low, RiskLevel.Low, RiskResponse.Accept, "", "", null), staff, now, today);
        });
        await given.Act(operation.Number, cio, o => o.OverrideColour(Signal.Red, Signal.Green, null, null, cio, now));
        await FillProposal(given);
        await FillCouncil(given, office);
        await FillPolicy(given, office);
        await given.Costs(this, operation.Number, RunningCostStage.Present, GivenRunningCosts.Terms(2025), GivenRunningCosts.Year(2025, 1), staff);
        await given.CheckCosts(this, operation.Number, RunningCostStage.Present, s => s.Confirm(null, office, now), office);
        await given.Disposal(this, await given.Actor(Role.Administrator), await given.OldJobRun(this));
        await using var db = NewContext();
        var report = new ReportRequest(ReportKind.Council, new AsOf(today, now), [], office, now);
        report.Finish("報告.xlsx", new ReportFile(report, [1]), now);
        db.ReportPublications.Add(report.Publish(office, now));
        await given.Save(db, office);
    }

    /// <summary>A meeting that was held and judged something, with its pack and 議事要旨 published.</summary>
    async Task FillCouncil(Given given, Actor office)
    {
        await given.Actor(Role.Council);
        await given.Meeting(this, office, 1, given.Clock.Today, (AgendaSubject.Free, GivenCouncil.Text()));
        await given.FreezePack(this, 1, given.Clock.Today, office);
        await given.Take(this, 1, MeetingAction.Distribute, office);
        await given.Hold(this, 1, office);
        await given.Judge(this, 1, 1, GivenCouncil.Agreed(null, null, GivenCouncil.Action()), office);
        await given.Take(this, 1, MeetingAction.Conclude, office);
        await given.PublishMinutes(this, 1, await given.Actor(Role.PmoOffice));
    }

    /// <summary>The facts fill the ledgers of the plan, the indicators and the procedures.</summary>
    async Task FillPolicy(Given given, Actor office)
    {
        var (now, today) = (given.Clock.Now, given.Clock.Today);
        await given.ActOnInitiative(this, "1-1", office, i => i.AddIndicator(new("件数", "件", null, null, false, [], "試験", IsRetired: false), "試験", office, now, today));
        await given.ActOnInitiative(this, "1-1", office, i =>
        {
            i.Report(FiscalYear.Of(today), new(InitiativeState.OnTrack, "試験", "", ""), null, office, now, today);
            i.Measure(i.Indicators[0], 1, "試験", office, now, today);
        });
    }

    /// <summary>A case with a question, a review, a condition, a measurement, a correction, and a decision by a deputy that was read afterwards.</summary>
    async Task FillProposal(Given given)
    {
        var department = await given.Department();
        var cast = await given.Cast(department);
        var (now, today) = (given.Clock.Now, given.Clock.Today);
        var principal = new Principal(cast.Cio.PersonId!.Value, cast.Cio.Name, cast.Cio.Title);
        var deputy = cast.Member with { Assignments = [new(Role.Cio, "副市長", [], principal)] };
        var made = await given.Proposal(this, department, cast, p => p.Fill(cast.Staff));
        await given.ActOnProposal(this, made.Number, cast.Office, (p, db) => db.Quotes.Add(new(
            p, 1, new() { Vendor = "見積の会社", QuotedOn = today, Amounts = System.Collections.Immutable.ImmutableSortedDictionary<int, long>.Empty.Add(1, 1_000) }, cast.Staff, now)));
        await given.ActOnProposal(this, made.Number, cast.Office, (p, db) =>
        {
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, now);
            p.Perform(ProposalAction.Confirm, ProposalStep.Nothing, GivenProposals.Rules, cast.Head, now);
            p.Perform(ProposalAction.Accept, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, now);
            db.CostCheckAnswers.Add(new(p, new(GivenCosts.Tables.Checks[0], 1, "内訳がない", []), GivenCosts.Tables, CheckAnswer.Suitable, "仕様書にある", cast.Office, now));
            p.ReviewThrough(cast, now);
        });
        await given.ActOnProposal(this, made.Number, cast.Office, (p, _) =>
        {
            p.Perform(
                ProposalAction.ApproveWithConditions, new() { Category = "CONDITION", Comment = "PIAによる", Conditions = [GivenProposals.Condition()] },
                GivenProposals.Rules, deputy, now);
            p.Measure(p.EffectChecks[0], 3, today, "実測", cast.Staff, now);
        });
        await given.ActOnProposal(this, made.Number, cast.Office, (p, db) =>
        {
            p.Correct("users", "19", "誤記", cast.Office, now);
            db.ConfidentialReads.Add(new(p, cast.Cio, now));
            var decision = db.ProposalTransitions.Single(t => t.ProposalId == p.Id && t.OnBehalfOfId != null);
            db.AfterReadings.Add(new(decision, cast.Cio, now, null));
        });
        await given.Proposal(this, department, cast, p =>
        {
            p.Fill(cast.Staff, now);
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, now);
            p.Perform(ProposalAction.Confirm, ProposalStep.Nothing, GivenProposals.Rules, cast.Head, now);
            p.Perform(ProposalAction.Accept, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, now);
            p.Perform(ProposalAction.Ask, new() { Questions = [new("cost", "根拠は", today)] }, GivenProposals.Rules, cast.Office, now);
        });
    }
}

public class LedgerProtectionTests(EveryLedgerFilled database) : IClassFixture<EveryLedgerFilled>
{
    public static TheoryData<string> Tables
    {
        get
        {
            var options = new DbContextOptionsBuilder<GovernanceDbContext>();
            using var nowhere = NpgsqlDataSource.Create("Host=localhost");
            Database.Configure(options, nowhere);
            using var db = new GovernanceDbContext(options.Options);
            return [.. LedgerProtection.Tables(db)];
        }
    }

    [Fact]
    public void Every_kind_of_ledger_row_has_a_table()
    {
        var kinds = typeof(LedgerEntry).Assembly.GetTypes().Count(t => t.IsSubclassOf(typeof(LedgerEntry)));
        Tables.Count.ShouldBe(kinds);
        kinds.ShouldBeGreaterThanOrEqualTo(14);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_row_once_written_cannot_be_changed_deleted_or_swept_away(string table)
    {
        var before = await Count(table);
        before.ShouldBeGreaterThan(0, "without a row this test proves nothing: fill the ledger in EveryLedgerFilled");
        foreach (var statement in new[]
                 {
                     $"update {table} set recorded_by = 'somebody else'",
                     $"update {table} set recorded_by = recorded_by",
                     $"delete from {table}",
                     $"truncate {table}",
                     $"truncate {table} cascade",
                 })
        {
            var refusal = await Should.ThrowAsync<PostgresException>(() => Execute(statement), statement);
            if (statement == $"truncate {table}" && refusal.SqlState == PostgresErrorCodes.FeatureNotSupported)
            {
                // Rows of another ledger point here: refused before any trigger is asked. With cascade it is.
                continue;
            }

            refusal.SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation, statement);
            refusal.MessageText.ShouldContain($"ledger {table} is append-only");
        }

        (await Count(table)).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Every_ledger_says_as_of_when_recorded_when_and_by_whom(string table)
    {
        await using var command = database.Source.CreateCommand(
            "select column_name || ' ' || udt_name || ' ' || is_nullable from information_schema.columns where table_name = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = table });
        var columns = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        while (await reader.ReadAsync(Cancel))
        {
            columns.Add(reader.GetString(0));
        }

        columns.ShouldContain("as_of date NO");
        columns.ShouldContain("recorded_at timestamptz NO");
        columns.ShouldContain("recorded_by text NO");
        columns.ShouldContain("recorded_title text NO");
        columns.ShouldContain("reason varchar YES");
    }

    [Fact]
    public async Task Protecting_again_changes_nothing()
    {
        await using var db = database.NewContext();
        await LedgerProtection.EnsureAsync(db, Cancel);
        await using var command = database.Source.CreateCommand("select count(*)::int from pg_trigger where not tgisinternal");
        (await command.ExecuteScalarAsync(Cancel)).ShouldBe(2 * Tables.Count);
    }

    async Task Execute(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    async Task<int> Count(string table)
    {
        await using var command = database.Source.CreateCommand($"select count(*)::int from {table}");
        return (int)(await command.ExecuteScalarAsync(Cancel))!;
    }
}

using System.Globalization;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Support;

/// <summary>Cases in memory: no database, the templates of the seed files.</summary>
public static class GivenProposals
{
    static int lastSerial;

    public static Templates Rules { get; } = RulesFrom();

    /// <summary>The templates of the seed files, some of them replaced.</summary>
    public static Templates RulesFrom(params (TemplateKind Kind, IReadOnlyList<TemplateRow> Rows)[] others) => new(
        Enum.GetValues<TemplateKind>().Select(k => NewVersion(k, others.FirstOrDefault(o => o.Kind == k).Rows ?? SeedRows(k))));

    public static IReadOnlyList<TemplateRow> SeedRows(TemplateKind kind) => [.. SeedFile.Read(kind.SeedFile()).Select(r => new TemplateRow(r.Values))];

    public static Proposal Draft(Actor author, ProposalClass @class = ProposalClass.New, long amount = 20_000_000, bool personal = false, bool cityWide = false) => new(
        new(2026, Interlocked.Increment(ref lastSerial)),
        Guid.NewGuid(),
        new("試験の案件", @class, amount, personal, cityWide, IsShared: true),
        new Department("T0", "試験課", DepartmentKind.Section, null, new(2020, 4, 1)),
        Rules,
        author,
        FixedClock.Start);

    /// <summary>Every field of the gate filled with something that is right.</summary>
    public static ProposalContent Filled(this ProposalContent content, Gate gate)
    {
        foreach (var field in ProposalForm.SectionsOf(gate).SelectMany(s => s.Fields))
        {
            if (field.Kind == FieldKind.Table)
            {
                content = content.Rows(field.Key).Count > 0 ? content : content.WithRows(field.Key, [field.Columns.ToDictionary(c => c.Name, c => (string?)Value(c.Kind, c.Label, []))]);
            }
            else if (content[field.Key].Length == 0)
            {
                content = content.With(field.Key, Value(field.Kind, field.Label, field.Choices));
            }
        }

        return content;
    }

    public static void Fill(this Proposal proposal, Actor author, DateTimeOffset? now = null)
    {
        proposal.Write(proposal.Draft.Filled(proposal.Gate), author, now ?? FixedClock.Start);
        proposal.FillCosts(author, now ?? FixedClock.Start);
    }

    public static ReviewInput FinalReview(Templates rules, Gate gate) => new(
        rules.ChecklistOf(gate).ToDictionary(c => c.Code, c => ((CheckAnswer?)CheckAnswer.Suitable, (string?)null)), [], "妥当と認める", IsFinal: true);

    public static ConditionInput Condition(Gate? blocks = null) => new("PIAを終える", "担当課長", DateOnly.FromDateTime(FixedClock.Start.AddDays(30).DateTime), "PIA報告書", blocks);

    /// <summary>Takes the case from a draft to the point where somebody decides, on whichever route it has.</summary>
    public static void BringToDecision(this Proposal proposal, Cast cast, DateTimeOffset? at = null)
    {
        var now = at ?? FixedClock.Start;
        proposal.Fill(cast.Staff, now);
        proposal.Perform(ProposalAction.Submit, ProposalStep.Nothing, Rules, cast.Staff, now);
        proposal.Perform(ProposalAction.Confirm, ProposalStep.Nothing, Rules, cast.Head, now);
        proposal.Perform(ProposalAction.Accept, ProposalStep.Nothing, Rules, cast.Office, now);
        proposal.ReviewThrough(cast, now);
    }

    /// <summary>Takes a draft that is large enough to the point where the council is to judge it.</summary>
    public static void BringToCouncil(this Proposal proposal, Cast cast, DateTimeOffset now)
    {
        proposal.Fill(cast.Staff, now);
        proposal.Perform(ProposalAction.Submit, ProposalStep.Nothing, Rules, cast.Staff, now);
        proposal.Perform(ProposalAction.Confirm, ProposalStep.Nothing, Rules, cast.Head, now);
        proposal.Perform(ProposalAction.Accept, ProposalStep.Nothing, Rules, cast.Office, now);
        proposal.ReviewToPmo(cast, now);
        proposal.Perform(ProposalAction.Forward, ProposalStep.Nothing, Rules, cast.Office, now);
        proposal.Perform(ProposalAction.ReferToCouncil, ProposalStep.Saying("金額が大きい"), Rules, cast.Cio, now);
    }

    static void ReviewToPmo(this Proposal proposal, Cast cast, DateTimeOffset now)
    {
        foreach (var reviewer in cast.Reviewers.Take(proposal.RouteReviewers))
        {
            proposal.Review(FinalReview(Rules, proposal.Gate), Rules, reviewer, now);
        }

        proposal.ReviewCosts(cast.Office, now);
        proposal.Perform(ProposalAction.PutToPmo, ProposalStep.Nothing, Rules, cast.Office, now);
    }

    /// <summary>From the review to the point where somebody decides.</summary>
    public static void ReviewThrough(this Proposal proposal, Cast cast, DateTimeOffset now)
    {
        proposal.ReviewToPmo(cast, now);
        if (proposal.Route != Route.Light)
        {
            proposal.Perform(ProposalAction.Forward, ProposalStep.Nothing, Rules, cast.Office, now);
        }

        if (proposal.Route == Route.Council)
        {
            proposal.Perform(ProposalAction.ReferToCouncil, ProposalStep.Nothing, Rules, cast.Cio, now);
            proposal.Perform(ProposalAction.RecordJudgement, ProposalStep.Saying("了承"), Rules, cast.Office, now);
        }
    }

    public static void Approve(this Proposal proposal, Cast cast, DateTimeOffset? at = null) => proposal.Perform(
        ProposalAction.Approve, new() { Category = "APPROVE" }, Rules, proposal.Route == Route.Light ? cast.Member : cast.Cio, at ?? FixedClock.Start);

    /// <summary>A saved case of the cast's department, after the acts; the cast must be saved people.</summary>
    public static async Task<Proposal> Proposal(
        this Given given, TestDatabase database, Department department, Cast cast, Action<Proposal> act, ProposalClass @class = ProposalClass.Modification,
        long amount = 20_000_000, string title = "試験の案件")
    {
        await using var db = database.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        db.Attach(department);
        var number = await ProposalNumbers.NextAsync(db, given.Clock.Today, Cancel);
        var rules = await Templates.AtAsync(db, Core.Ledger.AsOf.ReportedOn(given.Clock.Today), Cancel);
        var proposal = new Proposal(number, Guid.NewGuid(), new(title, @class, amount, false, false, IsShared: true), department, rules, cast.Staff, given.Clock.Now);
        db.Proposals.Add(proposal);
        act(proposal);
        await given.Save(db, cast.Staff);
        await transaction.CommitAsync(Cancel);
        return proposal;
    }

    /// <summary>The case as stored, changed by the act and saved.</summary>
    public static async Task ActOnProposal(this Given given, TestDatabase database, string number, Actor actor, Action<Proposal, GovernanceDbContext> act)
    {
        await using var db = database.NewContext();
        act(await db.Proposals.WithAll().Include(p => p.Costs).Include(p => p.Corrections).SingleAsync(p => p.Number == number, Cancel), db);
        await given.Save(db, actor);
    }

    /// <summary>Saved people for a case of the department.</summary>
    public static async Task<Cast> Cast(this Given given, Department department) => new(
        await given.Actor(Role.DepartmentStaff, department), await given.Actor(Role.DepartmentHead, department), await given.Actor(Role.PmoOffice),
        await given.Actor(Role.PmoMember), await given.Actor(Role.Cio));

    static string Value(FieldKind kind, string label, IReadOnlyList<FormChoice> choices) => kind switch
    {
        FieldKind.Text or FieldKind.LongText => $"{label}の内容",
        FieldKind.Number or FieldKind.Decimal => "10",
        FieldKind.Day => "2027-04-01",
        FieldKind.YesNo => "no",
        FieldKind.Choice or FieldKind.Choices => choices[0].Value,
        FieldKind.Table => throw new InvalidOperationException(label),
    };

    static TemplateVersion NewVersion(TemplateKind kind, IReadOnlyList<TemplateRow> rows) =>
        TemplateCheck.First(kind, rows, FactSeeder.Seeder, FixedClock.Start, new(2025, 4, 1), string.Create(CultureInfo.InvariantCulture, $"{kind}"));
}

/// <summary>Everybody whom a case needs, all different people.</summary>
public sealed record Cast(Actor Staff, Actor Head, Actor Office, Actor Member, Actor Cio)
{
    public IReadOnlyList<Actor> Reviewers => [Office, Member];

    public static Cast InMemory() => new(
        Given.Acting(Role.DepartmentStaff), Given.Acting(Role.DepartmentHead), Given.Acting(Role.PmoOffice), Given.Acting(Role.PmoMember), Given.Acting(Role.Cio));
}

public static class Days
{
    public static DateOnly Day(this DateTimeOffset moment) => Core.TokyoTime.DayOf(moment);
}

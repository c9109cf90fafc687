using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Reports;

/// <summary>
/// One case with something of everything: sent back once, asked and answered, decided by a deputy with a condition that is overdue, put
/// right; and one that waits for the council.
/// </summary>
public sealed class CaseReportCase : TestDatabase
{
    public static readonly CityInfo City = new("下関市", "352012");
    public static readonly DateOnly Decided = new(2026, 9, 10);
    public static readonly DateOnly Day = new(2026, 11, 20);

    public const string LongText = "長い現状の説明。";

    public Given Given { get; private set; } = null!;

    public Department Department { get; private set; } = null!;

    public Cast Cast { get; private set; } = null!;

    public Proposal Case { get; private set; } = null!;

    public Proposal ForCouncil { get; private set; } = null!;

    /// <summary>Never submitted.</summary>
    public Proposal Draft { get; private set; } = null!;

    public AsOf Point { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Given = new Given(this);
        Given.Clock.MoveTo(new(2026, 9, 1));
        Department = await Given.Department("調書課");
        Cast = await Given.Cast(Department);
        Case = await Given.Proposal(this, Department, Cast, Write, title: "=1+1 の案件");
        await Act(Cast.Staff, (p, _) => p.Perform(ProposalAction.Submit, ProposalStep.Nothing, Rules, Cast.Staff, Now));
        await Act(Cast.Head, (p, _) => p.Perform(ProposalAction.Return, new() { Comment = "目的が分からない", Findings = [new("purpose", "目的を具体的に")] }, Rules, Cast.Head, Now));
        await DecideAsync();
        Given.Clock.MoveTo(new(2026, 10, 1));
        await Act(Cast.Office, (p, _) => p.Correct("officer", "訂正 後", "人事異動の反映漏れ", Cast.Office, Now));
        var second = await Given.Actor(Role.PmoOffice);
        await Act(second, (p, _) => p.JudgeCorrection(p.Corrections.Single(), isRight: true, null, second, Now));
        ForCouncil = await Given.Proposal(this, Department, Cast, BringToCouncil, amount: 80_000_000, title: "推進会議に諮る案件");
        Draft = await Given.Proposal(this, Department, Cast, _ => { }, title: "下書きだけの案件");
        Given.Clock.MoveTo(Day);
        Point = new(Day, await this.Newest());
    }

    public async Task<byte[]> SheetAsync(AsOf? point = null, bool confidential = true, Proposal? proposal = null)
    {
        await using var db = NewContext();
        return await CaseSheet.WriteAsync(db, (proposal ?? Case).Id, point ?? Point, confidential, City, Cancel);
    }

    public async Task<byte[]> ListAsync(CaseListFilter filter, AsOf? point = null)
    {
        await using var db = NewContext();
        return (await CaseListSheet.WriteAsync(db, db.Proposals, filter, point ?? Point, City, Cancel)).Bytes;
    }

    public Task Act(Actor actor, Action<Proposal, GovernanceDbContext> act) => Given.ActOnProposal(this, Case.Number, actor, act);

    static Templates Rules => GivenProposals.Rules;

    DateTimeOffset Now => Given.Clock.Now;

    void Write(Proposal p)
    {
        p.Write(
            p.Draft.Filled(p.Gate)
                .With("current_issue", string.Concat(Enumerable.Repeat(LongText, 450)))
                .With("vendor", "機密の事業者")
                .With("measures", "機密のセキュリティ対策")
                .WithRows(ProposalForm.Kpi, [new Dictionary<string, string?> { ["name"] = "処理時間", ["unit"] = "分", ["before"] = "30", ["target"] = "12.5", ["method"] = "=SUM(A1)" }]),
            Cast.Staff,
            Now);
        p.FillCosts(Cast.Staff, Now);
    }

    async Task DecideAsync()
    {
        Given.Clock.MoveTo(Decided);
        var principal = new Principal(Cast.Cio.PersonId!.Value, Cast.Cio.Name, "副市長");
        var deputy = Cast.Member with { Assignments = [.. Cast.Member.Assignments, new(Role.Cio, "副市長", [0], principal)] };
        var condition = new ConditionInput("PIAを終える", "担当課長", new(2026, 10, 31), "PIA報告書", Gate.Procurement);
        await Act(Cast.Staff, (p, _) => p.Attach(AttachmentKind.Quotation, "見積書.txt", "見積"u8.ToArray(), Cast.Staff, Now));
        await Act(Cast.Staff, (p, _) => p.Perform(ProposalAction.Submit, ProposalStep.Nothing, Rules, Cast.Staff, Now));
        await Act(Cast.Head, (p, _) => p.Perform(ProposalAction.Confirm, ProposalStep.Nothing, Rules, Cast.Head, Now));
        await Act(Cast.Office, (p, _) =>
        {
            p.Perform(ProposalAction.Accept, ProposalStep.Nothing, Rules, Cast.Office, Now);
            p.Perform(ProposalAction.Ask, new() { Questions = [new("purpose", "指標の根拠は", new(2026, 9, 20))] }, Rules, Cast.Office, Now);
        });
        await Act(Cast.Staff, (p, _) => p.Perform(ProposalAction.Answer, new() { Answers = new Dictionary<int, string> { [1] = "実測した" } }, Rules, Cast.Staff, Now));
        foreach (var reviewer in Cast.Reviewers)
        {
            await Act(reviewer, (p, _) => p.Review(GivenProposals.FinalReview(Rules, p.Gate), Rules, reviewer, Now));
        }

        await Act(Cast.Office, (p, _) =>
        {
            p.ReviewCosts(Cast.Office, Now);
            p.Perform(ProposalAction.PutToPmo, ProposalStep.Nothing, Rules, Cast.Office, Now);
            p.Perform(ProposalAction.Forward, ProposalStep.Nothing, Rules, Cast.Office, Now);
        });
        await Act(deputy, (p, _) => p.Perform(
            ProposalAction.ApproveWithConditions, new() { Category = "CONDITION", Comment = "PIAの結果による", Conditions = [condition] }, Rules, deputy, Now));
    }

    void BringToCouncil(Proposal p)
    {
        p.Fill(Cast.Staff, Now);
        p.Perform(ProposalAction.Submit, ProposalStep.Nothing, Rules, Cast.Staff, Now);
        p.Perform(ProposalAction.Confirm, ProposalStep.Nothing, Rules, Cast.Head, Now);
        p.Perform(ProposalAction.Accept, ProposalStep.Nothing, Rules, Cast.Office, Now);
        foreach (var reviewer in Cast.Reviewers)
        {
            p.Review(GivenProposals.FinalReview(Rules, p.Gate), Rules, reviewer, Now);
        }

        p.ReviewCosts(Cast.Office, Now);
        p.Perform(ProposalAction.PutToPmo, ProposalStep.Nothing, Rules, Cast.Office, Now);
        p.Perform(ProposalAction.Forward, ProposalStep.Nothing, Rules, Cast.Office, Now);
        p.Perform(ProposalAction.ReferToCouncil, ProposalStep.Saying("総額が大きい"), Rules, Cast.Cio, Now);
    }
}

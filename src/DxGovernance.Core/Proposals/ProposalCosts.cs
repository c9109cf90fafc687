using System.ComponentModel;
using System.Globalization;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Proposals;

/// <summary>What is missing of the costs, and on which page it is entered.</summary>
public sealed record CostGap(string Rule, string Page, string Sentence);

/// <summary>The costs of a case: who may do what with them, and what lists show of them.</summary>
public sealed partial class Proposal
{
    /// <summary>Null for a case without cost lines, and where they were not read; see <see cref="HasCosts"/>.</summary>
    public CostSheet? Costs { get; private set; }

    /// <summary>Sum of the lines as the department writes them, in yen; null without lines.</summary>
    public long? DraftCost { get; private set; }

    /// <summary>Lines that were submitted and not taken out again.</summary>
    public int CostLineCount { get; private set; }

    /// <summary>The five amounts over all lines and years, in yen.</summary>
    public long? RequestedCost { get; private set; }

    public long? AssessedCost { get; private set; }

    public long? DecidedCost { get; private set; }

    public long? ContractedCost { get; private set; }

    public long? ActualCost { get; private set; }

    /// <summary>Of what is asked for, what nobody has judged yet.</summary>
    public long UnassessedCost { get; private set; }

    /// <summary>Something is asked for that is not decided yet.</summary>
    public bool HasOpenCosts { get; private set; }

    /// <summary>費用審査 of the newest submission is finished.</summary>
    [DisplayName("費用審査の終了")]
    public bool CostsReviewed { get; private set; }

    public bool HasCosts => DraftCost is not null || CostLineCount > 0 || RequestedCost is not null;

    public CostTotals CostTotals => new(RequestedCost, AssessedCost, DecidedCost, ContractedCost, ActualCost, UnassessedCost);

    /// <summary>The step reads or writes the lines; for the others they need not be loaded.</summary>
    public bool NeedsCosts(ProposalAction action) => action switch
    {
        ProposalAction.Approve or ProposalAction.ApproveWithConditions => HasOpenCosts,
        ProposalAction.Submit or ProposalAction.Reject or ProposalAction.CancelChange or ProposalAction.StartChange => HasCosts,
        _ => false,
    };

    /// <summary>Takes in the cost lines as the department writes them. The amounts of the form follow.</summary>
    public void WriteCosts(IReadOnlyList<CostLine> lines, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.WriteProposal, DepartmentId);
        RuleViolation.Require(State.IsWithDepartment(), "proposal-locked", $"「{State.Label()}」の案件は直せません。差戻しを受けるか、引き戻してから直してください。");
        (Costs ??= NewSheet()).Write(lines, now);
        WrittenBy(by);
        TakeDraftCosts(now);
    }

    /// <summary>Judges cost lines. Needs <see cref="Costs"/> loaded.</summary>
    public void AssessCosts(IReadOnlyList<VerdictInput> verdicts, CostTables tables, Actor actor, DateTimeOffset now)
    {
        Sheet().Assess(verdicts, tables, RequireCostReviewer(actor), now);
        CostsReviewed = false;
    }

    /// <summary>Ends the review of the costs: everything asked for is judged, and so is the whole. Needs <see cref="Costs"/> loaded.</summary>
    /// <param name="answeredChecks">Findings of 見積精査 that were answered.</param>
    /// <param name="unanswered">What was found and not answered, in a sentence; null where nothing is left.</param>
    /// <param name="opinion">On the costs as a whole.</param>
    public CostReview FinishCostReview(int answeredChecks, string? unanswered, string? opinion, Actor actor, DateTimeOffset now)
    {
        var by = RequireCostReviewer(actor);
        RuleViolation.Require(unanswered is null, "cost-checks-open", unanswered ?? "");
        var review = Sheet().Finish(answeredChecks, opinion, by, now);
        CostsReviewed = true;
        return review;
    }

    /// <summary>The budget gives less than was decided. Needs <see cref="Costs"/> loaded.</summary>
    public void LowerDecided(IReadOnlyList<AmountInput> amounts, string? cutReason, string? reason, CostTables tables, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.ReceiveProposal, DepartmentId);
        RuleViolation.Require(!HasAuthor(by), "separation-of-duties", OwnWork);
        RequireDecided();
        Sheet().Lower(amounts, cutReason, reason, tables, by, now);
        ApprovedContent = WithCosts(ApprovedContent!, Costs!.Approved!);
        TakeDraftCosts(now);
    }

    /// <summary>契約額 by line and year. Needs <see cref="Costs"/> loaded.</summary>
    public void Contract(IReadOnlyList<AmountInput> amounts, string? evidence, string? reason, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.WriteProposal, DepartmentId);
        RequireDecided();
        Sheet().Contract(amounts, evidence, reason, by, now);
        WrittenBy(by);
    }

    /// <summary>実績 by line and year, summed up to a day. Needs <see cref="Costs"/> loaded.</summary>
    public void Spend(IReadOnlyList<AmountInput> amounts, DateOnly on, string? evidence, string? reason, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.WriteProposal, DepartmentId);
        RequireDecided();
        Sheet().Spend(amounts, on, evidence, reason, by, now);
        WrittenBy(by);
    }

    /// <summary>What lists show of the costs; called by the sheet whenever it changes.</summary>
    internal void TakeCosts(CostStanding standing)
    {
        var totals = standing.Totals;
        (RequestedCost, AssessedCost, DecidedCost) = (totals.Requested, totals.Assessed, totals.Decided);
        (ContractedCost, ActualCost, UnassessedCost) = (totals.Contracted, totals.Actual, totals.Unassessed);
        (CostLineCount, HasOpenCosts) = (standing.ByLine.Values.Count(l => !l.IsRemoved), standing.HasOpen);
    }

    /// <summary>A field of the form that is the sum of cost lines where there are any.</summary>
    public static bool IsCostSum(string key) => key is ProposalForm.Amount or ProposalForm.InitialAmount or ProposalForm.RunningAmount;

    /// <summary>The form's amounts are the sums of the lines where there are any.</summary>
    static ProposalContent WithCosts(ProposalContent content, CostLines lines)
    {
        if (lines.All.Count == 0)
        {
            return content;
        }

        static string Text(long yen) => yen.ToString(CultureInfo.InvariantCulture);
        var running = lines.All.Where(l => l.Terms.Category?.IsRunning() == true).ToList();
        var years = running.SelectMany(l => l.Amounts.Where(a => a.Value > 0).Select(a => a.Key)).Distinct().Count();
        return content
            .With(ProposalForm.Amount, Text(lines.Total))
            .With(ProposalForm.InitialAmount, Text(lines.Total - running.Sum(l => l.Total)))
            .With(ProposalForm.RunningAmount, Text(years == 0 ? 0 : running.Sum(l => l.Total) / years));
    }

    Actor RequireCostReviewer(Actor actor)
    {
        var by = actor.Acting(Permission.ReviewProposal, DepartmentId);
        RuleViolation.Require(!HasAuthor(by), "separation-of-duties", OwnWork);
        RuleViolation.Require(
            State is ProposalState.Reviewing or ProposalState.Inquiring, "review-not-now", $"「{State.Label()}」の案件は審査できません。");
        return by;
    }

    void RequireDecided() => RuleViolation.Require(
        DecidedCost is not null && !State.IsGivenUp(), "costs-undecided", State.IsGivenUp() ? $"「{State.Label()}」で終わった案件には入力できません。" : "費用が決定されていない案件には入力できません。承認の後に入力してください。");

    CostSheet NewSheet() => HasCosts ? throw new InvalidOperationException($"The costs of {Number} were not loaded.") : new(this);

    CostSheet Sheet() => Costs ?? (HasCosts ? NewSheet() : throw new RuleViolation("costs-none", "この案件には費用の明細がありません。"));

    void TakeDraftCosts(DateTimeOffset now)
    {
        DraftCost = Costs!.Draft.All.Count == 0 ? null : Costs.Draft.Total;
        Draft = WithCosts(Draft, Costs.Draft);
        DraftSavedAt = now;
        Amount = Draft.Number(ProposalForm.Amount);
    }

    /// <summary>What a submission still asks of the costs, in a sentence; the lines themselves are looked at when it is made.</summary>
    public CostGap? CostsMissing(Templates rules) =>
        DraftCost is null && rules.NeedsCostLines(Class, Gate) && Draft.Number(ProposalForm.Amount) is not (null or 0)
            ? new("cost-lines-missing", "edit", $"「{Gate.Label()}」では費用の明細が必要です。費用の画面で明細を入力してください。")
            : Gate == Gate.Contract && DecidedCost > 0 && ContractedCost is null
                ? new("contract-amounts-missing", "contract", "契約額が入力されていません。費用の画面の「契約額」で入力してから提出してください。")
                : null;

    /// <summary>Refuses a submission whose costs are not complete, before it freezes them.</summary>
    void RequireCostsComplete(Templates rules)
    {
        if (CostsMissing(rules) is { } gap)
        {
            throw new RuleViolation(gap.Rule, gap.Sentence);
        }

        if (DraftCost is not null && Sheet().Draft.All.SelectMany(l => l.Missing()).FirstOrDefault() is { } problem)
        {
            throw new RuleViolation("cost-line-incomplete", $"費用の明細{problem.Line}：{problem.Message}");
        }
    }

    /// <summary>Lines into the ledgers. What is asked for anew needs a new review.</summary>
    void FreezeCosts(Actor by, DateTimeOffset now)
    {
        if (!HasCosts)
        {
            return;
        }

        Sheet().Freeze(by, now);
        CostsReviewed = !HasOpenCosts;
    }

    void DecideCosts(string label, Actor by, DateTimeOffset now)
    {
        if (!HasOpenCosts)
        {
            return;
        }

        Sheet().Decide(label, by, now);
        TakeDraftCosts(now);
    }

    void RestoreCosts(string label, Actor by, DateTimeOffset now)
    {
        if (!HasCosts || (!HasOpenCosts && Sheet().Draft.Equals(Sheet().Approved)))
        {
            return;
        }

        Sheet().Restore(label, by, now);
        DraftCost = Costs!.Draft.All.Count == 0 ? null : Costs.Draft.Total;
        CostsReviewed = true;
    }
}

using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>Everything of one case that its ledgers tell at a point.</summary>
sealed record CaseFile
{
    public required CaseStanding Case { get; init; }

    /// <summary>Without it confidential fields are left out and said to be.</summary>
    public required bool WithConfidential { get; init; }

    public required IReadOnlyList<Submission> Submissions { get; init; }

    public required IReadOnlyList<ProposalTransition> Steps { get; init; }

    public required IReadOnlyList<AfterReading> Readings { get; init; }

    public required IReadOnlyList<ReviewEntry> Reviews { get; init; }

    public required IReadOnlyList<CaseInquiry> Inquiries { get; init; }

    public required IReadOnlyList<CaseCondition> Conditions { get; init; }

    public required IReadOnlyList<CaseEffect> Effects { get; init; }

    public required IReadOnlyList<CaseCorrectionLine> Corrections { get; init; }

    public required IReadOnlyList<CaseAttachment> Attachments { get; init; }

    public Submission Newest => Submissions[^1];

    /// <summary>The case as a list shows it.</summary>
    public CaseLine Line => new(
        Case, Steps.Where(s => s.Action.IsDecision()).Select(s => CaseDecision.Of(Case.Id, s)).LastOrDefault(), [.. Conditions.Where(c => c.IsOpen && !Case.IsGivenUp)],
        Inquiries.Count(i => i.Newest.State == InquiryState.Asked));

    /// <summary>Steps that decide, and what the council said.</summary>
    public IEnumerable<ProposalTransition> Decisions =>
        Steps.Where(s => s.Action.IsDecision() || s.Action is ProposalAction.ReferToCouncil or ProposalAction.RecordJudgement);

    /// <summary>A value as this reader may see it.</summary>
    public string Shown(FormField field, string text) => text.Length > 0 && field.IsConfidential && !WithConfidential ? CaseWords.Hidden : text;

    public string? ReadAfterwards(ProposalTransition step) => step.OnBehalfOfId is null ? null
        : Readings.FirstOrDefault(r => r.TransitionId == step.Id) is { } reading ? $"{Wareki.Iso(reading.AsOf)} 後閲済み" : "後閲待ち";

    /// <summary>What the gate asks for, and what was written at another gate before.</summary>
    public IEnumerable<(FormSection Section, IReadOnlyList<FormField> Fields)> Form()
    {
        foreach (var section in ProposalForm.Sections)
        {
            var fields = section.Fields
                .Where(f => f.Gates.Contains(Newest.Gate) || f.Display(Newest.Content).Length > 0)
                .ToList();
            if (fields.Count > 0)
            {
                yield return (section, fields);
            }
        }
    }
}

/// <summary>A question with what followed; the newest row of its ledger says the state.</summary>
sealed record CaseInquiry(InquiryEntry Asked, InquiryEntry Newest)
{
    public InquiryEntry? Answer => Newest.State == InquiryState.Asked ? null : Newest;
}

/// <summary>A condition: the row that imposed it, and the newest.</summary>
sealed record CaseCondition(Gate ImposedAt, ConditionEntry Imposed, ConditionEntry Newest)
{
    public bool IsOpen => Newest.State != ConditionState.Met;

    public string State(DateOnly day) => IsOpen && Imposed.DueOn < day
        ? $"{Newest.State.Label()}（期限を{day.DayNumber - Imposed.DueOn.DayNumber}日超過）"
        : Newest.State.Label();
}

/// <summary>An indicator at one time: planned against measured.</summary>
/// <param name="Key">Key of the row in the form's table of indicators.</param>
sealed record CaseEffect(string Key, string Name, string Unit, int Months, string Term, DateOnly? DueOn, decimal? Planned, EffectMeasurement? Measured)
{
    /// <summary>What the approved form plans at the terms, against what was measured.</summary>
    /// <param name="content">The approved form.</param>
    /// <param name="terms">Those of the rules under which the case runs; none before go-live.</param>
    /// <param name="measured">Of the case, oldest first.</param>
    public static IReadOnlyList<CaseEffect> Of(ProposalContent content, IReadOnlyList<EffectTerm> terms, IReadOnlyList<EffectMeasurement> measured)
    {
        var live = content.Day(ProposalForm.ActualGoLiveOn) ?? content.Day(ProposalForm.GoLiveOn);
        var planned = from indicator in Indicator.Of(content)
                      from term in terms.Prepend(new EffectTerm(0, "稼働前"))
                      select new CaseEffect(
                          indicator.Key, indicator.Name, indicator.Unit, term.Months, term.Name, live?.AddMonths(term.Months), term.Months == 0 ? indicator.Before : indicator.Target,
                          measured.LastOrDefault(m => m.IndicatorKey == indicator.Key && m.Months == term.Months));
        var told = planned.ToList();
        var others = measured.GroupBy(m => (m.IndicatorKey, m.Months)).Select(g => g.Last()).Where(m => told.All(t => t.Measured?.Id != m.Id));
        return
        [
            .. told,
            .. others.Select(m => new CaseEffect(m.IndicatorKey, m.Name, m.Unit, m.Months, m.Months == 0 ? "稼働前" : $"{m.Months}か月", live?.AddMonths(m.Months), m.Planned, m)),
        ];
    }

    public decimal? Difference => Measured is { } m && Planned is { } planned ? m.Value - planned : null;

    public string State(DateOnly day) => Measured is not null ? "測定済み" : DueOn is null ? "稼働日が未定" : DueOn < day ? "未測定（期限超過）" : "測定前";
}

sealed record CaseCorrectionLine(CorrectionEntry Proposed, CorrectionEntry Newest)
{
    public FormField? Field => ProposalForm.Find(Proposed.FieldKey);

    public CorrectionEntry? Judged => Newest.State == CorrectionState.Proposed ? null : Newest;
}

sealed record CaseAttachment(int Id, Gate Gate, AttachmentKind Kind, string FileName, int Length, string Sha256, string AddedBy, DateTimeOffset AddedAt, string Submissions)
{
    public bool IsConfidential => Kind is AttachmentKind.Quotation or AttachmentKind.Contract;
}

/// <summary>Reads one case at a point.</summary>
sealed class CaseFileReader(GovernanceDbContext db, AsOf point)
{
    public async Task<CaseFile?> ReadAsync(int proposalId, bool withConfidential, CancellationToken cancel)
    {
        var one = db.Proposals.AsNoTracking().Where(p => p.Id == proposalId);
        if (await one.Standing(db, point).SingleOrDefaultAsync(cancel) is not { } standing)
        {
            return null;
        }

        standing = standing with { Corrections = await one.Corrections(db, point).ToListAsync(cancel) };
        var submissions = await Ledger(db.Submissions, q => q.Where(s => s.ProposalId == proposalId), cancel);
        var steps = await Ledger(db.ProposalTransitions, q => q.Where(s => s.ProposalId == proposalId), cancel);
        return new()
        {
            Case = standing,
            WithConfidential = withConfidential,
            Submissions = submissions,
            Steps = steps,
            Readings = await Ledger(db.AfterReadings, q => q.Where(r => r.ProposalId == proposalId), cancel),
            Reviews = await Ledger(db.ReviewEntries, q => q.Where(r => r.ProposalId == proposalId), cancel),
            Inquiries = Paired(await Ledger(db.InquiryEntries, q => q.Where(e => e.Inquiry.ProposalId == proposalId), cancel), e => e.InquiryId, (a, b) => new CaseInquiry(a, b)),
            Conditions = await ConditionsAsync(proposalId, cancel),
            Effects = await EffectsAsync(proposalId, submissions, steps, cancel),
            Corrections = Paired(
                await Ledger(db.CorrectionEntries, q => q.Where(e => e.Correction.ProposalId == proposalId), cancel), e => e.CorrectionId, (a, b) => new CaseCorrectionLine(a, b)),
            Attachments = await AttachmentsAsync(proposalId, submissions, cancel),
        };
    }

    /// <summary>Rows of a ledger at the point, oldest first.</summary>
    async Task<List<T>> Ledger<T>(IQueryable<T> ledger, Func<IQueryable<T>, IQueryable<T>> of, CancellationToken cancel)
        where T : LedgerEntry => await of(ledger.AsNoTracking().At(point)).OrderBy(e => e.AsOf).ThenBy(e => e.RecordedAt).ThenBy(e => e.Id).ToListAsync(cancel);

    static IReadOnlyList<TPair> Paired<T, TPair>(IEnumerable<T> rows, Func<T, int> subject, Func<T, T, TPair> pair) =>
        [.. rows.GroupBy(subject).OrderBy(g => g.Key).Select(g => pair(g.First(), g.Last()))];

    async Task<IReadOnlyList<CaseCondition>> ConditionsAsync(int proposalId, CancellationToken cancel)
    {
        var gates = await db.Conditions.AsNoTracking().Where(c => c.ProposalId == proposalId).ToDictionaryAsync(c => c.Id, c => c.Gate, cancel);
        return Paired(
            await Ledger(db.ConditionEntries, q => q.Where(e => e.Condition.ProposalId == proposalId), cancel),
            e => e.ConditionId,
            (first, last) => new CaseCondition(gates[first.ConditionId], first, last));
    }

    /// <summary>What the approved form plans, at the times of the rules under which the case runs, against what was measured.</summary>
    async Task<IReadOnlyList<CaseEffect>> EffectsAsync(
        int proposalId, IReadOnlyList<Submission> submissions, IReadOnlyList<ProposalTransition> steps, CancellationToken cancel)
    {
        var approval = steps.LastOrDefault(s => s.Action is ProposalAction.Approve or ProposalAction.ApproveWithConditions);
        var measured = await Ledger(db.EffectMeasurements, q => q.Where(m => m.EffectCheck.ProposalId == proposalId), cancel);
        if (approval is null || submissions.FirstOrDefault(s => s.Run == approval.Run && s.Number == approval.SubmissionNumber)?.Content is not { } content)
        {
            return [];
        }

        var isLive = steps.Any(s => s.Gate >= Gate.GoLive && s.Action is (ProposalAction.Approve or ProposalAction.ApproveWithConditions));
        var terms = isLive ? (await Templates.AtAsync(db, await RulesAsync(proposalId, cancel), cancel)).EffectTerms : [];
        return CaseEffect.Of(content, terms, measured);
    }

    /// <summary>Fixed by the first submission, so that it is the same at every later point.</summary>
    async Task<AsOf> RulesAsync(int proposalId, CancellationToken cancel)
    {
        var rules = await db.Proposals.AsNoTracking().Where(p => p.Id == proposalId).Select(p => new { p.RulesDay, p.RulesKnownAt }).SingleAsync(cancel);
        return new(rules.RulesDay!.Value, rules.RulesKnownAt!.Value);
    }

    /// <summary>Files that went with a submission, and evidence that was there at the point.</summary>
    async Task<IReadOnlyList<CaseAttachment>> AttachmentsAsync(int proposalId, IReadOnlyList<Submission> submissions, CancellationToken cancel)
    {
        var submitted = submissions.SelectMany(s => s.AttachmentIds).Distinct().ToArray();
        var dayEnd = TokyoTime.EndOf(point.Day);
        var files = await db.Attachments.AsNoTracking()
            .Where(a => a.ProposalId == proposalId)
            .Where(a => submitted.Contains(a.Id)
                || (a.AddedAt <= point.KnownAt && a.AddedAt <= dayEnd && (a.RemovedAt == null || a.RemovedAt > point.KnownAt)))
            .OrderBy(a => a.Id)
            .Select(a => new CaseAttachment(a.Id, a.Gate, a.Kind, a.FileName, a.Length, a.Sha256, a.AddedBy, a.AddedAt, ""))
            .ToListAsync(cancel);
        return
        [
            .. files.Select(f => f with
            {
                Submissions = string.Join("、", submissions.Where(s => s.AttachmentIds.Contains(f.Id)).Select(s => $"{s.Gate.Label()} 第{s.Number}版")),
            }),
        ];
    }
}

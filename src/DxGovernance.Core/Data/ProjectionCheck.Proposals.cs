using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>ICT cases: what lists show of them against their ledgers. A fixed number of statements, whatever the number of cases.</summary>
public static partial class ProjectionCheck
{
    static async Task<List<string>> Proposals(GovernanceDbContext db, CancellationToken cancel)
    {
        var conditions = await Conditions(db, cancel);
        var inquiries = await Inquiries(db, cancel);
        var effects = await Effects(db, cancel);
        var cases = await Cases(db, cancel);
        return
        [
            .. await Ways(db, cases, cancel),
            .. Sums(cases, conditions, inquiries, effects),
            .. conditions.SelectMany(c => Differs($"案件{c.Case}の条件{c.Number}", "状態・報告・内容", c.Shown, c.Folded)),
            .. inquiries.SelectMany(i => Differs($"案件{i.Case}の照会{i.Number}", "状態・照会・回答", i.Shown, i.Folded)),
            .. effects.SelectMany(e => Differs($"案件{e.Case}の効果検証「{e.Name}」（{e.Months}か月）", "測定値", e.Shown, e.Folded)),
            .. await Corrections(db, cancel),
        ];
    }

    static async Task<List<CaseRow>> Cases(GovernanceDbContext db, CancellationToken cancel) => await (
        from p in db.Proposals.AsNoTracking()
        orderby p.Id
        select new CaseRow
        {
            Id = p.Id,
            Number = p.Number,
            Class = p.Class,
            Gate = p.Gate,
            Run = p.Run,
            SubmissionNumber = p.SubmissionNumber,
            State = p.State,
            Route = p.Route,
            ApprovedGate = p.ApprovedGate,
            ApprovedRun = p.ApprovedRun,
            DecidedOn = p.DecidedOn,
            OpenConditions = p.OpenConditions,
            ConditionDueOn = p.ConditionDueOn,
            OpenQuestions = p.OpenQuestions,
            QuestionDueOn = p.QuestionDueOn,
            EffectDueOn = p.EffectDueOn,
            RulesDay = p.RulesDay,
            RulesKnownAt = p.RulesKnownAt,
            StartedAt = p.StartedAt,
        }).ToListAsync(cancel);

    /// <summary>State, gate, run, version, route and decision: folded from the transitions and submissions.</summary>
    static async Task<List<string>> Ways(GovernanceDbContext db, List<CaseRow> cases, CancellationToken cancel)
    {
        ProposalAction[] approvals = [ProposalAction.Approve, ProposalAction.ApproveWithConditions];
        var newest = (await (
            from p in db.Proposals.AsNoTracking()
            from t in db.ProposalTransitions.NewestFirst().Where(t => t.ProposalId == p.Id).Take(1)
            select new { p.Id, t.Gate, t.Action, t.ToState }).ToListAsync(cancel)).ToDictionary(x => x.Id);
        var runs = await db.ProposalTransitions.Where(t => t.Action == ProposalAction.StartNext || t.Action == ProposalAction.StartChange)
            .GroupBy(t => t.ProposalId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancel);
        var submissions = (await (
            from p in db.Proposals.AsNoTracking()
            from s in db.Submissions.Where(s => s.ProposalId == p.Id && s.Run == p.Run).OrderByDescending(s => s.Number).Take(1)
            select new { p.Id, s.Number, s.Route }).ToListAsync(cancel)).ToDictionary(x => x.Id);
        var approved = (await (
            from p in db.Proposals.AsNoTracking()
            from t in db.ProposalTransitions.NewestFirst().Where(t => t.ProposalId == p.Id && approvals.Contains(t.Action)).Take(1)
            select new { p.Id, t.Run }).ToListAsync(cancel)).ToDictionary(x => x.Id, x => x.Run);
        var gates = (await (
            from p in db.Proposals.AsNoTracking()
            from t in db.ProposalTransitions.NewestFirst().Where(t => t.ProposalId == p.Id && t.Gate != Gate.Change && approvals.Contains(t.Action)).Take(1)
            select new { p.Id, t.Gate }).ToListAsync(cancel)).ToDictionary(x => x.Id, x => x.Gate);
        var decided = (await (
            from p in db.Proposals.AsNoTracking()
            from t in db.ProposalTransitions.NewestFirst()
                .Where(t => t.ProposalId == p.Id && (approvals.Contains(t.Action) || (t.Action == ProposalAction.Reject && t.ToState == ProposalState.Rejected))).Take(1)
            select new { p.Id, t.AsOf }).ToListAsync(cancel)).ToDictionary(x => x.Id, x => x.AsOf);
        var tables = await db.TemplateVersions.AsNoTracking().Where(v => v.Kind == TemplateKind.GateTable).ToListAsync(cancel);
        var sentences = new List<string>();
        foreach (var c in cases)
        {
            var last = newest.GetValueOrDefault(c.Id);
            var submission = submissions.GetValueOrDefault(c.Id);
            Gate? approvedGate = gates.TryGetValue(c.Id, out var g) ? g : null;
            Gate? gate = last switch
            {
                null => c.Next(tables, null),
                { Action: ProposalAction.StartNext } => c.Next(tables, approvedGate),
                { Action: ProposalAction.StartChange } => Gate.Change,
                { Action: ProposalAction.Reject or ProposalAction.CancelChange, ToState: ProposalState.Approved } => approvedGate,
                _ => last.Gate,
            };
            var subject = $"案件{c.Number}";
            sentences.AddRange(
            [
                .. Differs(subject, "状態", c.State.Label(), (last?.ToState ?? ProposalState.Draft).Label()),
                .. Differs(subject, "協議段階", c.Gate.Label(), gate?.Label()),
                .. Differs(subject, "協議の回", c.Run, runs.GetValueOrDefault(c.Id) + 1),
                .. Differs(subject, "版", c.SubmissionNumber, submission?.Number ?? 0),
                .. Differs(subject, "経路", c.Route?.Label(), submission?.Route.Label()),
                .. Differs(subject, "承認された協議段階", c.ApprovedGate?.Label(), approvedGate?.Label()),
                .. Differs(subject, "承認された協議の回", c.ApprovedRun, approved.TryGetValue(c.Id, out var run) ? run : null),
                .. Differs(subject, "決定日", Day(c.DecidedOn), Day(decided.TryGetValue(c.Id, out var day) ? day : null)),
            ]);
        }

        return sentences;
    }

    /// <summary>Numbers and next due days, folded from the ledgers of what they count.</summary>
    static IEnumerable<string> Sums(List<CaseRow> cases, List<ConditionRow> conditions, List<InquiryRow> inquiries, List<EffectRow> effects)
    {
        var givenUp = cases.Where(c => c.State.IsGivenUp()).Select(c => c.Id).ToHashSet();
        var unmet = conditions.Where(c => c.Folded.State != ConditionState.Met && !givenUp.Contains(c.CaseId)).ToLookup(c => c.CaseId);
        var asked = inquiries.Where(i => i.Folded.State == InquiryState.Asked).ToLookup(i => i.CaseId);
        var unmeasured = effects.Where(e => e.Folded.Value is null).ToLookup(e => e.CaseId);
        return cases.SelectMany(c => (IEnumerable<string>)
        [
            .. Differs($"案件{c.Number}", "未履行の条件の数", c.OpenConditions, unmet[c.Id].Count()),
            .. Differs($"案件{c.Number}", "条件の次の期限", Day(c.ConditionDueOn), Day(unmet[c.Id].Min(x => (DateOnly?)x.Folded.DueOn))),
            .. Differs($"案件{c.Number}", "回答待ちの照会の数", c.OpenQuestions, asked[c.Id].Count()),
            .. Differs($"案件{c.Number}", "回答の次の期限", Day(c.QuestionDueOn), Day(asked[c.Id].Min(x => (DateOnly?)x.Folded.DueOn))),
            .. Differs($"案件{c.Number}", "効果検証の次の期限", Day(c.EffectDueOn), Day(unmeasured[c.Id].Min(x => x.DueOn))),
        ]);
    }

    static async Task<List<ConditionRow>> Conditions(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from c in db.Conditions.AsNoTracking()
            orderby c.ProposalId, c.Number
            from e in db.ConditionEntries.NewestFirst().Where(e => e.ConditionId == c.Id).Take(1).DefaultIfEmpty()
            from r in db.ConditionEntries.NewestFirst().Where(r => r.ConditionId == c.Id && r.State == ConditionState.Reported).Take(1).DefaultIfEmpty()
            select new
            {
                c.ProposalId,
                Case = c.Proposal.Number,
                c.Number,
                Shown = new ConditionFold(c.State, c.Report, c.Text, c.Owner, c.DueOn, c.Evidence, c.BlocksGate),
                State = (ConditionState?)e.State,
                Report = r.Reason,
                e.Text,
                e.Owner,
                DueOn = (DateOnly?)e.DueOn,
                e.Evidence,
                e.BlocksGate,
            }).ToListAsync(cancel);
        return [.. rows.Select(x => new ConditionRow(
            x.ProposalId, x.Case, x.Number, x.Shown,
            new(x.State ?? ConditionState.Open, x.Report, x.Text ?? "", x.Owner ?? "", x.DueOn ?? default, x.Evidence ?? "", x.BlocksGate)))];
    }

    static async Task<List<InquiryRow>> Inquiries(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from i in db.Inquiries.AsNoTracking()
            orderby i.ProposalId, i.Number
            from e in db.InquiryEntries.NewestFirst().Where(e => e.InquiryId == i.Id).Take(1).DefaultIfEmpty()
            from q in db.InquiryEntries.Where(q => q.InquiryId == i.Id && q.State == InquiryState.Asked).OrderBy(q => q.Id).Take(1).DefaultIfEmpty()
            from a in db.InquiryEntries.NewestFirst().Where(a => a.InquiryId == i.Id && a.State == InquiryState.Answered).Take(1).DefaultIfEmpty()
            select new
            {
                i.ProposalId,
                Case = i.Proposal.Number,
                i.Number,
                Shown = new InquiryFold(i.State, i.Section, i.Question, i.DueOn, i.Answer, i.AnsweredBy),
                State = (InquiryState?)e.State,
                e.Section,
                Question = q.Text,
                DueOn = (DateOnly?)e.DueOn,
                Answer = a.Text,
                AnsweredBy = a.RecordedBy,
            }).ToListAsync(cancel);
        return [.. rows.Select(x => new InquiryRow(
            x.ProposalId, x.Case, x.Number, x.Shown,
            new(x.State ?? InquiryState.Asked, x.Section ?? "", x.Question ?? "", x.DueOn ?? default, x.Answer, x.AnsweredBy)))];
    }

    static async Task<List<EffectRow>> Effects(GovernanceDbContext db, CancellationToken cancel) => await (
        from c in db.EffectChecks.AsNoTracking()
        orderby c.ProposalId, c.Months, c.IndicatorKey
        from m in db.EffectMeasurements.NewestFirst().Where(m => m.EffectCheckId == c.Id).Take(1).DefaultIfEmpty()
        select new EffectRow(
            c.ProposalId, c.Proposal.Number, c.Name, c.Months, c.DueOn, new EffectFold(c.Value, c.MeasuredOn), new EffectFold((decimal?)m.Value, (DateOnly?)m.AsOf)))
        .ToListAsync(cancel);

    static async Task<List<string>> Corrections(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from c in db.Corrections.AsNoTracking()
            orderby c.ProposalId, c.Number
            from e in db.CorrectionEntries.NewestFirst().Where(e => e.CorrectionId == c.Id).Take(1).DefaultIfEmpty()
            from first in db.CorrectionEntries.Where(f => f.CorrectionId == c.Id && f.State == CorrectionState.Proposed).OrderBy(f => f.Id).Take(1).DefaultIfEmpty()
            select new
            {
                Case = c.Proposal.Number,
                c.Number,
                Shown = new CorrectionFold(c.State, c.FieldKey, c.Before, c.After, c.ProposedById),
                Folded = new CorrectionFold((CorrectionState?)e.State, e.FieldKey, e.Before, e.After, first.RecordedById),
            }).ToListAsync(cancel);
        return [.. rows.SelectMany(x => Differs($"案件{x.Case}の訂正{x.Number}", "状態・内容", x.Shown, x.Folded))];
    }

    static string? Day(DateOnly? day) => day is { } d ? Organization.Wareki.Iso(d) : null;

    sealed class CaseRow
    {
        public int Id { get; init; }

        public string Number { get; init; } = "";

        public ProposalClass Class { get; init; }

        public Gate Gate { get; init; }

        public int Run { get; init; }

        public int SubmissionNumber { get; init; }

        public ProposalState State { get; init; }

        public Route? Route { get; init; }

        public Gate? ApprovedGate { get; init; }

        public int? ApprovedRun { get; init; }

        public DateOnly? DecidedOn { get; init; }

        public int OpenConditions { get; init; }

        public DateOnly? ConditionDueOn { get; init; }

        public int OpenQuestions { get; init; }

        public DateOnly? QuestionDueOn { get; init; }

        public DateOnly? EffectDueOn { get; init; }

        public DateOnly? RulesDay { get; init; }

        public DateTimeOffset? RulesKnownAt { get; init; }

        public DateTimeOffset StartedAt { get; init; }

        /// <summary>The first gate after the approved one, by the table that counts for the case.</summary>
        public Gate? Next(IReadOnlyList<TemplateVersion> tables, Gate? approved)
        {
            var (day, knownAt) = RulesDay is { } d && RulesKnownAt is { } k ? (d, k) : (TokyoTime.DayOf(StartedAt), TokyoTime.EndOf(TokyoTime.DayOf(StartedAt)));
            var table = tables.Where(t => t.AsOf <= day && t.RecordedAt <= knownAt).OrderByDescending(t => t.AsOf).ThenByDescending(t => t.Number).FirstOrDefault();
            return table is null ? null : new Templates([table]).GatesOf(Class).Where(g => approved is null || g > approved).Select(g => (Gate?)g).FirstOrDefault();
        }
    }

    sealed record ConditionFold(ConditionState State, string? Report, string Text, string Owner, DateOnly DueOn, string Evidence, Gate? BlocksGate);

    sealed record ConditionRow(int CaseId, string Case, int Number, ConditionFold Shown, ConditionFold Folded);

    sealed record InquiryFold(InquiryState State, string Section, string Question, DateOnly DueOn, string? Answer, string? AnsweredBy);

    sealed record InquiryRow(int CaseId, string Case, int Number, InquiryFold Shown, InquiryFold Folded);

    sealed record EffectFold(decimal? Value, DateOnly? MeasuredOn);

    sealed record EffectRow(int CaseId, string Case, string Name, int Months, DateOnly? DueOn, EffectFold Shown, EffectFold Folded);

    sealed record CorrectionFold(CorrectionState? State, string? FieldKey, string? Before, string? After, int? ProposedById);
}

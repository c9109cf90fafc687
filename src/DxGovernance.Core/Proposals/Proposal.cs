using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Workflow;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

/// <summary>What starts a case.</summary>
/// <param name="Amount">Yen, tax included; null while unknown.</param>
/// <param name="IsShared">Other departments may see title, department and state.</param>
public sealed record ProposalStart(string Title, ProposalClass Class, long? Amount, bool HasPersonalData, bool IsCityWide, bool IsShared);

/// <summary>What was approved and is compared with later on.</summary>
/// <param name="Amount">Yen.</param>
/// <param name="ContractTo">Last day of the contract.</param>
public sealed record ApprovedFacts(long? Amount, DateOnly? ContractTo, string? Vendor, DateOnly? GoLiveOn)
{
    public static ApprovedFacts Of(ProposalContent content) => new(
        content.Number(ProposalForm.Amount),
        content.Day(ProposalForm.ContractTo),
        content[ProposalForm.Vendor] is { Length: > 0 } vendor ? vendor : null,
        content.Day(ProposalForm.ActualGoLiveOn) ?? content.Day(ProposalForm.GoLiveOn));
}

/// <summary>個別ICT案件: from a department's idea through its gates to the effects. Projection of its ledgers, for lists.</summary>
public sealed partial class Proposal : IKeepsLedger
{
    public const string OwnWork = "自分が作成・申請した案件を、自分で審査・決定することはできません（代理として行うこともできません）。別の人に依頼してください。";

    readonly List<Inquiry> inquiries = [];
    readonly List<Condition> conditions = [];
    readonly List<EffectCheck> effectChecks = [];
    readonly List<Attachment> attachments = [];
    readonly List<LedgerEntry> newEntries = [];

    Proposal()
    {
    }

    /// <summary>Starts a case as a draft at the first gate that its class needs.</summary>
    /// <param name="number">From <see cref="ProposalNumbers"/>.</param>
    /// <param name="once">Of the form; the same form sent again is refused by the database.</param>
    /// <param name="start">What is known.</param>
    /// <param name="department">Of the applicant.</param>
    /// <param name="rules">Today's templates.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="now">When.</param>
    public Proposal(ProposalNumber number, Guid once, ProposalStart start, Department department, Templates rules, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.WriteProposal, department.Id);
        RuleViolation.Require(!string.IsNullOrWhiteSpace(start.Title), "title-missing", "件名を入力してください。", "Title");
        (FiscalYear, Serial, Number, Once) = (number.FiscalYear, number.Serial, number.Text, once);
        (Department, DepartmentId, DepartmentName, Class, IsShared) = (department, department.Id, department.Name, start.Class, start.IsShared);
        Gate = rules.GatesOf(start.Class)[0];
        (Run, State, StateSince, StartedAt) = (1, ProposalState.Draft, now, now);
        Turn = ProposalWorkflow.TurnOf(State, null);
        Write(
            ProposalContent.Empty
                .With(ProposalForm.Title, start.Title)
                .With(ProposalForm.Amount, start.Amount?.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .With(ProposalForm.PersonalData, start.HasPersonalData ? "yes" : "no")
                .With(ProposalForm.IsCityWide, start.IsCityWide ? "yes" : "no"),
            actor,
            now);
    }

    public int Id { get; private set; }

    /// <summary>Year in which the fiscal year begins.</summary>
    public int FiscalYear { get; private set; }

    public int Serial { get; private set; }

    /// <summary>案件番号, e.g. R8-ICT-0001.</summary>
    public string Number { get; private set; } = "";

    /// <summary>Given by the form that started the case, so that the same form cannot start two.</summary>
    public Guid Once { get; private set; }

    [DisplayName("件名")]
    public string Title { get; private set; } = "";

    [DisplayName("案件区分")]
    public ProposalClass Class { get; private set; }

    public int DepartmentId { get; private set; }

    public Department Department { get; private set; } = null!;

    public string DepartmentName { get; private set; } = "";

    [DisplayName("他課への共有")]
    public bool IsShared { get; private set; }

    [DisplayName("協議段階")]
    public Gate Gate { get; private set; }

    /// <summary>Which pass through a gate, from 1.</summary>
    public int Run { get; private set; }

    /// <summary>版 of the newest submission in this run; 0 before the first.</summary>
    [DisplayName("版")]
    public int SubmissionNumber { get; private set; }

    [DisplayName("状態")]
    public ProposalState State { get; private set; }

    public DateTimeOffset StateSince { get; private set; }

    /// <summary>By which permission the next step is taken; null where the case is over or nothing is left to do.</summary>
    public Permission? Turn { get; private set; }

    /// <summary>Null before the first submission of a run.</summary>
    [DisplayName("経路")]
    public Route? Route { get; private set; }

    public string? RouteReason { get; private set; }

    public int RouteReviewers { get; private set; }

    /// <summary>The templates of a running case stay those of its first submission; null before it.</summary>
    public DateOnly? RulesDay { get; private set; }

    public DateTimeOffset? RulesKnownAt { get; private set; }

    /// <summary>推進会議の判断 is recorded in this run.</summary>
    public bool CouncilHeard { get; private set; }

    /// <summary>What the department writes; the frozen versions stand in <see cref="Submission"/>.</summary>
    public ProposalContent Draft { get; private set; } = ProposalContent.Empty;

    public DateTimeOffset DraftSavedAt { get; private set; }

    /// <summary>Everybody who wrote or submitted any of it: none of them may review or decide it.</summary>
    public int[] AuthorIds { get; private set; } = [];

    /// <summary>Who has finished a review of the newest submission.</summary>
    public int[] ReviewerIds { get; private set; } = [];

    /// <summary>The last gate in order that was approved.</summary>
    public Gate? ApprovedGate { get; private set; }

    /// <summary>What was approved last.</summary>
    public ProposalContent? ApprovedContent { get; private set; }

    public int? ApprovedRun { get; private set; }

    /// <summary>総額 of the first approval that had one, in yen: what drift is measured against.</summary>
    public long? FirstApprovedAmount { get; private set; }

    /// <summary>総額 as written now, in yen.</summary>
    [DisplayName("総額（円）")]
    public long? Amount { get; private set; }

    [DisplayName("稼働日")]
    public DateOnly? GoLiveOn { get; private set; }

    public int OpenQuestions { get; private set; }

    /// <summary>Next day on which an open question is due.</summary>
    public DateOnly? QuestionDueOn { get; private set; }

    public int OpenConditions { get; private set; }

    /// <summary>Next day on which an unmet condition is due.</summary>
    public DateOnly? ConditionDueOn { get; private set; }

    /// <summary>Next day on which an effect without a value is due.</summary>
    public DateOnly? EffectDueOn { get; private set; }

    public int[] OperationNumbers { get; private set; } = [];

    public string[] InitiativeCodes { get; private set; } = [];

    /// <summary>Numbers of the cases it is linked to.</summary>
    public string[] RelatedNumbers { get; private set; } = [];

    public DateTimeOffset StartedAt { get; private set; }

    public DateOnly? DecidedOn { get; private set; }

    /// <summary>What a search looks at; not read with the case.</summary>
    public ProposalText Words { get; private set; } = null!;

    public uint Version { get; private set; }

    public IReadOnlyList<Inquiry> Inquiries => inquiries;

    public IReadOnlyList<Condition> Conditions => conditions;

    public IReadOnlyList<EffectCheck> EffectChecks => effectChecks;

    public IReadOnlyList<Attachment> Attachments => attachments;

    /// <summary>Key of the case in the audit trail.</summary>
    public string Subject => $"proposal:{Number}";

    /// <summary>R8-ICT-0001「…」.</summary>
    public string Caption => $"{Number}「{Title}」";

    /// <summary>Which templates count for the case: those of its first submission, or today's while it was never submitted.</summary>
    public AsOf RulesAt(DateTimeOffset now) =>
        RulesDay is { } day && RulesKnownAt is { } known ? new(day, known) : AsOf.ReportedOn(TokyoTime.DayOf(now));

    public bool HasAuthor(Actor actor) => actor.PersonIds.Any(AuthorIds.Contains);

    /// <summary>Takes in what was typed. Values are kept also where they are wrong or missing; a submission checks them.</summary>
    public void Write(ProposalContent content, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.WriteProposal, DepartmentId);
        RuleViolation.Require(
            State.IsWithDepartment(), "proposal-locked", $"「{State.Label()}」の案件は直せません。差戻しを受けるか、引き戻してから直してください。");
        RuleViolation.Require(content[ProposalForm.Title].Length > 0, "title-missing", "件名を入力してください。", ProposalForm.Title);
        Draft = DraftCost is null ? content : content
            .With(ProposalForm.Amount, Draft[ProposalForm.Amount])
            .With(ProposalForm.InitialAmount, Draft[ProposalForm.InitialAmount])
            .With(ProposalForm.RunningAmount, Draft[ProposalForm.RunningAmount]);
        DraftSavedAt = now;
        WrittenBy(by);
        Project();
    }

    /// <summary>Whether other departments may see title, department and state.</summary>
    public void Share(bool isShared, Actor actor)
    {
        actor.Require(Permission.WriteProposal, DepartmentId);
        IsShared = isShared;
    }

    public Attachment Attach(AttachmentKind kind, string fileName, byte[] bytes, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.WriteProposal, DepartmentId);
        RuleViolation.Require(!State.IsOver(), "proposal-over", $"「{State.Label()}」の案件には添付できません。");
        RuleViolation.Require(
            fileName.Length is > 0 and <= Attachment.FileNameMaxLength, "attachment-name-long", $"ファイル名は{Attachment.FileNameMaxLength}文字以内にしてください。", "File");
        var attachment = new Attachment(this, kind, fileName, FileType.Of(fileName, bytes), bytes, by, now);
        RuleViolation.Require(
            attachments.All(a => a.RemovedAt is not null || a.Sha256 != attachment.Sha256), "attachment-twice", $"同じ内容のファイルがすでに添付されています。", "File");
        attachments.Add(attachment);
        return attachment;
    }

    /// <summary>Takes a file out of the draft; what was submitted with it keeps it.</summary>
    public void Detach(Attachment attachment, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.WriteProposal, DepartmentId);
        RuleViolation.Require(State.IsWithDepartment(), "proposal-locked", $"「{State.Label()}」の案件の添付は外せません。差戻しを受けてから外してください。");
        attachment.Remove(now);
    }

    /// <summary>Writes a review of the newest submission; several are kept, the newest of a reviewer counts.</summary>
    public ReviewEntry Review(ReviewInput input, Templates rules, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.ReviewProposal, DepartmentId);
        RuleViolation.Require(!HasAuthor(by), "separation-of-duties", OwnWork);
        RuleViolation.Require(
            State is ProposalState.Reviewing or ProposalState.Inquiring, "review-not-now", $"「{State.Label()}」の案件は審査できません。");
        var results = rules.ChecklistOf(Gate).Select(c =>
        {
            var (answer, note) = input.Answers.GetValueOrDefault(c.Code);
            return new CheckResult(c.Code, c.Section, c.Question, answer, string.IsNullOrWhiteSpace(note) ? null : note.Trim());
        }).ToList();
        var unexplained = results.FirstOrDefault(r => r.Answer is CheckAnswer.NeedsWork or CheckAnswer.NotApplicable && r.Note is null);
        RuleViolation.Require(
            unexplained is null, "check-needs-note", $"「{unexplained?.Question}」が「{unexplained?.Answer?.Label()}」のときは、説明を入力してください。", $"Notes[{unexplained?.Code}]");
        if (input.IsFinal)
        {
            var open = results.FirstOrDefault(r => r.Answer is null);
            RuleViolation.Require(open is null, "check-open", $"「{open?.Question}」に答えていません。審査を終えるには、全ての確認項目に答えてください。", $"Answers[{open?.Code}]");
            RuleViolation.Require(!string.IsNullOrWhiteSpace(input.Opinion), "review-needs-opinion", "審査を終えるには、総合意見を入力してください。", "Opinion");
        }

        ReviewerIds = [.. ReviewerIds.Where(id => id != by.PersonId), .. input.IsFinal && by.PersonId is { } me ? new[] { me } : []];
        var entry = new ReviewEntry(this, rules.Version(TemplateKind.Checklist).Number, results, input, by, now);
        newEntries.Add(entry);
        return entry;
    }

    /// <summary>The department reports that a condition is met.</summary>
    public void ReportCondition(Condition condition, string? report, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.WriteProposal, DepartmentId);
        RuleViolation.Require(!State.IsGivenUp(), "condition-given-up", GivenUp);
        RuleViolation.Require(condition.State == ConditionState.Open, "condition-not-open", $"この条件は「{condition.State.Label()}」です。");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(report), "condition-needs-report", "履行の内容（証拠がどこにあるか）を入力してください。", "Report");
        condition.Become(ConditionState.Reported, report.Trim());
        WrittenBy(by);
        newEntries.Add(new ConditionEntry(condition, ConditionState.Reported, by, now, report));
        ProjectConditions();
    }

    /// <summary>The PMO confirms the report or sends it back.</summary>
    public void JudgeCondition(Condition condition, bool isMet, string? note, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.ReceiveProposal, DepartmentId);
        RuleViolation.Require(!HasAuthor(by), "separation-of-duties", OwnWork);
        RuleViolation.Require(!State.IsGivenUp(), "condition-given-up", GivenUp);
        RuleViolation.Require(condition.State == ConditionState.Reported, "condition-not-reported", $"この条件は「{condition.State.Label()}」です。履行の報告を待ってください。");
        RuleViolation.Require(isMet || !string.IsNullOrWhiteSpace(note), "condition-needs-note", "履行を認めないときは、理由を入力してください。", "Note");
        condition.Become(isMet ? ConditionState.Met : ConditionState.Open, null);
        newEntries.Add(new ConditionEntry(condition, condition.State, by, now, note));
        ProjectConditions();
    }

    /// <summary>Given up before it went live: its effects are not measured.</summary>
    public bool DropsEffects => State.IsGivenUp() && !(ApprovedGate >= Gate.GoLive);

    /// <summary>Records a measured value; again, it is a new row with the newer day or moment counting.</summary>
    public void Measure(EffectCheck check, decimal value, DateOnly on, string? note, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.WriteProposal, DepartmentId);
        RuleViolation.Require(!DropsEffects, "measured-given-up", $"稼働の前に「{State.Label()}」で終わった案件の効果は測りません。");
        RuleViolation.Require(on <= TokyoTime.DayOf(now), "measured-in-future", "測定日が先の日です。今日までの日を入力してください。", "MeasuredOn");
        RuleViolation.Require(
            check.MeasuredOn is null || on >= check.MeasuredOn, "measured-before", $"{Wareki.Both(check.MeasuredOn)}の測定がすでにあります。それ以降の日を入力してください。", "MeasuredOn");
        RuleViolation.Require(Math.Abs(value) < 1_000_000_000_000m, "measured-range", "測定値が大きすぎます。単位を確かめてください。", "Value");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(note), "measured-needs-note", "測り方と出所を入力してください。", "Note");
        check.Measured(value, on);
        newEntries.Add(new EffectMeasurement(check, value, by, now, on, note));
        ProjectEffects();
    }

    public IEnumerable<LedgerEntry> TakeNewEntries()
    {
        var taken = newEntries.ToArray();
        newEntries.Clear();
        return taken;
    }

    string GivenUp => $"「{State.Label()}」で終わった案件の条件は、履行を求めません。";

    void WrittenBy(Actor by) => AuthorIds = [.. AuthorIds.Union(by.PersonIds)];

    void Project()
    {
        Title = Draft[ProposalForm.Title];
        Amount = Draft.Number(ProposalForm.Amount);
        GoLiveOn = Draft.Day(ProposalForm.ActualGoLiveOn) ?? Draft.Day(ProposalForm.GoLiveOn);
        OperationNumbers = [.. Draft.Choices(ProposalForm.Operations).Select(o => int.TryParse(o, out var n) ? n : 0).Where(n => n > 0)];
        InitiativeCodes = [.. Draft.Choices(ProposalForm.Initiatives)];
        RelatedNumbers = [.. Draft[ProposalForm.Related].Split([' ', '　', '、', ','], StringSplitOptions.RemoveEmptyEntries).Distinct()];
        Words ??= new(this);
        Words.Take(this);
    }

    void ProjectConditions()
    {
        var open = conditions.Where(c => c.IsOpen && !State.IsGivenUp()).ToList();
        (OpenConditions, ConditionDueOn) = (open.Count, open.Select(c => (DateOnly?)c.DueOn).Min());
    }

    void ProjectEffects() => EffectDueOn = effectChecks.Where(c => c.Value is null && c.DueOn is not null).Select(c => c.DueOn).Min();

    void ProjectQuestions()
    {
        var open = inquiries.Where(i => i.State == InquiryState.Asked).ToList();
        (OpenQuestions, QuestionDueOn) = (open.Count, open.Select(i => (DateOnly?)i.DueOn).Min());
    }
}

/// <summary>Of which kinds there is anything at a case.</summary>
public sealed record ProposalParts(bool Inquiries, bool Conditions, bool EffectChecks, bool Attachments)
{
    public static ProposalParts All { get; } = new(true, true, true, true);
}

/// <summary>Which cases somebody sees.</summary>
/// <param name="Departments">Whose cases may be opened as a whole; null for all.</param>
/// <param name="SeesShared">Knows of what other departments share and have submitted once.</param>
public readonly record struct CaseSight(int[]? Departments, bool SeesShared);

public static class ProposalQueries
{
    /// <summary>The departments whose cases an actor may open as a whole; null for all.</summary>
    public static int[]? DepartmentsOpenTo(Actor actor) => actor.Can(Permission.SeeAllProposals) ? null : actor.Can(Permission.SeeProposals) ? actor.DepartmentIds : [];

    /// <summary>The cases an actor may open as a whole: their departments', or all.</summary>
    public static IQueryable<Proposal> VisibleTo(this IQueryable<Proposal> proposals, Actor actor) =>
        DepartmentsOpenTo(actor) is { } departments ? proposals.Where(p => departments.Contains(p.DepartmentId)) : proposals;

    /// <summary>Two actors with the same key see the same cases.</summary>
    public static string CasesKey(this Actor actor) =>
        actor.Can(Permission.SeeAllProposals) ? "all" : actor.Can(Permission.SeeProposals) ? string.Join(',', actor.DepartmentIds.Order()) : "none";

    /// <summary>The cases of which an actor may know title, department and state: also those that other departments share, once submitted.</summary>
    public static IQueryable<Proposal> KnownTo(this IQueryable<Proposal> proposals, Actor actor)
    {
        if (actor.Can(Permission.SeeAllProposals))
        {
            return proposals;
        }

        var departments = actor.Can(Permission.SeeProposals) ? actor.DepartmentIds : [];
        return actor.Can(Permission.SeeProposals)
            ? proposals.Where(p => departments.Contains(p.DepartmentId) || (p.IsShared && p.RulesDay != null))
            : proposals.Where(p => false);
    }

    /// <summary><see cref="VisibleTo"/> for a statement by hand over <c>proposals p</c>, whose parameter 0 is <see cref="Actor.DepartmentIds"/>.</summary>
    public static string VisibleSql(Actor actor) => actor.Can(Permission.SeeAllProposals) ? "true" : actor.Can(Permission.SeeProposals) ? "p.department_id = any ({0})" : "false";

    /// <summary><see cref="KnownTo"/> in the same way.</summary>
    public static string KnownSql(Actor actor) => actor.Can(Permission.SeeAllProposals) ? "true"
        : actor.Can(Permission.SeeProposals) ? "(p.department_id = any ({0}) or (p.is_shared and p.rules_day is not null))"
        : "false";

    /// <summary><see cref="VisibleTo"/> and <see cref="KnownTo"/> for cases in memory.</summary>
    public static CaseSight SightOf(Actor actor) => new(DepartmentsOpenTo(actor), actor.Can(Permission.SeeProposals));

    /// <summary>With everything a step needs.</summary>
    public static IQueryable<Proposal> WithAll(this IQueryable<Proposal> proposals) => proposals.With(ProposalParts.All);

    /// <summary>With what there is of everything a step needs; each kind costs a statement.</summary>
    public static IQueryable<Proposal> With(this IQueryable<Proposal> proposals, ProposalParts parts)
    {
        proposals = parts.Inquiries ? proposals.Include(p => p.Inquiries.OrderBy(i => i.Number)) : proposals;
        proposals = parts.Conditions ? proposals.Include(p => p.Conditions.OrderBy(c => c.Number)) : proposals;
        proposals = parts.EffectChecks ? proposals.Include(p => p.EffectChecks.OrderBy(c => c.Months).ThenBy(c => c.IndicatorKey)) : proposals;
        proposals = parts.Attachments ? proposals.Include(p => p.Attachments.OrderBy(a => a.Id)) : proposals;
        return proposals.AsSplitQuery();
    }
}

sealed class ProposalConfiguration : IEntityTypeConfiguration<Proposal>
{
    public void Configure(EntityTypeBuilder<Proposal> e)
    {
        e.Property(p => p.Number).HasMaxLength(20);
        e.Property(p => p.Title).HasMaxLength(ProposalForm.TextMaxLength);
        e.Property(p => p.DepartmentName).HasMaxLength(Department.NameMaxLength);
        e.Property(p => p.RouteReason).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(p => p.Version).IsRowVersion();
        e.HasOne(p => p.Department).WithMany().HasForeignKey(p => p.DepartmentId);
        e.Navigation(p => p.Inquiries).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(p => p.Conditions).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(p => p.EffectChecks).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(p => p.Attachments).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(p => p.Corrections).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.HasIndex(p => p.Number).IsUnique();
        e.HasIndex(p => new { p.FiscalYear, p.Serial }).IsUnique();
        e.HasIndex(p => p.Once).IsUnique();
        e.HasIndex(p => new { p.State, p.StateSince });
        e.HasIndex(p => new { p.Turn, p.StateSince });
        e.HasIndex(p => new { p.DepartmentId, p.StateSince });
        e.HasIndex(p => p.StateSince);
        e.HasIndex(p => p.ConditionDueOn);
        e.HasIndex(p => p.EffectDueOn);
        e.HasIndex(p => p.OperationNumbers).IsForSearch();
        e.HasIndex(p => p.InitiativeCodes).IsForSearch();
        e.HasIndex(p => p.RelatedNumbers).IsForSearch();
    }
}

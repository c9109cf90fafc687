using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Workflow;

namespace DxGovernance.Core.Proposals;

/// <summary>What goes with a step: only what the step needs is looked at.</summary>
public sealed record ProposalStep
{
    public string? Comment { get; init; }

    /// <summary>Code of the decision category, for a decision.</summary>
    public string? Category { get; init; }

    /// <summary>For 差戻し: what is to be mended in which section.</summary>
    public IReadOnlyList<SectionFinding> Findings { get; init; } = [];

    public IReadOnlyList<ConditionInput> Conditions { get; init; } = [];

    public IReadOnlyList<QuestionInput> Questions { get; init; } = [];

    /// <summary>Answers by number of the question; for 照会の取下げ the numbers with why.</summary>
    public IReadOnlyDictionary<int, string> Answers { get; init; } = new Dictionary<int, string>();

    public static ProposalStep Nothing { get; } = new();

    public static ProposalStep Saying(string? comment) => new() { Comment = comment };
}

/// <summary>A difference between what was approved and what is written now, with the rule it touches.</summary>
/// <param name="Route">The way on which the change must be judged; null where it is only made known.</param>
public sealed record ChangeFinding(ChangeRule Rule, string What, string Approved, string Now)
{
    public Route? Route => Rule.Route;
}

/// <summary>The steps of a case, taken by <see cref="ProposalWorkflow.Table"/>.</summary>
public sealed partial class Proposal
{
    public const int MaxQuestions = 20;

    /// <summary>Separation of duties stands against the step, whatever the actor may do otherwise.</summary>
    public bool IsOwnWork(Transition<ProposalState, ProposalAction> line, Actor actor) =>
        line.OtherThanSubmitter && actor.Can(line.Permission, DepartmentId) && HasAuthor(actor.Acting(line.Permission, DepartmentId));

    /// <summary>The steps that are open to the actor now, one line for each action. What a guard stands against is not among them.</summary>
    public IReadOnlyList<Transition<ProposalState, ProposalAction>> StepsFor(Actor actor, Templates rules) =>
    [
        .. ProposalWorkflow.Table.From(State)
            .Where(t => actor.Can(t.Permission, DepartmentId) && !IsOwnWork(t, actor))
            .GroupBy(t => t.Action)
            .Select(lines => lines.FirstOrDefault(t => t.Guard is null || t.Guard is ProposalGuard.QuestionsLeft or ProposalGuard.NoQuestionsLeft || WhyNot(t.Guard, rules, ProposalStep.Nothing) is null))
            .OfType<Transition<ProposalState, ProposalAction>>(),
    ];

    /// <summary>Steps that would be the actor's, and why they cannot be taken yet.</summary>
    public IReadOnlyList<(Transition<ProposalState, ProposalAction> Line, string Why)> BlockedFor(Actor actor, Templates rules) =>
    [
        .. from line in ProposalWorkflow.Table.From(State)
           where actor.Can(line.Permission, DepartmentId)
           let why = IsOwnWork(line, actor) ? OwnWork
               : line.Guard is ProposalGuard.NextGateOpen or ProposalGuard.ReviewsDone or ProposalGuard.CouncilHeard
                   || (line.Guard is ProposalGuard.NoGateLeft && NextGate(rules) is null) ? WhyNot(line.Guard, rules, ProposalStep.Nothing)
               : null
           where why is not null
           select (line, why),
    ];

    /// <summary>What stands against the step, whoever takes it; null where nothing but the state does.</summary>
    public string? WhyShut(ProposalAction action, Templates rules) =>
        ProposalWorkflow.Table.From(State).Where(t => t.Action == action && t.Guard is not null).Select(t => WhyNot(t.Guard!, rules, ProposalStep.Nothing)).FirstOrDefault(w => w is not null);

    /// <summary>The next gate in order that the class needs; null after the last.</summary>
    public Gate? NextGate(Templates rules) =>
        rules.GatesOf(Class).Where(g => ApprovedGate is null || g > ApprovedGate).Select(g => (Gate?)g).FirstOrDefault();

    /// <summary>Takes one step. Needs questions, conditions, effects and attachments loaded.</summary>
    /// <param name="action">Which.</param>
    /// <param name="step">What goes with it.</param>
    /// <param name="rules">The templates at <see cref="RulesAt"/>.</param>
    /// <param name="actor">Who; a deputy stands in the record with the principal.</param>
    /// <param name="now">When.</param>
    /// <exception cref="NotPermitted">By no own role and no deputyship.</exception>
    public ProposalTransition Perform(ProposalAction action, ProposalStep step, Templates rules, Actor actor, DateTimeOffset now)
    {
        var permission = ProposalWorkflow.Table.Find(State, action).Permission;
        var by = actor.Acting(permission, DepartmentId);
        var line = ProposalWorkflow.Table.Find(State, action, guard => WhyNot(guard, rules, step));
        RuleViolation.Require(!line.OtherThanSubmitter || !HasAuthor(by), "separation-of-duties", OwnWork);
        RuleViolation.Require(
            !line.NeedsReason || !string.IsNullOrWhiteSpace(step.Comment), "comment-missing", $"「{line.Label}」には理由が必要です。理由を入力してください。", "Comment");
        var category = action.IsDecision() ? CategoryOf(action, step, rules) : null;
        Prepare(action, step, rules, by, now);
        var entry = new ProposalTransition(this, line, step, category, by, now);
        newEntries.Add(entry);
        (State, StateSince) = (line.To, now);
        After(line, step, rules, by, now);
        Turn = State.IsApproved() && NextGate(rules) is null ? null : ProposalWorkflow.TurnOf(State, Route);
        return entry;
    }

    /// <summary>What differs from what was approved, rule by rule; empty before the first approval.</summary>
    public IReadOnlyList<ChangeFinding> ChangesSinceApproval(Templates rules) =>
        ApprovedContent is null ? [] : Changes(rules, ApprovedFacts.Of(ApprovedContent), ApprovedFacts.Of(Draft), FirstApprovedAmount);

    /// <summary>The route that the case would take if it were submitted now.</summary>
    public RouteChoice RouteNow(Templates rules) => RouteAt(
        Gate,
        new(Class, Draft.Number(ProposalForm.Amount) ?? 0, Draft.IsYes(ProposalForm.PersonalData), Draft.IsYes(ProposalForm.IsCityWide)),
        ChangesSinceApproval(rules),
        rules);

    internal static IReadOnlyList<ChangeFinding> Changes(Templates rules, ApprovedFacts was, ApprovedFacts now, long? firstAmount) =>
        [.. rules.ChangeRules.Select(r => Compare(r, was, now, firstAmount)).OfType<ChangeFinding>()];

    /// <summary>The route of a gate, from the facts alone.</summary>
    internal static RouteChoice RouteAt(Gate gate, RouteFacts facts, IReadOnlyList<ChangeFinding> changes, Templates rules)
    {
        var rule = rules.RouteOf(facts);
        var version = rules.Version(TemplateKind.RouteRules).Number;
        var strictest = changes.Where(c => c.Route is not null).OrderByDescending(c => c.Route).FirstOrDefault();
        if (gate == Gate.Change)
        {
            return strictest is null
                ? new(Proposals.Route.Light, "変更", "承認された額・期間・事業者・稼働日に変わりがないため、簡易な経路で確認します。", version, 1)
                : new(strictest.Route!.Value, strictest.Rule.Code, strictest.Rule.Reason, version, strictest.Route == Proposals.Route.Council ? 2 : 1);
        }

        var own = rules.Gates.FirstOrDefault(g => g.Class == facts.Class && g.Gate == gate)?.Route;
        return own is { } route && route < rule.Route
            ? new(route, "段階", $"「{gate.Label()}」は、協議段階の表により「{route.Label()}」の経路で扱います。", version, 1)
            : new(rule.Route, rule.Code, rule.Reason, version, rule.Reviewers);
    }

    /// <summary>Why the guard does not hold, in a sentence; null where it holds.</summary>
    string? WhyNot(Enum guard, Templates rules, ProposalStep step) => guard switch
    {
        ProposalGuard.ReviewsDone => ReviewerIds.Length < RouteReviewers ? $"審査を終えた人が{ReviewerIds.Length}人です。この経路では{RouteReviewers}人の審査が必要です。"
            : HasOpenCosts && !CostsReviewed ? "費用審査が終わっていません。費用の画面で全ての明細を査定し、費用審査を終えてください。"
            : null,
        ProposalGuard.LightRoute => Route == Proposals.Route.Light ? null : $"経路が「{Route?.Label()}」のため、CIOへ上申してください。",
        ProposalGuard.CioRoute => Route != Proposals.Route.Light ? null : "経路が「簡易」のため、CIOへの上申は要りません。PMOで決定してください。",
        ProposalGuard.CouncilHeard => Route != Proposals.Route.Council || CouncilHeard
            ? null
            : "この案件は推進会議付議の経路です。推進会議に付議し、判断が記録されてから決定してください。",
        ProposalGuard.QuestionsLeft => QuestionsLeft(step) > 0 ? null : "回答待ちの照会が残りません。",
        ProposalGuard.NoQuestionsLeft => QuestionsLeft(step) == 0 ? null : "回答待ちの照会が残っています。",
        ProposalGuard.NextGateOpen => WhyNextGateIsShut(rules),
        ProposalGuard.ChangePossible => ApprovedContent is null ? "まだ一度も承認されていないため、変更協議は始められません。"
            : Gate == Gate.Change && State.IsWithDepartment() ? "変更協議はすでに始まっています。"
            : ApprovedGate >= Gate.GoLive ? "稼働報告が済んだ案件の変更は、新しい案件として申請してください。"
            : null,
        ProposalGuard.InChange => Gate == Gate.Change ? null : "変更協議の中ではありません。",
        ProposalGuard.NotInChange => Gate != Gate.Change ? null : "変更協議は取り下げではなく「変更協議をやめる」で終えてください。承認された内容はそのまま残ります。",
        ProposalGuard.LightInChange => Route == Proposals.Route.Light && Gate == Gate.Change ? null : "簡易な経路の変更協議ではありません。",
        ProposalGuard.LightNotInChange => Route == Proposals.Route.Light && Gate != Gate.Change ? null : $"経路が「{Route?.Label()}」のため、CIOへ上申してください。",
        ProposalGuard.NoGateLeft => NextGate(rules) is { } left ? $"「{left.Label()}」がまだ残っています。"
            : conditions.FirstOrDefault(c => c.IsOpen) is { } open ? $"条件{open.Number}「{open.Text}」が履行されていません。"
            : null,
        _ => throw new ArgumentOutOfRangeException(nameof(guard), guard, null),
    };

    int QuestionsLeft(ProposalStep step) => inquiries.Count(i => i.State == InquiryState.Asked && !step.Answers.ContainsKey(i.Number));

    string? WhyNextGateIsShut(Templates rules)
    {
        if (NextGate(rules) is not { } next)
        {
            return "必要な協議段階は全て終わっています。";
        }

        if (BlockedBy(next) is { } blocking)
        {
            return blocking;
        }

        return next == Gate.GoLive && effectChecks.FirstOrDefault(c => c.Months == 0 && c.Value is null && IsPlanned(c)) is { } unmeasured
            ? $"指標「{unmeasured.Name}」の稼働前の値が記録されていません。効果検証の画面で記録してから、稼働報告を始めてください。"
            : null;
    }

    string? BlockedBy(Gate gate) => conditions.FirstOrDefault(c => c.Blocks(gate)) is { } c
        ? $"条件{c.Number}「{c.Text}」（期限 {Wareki.Both(c.DueOn)}）が履行されるまで、「{gate.Label()}」は進められません。履行を報告し、庁内PMOの確認を受けてください。"
        : null;

    static DecisionCategory CategoryOf(ProposalAction action, ProposalStep step, Templates rules)
    {
        var category = rules.Categories.FirstOrDefault(c => c.Code == step.Category && c.Action == action);
        RuleViolation.Require(category is not null, "category-missing", "判断区分を選んでください。", "Category");
        RuleViolation.Require(
            !category.NeedsReason || !string.IsNullOrWhiteSpace(step.Comment), "comment-missing", $"「{category.Name}」には理由が必要です。理由を入力してください。", "Comment");
        RuleViolation.Require(
            !category.NeedsConditions || step.Conditions.Count > 0, "conditions-missing", $"「{category.Name}」には条件が1件以上必要です。条件・担当・期限・求める証拠を入力してください。", "Conditions");
        RuleViolation.Require(
            category.Action == ProposalAction.ApproveWithConditions || step.Conditions.Count == 0, "conditions-not-here", $"「{category.Name}」では条件を付けられません。条件を消すか、条件を付ける区分を選んでください。", "Category");
        return category;
    }

    /// <summary>What must be right, and what is written down, before the state changes.</summary>
    void Prepare(ProposalAction action, ProposalStep step, Templates rules, Actor by, DateTimeOffset now)
    {
        switch (action)
        {
            case ProposalAction.Submit:
                Freeze(rules, by, now);
                break;
            case ProposalAction.Confirm:
                WrittenBy(by);
                break;
            case ProposalAction.Ask:
                Ask(step.Questions, by, now);
                break;
            case ProposalAction.Answer:
                WrittenBy(by);
                Settle(step, InquiryState.Answered, by, now);
                break;
            case ProposalAction.CloseInquiry:
                Settle(step, InquiryState.Closed, by, now);
                break;
            case ProposalAction.Approve or ProposalAction.ApproveWithConditions:
                Impose(step.Conditions, by, now);
                break;
            default:
                break;
        }
    }

    void Freeze(Templates rules, Actor by, DateTimeOffset now)
    {
        RequireCostsComplete(rules);
        var problem = ProposalForm.Wrong(Draft, ProposalForm.SectionsOf(Gate).SelectMany(s => s.Fields)).Concat(ProposalForm.Missing(Draft, Gate, Class)).FirstOrDefault();
        RuleViolation.Require(problem is null, "form-incomplete", $"{ProposalForm.SectionName(problem?.Section ?? "")}：{problem?.Message}", problem?.Key);
        var blocking = BlockedBy(Gate);
        RuleViolation.Require(blocking is null, "condition-blocks", blocking ?? "");
        var change = Gate is Gate.Contract or Gate.GoLive ? ChangesSinceApproval(rules).FirstOrDefault(c => c.Route is not null) : null;
        RuleViolation.Require(
            change is null,
            "change-first",
            $"承認された内容から変わっています（{change?.What}：{change?.Approved} → {change?.Now}）。先に変更協議を行ってください。{change?.Rule.Reason}。");
        WrittenBy(by);
        var route = RouteNow(rules);
        (Route, RouteReason, RouteReviewers) = (route.Route, route.Reason, route.Reviewers);
        (RulesDay, RulesKnownAt) = (RulesDay ?? TokyoTime.DayOf(now), RulesKnownAt ?? now);
        SubmissionNumber++;
        ReviewerIds = [];
        newEntries.Add(new Submission(this, Draft, route, attachments.Where(a => a.RemovedAt is null), by, now));
        FreezeCosts(by, now);
    }

    void Ask(IReadOnlyList<QuestionInput> questions, Actor by, DateTimeOffset now)
    {
        RuleViolation.Require(questions.Count > 0, "questions-missing", "照会の内容を1件以上入力してください。", "Questions");
        RuleViolation.Require(questions.Count <= MaxQuestions, "questions-many", $"一度に照会できるのは{MaxQuestions}件までです。", "Questions");
        var past = questions.FirstOrDefault(q => q.DueOn < TokyoTime.DayOf(now));
        RuleViolation.Require(past is null, "question-past", "回答の期限が過ぎた日です。今日以降の日を入力してください。", "Questions");
        foreach (var question in questions)
        {
            var inquiry = new Inquiry(this, inquiries.Select(i => i.Number).DefaultIfEmpty().Max() + 1, question, by, now);
            inquiries.Add(inquiry);
            newEntries.Add(new InquiryEntry(inquiry, InquiryState.Asked, inquiry.Question, by, now));
        }

        ProjectQuestions();
    }

    void Settle(ProposalStep step, InquiryState to, Actor by, DateTimeOffset now)
    {
        RuleViolation.Require(
            step.Answers.Count > 0 && step.Answers.Values.All(a => !string.IsNullOrWhiteSpace(a)),
            "answers-missing",
            to == InquiryState.Answered ? "回答を1件以上入力してください。" : "取り下げる照会を選んでください。",
            "Answers");
        foreach (var (number, text) in step.Answers)
        {
            var inquiry = inquiries.FirstOrDefault(i => i.Number == number && i.State == InquiryState.Asked);
            RuleViolation.Require(inquiry is not null, "question-not-open", $"照会{number}は回答待ちではありません。画面を開き直してください。");
            inquiry.Become(to, text.Trim(), by, now);
            newEntries.Add(new InquiryEntry(inquiry, to, text.Trim(), by, now));
        }

        ProjectQuestions();
    }

    /// <summary>What the council asks for of the case, whoever decides it afterwards.</summary>
    internal void ImposeByCouncil(AgendaItem item, IReadOnlyList<ConditionInput> inputs, string note, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.RecordCouncilJudgement, DepartmentId);
        RuleViolation.Require(!State.IsOver(), "proposal-over", $"「{State.Label()}」の案件に条件は付けられません。");
        RuleViolation.Require(inputs.Count == 0 || !HasAuthor(by), "separation-of-duties", OwnWork);
        Impose(inputs, by, now, item.Id, note);
    }

    void Impose(IReadOnlyList<ConditionInput> inputs, Actor by, DateTimeOffset now, int? agendaItemId = null, string? note = null)
    {
        foreach (var input in inputs)
        {
            RuleViolation.Require(
                !string.IsNullOrWhiteSpace(input.Text) && !string.IsNullOrWhiteSpace(input.Owner) && !string.IsNullOrWhiteSpace(input.Evidence) && input.DueOn != default,
                "condition-incomplete",
                "条件には、内容・担当・期限・求める証拠の全てを入力してください。",
                "Conditions");
            RuleViolation.Require(input.DueOn >= TokyoTime.DayOf(now), "condition-past", "条件の期限が過ぎた日です。今日以降の日を入力してください。", "Conditions");
            RuleViolation.Require(
                input.BlocksGate is null || (input.BlocksGate > Gate && input.BlocksGate != Gate.Change) || Gate == Gate.Change,
                "condition-gate",
                $"条件で止める協議段階は、「{Gate.Label()}」より後の段階を選んでください。",
                "Conditions");
            var condition = new Condition(this, conditions.Select(c => c.Number).DefaultIfEmpty().Max() + 1, input, agendaItemId);
            conditions.Add(condition);
            newEntries.Add(new ConditionEntry(condition, ConditionState.Open, by, now, note));
        }

        ProjectConditions();
    }

    /// <summary>What follows from the new state.</summary>
    void After(Transition<ProposalState, ProposalAction> line, ProposalStep step, Templates rules, Actor by, DateTimeOffset now)
    {
        switch (line.Action)
        {
            case ProposalAction.RecordJudgement:
                CouncilHeard = true;
                break;
            case ProposalAction.Approve or ProposalAction.ApproveWithConditions:
                DecideCosts(line.Label, by, now);
                Approved(rules, now);
                break;
            case ProposalAction.Reject or ProposalAction.CancelChange when State == ProposalState.Approved:
                // A change that was refused or given up leaves what was approved.
                RestoreCosts(line.Label, by, now);
                DropChange(now);
                break;
            case ProposalAction.Reject:
                DecidedOn = TokyoTime.DayOf(now);
                GiveUp();
                break;
            case ProposalAction.StartNext:
                Begin(NextGate(rules)!.Value, now);
                break;
            case ProposalAction.StartChange:
                RestoreCosts(line.Label, by, now);
                Begin(Gate.Change, now);
                break;
            case ProposalAction.Return:
                CloseAll(line, step, by, now);
                break;
            case ProposalAction.Withdraw:
                CloseAll(line, step, by, now);
                GiveUp();
                break;
            default:
                break;
        }
    }

    void CloseAll(Transition<ProposalState, ProposalAction> line, ProposalStep step, Actor by, DateTimeOffset now)
    {
        inquiries.Where(i => i.State == InquiryState.Asked).ToList().ForEach(i => Close(i, line, step, by, now));
        ProjectQuestions();
    }

    void Close(Inquiry inquiry, Transition<ProposalState, ProposalAction> line, ProposalStep step, Actor by, DateTimeOffset now)
    {
        var why = $"「{line.Label}」により終わりました。{step.Comment}";
        inquiry.Become(InquiryState.Closed, why, by, now);
        newEntries.Add(new InquiryEntry(inquiry, InquiryState.Closed, why, by, now));
    }

    /// <summary>Nobody is asked any more to meet a condition or to measure what never went live.</summary>
    void GiveUp()
    {
        effectChecks.Where(c => DropsEffects && c.Value is null).ToList().ForEach(c => c.Drop());
        ProjectConditions();
        ProjectEffects();
    }

    void Approved(Templates rules, DateTimeOffset now)
    {
        ApprovedContent = Draft;
        ApprovedRun = Run;
        ApprovedGate = Gate == Gate.Change ? ApprovedGate : Gate;
        FirstApprovedAmount ??= Draft.Number(ProposalForm.Amount);
        DecidedOn = TokyoTime.DayOf(now);
        PlanEffects(rules);
    }

    void DropChange(DateTimeOffset now)
    {
        Draft = ApprovedContent!;
        Gate = ApprovedGate!.Value;
        DraftSavedAt = now;
        Project();
    }

    void Begin(Gate gate, DateTimeOffset now)
    {
        (Gate, Run, SubmissionNumber, Route, RouteReason, RouteReviewers) = (gate, Run + 1, 0, null, null, 0);
        (CouncilHeard, ReviewerIds) = (false, []);
        var content = gate == Gate.Change ? ApprovedContent! : Draft;
        foreach (var field in ProposalForm.Fields.Where(f => f.Gates.SetEquals([gate])))
        {
            // What belongs to this gate alone is written anew at every pass.
            content = content.With(field.Key, null).WithRows(field.Key, []);
        }

        Draft = content;
        DraftSavedAt = now;
        Project();
    }

    /// <summary>The approved form still has the indicator. What was measured of others stays, the rest is asked for no more.</summary>
    bool IsPlanned(EffectCheck check) => Indicator.Of(ApprovedContent ?? Draft).Any(i => i.Key == check.IndicatorKey);

    /// <summary>One check before go-live for each indicator; after go-live is reported one for each term.</summary>
    void PlanEffects(Templates rules)
    {
        int[] terms = ApprovedGate >= Gate.GoLive ? [0, .. rules.EffectTerms.Select(t => t.Months)] : [0];
        foreach (var indicator in Indicator.Of(Draft))
        {
            foreach (var months in terms)
            {
                PlanEffect(indicator, months, GoLiveOn?.AddMonths(months));
            }
        }

        effectChecks.Where(c => c.Value is null && !IsPlanned(c)).ToList().ForEach(c => c.Drop());
        ProjectEffects();
    }

    void PlanEffect(Indicator indicator, int months, DateOnly? due)
    {
        if (effectChecks.FirstOrDefault(c => c.IndicatorKey == indicator.Key && c.Months == months) is not { } check)
        {
            effectChecks.Add(new(this, indicator, months, due));
        }
        else if (check.Value is null)
        {
            check.Plan(indicator, due);
        }
    }

    static ChangeFinding? Compare(ChangeRule rule, ApprovedFacts was, ApprovedFacts now, long? firstAmount)
    {
        var raised = was.Amount is { } a && now.Amount is { } b ? b - a : 0;
        var drift = firstAmount is > 0 and { } first && now.Amount is { } amount ? (amount - first) * 100m / first : 0;
        return rule.Trigger switch
        {
            ChangeTrigger.AmountRaised when raised > 0 && raised >= rule.Threshold => new(rule, "総額", Yen(was.Amount), Yen(now.Amount)),
            ChangeTrigger.AmountLowered when raised < 0 && -raised >= rule.Threshold => new(rule, "総額", Yen(was.Amount), Yen(now.Amount)),
            ChangeTrigger.FiscalYearAdded when was.ContractTo is { } x && now.ContractTo is { } y && Organization.FiscalYear.Of(y).Year > Organization.FiscalYear.Of(x).Year
                => new(rule, "契約の終わりの年度", Organization.FiscalYear.Of(x).ToString(), Organization.FiscalYear.Of(y).ToString()),
            ChangeTrigger.VendorChanged when was.Vendor is { } v && now.Vendor is { } w && v != w => new(rule, "事業者", v, w),
            ChangeTrigger.GoLiveLater when was.GoLiveOn is { } d && now.GoLiveOn is { } e && e.DayNumber - d.DayNumber > 0 && e.DayNumber - d.DayNumber >= rule.Threshold
                => new(rule, "稼働日", Wareki.Both(d), Wareki.Both(e)),
            ChangeTrigger.Drift when raised > 0 && drift >= rule.Threshold => new(rule, "当初の承認からの総額", Yen(firstAmount), $"{Yen(now.Amount)}（{drift:0.#}％増）"),
            _ => null,
        };
    }

    static string Yen(long? amount) => amount is { } a ? $"{a:#,0}円" : "未定";
}

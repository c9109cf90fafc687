using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>The ICT cases of the demo set while they are replayed: who acts for whom, what is written, what comes next on the usual way.</summary>
sealed class DemoCases
{
    static readonly (Role Role, Permission Permission)[] Turns =
    [
        (Role.DepartmentStaff, Permission.WriteProposal), (Role.DepartmentHead, Permission.ConfirmProposal), (Role.PmoOffice, Permission.ReceiveProposal),
        (Role.PmoOffice, Permission.RecordCouncilJudgement), (Role.PmoOffice, Permission.ReviewProposal), (Role.PmoMember, Permission.DecideLightProposal),
        (Role.Cio, Permission.DecideProposal), (Role.PmoOffice, Permission.CorrectProposal),
    ];

    readonly Dictionary<string, SeedFile.Row> rows = SeedFile.Read("demo/proposals.csv").ToDictionary(r => r["key"], StringComparer.Ordinal);
    readonly IReadOnlyList<SeedFile.Row> roles = SeedFile.Read("demo/roles.csv");
    readonly IReadOnlyList<SeedFile.Row> deputies = SeedFile.Read("demo/deputies.csv");
    readonly ILookup<string, SeedFile.Row> words = SeedFile.Read("demo/proposal-words.csv").ToLookup(r => r["step"], StringComparer.Ordinal);
    readonly DemoCaseForm form = new();
    readonly DemoCaseCosts costs = new();
    readonly Dictionary<string, Proposal> cases = new(StringComparer.Ordinal);
    readonly Dictionary<AsOf, Templates> templates = [];

    public IEnumerable<SeedFile.Row> Rows => rows.Values;

    public async Task StartAsync(DemoReplay replay, SeedFile.Row row, DateTimeOffset at)
    {
        var actor = await replay.ActorAsync(row["actor"], at);
        var department = await replay.Db.Departments.SingleAsync(d => d.Code == row["department"], replay.Cancel);
        var number = await ProposalNumbers.NextAsync(replay.Db, TokyoTime.DayOf(at), replay.Cancel);
        var start = new ProposalStart(
            row["title"], row.Member<ProposalClass>("class"), (long)row.Int("amount") * 1000, row["personal"] == "yes", row["citywide"] == "yes", row["shared"] == "yes");
        var rules = await RulesAsync(replay, AsOf.ReportedOn(TokyoTime.DayOf(at)));
        var proposal = new Proposal(number, Once(row["key"]), start, department, rules, actor, at);
        replay.Db.Proposals.Add(proposal);
        cases.Add(row["key"], proposal);
        await SaveAsync(replay, proposal, actor, "案件の作成", at);
    }

    /// <summary>The case as it was after the last act, known to the context again: reading it anew for each act would double the time.</summary>
    public Proposal Open(DemoReplay replay, string key)
    {
        var proposal = cases.TryGetValue(key, out var known) ? known : throw new FormatException($"demo: 案件「{key}」はまだ作られていません。");
        replay.Db.Attach(proposal);
        return proposal;
    }

    public Proposal Open(DemoReplay replay, int id) => Open(replay, cases.Single(c => c.Value.Id == id).Key);

    public async Task WriteAsync(DemoReplay replay, string key, Proposal proposal, Actor actor, DateTimeOffset at)
    {
        var content = form.Fill(proposal, rows[key], actor);
        proposal.Write(content, actor, at);
        var isFirst = proposal.DraftCost is null;
        costs.Write(proposal, rows[key], await RulesAsync(replay, proposal.RulesAt(at)), content.Number(ProposalForm.Amount), actor, at);
        if (isFirst && proposal.DraftCost is not null)
        {
            costs.AddQuotes(replay.Db, proposal, key, actor, at);
        }

        await SaveAsync(replay, proposal, actor, "案件の記入", at);
    }

    public async Task PerformAsync(DemoReplay replay, string key, Proposal proposal, ProposalAction action, ProposalStep step, Actor actor, DateTimeOffset at)
    {
        await BeforeAsync(replay, key, proposal, action, actor, at);
        var rules = await RulesAsync(replay, proposal.RulesAt(at));
        var given = action.IsDecision() ? step with { Category = rules.Categories.First(c => c.Action == action).Code } : step;
        var entry = proposal.Perform(action, given, rules, actor, at);
        await ProposalNotices.AddAsync(replay.Db, proposal, entry, actor, at, replay.Cancel);
        await SaveAsync(replay, proposal, actor, "案件：" + action.Label(), at, step.Comment);
    }

    /// <summary>What a step asks of the costs.</summary>
    async Task BeforeAsync(DemoReplay replay, string key, Proposal proposal, ProposalAction action, Actor actor, DateTimeOffset at)
    {
        if (action == ProposalAction.PutToPmo && proposal is { HasOpenCosts: true, CostsReviewed: false })
        {
            var reviewer = await WhoAsync(replay, key, proposal, Permission.ReviewProposal, 0, at);
            await costs.ReviewAsync(replay.Db, proposal, key, Word("CostReview", proposal, proposal.Serial) ?? "妥当と認める。", reviewer, at, replay.Cancel);
            await SaveAsync(replay, proposal, reviewer, "費用審査", at);
        }
        else if (action == ProposalAction.Submit && proposal.DecidedCost is not null)
        {
            if (proposal.Gate == Gate.Contract)
            {
                DemoCaseCosts.Contract(proposal, actor, at);
            }
            else if (proposal.Gate > Gate.Change)
            {
                DemoCaseCosts.Pay(proposal, actor, at);
            }

            await SaveAsync(replay, proposal, actor, proposal.Gate == Gate.Contract ? "契約額の入力" : "実績の入力", at);
        }
    }

    /// <summary>A review in which everything is suitable but what the notes name.</summary>
    public async Task ReviewAsync(
        DemoReplay replay, Proposal proposal, IReadOnlyDictionary<string, string> notes, string opinion, bool isFinal, Actor actor, DateTimeOffset at)
    {
        var rules = await RulesAsync(replay, proposal.RulesAt(at));
        var hasPersonalData = proposal.Draft.IsYes(ProposalForm.PersonalData);
        var answers = rules.ChecklistOf(proposal.Gate).ToDictionary(
            c => c.Code,
            c => notes.TryGetValue(c.Code, out var note) ? (CheckAnswer.NeedsWork, note)
                : c.Section == "privacy" && !hasPersonalData ? ((CheckAnswer?)CheckAnswer.NotApplicable, "個人情報を扱わない。")
                : (CheckAnswer.Suitable, (string?)null),
            StringComparer.Ordinal);
        var findings = rules.ChecklistOf(proposal.Gate).Where(c => notes.ContainsKey(c.Code)).Select(c => new SectionFinding(c.Section, notes[c.Code]));
        proposal.Review(new(answers, [.. findings], opinion, isFinal), rules, actor, at);
        await SaveAsync(replay, proposal, actor, isFinal ? "案件の審査" : "案件の審査（途中）", at);
    }

    public static Task SaveAsync(DemoReplay replay, Proposal proposal, Actor actor, string title, DateTimeOffset at, string? reason = null) =>
        replay.Db.SaveAsync(actor, new Act(title, proposal.Subject, proposal.Caption, reason), at, replay.Cancel);

    /// <summary>What the usual way does next: without questions, returns and refusals.</summary>
    /// <param name="proposal">After its last step.</param>
    /// <param name="decision">The decision in the end.</param>
    /// <returns>Null for a review.</returns>
    public static ProposalAction? Next(Proposal proposal, ProposalAction decision) => proposal.State switch
    {
        ProposalState.Approved or ProposalState.ConditionallyApproved => ProposalAction.StartNext,
        ProposalState.Draft or ProposalState.Returned => ProposalAction.Submit,
        ProposalState.HeadChecking => ProposalAction.Confirm,
        ProposalState.Intake => ProposalAction.Accept,
        ProposalState.Reviewing => proposal.ReviewerIds.Length < proposal.RouteReviewers ? null : ProposalAction.PutToPmo,
        ProposalState.Tabling => proposal.Route == Route.Light ? decision : ProposalAction.Forward,
        ProposalState.Deciding => proposal.Route == Route.Council && !proposal.CouncilHeard ? ProposalAction.ReferToCouncil : decision,
        ProposalState.CouncilPending => ProposalAction.RecordJudgement,
        ProposalState.Continued => ProposalAction.Resume,
        _ => throw new FormatException($"demo: 「{proposal.Caption}」は「{proposal.State.Label()}」で、通常の手続の途中ではありません。"),
    };

    /// <summary>Who takes a step on the day: a holder of the role, not an author where somebody else must, the deputy where there is one.</summary>
    public async Task<Actor> WhoAsync(DemoReplay replay, string key, Proposal proposal, Permission permission, int turn, DateTimeOffset at)
    {
        var day = TokyoTime.DayOf(at);
        var role = permission == Permission.ReviewProposal && turn % 2 == 1 ? Role.PmoMember : Turns.First(t => t.Permission == permission).Role;
        var department = role.IsCityWide() ? null : rows[key]["department"];
        var holders = roles
            .Where(r => r["role"] == role.ToString() && (department is null || r["department"] == department) && r.Day("valid_from") <= day && !(r.DayOrNull("valid_to") < day))
            .Select(r => r["account"])
            .OrderBy(a => role == Role.DepartmentStaff && a == rows[key]["actor"] ? 0 : 1)
            .ToList();
        for (var i = 0; i < holders.Count; i++)
        {
            var account = holders[role is Role.PmoOffice or Role.PmoMember ? (i + turn) % holders.Count : i];
            var acting = deputies.FirstOrDefault(d => d["principal"] == account && d["role"] == role.ToString() && d.Day("from") <= day && d.Day("to") >= day)?["deputy"] ?? account;
            var actor = await replay.ActorAsync(acting, at);
            if (role is Role.DepartmentStaff or Role.DepartmentHead || !proposal.HasAuthor(actor.Acting(permission, proposal.DepartmentId)))
            {
                return actor;
            }
        }

        throw new FormatException($"demo: {day} に「{proposal.Caption}」の「{permission.Label()}」をできる人がいません。");
    }

    /// <summary>A sentence for a step that its row leaves empty.</summary>
    public string? Word(string step, Proposal proposal, int turn)
    {
        var fitting = words[step].Where(r => r["gate"] == proposal.Gate.ToString()).ToList();
        fitting = fitting.Count > 0 ? fitting : [.. words[step].Where(r => r["gate"].Length == 0)];
        return fitting.Count == 0 ? null : fitting[turn % fitting.Count].Text("text");
    }

    public async Task<Templates> RulesAsync(DemoReplay replay, AsOf point)
    {
        if (!templates.TryGetValue(point, out var known))
        {
            known = await Templates.AtAsync(replay.Db, point, replay.Cancel);
            templates.Add(point, known);
        }

        return known;
    }

    static Guid Once(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes("demo:" + key)).AsSpan(0, 16));
}

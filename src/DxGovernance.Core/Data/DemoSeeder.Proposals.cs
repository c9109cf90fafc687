using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>ICT cases, their steps and everything beside them, and the deputies who take some of the steps.</summary>
public static partial class DemoSeeder
{
    /// <summary>Working days after the row's day on which the steps of the usual way are taken, at a quick, usual and slow pace.</summary>
    static readonly int[][] Pace =
    [
        [0, 0, 1, 2, 4, 5, 6, 7, 8, 16, 17],
        [0, 1, 2, 4, 8, 10, 12, 14, 16, 26, 28],
        [0, 1, 4, 7, 14, 18, 22, 25, 28, 40, 43],
    ];

    static readonly TimeOnly[] Hours = [new(9, 25), new(10, 40), new(13, 15), new(14, 50), new(16, 5), new(11, 20), new(15, 35)];

    static IEnumerable<DemoEvent> Deputies() =>
        from row in SeedFile.Read("demo/deputies.csv")
        let at = DemoStamp.Moment(row)
        select new DemoEvent(at, async replay =>
        {
            var people = await replay.Db.People.Include(p => p.Assignments)
                .Where(p => p.Account == row["principal"] || p.Account == row["deputy"]).ToDictionaryAsync(p => p.Account, replay.Cancel);
            var actor = await replay.ActorAsync(row["actor"], at);
            var deputy = new Deputy(
                people[row["principal"]], row.Member<Role>("role"), people[row["deputy"]], row.Day("from"), row.Day("to"), row["reason"], actor, at);
            replay.Db.Deputies.Add(deputy);
            var act = new Act("代理の登録", "deputies", $"{deputy.Principal.Name}の代理 {deputy.Person.Name}", row["reason"]);
            await replay.Db.SaveAsync(actor, act, at, replay.Cancel);
        });

    static IEnumerable<DemoEvent> Proposals(DemoCases cases, WorkingDays workingDays)
    {
        foreach (var row in cases.Rows)
        {
            var at = DemoStamp.Moment(row);
            yield return new(at, replay => cases.StartAsync(replay, row, at));
        }

        foreach (var row in SeedFile.Read("demo/proposal-steps.csv"))
        {
            var at = DemoStamp.Moment(row);
            if (row["action"] == "Bring")
            {
                foreach (var e in Bring(cases, row, at, workingDays))
                {
                    yield return e;
                }
            }
            else
            {
                yield return new(at, replay => Explained(row, () => Step(replay, cases, row, at)));
            }
        }
    }

    /// <summary>The usual way up to the step the row names; what the case's route does not need is left out.</summary>
    static IEnumerable<DemoEvent> Bring(DemoCases cases, SeedFile.Row row, DateTimeOffset at, WorkingDays workingDays)
    {
        var last = row.Member<ProposalAction>("to");
        var days = Pace[(row.Values.TryGetValue("pace", out var pace) && pace.Length > 0 ? row.Int("pace") : row.Line % Pace.Length)];
        var isThere = false;
        var hasBegun = false;
        foreach (var (i, day) in days.Index())
        {
            var moment = i == 0 ? at : TokyoTime.At(workingDays.Next(TokyoTime.DayOf(at), Math.Max(day, 1)), Hours[(i + row.Line) % Hours.Length]).AddMinutes(row.Line % 17);
            moment = day == 0 && i > 0 ? at.AddMinutes(25) : moment;
            yield return new(moment, async replay =>
            {
                if (!isThere)
                {
                    isThere = await Explained(row, () => OneStep(replay, cases, row, last, hasBegun, moment));
                    hasBegun = true;
                }
            });
        }
    }

    /// <returns>Whether this was the last step.</returns>
    static async Task<bool> OneStep(DemoReplay replay, DemoCases cases, SeedFile.Row row, ProposalAction last, bool hasBegun, DateTimeOffset at)
    {
        var proposal = cases.Open(replay, row["key"]);
        var next = DemoCases.Next(proposal, last.IsDecision() ? last : ProposalAction.Approve);
        if (next == ProposalAction.StartNext)
        {
            var starter = await cases.WhoAsync(replay, row["key"], proposal, Permission.WriteProposal, row.Line, at);
            await cases.PerformAsync(replay, row["key"], proposal, ProposalAction.StartNext, ProposalStep.Nothing, starter, at);
            next = last == ProposalAction.StartNext ? null : ProposalAction.Submit;
            if (next is null)
            {
                return true;
            }
        }

        if (proposal.State.IsWithDepartment() && !hasBegun)
        {
            var writer = await cases.WhoAsync(replay, row["key"], proposal, Permission.WriteProposal, row.Line, at);
            await cases.WriteAsync(replay, row["key"], proposal, writer, at.AddMinutes(10));
            return false;
        }

        var items = DemoCaseForm.Rows(row["items"]);
        if (next is not { } action)
        {
            var reviewer = await cases.WhoAsync(replay, row["key"], proposal, Permission.ReviewProposal, row.Line + proposal.ReviewerIds.Length, at);
            var notes = last == ProposalAction.ApproveWithConditions || proposal.ReviewerIds.Length > 0 ? [] : items.ToDictionary(i => i[0], i => i[1], StringComparer.Ordinal);
            var opinion = cases.Word(notes.Count > 0 ? "ReviewWithNotes" : "Review", proposal, row.Line + proposal.ReviewerIds.Length);
            await cases.ReviewAsync(replay, proposal, notes, opinion ?? "", isFinal: true, reviewer, at);
            return false;
        }

        var permission = ProposalWorkflow.Table.Find(proposal.State, action).Permission;
        var isCioStep = permission == Permission.ReceiveProposal && proposal.State == ProposalState.Tabling;
        if (action.IsDecision())
        {
            permission = proposal.State == ProposalState.Tabling ? Permission.DecideLightProposal : Permission.DecideProposal;
        }

        var actor = await cases.WhoAsync(replay, row["key"], proposal, permission, isCioStep ? 0 : row.Line, at);
        var comment = action == last ? row.Text("comment") : null;
        var step = new ProposalStep
        {
            Comment = comment ?? cases.Word(action.ToString(), proposal, row.Line),
            Conditions = action == ProposalAction.ApproveWithConditions ? [.. items.Select(Condition)] : [],
        };
        await cases.PerformAsync(replay, row["key"], proposal, action, step, actor, at);
        return action == last;
    }

    static async Task<bool> Step(DemoReplay replay, DemoCases cases, SeedFile.Row row, DateTimeOffset at)
    {
        var proposal = cases.Open(replay, row["key"]);
        var items = DemoCaseForm.Rows(row["items"]);
        async Task<Actor> By(Permission permission) => row.Text("actor") is { } account
            ? await replay.ActorAsync(account, at)
            : await cases.WhoAsync(replay, row["key"], proposal, permission, row.Line, at);
        int First() => int.Parse(items[0][0], CultureInfo.InvariantCulture);
        switch (row["action"])
        {
            case "Fill":
                await cases.WriteAsync(replay, row["key"], proposal, await By(Permission.WriteProposal), at);
                break;
            case "Write":
                var writer = await By(Permission.WriteProposal);
                proposal.Write(items.Aggregate(proposal.Draft, (content, i) => content.With(i[0], i[1])), writer, at);
                await DemoCases.SaveAsync(replay, proposal, writer, "案件の記入", at);
                break;
            case "Review":
                await cases.ReviewAsync(
                    replay, proposal, items.ToDictionary(i => i[0], i => i[1], StringComparer.Ordinal), row["comment"], row["to"] != "Draft", await By(Permission.ReviewProposal), at);
                break;
            case "Attach":
                var sender = await By(Permission.WriteProposal);
                foreach (var item in items)
                {
                    proposal.Attach(Enum.Parse<AttachmentKind>(item[0]), item[1], await DemoFiles.MakeAsync(item[1], proposal.Caption, at, replay.Cancel), sender, at);
                }

                await DemoCases.SaveAsync(replay, proposal, sender, "案件：添付", at);
                break;
            case "ReportCondition":
                var reporter = await By(Permission.WriteProposal);
                proposal.ReportCondition(proposal.Conditions.Single(c => c.Number == First()), row["comment"], reporter, at);
                await DemoCases.SaveAsync(replay, proposal, reporter, "条件の履行の報告", at, row["comment"]);
                break;
            case "MeetCondition" or "RefuseCondition":
                var judge = await By(Permission.ReceiveProposal);
                proposal.JudgeCondition(proposal.Conditions.Single(c => c.Number == First()), row["action"] == "MeetCondition", row.Text("comment"), judge, at);
                await DemoCases.SaveAsync(replay, proposal, judge, "条件の履行の確認", at, row.Text("comment"));
                break;
            case "Measure":
                await Measure(replay, cases, proposal, items, row["comment"], await By(Permission.WriteProposal), at);
                break;
            case "Correct" or "ConfirmCorrection" or "RefuseCorrection":
                await Correct(replay, cases, proposal, row, items, await By(Permission.CorrectProposal), at);
                break;
            case "AfterReading":
                await ReadAfterwards(replay, cases, proposal, row, await By(Permission.DecideProposal), at);
                break;
            case "ReadConfidential":
                var reader = await By(Permission.ReviewProposal);
                replay.Db.ConfidentialReads.Add(new(proposal, reader, at));
                await DemoCases.SaveAsync(replay, proposal, reader, "機密部分の閲覧", at);
                break;
            default:
                var action = row.Member<ProposalAction>("action");
                var actor = await By(ProposalWorkflow.Table.Find(proposal.State, action).Permission);
                var step = With(items, action) with { Comment = row.Text("comment") ?? cases.Word(action.ToString(), proposal, row.Line) };
                await cases.PerformAsync(replay, row["key"], proposal, action, step, actor, at);
                break;
        }

        return true;
    }

    /// <summary>Items: number of the indicator, months, value, day.</summary>
    static async Task Measure(
        DemoReplay replay, DemoCases cases, Proposal proposal, IReadOnlyList<IReadOnlyList<string>> items, string note, Actor actor, DateTimeOffset at)
    {
        foreach (var item in items)
        {
            var check = proposal.EffectChecks.Single(c => c.IndicatorKey == item[0] && c.Months == int.Parse(item[1], CultureInfo.InvariantCulture));
            var on = item.Count > 3 ? DateOnly.ParseExact(item[3], "yyyy-MM-dd", CultureInfo.InvariantCulture) : TokyoTime.DayOf(at);
            proposal.Measure(check, decimal.Parse(item[2], CultureInfo.InvariantCulture), on, note, actor, at);
        }

        await DemoCases.SaveAsync(replay, proposal, actor, "効果の測定", at, note);
    }

    static async Task Correct(
        DemoReplay replay, DemoCases cases, Proposal proposal, SeedFile.Row row, IReadOnlyList<IReadOnlyList<string>> items, Actor actor, DateTimeOffset at)
    {
        if (row["action"] == "Correct")
        {
            proposal.Correct(items[0][0], items[0][1], row["comment"], actor, at);
        }
        else
        {
            var correction = proposal.Corrections.Single(c => c.Number == int.Parse(items[0][0], CultureInfo.InvariantCulture));
            proposal.JudgeCorrection(correction, row["action"] == "ConfirmCorrection", row.Text("comment"), actor, at);
        }

        await DemoCases.SaveAsync(replay, proposal, actor, row["action"] == "Correct" ? "訂正の提案" : "訂正の確認", at, row.Text("comment"));
    }

    /// <summary>All that was done in the name of the actor in this case and not read yet.</summary>
    static async Task ReadAfterwards(DemoReplay replay, DemoCases cases, Proposal proposal, SeedFile.Row row, Actor actor, DateTimeOffset at)
    {
        var unread = await replay.Db.ProposalTransitions
            .Where(t => t.ProposalId == proposal.Id && t.OnBehalfOfId == actor.PersonId && !replay.Db.AfterReadings.Any(a => a.TransitionId == t.Id))
            .ToListAsync(replay.Cancel);
        replay.Db.AfterReadings.AddRange(unread.Select(t => new AfterReading(t, actor, at, row.Text("comment"))));
        await DemoCases.SaveAsync(replay, proposal, actor, "後閲", at, row.Text("comment"));
    }

    static ProposalStep With(IReadOnlyList<IReadOnlyList<string>> items, ProposalAction action) => action switch
    {
        ProposalAction.Return => new() { Findings = [.. items.Select(i => new SectionFinding(i[0], i[1]))] },
        ProposalAction.Ask => new() { Questions = [.. items.Select(i => new QuestionInput(i[0], i[1], DateOnly.ParseExact(i[2], "yyyy-MM-dd", CultureInfo.InvariantCulture)))] },
        ProposalAction.Answer or ProposalAction.CloseInquiry => new() { Answers = items.ToDictionary(i => int.Parse(i[0], CultureInfo.InvariantCulture), i => i[1]) },
        ProposalAction.ApproveWithConditions => new() { Conditions = [.. items.Select(Condition)] },
        _ => ProposalStep.Nothing,
    };

    /// <summary>Items: text, owner, due day, evidence, the gate it blocks (may be left out).</summary>
    static ConditionInput Condition(IReadOnlyList<string> item) => new(
        item[0],
        item[1],
        DateOnly.ParseExact(item[2], "yyyy-MM-dd", CultureInfo.InvariantCulture),
        item[3],
        item.Count > 4 && item[4].Length > 0 ? Enum.Parse<Gate>(item[4]) : null);

    /// <summary>Says which row a refusal belongs to.</summary>
    static async Task<T> Explained<T>(SeedFile.Row row, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is RuleViolation or NotPermitted or FormatException or InvalidOperationException)
        {
            throw new FormatException($"{row.File} {row.Line}行目（{row["key"]} {row["action"]}）: {e.Message}", e);
        }
    }
}

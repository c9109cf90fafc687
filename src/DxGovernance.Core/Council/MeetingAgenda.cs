using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Council;

/// <summary>The agenda of a meeting, while it is prepared.</summary>
public sealed partial class Meeting
{
    /// <summary>Puts an item at the end of the agenda.</summary>
    public AgendaItem AddItem(AgendaSubject subject, AgendaText text, Actor actor, DateTimeOffset now)
    {
        var by = EditingAgenda(actor, now);
        Check(text);
        RuleViolation.Require(Agenda.Count < MaxItems, "agenda-full", $"議題は{MaxItems}件までです。");
        RuleViolation.Require(
            subject.Kind == AgendaKind.Free || Agenda.All(i => i.About != subject), "agenda-twice", $"「{text.Title?.Trim()}」はすでに議題にあります。");
        var item = new AgendaItem(this, Agenda.Count + 1, subject);
        item.Take(text);
        items.Add(item);
        newEntries.Add(new AgendaEntry(item, by, now, null));
        return item;
    }

    public void EditItem(AgendaItem item, AgendaText text, Actor actor, DateTimeOffset now)
    {
        var by = EditingAgenda(actor, now);
        Check(text);
        RuleViolation.Require(!item.IsRemoved, "agenda-removed", "この議題は外されています。");
        item.Take(text);
        newEntries.Add(new AgendaEntry(item, by, now, null));
    }

    /// <summary>Moves an item to a place, counted from 1; the others close up.</summary>
    public void MoveItem(AgendaItem item, int place, Actor actor, DateTimeOffset now)
    {
        var by = EditingAgenda(actor, now);
        RuleViolation.Require(!item.IsRemoved, "agenda-removed", "この議題は外されています。");
        RuleViolation.Require(place >= 1 && place <= Agenda.Count, "agenda-place", $"順番は1から{Agenda.Count}までの整数で入力してください。", "Place");
        var others = Agenda.Where(i => i != item).ToList();
        others.Insert(place - 1, item);
        Renumber(others, by, now);
    }

    /// <summary>Takes an item off; its record stays.</summary>
    public void RemoveItem(AgendaItem item, Actor actor, DateTimeOffset now)
    {
        var by = EditingAgenda(actor, now);
        RuleViolation.Require(!item.IsRemoved, "agenda-removed", "この議題は外されています。");
        item.Remove();
        newEntries.Add(new AgendaEntry(item, by, now, null));
        Renumber(Agenda, by, now);
    }

    void Renumber(IReadOnlyList<AgendaItem> order, Actor by, DateTimeOffset now)
    {
        foreach (var (index, item) in order.Index())
        {
            if (item.Number != index + 1)
            {
                item.Place(index + 1);
                newEntries.Add(new AgendaEntry(item, by, now, null));
            }
        }
    }

    Actor EditingAgenda(Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.PrepareCouncil, null);
        RuleViolation.Require(
            State == MeetingState.Preparing, "agenda-frozen", $"「{State.Label()}」の会議の議題は変えられません。変えるときは、先に「{MeetingAction.Replace.Label()}」を行ってください。");
        AgendaChangedAt = now;
        return by;
    }

    static void Check(AgendaText text)
    {
        static void Require(string? value, int most, string name, string field, bool optional = false)
        {
            RuleViolation.Require(optional || !string.IsNullOrWhiteSpace(value), "agenda-text-missing", $"{name}を入力してください。", field);
            RuleViolation.Require((value ?? "").Trim().Length <= most, "agenda-text-long", $"{name}は{most}文字以内で入力してください。", field);
        }

        Require(text.Title, AgendaItem.TitleMaxLength, "議題名", "Title");
        Require(text.Asked, AgendaItem.AskedMaxLength, "判断を求める事項", "Asked");
        Require(text.Explanation, AgendaItem.ExplanationMaxLength, "説明", "Explanation", optional: true);
    }
}

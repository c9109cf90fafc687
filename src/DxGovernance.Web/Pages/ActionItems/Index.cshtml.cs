using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.ActionItems;

public enum ActionChoice
{
    Unfinished,
    Open,
    Reported,
    Finished,
    All,
}

/// <summary>指摘の一覧: what the council asked for and is not done, the overdue first.</summary>
[Authorize(Policy = nameof(Permission.SeeActionItems))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true), Display(Name = "指摘の状態")]
    public ActionChoice State { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "期限超過だけ")]
    public bool Overdue { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "会議（第何回）")]
    public int? Meeting { get; set; }

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public Paged<Row> Rows { get; private set; } = null!;

    public DateOnly Today => clock.Today();

    public bool SeesCouncil => actor.Can(Permission.SeeCouncil);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var today = Today;
        ActionItemState[] states = State switch
        {
            ActionChoice.Unfinished => [ActionItemState.Open, ActionItemState.Reported],
            ActionChoice.Open => [ActionItemState.Open],
            ActionChoice.Reported => [ActionItemState.Reported],
            ActionChoice.Finished => [ActionItemState.Met, ActionItemState.Withdrawn],
            ActionChoice.All => Enum.GetValues<ActionItemState>(),
        };
        Rows = await db.ActionItems.VisibleTo(actor)
            .Where(a => states.Contains(a.State) && (Meeting == null || a.AgendaItem.Meeting.Number == Meeting))
            .Where(a => !Overdue || ((a.State == ActionItemState.Open || a.State == ActionItemState.Reported) && a.DueOn < today))
            .OrderBy(a => a.DueOn).ThenBy(a => a.Id)
            .Select(a => new Row
            {
                Id = a.Id,
                Meeting = a.AgendaItem.Meeting.Number,
                Item = a.AgendaItem.Number,
                ItemTitle = a.AgendaItem.Title,
                Number = a.Number,
                Text = a.Text,
                Owner = a.Owner,
                Department = a.Department == null ? null : a.Department.Name,
                DepartmentId = a.DepartmentId,
                DueOn = a.DueOn,
                State = a.State,
            })
            .ToPageAsync(P, Paged<Row>.DefaultSize, cancel);
    }

    public string Act(Row row) => row.State == ActionItemState.Open && actor.Can(Permission.ReportActionItem, row.DepartmentId) ? "対応を報告する"
        : row.State == ActionItemState.Reported && actor.Can(Permission.PrepareCouncil) ? "対応を確認する"
        : "指摘を見る";

    public static string Label(ActionChoice choice) => choice switch
    {
        ActionChoice.Unfinished => "終わっていないもの",
        ActionChoice.Open => ActionItemState.Open.Label(),
        ActionChoice.Reported => ActionItemState.Reported.Label(),
        ActionChoice.Finished => "対応済み・取下げ",
        ActionChoice.All => "全て",
    };

    public sealed record Row
    {
        public int Id { get; init; }

        public int Meeting { get; init; }

        public int Item { get; init; }

        public string ItemTitle { get; init; } = "";

        public int Number { get; init; }

        public string Text { get; init; } = "";

        public string Owner { get; init; } = "";

        public string? Department { get; init; }

        public int? DepartmentId { get; init; }

        public DateOnly DueOn { get; init; }

        public ActionItemState State { get; init; }

        public bool IsOverdue(DateOnly today) => State is ActionItemState.Open or ActionItemState.Reported && DueOn < today;
    }
}

using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Where mail to each person goes, and how they want it.</summary>
[Authorize(Policy = nameof(Permission.ManageMail))]
public sealed class AddressesModel(GovernanceDbContext db, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public AddressFilter Filter { get; set; } = new();

    public Paged<AddressRow> People { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        People = await Filter.Of(db.People, clock.Today()).ToPageAsync(Filter.P, Paged<AddressRow>.DefaultSize, cancel);
    }
}

public enum AddressKind
{
    All,
    Missing,
    Registered,
}

/// <summary>Which people the list shows; every part stands in the address.</summary>
public sealed record AddressFilter
{
    [Display(Name = "氏名・アカウント・アドレス")]
    [MaxLength(Person.NameMaxLength)]
    public string? Q { get; init; }

    [Display(Name = "アドレス")]
    public AddressKind Kind { get; init; }

    /// <summary>Pages from 1.</summary>
    public int P { get; init; } = 1;

    public IQueryable<AddressRow> Of(IQueryable<Person> people, DateOnly today)
    {
        var words = Q?.Trim();
        people = string.IsNullOrEmpty(words)
            ? people
            : people.Where(p => p.Name.Contains(words) || p.Account.Contains(words) || p.MailAddress!.Contains(words));
        people = Kind switch
        {
            AddressKind.All => people,
            AddressKind.Missing => people.Where(p => p.MailAddress == null),
            AddressKind.Registered => people.Where(p => p.MailAddress != null),
        };
        return people.OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => new AddressRow(
            p.Id, p.Name, p.Account, p.IsDemo, p.MailAddress, p.MailDelivery, p.MailHour,
            p.Assignments.Any(a => a.ValidFrom <= today && (a.ValidTo == null || a.ValidTo >= today))));
    }

    public static string Label(AddressKind kind) => kind switch
    {
        AddressKind.All => "全て",
        AddressKind.Missing => "未登録",
        AddressKind.Registered => "登録済み",
    };
}

/// <summary>One person.</summary>
/// <param name="HasRole">Holds a role today; others are sent no mail.</param>
public sealed record AddressRow(int Id, string Name, string Account, bool IsDemo, string? Address, MailDelivery Delivery, int Hour, bool HasRole)
{
    public string Wish => Delivery == MailDelivery.Daily ? $"{Delivery.Label()}（{Hour}時）" : Delivery.Label();
}

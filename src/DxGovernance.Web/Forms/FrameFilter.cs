using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Security;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Forms;

/// <summary>Fills what the layout shows around every page: city, person, menu, notices, demo mark.</summary>
public sealed class FrameFilter(IConfiguration configuration, DemoMark demo) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerInstance is PageModel page)
        {
            var signedIn = context.HttpContext.SignedIn();
            new PageFrame
            {
                CityName = configuration["City:Name"] ?? "",
                UserName = signedIn?.Actor.Name,
                RoleName = signedIn?.Person.RoleNames,
                Menu = signedIn is null ? [] : Menu.At(context.HttpContext.Request.Path, signedIn.Person.Menu),
                UnreadNotices = signedIn?.Person.UnreadNotices ?? 0,
                Demo = context.HttpContext.Features.Get<IExceptionHandlerFeature>() is null
                    ? await demo.IsOnAsync(context.HttpContext.RequestAborted)
                    : demo.Known,
            }.PutInto(page.ViewData);
        }

        await next();
    }
}

/// <summary>Whether the database holds the fictional demo set. Asked once; a set that is there stays there.</summary>
public sealed class DemoMark(IServiceScopeFactory scopes)
{
    bool? known;

    /// <summary>What was read before; an error page asks no database.</summary>
    public bool Known => known == true;

    public async Task<bool> IsOnAsync(CancellationToken cancel)
    {
        if (known is { } answer)
        {
            return answer;
        }

        await using var scope = scopes.CreateAsyncScope();
        known = await scope.ServiceProvider.GetRequiredService<GovernanceDbContext>().People.AnyAsync(p => p.IsDemo, cancel);
        return known.Value;
    }
}

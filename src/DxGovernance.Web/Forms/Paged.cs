using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Forms;

/// <summary>One page of a list and how many rows there are in all.</summary>
public sealed record Paged<T>(IReadOnlyList<T> Rows, int Total, int Page, int Size)
{
    public const int DefaultSize = 20;
}

public static class PagedQueries
{
    /// <summary>Rows and total in one statement; a page past the end becomes the last page with a second one.</summary>
    /// <param name="query">Ordered.</param>
    /// <param name="page">From 1; less counts as 1.</param>
    /// <param name="size">Rows a page.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<Paged<T>> ToPageAsync<T>(this IQueryable<T> query, int page, int size, CancellationToken cancel)
    {
        page = Math.Clamp(page, 1, int.MaxValue / size);
        var found = await query.Skip((page - 1) * size).Take(size).Select(row => new { Row = row, Total = query.Count() }).ToListAsync(cancel);
        if (found.Count > 0 || page == 1)
        {
            return new([.. found.Select(f => f.Row)], found.Count == 0 ? 0 : found[0].Total, page, size);
        }

        var total = await query.CountAsync(cancel);
        return await query.ToPageAsync(Math.Max(1, (total + size - 1) / size), size, cancel);
    }
}

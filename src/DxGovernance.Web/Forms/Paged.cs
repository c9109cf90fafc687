using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Forms;

/// <summary>One page of a list and how many rows there are in all.</summary>
public sealed record Paged<T>(IReadOnlyList<T> Rows, int Total, int Page, int Size)
{
    public const int DefaultSize = 20;

    /// <summary>True where the list was counted no further than its limit and there is more.</summary>
    public bool IsCut { get; init; }
}

public static class PagedQueries
{
    /// <summary>One page of what is all in memory.</summary>
    public static Paged<T> ToPage<T>(this IReadOnlyList<T> all, int page)
    {
        const int Size = Paged<T>.DefaultSize;
        page = Math.Clamp(page, 1, Math.Max(1, (all.Count + Size - 1) / Size));
        return new([.. all.Skip((page - 1) * Size).Take(Size)], all.Count, page, Size);
    }

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

    /// <summary>The same where the total is known already.</summary>
    public static async Task<Paged<T>> ToPageAsync<T>(this IQueryable<T> query, int page, int size, int total, CancellationToken cancel)
    {
        page = Math.Clamp(page, 1, Math.Max(1, (total + size - 1) / size));
        return new(total == 0 ? [] : await query.Skip((page - 1) * size).Take(size).ToListAsync(cancel), total, page, size);
    }

    /// <summary>
    /// The same over the first rows of a list without end (a trail): counting millions of rows would cost more than the page. The reader
    /// narrows the list to come further.
    /// </summary>
    public static async Task<Paged<T>> ToFirstPagesAsync<T>(this IQueryable<T> query, int page, int size, int limit, CancellationToken cancel)
    {
        var found = await query.Take(limit + 1).ToPageAsync(Math.Clamp(page, 1, limit / size), size, cancel);
        return found with { Total = Math.Min(found.Total, limit), IsCut = found.Total > limit };
    }
}

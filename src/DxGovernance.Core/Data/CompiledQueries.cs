using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DxGovernance.Core.Data;

/// <summary>
/// Queries that are compiled once. EF binds a compiled query to the model that it ran with first and refuses it with any other, and a process may hold several
/// (contexts with other options): so they are kept for each model.
/// </summary>
/// <typeparam name="T">Holds the queries as fields.</typeparam>
static class CompiledQueries<T>
    where T : class, new()
{
    static readonly ConditionalWeakTable<IModel, T> Kept = [];

    public static T Of(DbContext db) => Kept.GetValue(db.Model, static _ => new());
}

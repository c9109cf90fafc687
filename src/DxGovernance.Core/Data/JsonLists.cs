using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DxGovernance.Core.Data;

/// <summary>Lists of records that are kept as jsonb, wherever an entity has one.</summary>
static class JsonLists
{
    static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void HasJsonList<T>(this ModelConfigurationBuilder model) =>
        model.Properties<IReadOnlyList<T>>().HaveConversion<ListConverter<T>, ListComparer<T>>().HaveColumnType("jsonb");

    sealed class ListConverter<T>() : ValueConverter<IReadOnlyList<T>, string>(
        list => JsonSerializer.Serialize(list, Options), json => JsonSerializer.Deserialize<List<T>>(json, Options)!);

    sealed class ListComparer<T>() : ValueComparer<IReadOnlyList<T>>((a, b) => a!.SequenceEqual(b!), list => list.Count, list => list);
}

using System.Text.RegularExpressions;
using DxGovernance.Core.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DxGovernance.Core.Data;

/// <summary>PostgreSQL names from C# names, a check constraint on every column that holds an enum, and nothing deleted by cascade.</summary>
static partial class SnakeCaseNames
{
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            var table = Snake(entity.GetTableName()!);
            entity.SetTableName(table);
            foreach (var property in entity.GetProperties())
            {
                if (!property.IsConcurrencyToken)
                {
                    property.SetColumnName(Snake(property.Name));
                }

                ConstrainText(property);
                ConstrainEnum(model, entity, table, property);
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName("pk_" + table);
            }

            foreach (var key in entity.GetForeignKeys())
            {
                key.SetConstraintName(Short($"fk_{table}_{Columns(key.Properties)}"));
                key.DeleteBehavior = DeleteBehavior.Restrict;
            }

            foreach (var index in entity.GetIndexes().Where(i => !i.GetDatabaseName()!.StartsWith("ux_", StringComparison.Ordinal)))
            {
                index.SetDatabaseName(Short($"ix_{table}_{Columns(index.Properties)}"));
            }
        }
    }

    static void ConstrainText(IMutableProperty property)
    {
        if (property.Name == nameof(LedgerEntry.Reason) && property.DeclaringType.ClrType.IsSubclassOf(typeof(LedgerEntry)))
        {
            property.SetMaxLength(LedgerEntry.ReasonMaxLength);
        }
    }

    static void ConstrainEnum(ModelBuilder model, IMutableEntityType entity, string table, IMutableProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type.IsEnum)
        {
            var column = Snake(property.Name);
            var values = string.Join(", ", Enum.GetNames(type).Select(n => $"'{n}'"));
            model.Entity(entity.ClrType).ToTable(t => t.HasCheckConstraint(Short($"ck_{table}_{column}"), $"{column} in ({values})"));
        }
    }

    static string Columns(IEnumerable<IReadOnlyProperty> properties) => string.Join('_', properties.Select(p => Snake(p.Name)));

    /// <summary>PostgreSQL cuts names at 63 bytes; cut ourselves so that two never fall together unseen.</summary>
    static string Short(string name) => name.Length <= 63 ? name : name[..63];

    static string Snake(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex WordStart();
}

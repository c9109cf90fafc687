using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Tests.Organization;

public class EnumLabelTests
{
    /// <summary>Stored, but no user meets them by name: an action is called by its transition's label, a department by its own name.</summary>
    static readonly Type[] Unlabelled = [typeof(DepartmentKind), typeof(PlanAction)];

    static readonly Type[] Labelled = [.. typeof(EnumLabels).Assembly.GetTypes().Where(t => t.IsEnum && IsLabelled(t))];

    public static TheoryData<Enum> Members => [.. Labelled.SelectMany(t => Enum.GetValues(t).Cast<Enum>())];

    [Theory]
    [MemberData(nameof(Members), DisableDiscoveryEnumeration = true)]
    public void Every_member_of_a_labelled_enum_has_a_label(Enum member) =>
        EnumLabels.Of(member).ShouldNotBeNullOrWhiteSpace();

    [Fact]
    public void Every_enum_that_is_stored_is_labelled()
    {
        var options = new DbContextOptionsBuilder<GovernanceDbContext>();
        using var nowhere = NpgsqlDataSource.Create("Host=localhost");
        Database.Configure(options, nowhere);
        using var db = new GovernanceDbContext(options.Options);
        var stored = db.Model.GetEntityTypes()
            .SelectMany(e => e.GetProperties())
            .Select(p => Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType)
            .Where(t => t.IsEnum)
            .Distinct()
            .ToList();
        stored.Count.ShouldBeGreaterThan(15);
        stored.Except(Unlabelled).Except(Labelled).ShouldBeEmpty();
    }

    [Fact]
    public void Labels_are_japanese_and_differ_within_an_enum()
    {
        foreach (var type in Labelled)
        {
            var labels = Enum.GetValues(type).Cast<Enum>().Select(EnumLabels.Of).ToList();
            labels.ShouldBeUnique(type.Name);
            labels.ShouldAllBe(l => l == "CIO" || l.Any(c => c > 0x3000));
        }
    }

    [Fact]
    public void An_enum_without_labels_is_an_error_not_a_blank() =>
        Should.Throw<ArgumentOutOfRangeException>(() => EnumLabels.Of(DayOfWeek.Monday));

    [Fact]
    public void A_number_that_is_no_member_is_an_error_not_a_blank() =>
        Should.Throw<Exception>(() => EnumLabels.Of((StepStatus)99));

    [Fact]
    public void The_ministry_writes_not_started_with_one_letter() =>
        Enum.GetValues<StepStatus>().Select(s => s.NationalWord()).ShouldBe(["未", "作業中", "完了済み", "対象外"]);

    static bool IsLabelled(Type type)
    {
        try
        {
            EnumLabels.Of((Enum)Enum.GetValues(type).GetValue(0)!);
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}

using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Tests.Organization;

public class EnumLabelTests
{
    /// <summary>Enums that no user meets by name: an action is called by its transition's label, a department by its own name.</summary>
    static readonly Type[] Unlabelled = [typeof(DepartmentKind), typeof(PlanAction)];

    static IEnumerable<Type> Enums => typeof(EnumLabels).Assembly.GetExportedTypes().Where(t => t.IsEnum);

    public static TheoryData<Enum> Members =>
        [.. Enums.Except(Unlabelled).SelectMany(t => Enum.GetValues(t).Cast<Enum>())];

    [Theory]
    [MemberData(nameof(Members), DisableDiscoveryEnumeration = true)]
    public void Every_member_of_every_enum_has_a_label(Enum member) =>
        EnumLabels.Of(member).ShouldNotBeNullOrWhiteSpace();

    [Fact]
    public void Labels_are_japanese_and_differ_within_an_enum()
    {
        foreach (var type in Enums.Except(Unlabelled))
        {
            var labels = Enum.GetValues(type).Cast<Enum>().Select(EnumLabels.Of).ToList();
            labels.ShouldBeUnique(type.Name);
            labels.ShouldAllBe(l => l == "CIO" || l.Any(c => c > 0x3000));
        }
    }

    [Fact]
    public void An_enum_without_labels_is_an_error_not_a_blank()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => EnumLabels.Of(DayOfWeek.Monday));
        foreach (var type in Unlabelled)
        {
            Should.Throw<ArgumentOutOfRangeException>(() => EnumLabels.Of((Enum)Enum.GetValues(type).GetValue(0)!));
        }
    }

    [Fact]
    public void A_number_that_is_no_member_is_an_error_not_a_blank() =>
        Should.Throw<Exception>(() => EnumLabels.Of((StepStatus)99));

    [Fact]
    public void The_ministry_writes_not_started_with_one_letter() =>
        Enum.GetValues<StepStatus>().Select(s => s.NationalWord()).ShouldBe(["未", "作業中", "完了済み", "対象外"]);
}

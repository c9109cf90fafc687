using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Organization;

public class ActorTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    Given Given { get; } = new(database);

    [Fact]
    public async Task A_person_acts_for_the_department_and_the_sections_below_it()
    {
        var division = await Given.Department();
        var section = await Given.Department(parent: division);
        var elsewhere = await Given.Department();

        var head = await Given.Actor(Role.DepartmentHead, division);

        head.DepartmentIds.Order().ShouldBe([division.Id, section.Id]);
        head.Can(Permission.ReportProgress, section.Id).ShouldBeTrue();
        head.Can(Permission.ReportProgress, elsewhere.Id).ShouldBeFalse();
        (await Given.Actor(Role.DepartmentStaff, section)).Can(Permission.ReportProgress, division.Id).ShouldBeFalse();
    }

    [Fact]
    public async Task A_role_holds_from_its_first_to_its_last_day()
    {
        var person = await Given.Person(Role.PmoOffice, await Given.Department(), from: new(2026, 4, 1), to: new(2026, 9, 30));

        (await OnDay(person, new(2026, 3, 31)))!.Roles.ShouldBeEmpty();
        (await OnDay(person, new(2026, 4, 1)))!.Roles.ShouldBe([Role.PmoOffice]);
        (await OnDay(person, new(2026, 9, 30)))!.Roles.ShouldBe([Role.PmoOffice]);
        (await OnDay(person, new(2026, 10, 1)))!.Can(Permission.SeeHome).ShouldBeFalse();
    }

    [Fact]
    public async Task An_unknown_person_is_nobody()
    {
        await using var db = database.NewContext();
        (await Actor.LoadAsync(db, -1, Given.Clock.Today, Cancel)).ShouldBeNull();
    }

    async Task<Actor?> OnDay(Person person, DateOnly day)
    {
        await using var db = database.NewContext();
        return await Actor.LoadAsync(db, person.Id, day, Cancel);
    }
}

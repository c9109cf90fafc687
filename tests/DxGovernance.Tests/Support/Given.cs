using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Support;

/// <summary>
/// What a test starts from, said in a sentence: the static members build in memory, the others save through the domain's own methods.
/// </summary>
public sealed class Given(TestDatabase database, FixedClock clock)
{
    /// <summary>Of a provider that nobody asks.</summary>
    public const string Issuer = "https://login.example.jp";

    static int lastNumber = 100;

    public Given(TestDatabase database)
        : this(database, new FixedClock())
    {
    }

    public static DateOnly GoLiveDay { get; } = new(2027, 9, 1);

    public FixedClock Clock { get; } = clock;

    public async Task<Department> Department(string? name = null, Department? parent = null)
    {
        var number = Next();
        await using var db = database.NewContext();
        if (parent is not null)
        {
            db.Attach(parent);
        }

        var kind = parent is null ? DepartmentKind.Division : DepartmentKind.Section;
        var department = new Department($"T{number}", name ?? $"第{number}課", kind, parent, new(2020, 4, 1));
        db.Departments.Add(department);
        await Save(db, FactSeeder.Seeder);
        return department;
    }

    public async Task<Person> Person(Role role, Department department, DateOnly? from = null, DateOnly? to = null)
    {
        var number = Next();
        await using var db = database.NewContext();
        db.Attach(department);
        var person = new Person($"person-{number}", $"試験 {number}", isDemo: true);
        person.Assign(role, role.Label(), department, from ?? new(2026, 4, 1), to);
        db.People.Add(person);
        await Save(db, FactSeeder.Seeder);
        return person;
    }

    /// <summary>An account at the provider that an administrator has linked to the person.</summary>
    public async Task<ExternalIdentity> Identity(Person person, string subject, Actor administrator, string issuer = Issuer)
    {
        await using var db = database.NewContext();
        var identity = new ExternalIdentity(await db.People.SingleAsync(p => p.Id == person.Id, Cancel), issuer, subject, administrator, Clock.Now);
        db.ExternalIdentities.Add(identity);
        await Save(db, administrator);
        return identity;
    }

    /// <summary>A transfer of next April in which a person of a department gets another title, with its row taken in.</summary>
    public async Task<int> Transfer(Actor person, Department department)
    {
        var administrator = await Actor(Role.Administrator);
        await using var db = database.NewContext();
        var account = await db.People.Where(p => p.Id == person.PersonId).Select(p => p.Account).SingleAsync(Cancel);
        var transfer = Core.Organization.Transfers.Transfer.Prepare("令和9年4月1日付け人事異動", new(2027, 4, 1), administrator, Clock.Now);
        transfer.Fill([new(2, account, person.Name, Role.DepartmentStaff, department.Id, Role.DepartmentStaff, department.Id, "主任")], administrator);
        db.Transfers.Add(transfer);
        await Save(db, administrator);
        return transfer.Id;
    }

    /// <summary>A saved person with the role, as the application would know them today.</summary>
    public async Task<Actor> Actor(Role role, Department? department = null)
    {
        var person = await Person(role, department ?? await Department());
        await using var db = database.NewContext();
        return (await Core.Organization.Actor.LoadAsync(db, person.Id, Clock.Today, Cancel))!;
    }

    /// <summary>A saved deputyship, appointed by the principal themselves where nobody else is named.</summary>
    public async Task<Deputy> Deputy(Actor principal, Role role, Actor deputy, DateOnly from, DateOnly to, Actor? by = null)
    {
        await using var db = database.NewContext();
        var person = await db.People.Include(p => p.Assignments).SingleAsync(p => p.Id == principal.PersonId, Cancel);
        var made = new Deputy(person, role, await db.People.SingleAsync(p => p.Id == deputy.PersonId, Cancel), from, to, "出張", by ?? principal, Clock.Now);
        db.Deputies.Add(made);
        await Save(db, principal);
        return made;
    }

    /// <summary>An operation of the department that is still migrating, with 40 steps, all milestones and both deadlines.</summary>
    public async Task<Operation> Operation(Department department)
    {
        await using var db = database.NewContext();
        var operation = Migrating(await db.MigrationSteps.ToListAsync(Cancel), await db.MilestoneTemplates.ToListAsync(Cancel), Clock.Now);
        operation.Describe(new("別名", "", "", ""), department, FactSeeder.Seeder, Clock.Now, new(2026, 4, 1), "試験");
        db.Operations.Add(operation);
        await Save(db, FactSeeder.Seeder);
        return operation;
    }

    /// <summary>The same with a plan that the PMO has frozen as baseline 1, today.</summary>
    public async Task<Operation> PlannedOperation(Department department, DateOnly? goLive = null)
    {
        var operation = await Operation(department);
        var staff = await Actor(Role.DepartmentStaff, department);
        var office = await Actor(Role.PmoOffice);
        await using var db = database.NewContext();
        var plan = Draft(await Load(db, operation.Number), goLive ?? GoLiveDay, staff, Clock.Now);
        db.Plans.Add(plan);
        plan.Perform(PlanAction.Submit, null, staff, Clock.Now);
        plan.Perform(PlanAction.Freeze, null, office, Clock.Now);
        await Save(db, office);
        return await Read(operation.Number);
    }

    /// <summary>The operation as stored, with everything that belongs to it, in a context that is gone.</summary>
    public async Task<Operation> Read(int number)
    {
        await using var db = database.NewContext();
        return await Load(db, number);
    }

    /// <summary>Loads the operation, lets the act happen at the clock's moment and saves.</summary>
    public async Task Act(int number, Actor actor, Action<Operation> act)
    {
        await using var db = database.NewContext();
        act(await Load(db, number));
        await Save(db, actor);
    }

    public Task Save(GovernanceDbContext db, Actor actor) =>
        db.SaveAsync(actor, new Act("試験の保存", "test", "試験"), Clock.Now, Cancel);

    public static Task<Operation> Load(GovernanceDbContext db, int number) => db.Operations
        .Include(o => o.Steps.OrderBy(s => s.StepNumber))
        .Include(o => o.Milestones.OrderBy(m => m.Order))
        .Include(o => o.Risks)
        .Include(o => o.Systems)
        .AsSplitQuery()
        .SingleAsync(o => o.Number == number, Cancel);

    /// <summary>An actor in memory with the role in the department, a person unlike any other.</summary>
    public static Actor Acting(Role role, int departmentId = 0) => Acting(departmentId, role);

    /// <summary>One person with several roles.</summary>
    public static Actor Acting(int departmentId, params Role[] roles)
    {
        var id = Next();
        return new(id, $"試験 {id}", roles[0].Label(), [.. roles.Select(r => new ActorAssignment(r, r.Label(), [departmentId]))]);
    }

    /// <summary>An operation in memory, without identities from the database; its department is number 0.</summary>
    public static Operation OperationInMemory()
    {
        var steps = SeedFile.Read("shimonoseki/migration-steps.csv")
            .Select(r => new MigrationStep(r.Int("number"), r["branch"], r["name"], r["group_title"], r["phase"]));
        var milestones = SeedFile.Read("templates/milestones.csv")
            .Select(r => new MilestoneTemplate(r["code"], r["name"], r.Int("order"), r.Int("lead_days"), r["note"]));
        var operation = Migrating(steps, milestones, FixedClock.Start);
        var department = new Department("T0", "試験課", DepartmentKind.Section, null, new(2020, 4, 1));
        operation.Describe(new("", "", "", ""), department, FactSeeder.Seeder, FixedClock.Start, new(2026, 4, 1), "試験");
        return operation;
    }

    /// <summary>A draft with one week between milestones, ending at go-live.</summary>
    public static Plan Draft(Operation operation, DateOnly goLive, Actor actor, DateTimeOffset now) => new(
        operation,
        operation.Milestones.ToDictionary(m => m.Code, m => goLive.AddDays(-7 * (operation.Milestones.Count - m.Order))),
        actor,
        now);

    static Operation Migrating(IEnumerable<MigrationStep> steps, IEnumerable<MilestoneTemplate> milestones, DateTimeOffset now)
    {
        var number = Next();
        var operation = new Operation(new(number, $"試験業務{number}", $"試験業務{number}", number, number, "総務省", "", "試験"));
        operation.AddSteps(steps);
        operation.AddMilestones(milestones);
        operation.Classify(new(OperationStage.Migrating, true, null, null), "試験", FactSeeder.Seeder, now, new(2026, 4, 1));
        operation.SetDeadline(DeadlineKind.City, new(2027, 10, 31), "試験", FactSeeder.Seeder, now, new(2026, 4, 1));
        operation.SetDeadline(DeadlineKind.Nation, new(2031, 3, 31), "試験", FactSeeder.Seeder, now, new(2026, 4, 1));
        return operation;
    }

    static int Next() => Interlocked.Increment(ref lastNumber);
}

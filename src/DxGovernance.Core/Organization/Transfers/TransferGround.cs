using DxGovernance.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Organization.Transfers;

/// <summary>A cell of a row that cannot be done, by the heading of its column.</summary>
public sealed record MoveFault(int Line, string Column, string Message)
{
    public string Text => $"{Line}行目「{Column}」：{Message}";
}

/// <summary>The people with their roles and the departments, as they stand; what the rows of a transfer are checked against and applied to.</summary>
public sealed class TransferGround
{
    readonly Dictionary<string, Person> people;
    readonly Dictionary<int, Department> departments;

    TransferGround(IEnumerable<Person> people, IEnumerable<Department> departments)
    {
        (this.people, this.departments) = (people.ToDictionary(p => p.Account, StringComparer.Ordinal), departments.ToDictionary(d => d.Id));
        IsFictional = this.people.Values.All(p => p.IsDemo);
    }

    /// <summary>Nobody real is registered: who joins is fictional too, and the demo stays one (docs/adr/0016).</summary>
    public bool IsFictional { get; }

    public IEnumerable<Department> Departments => departments.Values;

    public IEnumerable<Person> People => people.Values;

    /// <param name="db">The context; what it tracks is changed by <see cref="Transfer.Apply"/>.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<TransferGround> LoadAsync(GovernanceDbContext db, CancellationToken cancel) => new(
        await db.People.Include(p => p.Assignments).OrderBy(p => p.Id).ToListAsync(cancel), await db.Departments.OrderBy(d => d.Code).ToListAsync(cancel));

    public Person? Person(string account) => people.GetValueOrDefault(account);

    public Department? Department(int id) => departments.GetValueOrDefault(id);

    /// <summary>The role as the person holds it on the day and would on the day after.</summary>
    public RoleAssignment? Held(string account, Role role, int departmentId, DateOnly day) =>
        Person(account)?.Assignments.FirstOrDefault(a => a.Role == role && a.DepartmentId == departmentId && a.ValidFrom <= day && (a.ValidTo is null || a.ValidTo > day));

    /// <summary>Everything that stands against the rows; empty where all can be done.</summary>
    public IReadOnlyList<MoveFault> Check(IReadOnlyList<MoveInput> moves, DateOnly effectiveOn)
    {
        var faults = new List<MoveFault>();
        var last = effectiveOn.AddDays(-1);
        var ending = new HashSet<RoleAssignment>();
        var beginning = new HashSet<(string, Role, int)>();
        foreach (var move in moves.Where(m => m.FromRole is not null))
        {
            var held = Held(move.Account, move.FromRole!.Value, move.FromDepartmentId!.Value, last);
            if (held is null)
            {
                faults.Add(new(move.Line, TransferSheet.FromRole, $"{Wareki.Both(last)}にこの部署でこの役割を持っていません。今の役割と部署コードを、出力した表のとおりにしてください。"));
            }
            else if (!ending.Add(held))
            {
                faults.Add(new(move.Line, TransferSheet.FromRole, "同じ役割を終える行が2つあります。1行にしてください。"));
            }
        }

        foreach (var move in moves.Where(m => m.ToRole is not null))
        {
            var department = Department(move.ToDepartmentId!.Value)!;
            if (department.ValidFrom > effectiveOn || department.ValidTo < effectiveOn)
            {
                faults.Add(new(move.Line, TransferSheet.ToDepartment, $"「{department.Name}」は{Wareki.Both(effectiveOn)}にはない部署です。その日にある部署のコードにしてください。"));
            }

            if (!beginning.Add((move.Account, move.ToRole!.Value, department.Id)))
            {
                faults.Add(new(move.Line, TransferSheet.ToRole, "同じ人に同じ部署の同じ役割を与える行が2つあります。1行にしてください。"));
            }
            else if (Person(move.Account)?.Assignments.Any(a => a.Role == move.ToRole && a.DepartmentId == department.Id && (a.ValidTo is null || a.ValidTo >= effectiveOn) && !ending.Contains(a)) == true)
            {
                faults.Add(new(move.Line, TransferSheet.ToRole, $"「{move.Name}」は{department.Name}の「{move.ToRole!.Value.Label()}」の役割をすでに持っています。行を消すか、役割を直してください。"));
            }

            if (Person(move.Account) is { LockedAt: not null })
            {
                faults.Add(new(move.Line, TransferSheet.Account, $"「{move.Name}」はロックされています。先にロックを解除してください。"));
            }
        }

        return [.. faults.OrderBy(f => f.Line)];
    }

    internal void Add(Person person) => people.Add(person.Account, person);
}

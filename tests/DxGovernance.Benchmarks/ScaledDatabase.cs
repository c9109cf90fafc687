using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Npgsql;

namespace DxGovernance.Benchmarks;

/// <summary>The facts and, made by SQL, scale × 20 operations with 24 months of reports.</summary>
sealed class ScaledDatabase(string server, int scale) : BenchmarkDatabase(server, $"dxg_bench_{scale}")
{
    public int Operations => 20 * scale;

    protected override async Task FillAsync(NpgsqlDataSource source, GovernanceDbContext db)
    {
        await FactSeeder.RunAsync(db, new(2024, 11, 1, 0, 0, 0, TimeSpan.Zero), default);
        PersonId = await AddPersonAsync(db);
        await RunAsync(source, ScaleSql.Fill(Operations));
    }

    static async Task<int> AddPersonAsync(GovernanceDbContext db)
    {
        var department = new Department("B1", "計測課", DepartmentKind.Section, null, new(2020, 4, 1));
        var person = new Person("bench", "計測 一郎", isDemo: true);
        person.Assign(Role.PmoOffice, "計測", department, new(2020, 4, 1));
        db.AddRange(department, person);
        await db.SaveChangesAsync();
        return person.Id;
    }
}

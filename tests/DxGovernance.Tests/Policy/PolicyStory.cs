using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Policy;

/// <summary>Some months of the policy in the order of time: procedures that come online and go, a report that is put right later, cases. For tests that only read.</summary>
public sealed class PolicyStory : TestDatabase
{
    public static readonly CityInfo City = new("下関市", "352012");
    public static readonly DateOnly Corrected = new(2026, 8, 31);
    public static readonly DateOnly Last = new(2026, 11, 20);

    public Given Given { get; private set; } = null!;

    public Actor Office { get; private set; } = null!;

    public Department Department { get; private set; } = null!;

    public Cast Cast { get; private set; } = null!;

    public AsOf Point { get; private set; } = null!;

    /// <summary>Of the report that was published for the end of September.</summary>
    public AsOf Previous { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Given = new Given(this);
        Given.Clock.MoveTo(new(2026, 5, 1));
        Office = await Given.Actor(Role.PmoOffice);
        Department = await Given.Department("取組課");
        Cast = await Given.Cast(Department);
        await Initiative("3-1", Office, i => i.Revise([Department], i.Plan, i.Source, "割当て", Office, Now, Today));
        await Initiative("3-1", Office, i => i.AddIndicator(new("修了者", "人", 10, new(2026, 3, 31), false, [new(2026, 40)], "試験の決定", false), "試験", Office, Now, Today));
        await Procedure(new(2026, 5, 10), "A-13", OnlineState.Online);
        await Procedure(new(2026, 7, 20), "A-01", OnlineState.Abolished);
        Given.Clock.MoveTo(new(2026, 9, 1));
        await Initiative("3-1", Cast.Staff, i => i.Report(new(2026), new(InitiativeState.OnTrack, "=1+1 研修した", "続ける", "名簿"), null, Cast.Staff, Now, Corrected));
        await Initiative("3-1", Cast.Staff, i => i.Measure(i.Indicators.Single(), 25.5m, "名簿", Cast.Staff, Now, Corrected));
        await PublishAsync(new(2026, 9, 30));
        Given.Clock.MoveTo(new(2026, 10, 15));
        await Initiative("3-1", Cast.Staff, i => i.Report(new(2026), new(InitiativeState.Delayed, "研修できていない", "11月に行う", "名簿"), "訂正：延期していた", Cast.Staff, Now, Corrected));
        await Procedure(new(2026, 10, 15), "B3-02", OnlineState.Online, asOf: Corrected);
        await CasesAsync();
        Given.Clock.MoveTo(Last);
        Point = new(Last, await this.Newest());
    }

    public async Task<byte[]> ReportAsync(AsOf? point = null)
    {
        await using var db = NewContext();
        using var memory = new MemoryStream();
        await PolicyReport.WriteAsync(db, point ?? Point, City, memory, progress: null, Cancel);
        return memory.ToArray();
    }

    DateTimeOffset Now => Given.Clock.Now;

    DateOnly Today => Given.Clock.Today;

    Task Initiative(string code, Actor actor, Action<Initiative> act) => Given.ActOnInitiative(this, code, actor, act);

    async Task Procedure(DateOnly day, string code, OnlineState state, DateOnly? asOf = null)
    {
        Given.Clock.MoveTo(day);
        await Given.ActOnProcedure(this, code, Office, p => p.Change(p.Current with { State = state, Evidence = "申請画面" }, "試験の変更", null, Office, Now, asOf ?? day));
    }

    async Task PublishAsync(DateOnly day)
    {
        Given.Clock.MoveTo(day.AddDays(1));
        Previous = new(day, await this.Newest());
        await using var db = NewContext();
        var request = new ReportRequest(ReportKind.PolicySchedule, Previous, [], Office, Now);
        var file = new ReportFile(request, [1, 2, 3]);
        request.Finish(PolicyReport.FileName(day), file, Now);
        db.AddRange(request, file, request.Publish(Office, Now));
        await Given.Save(db, Office);
    }

    async Task CasesAsync()
    {
        async Task Case(string codes, long? amount, bool approve) => await Given.Proposal(this, Department, Cast, p =>
        {
            p.Write(p.Draft.Filled(p.Gate).With(ProposalForm.Initiatives, codes).With(ProposalForm.Amount, $"{amount}"), Cast.Staff, Now);
            if (approve)
            {
                p.BringToDecision(Cast, Now);
                p.Approve(Cast, Now);
            }
        }, amount: amount ?? 1, title: $"{codes}の案件");
        await Case("3-1 2-1", 20_000_000, approve: true);
        await Case("3-1", 30_000_000, approve: true);
        await Case("3-1", 5_000_000, approve: false);
    }
}

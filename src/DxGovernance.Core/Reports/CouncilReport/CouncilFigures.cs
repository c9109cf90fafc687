using System.Diagnostics.CodeAnalysis;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Reports;

/// <summary>Everything the sheets for print show, folded from the ledgers at one point of both clocks.</summary>
sealed record CouncilFigures
{
    public required CityInfo City { get; init; }

    /// <summary>What the sheets say they belong to.</summary>
    public CouncilFrame Frame { get; init; } = CouncilFrame.Report;

    public required AsOf Point { get; init; }

    /// <summary>Whether a ledger row at the point was recorded by a fictional person.</summary>
    public required bool IsDemo { get; init; }

    public required int OperationsInAll { get; init; }

    public required Thresholds Thresholds { get; init; }

    public required IReadOnlyList<CouncilOperation> Operations
    {
        get;
        init
        {
            field = value;
            var moving = value.Where(o => o.Now.Stage != OperationStage.Live).ToList();
            (CityDeadline, NationDeadline) = (moving.Min(o => o.Now.CityDeadline), moving.Min(o => o.Now.NationDeadline));
        }
    }

    public required PreviousReport? Previous { get; init; }

    /// <summary>Milestones that have a frozen plan day.</summary>
    public required IReadOnlyList<MilestoneStanding> Milestones { get; init; }

    public required IReadOnlyList<CouncilRisk> Risks { get; init; }

    /// <summary>The newest step of each plan that is still on its way.</summary>
    public required IReadOnlyList<PlanOnItsWay> Plans { get; init; }

    public required IReadOnlyList<StageRow> Stages { get; init; }

    public required IReadOnlyList<ForecastRow> GoLiveForecasts { get; init; }

    public required CouncilCases Cases { get; init; }

    public required IReadOnlyList<LedgerCount> Ledgers { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Newest link of the audit chain at the point; printed, so that paper shows where the trail was cut or rewritten.</summary>
    public required ChainHead? AuditHead { get; init; }

    public DateOnly Day => Point.Day;

    /// <summary>The earliest city deadline among the operations that are not live.</summary>
    public DateOnly? CityDeadline { get; private init; }

    public DateOnly? NationDeadline { get; private init; }

    public int Live => Operations.Count(o => o.Now.Stage == OperationStage.Live);

    public IReadOnlyList<CouncilOperation> PastCity => [.. Operations.Where(o => o.Now.IsPastCity)];

    public IReadOnlyList<CouncilOperation> PastNation => [.. Operations.Where(o => o.Now.IsPastNation)];

    public string Demo => IsDemo ? "デモデータ" : "";

    public static string Era(DateOnly? day) => day is { } d ? $"{Wareki.Iso(d)}（{Wareki.Short(d)}）" : "－";
}

/// <summary>The document that sheets belong to.</summary>
/// <param name="Header">On every page.</param>
/// <param name="Title">In the footer, after the city.</param>
/// <param name="Selecting">Heading of the rules by which something was selected for judgement.</param>
sealed record CouncilFrame(string Header, string Title, string Selecting, IReadOnlyList<string> Rules)
{
    public static CouncilFrame Report { get; } = new("推進会議報告書", CouncilReport.Title, "判断を求める事項を選ぶ規則", JudgementPoints.Rule);
}

/// <summary>What a report is compared with, where that is not the newest published report.</summary>
/// <param name="Report">Null for nothing.</param>
sealed record ComparedWith(PreviousReport? Report);

/// <summary>One operation now and, where a previous report exists, as it was told then.</summary>
sealed record CouncilOperation(OperationFigures Now, Assessment Colour, OperationFigures? Before, Assessment? BeforeColour)
{
    public int Number => Now.Number;

    public string Name => Now.Name;

    public Tone Tone => ToneOf(Colour.Shown);

    public int? CityMargin => Now.Stage == OperationStage.Live ? null : OperationFigures.Days(Now.GoLiveForecast, Now.CityDeadline);

    public static Tone ToneOf(Signal signal) => signal switch
    {
        Signal.Green => Tone.Green,
        Signal.Yellow => Tone.Yellow,
        Signal.Red => Tone.Red,
    };
}

sealed record PreviousReport(DateOnly AsOf, DateTimeOffset RecordedUntil, DateTimeOffset PublishedAt, string Sha256);

sealed record CouncilRisk : RiskStanding
{
    [SetsRequiredMembers]
    public CouncilRisk(RiskStanding risk, RiskThen? before)
        : base(risk) => Before = before;

    public RiskThen? Before { get; }
}

sealed record RiskThen(int Id, bool IsOpen, int Score);

sealed record PlanOnItsWay(int OperationNumber, string OperationName, PlanKind Kind, int Number, PlanStatus Status, DateOnly Since, SlipCause? Cause, string? Justification, string? Comment);

/// <summary>A row of the ledger of stages, oldest first.</summary>
sealed record StageRow(int OperationNumber, DateOnly AsOf, OperationStage Stage);

/// <summary>A row of the ledger of go-live forecasts, oldest first.</summary>
sealed record ForecastRow(int OperationNumber, DateOnly AsOf, DateOnly? ForecastOn, DateOnly? ActualOn);

sealed record LedgerCount(string Ledger, string Holds, int Rows);

using DxGovernance.Core.Standardization;
using static DxGovernance.Core.Standardization.Signal;

namespace DxGovernance.Tests.Standardization;

public class SignalRuleTests
{
    static readonly DateOnly Day = new(2026, 11, 20);
    static readonly DateOnly Due = new(2027, 10, 31);

    static readonly Thresholds Thresholds = new(
        new Dictionary<ThresholdKey, int>
        {
            [ThresholdKey.MarginYellowDays] = 30,
            [ThresholdKey.SlipYellowDays] = 20,
            [ThresholdKey.SlipRedDays] = 90,
            [ThresholdKey.RiskYellowScore] = 4,
            [ThresholdKey.RiskRedScore] = 9,
            [ThresholdKey.AgeYellowDays] = 40,
            [ThresholdKey.AgeRedDays] = 70,
            [ThresholdKey.UnchangedMonths] = 3,
        },
        AnyProvisional: true);

    /// <summary>On plan, far from the deadline, confirmed today, nothing at risk: green in every view.</summary>
    static OperationFigures Calm => new()
    {
        Number = 1,
        Name = "試験業務",
        CityDeadline = Due,
        GoLiveBaseline = new(2027, 6, 1),
        GoLiveForecast = new(2027, 6, 1),
        StepsConfirmedOn = Day,
        ForecastsConfirmedOn = Day,
        RisksConfirmedOn = Day,
    };

    static Assessment Assess(OperationFigures figures) => SignalRule.Assess(figures, Thresholds, Day);

    [Fact]
    public void Without_trouble_it_is_green()
    {
        Assess(Calm).Shown.ShouldBe(Green);
        Assess(Calm).Reasons.Select(r => r.Aspect).ShouldBe(["日程", "リスク", "データの古さ"]);
    }

    [Theory]
    [InlineData(0, 100, Green, "計画どおり")]
    [InlineData(19, 100, Green, "計画どおり")]
    [InlineData(20, 100, Yellow, "現計画より20日遅れ")]
    [InlineData(89, 100, Yellow, "現計画より89日遅れ")]
    [InlineData(90, 100, Red, "現計画より90日遅れ")]
    [InlineData(-30, 100, Green, "計画どおり")]
    [InlineData(0, 30, Green, "計画どおり")]
    [InlineData(0, 29, Yellow, "市の期限まで余裕29日")]
    [InlineData(0, 0, Yellow, "市の期限まで余裕0日")]
    [InlineData(0, -1, Red, "稼働見込が市の期限を1日過ぎる")]
    [InlineData(90, 10, Red, "現計画より90日遅れ")]
    public void Schedule_looks_at_the_slip_and_the_margin(int slip, int margin, Signal expected, string because)
    {
        var forecast = Due.AddDays(-margin);
        var assessment = Assess(Calm with { GoLiveForecast = forecast, GoLiveBaseline = forecast.AddDays(-slip) });
        assessment.Computed.ShouldBe(expected);
        assessment.Reasons[0].ShouldBe(new SignalReason("日程", expected, because));
    }

    [Fact]
    public void Without_a_plan_it_is_yellow() =>
        Assess(Calm with { GoLiveForecast = null, GoLiveBaseline = null }).Summary.ShouldBe("稼働日の計画がない");

    [Fact]
    public void Without_a_deadline_only_the_slip_counts()
    {
        Assess(Calm with { CityDeadline = null, GoLiveForecast = new(2035, 1, 1), GoLiveBaseline = new(2035, 1, 1) }).Computed.ShouldBe(Green);
        Assess(Calm with { CityDeadline = null, GoLiveForecast = new(2035, 1, 1) }).Computed.ShouldBe(Red);
    }

    [Theory]
    [InlineData(0, 0, Green, "未解決なし")]
    [InlineData(2, 3, Green, "未解決2件（低）")]
    [InlineData(1, 4, Yellow, "評価点4のリスク・課題が未解決")]
    [InlineData(1, 6, Yellow, "評価点6のリスク・課題が未解決")]
    [InlineData(1, 9, Red, "評価点9のリスク・課題が未解決")]
    public void Risk_looks_at_the_highest_open_score(int open, int score, Signal expected, string because) =>
        Assess(Calm with { OpenRisks = open, MaxRiskScore = score }).Reasons[1].ShouldBe(new SignalReason("リスク", expected, because));

    [Theory]
    [InlineData(0, Green)]
    [InlineData(40, Green)]
    [InlineData(41, Yellow)]
    [InlineData(70, Yellow)]
    [InlineData(71, Red)]
    public void Age_looks_at_the_oldest_of_the_three_confirmations(int age, Signal expected)
    {
        var old = Day.AddDays(-age);
        foreach (var figures in new[]
                 {
                     Calm with { StepsConfirmedOn = old }, Calm with { ForecastsConfirmedOn = old }, Calm with { RisksConfirmedOn = old },
                 })
        {
            Assess(figures).Reasons[2].ShouldBe(new SignalReason("データの古さ", expected, $"確認から{age}日"));
        }
    }

    [Fact]
    public void What_was_never_confirmed_is_yellow() =>
        Assess(Calm with { RisksConfirmedOn = null }).Reasons[2].ShouldBe(new SignalReason("データの古さ", Yellow, "まだ報告がない"));

    [Fact]
    public void A_live_operation_that_owes_nothing_is_green_however_old_its_data()
    {
        var live = Calm with
        {
            Stage = OperationStage.Live,
            GoLiveForecast = new(2030, 1, 1),
            StepsCompleted = 39,
            StepsNotApplicable = 1,
            StepsConfirmedOn = new(2020, 1, 1),
        };
        Assess(live).Computed.ShouldBe(Green);
        Assess(live with { StepsConfirmedOn = null, StepsCompleted = 0 }).Computed.ShouldBe(Green);
        Assess(live with { StepsCompleted = 38 }).Computed.ShouldBe(Red, "a step is left and was last confirmed years ago");
        Assess(live with { OpenRisks = 1, MaxRiskScore = 1 }).Computed.ShouldBe(Red, "a risk is left and was last confirmed years ago");
    }

    [Fact]
    public void The_worst_of_the_three_wins_and_says_why()
    {
        var figures = Calm with { OpenRisks = 1, MaxRiskScore = 9, GoLiveForecast = Due.AddDays(-5), GoLiveBaseline = Due.AddDays(-5) };
        Assess(figures).Computed.ShouldBe(Red);
        Assess(figures).Summary.ShouldBe("評価点9のリスク・課題が未解決");
        var both = figures with { GoLiveForecast = Due.AddDays(7) };
        Assess(both).Summary.ShouldBe("稼働見込が市の期限を7日過ぎる／評価点9のリスク・課題が未解決");
    }

    [Theory]
    //          override, computed then, computed now, shown
    [InlineData(Red, Green, Green, Red)]
    [InlineData(Red, Green, Yellow, Red)]
    [InlineData(Red, Yellow, Red, Red)]
    [InlineData(Yellow, Green, Green, Yellow)]
    [InlineData(Yellow, Green, Red, Red)]
    [InlineData(Green, Yellow, Yellow, Green)]
    [InlineData(Green, Yellow, Green, Green)]
    [InlineData(Green, Yellow, Red, Red)]
    [InlineData(Green, Red, Red, Green)]
    [InlineData(Green, Red, Yellow, Green)]
    [InlineData(Yellow, Red, Red, Yellow)]
    [InlineData(Yellow, Red, Green, Yellow)]
    public void An_override_holds_until_the_computed_colour_gets_worse_than_it_was(Signal signal, Signal then, Signal now, Signal shown)
    {
        var figures = WithComputed(now) with { OverrideSignal = signal, OverrideComputedThen = then, OverrideReason = "判断" };
        var assessment = Assess(figures);
        assessment.Computed.ShouldBe(now);
        assessment.Shown.ShouldBe(shown);
        if (shown != now)
        {
            assessment.Summary.ShouldBe($"CIO上書き（{signal.Label()}）：判断");
        }
    }

    [Theory]
    [InlineData(0, Green)]
    [InlineData(1, Green)]
    [InlineData(-1, Red)]
    public void An_override_ends_after_its_last_day(int daysLeft, Signal shown)
    {
        var assessment = Assess(WithComputed(Red) with
        {
            OverrideSignal = Green,
            OverrideComputedThen = Red,
            OverrideReason = "判断",
            OverrideExpiresOn = Day.AddDays(daysLeft),
        });
        assessment.Shown.ShouldBe(shown);
        (assessment.Override is null).ShouldBe(shown == Red);
    }

    [Fact]
    public void The_rule_in_words_prints_the_thresholds_it_uses()
    {
        var words = string.Concat(SignalRule.Explain(Thresholds));
        foreach (var number in new[] { "30日未満", "20日以上", "90日以上", "4点以上", "9点以上", "40日を超える", "70日を超える" })
        {
            words.ShouldContain(number);
        }
    }

    static OperationFigures WithComputed(Signal signal) => signal switch
    {
        Green => Calm,
        Yellow => Calm with { OpenRisks = 1, MaxRiskScore = 4 },
        Red => Calm with { OpenRisks = 1, MaxRiskScore = 9 },
    };
}

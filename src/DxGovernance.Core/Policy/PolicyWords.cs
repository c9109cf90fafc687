using System.Globalization;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Policy;

/// <summary>Words that pages and the report share.</summary>
public static class PolicyWords
{
    /// <summary>The policy has three 基本方針; what follows them is listed beside.</summary>
    const int BasicPolicies = 3;

    public const string Unreported = "未報告";

    /// <summary>Explains the marks of the schedule.</summary>
    public const string Marks = "●＝方針がその年度を挙げている　→＝前の年度に始まり続く（「～より」）　…＝後の年度まで（「～まで」）　空欄＝方針に年度の明示がない。年度は方針の文言のとおりで、補っていない。";

    public static string Pillar(int number, string name) => number <= BasicPolicies ? $"基本方針{number}　{name}" : name;

    public static string Mark(CommitmentSpan span) => span switch
    {
        CommitmentSpan.Stated => "●",
        CommitmentSpan.After => "→",
        CommitmentSpan.Until => "…",
        CommitmentSpan.Unstated or CommitmentSpan.Outside => "",
    };

    /// <summary>What the mark says, for those who do not see it.</summary>
    public static string MarkInWords(CommitmentSpan span) => span switch
    {
        CommitmentSpan.Stated => "方針が挙げる年度",
        CommitmentSpan.After => "続く",
        CommitmentSpan.Until => "この先の期限まで",
        CommitmentSpan.Unstated => "年度の明示なし",
        CommitmentSpan.Outside => "対象の年度ではない",
    };

    /// <summary>R8.</summary>
    public static string ShortYear(FiscalYear year) => Wareki.Short(year.First).Split('.')[0];

    /// <summary>1,234.5 件.</summary>
    public static string Value(decimal? value, string unit) => value is { } v ? $"{PolicyDiff.Number(v)} {unit}" : "－";

    /// <summary>令和9年度 20 業務.</summary>
    public static string Target(YearTarget? target, string unit) => target is { } t ? $"{new FiscalYear(t.FiscalYear)} {PolicyDiff.Number(t.Value)} {unit}" : "方針に目標値なし";

    public static string Yen(long amount) => amount.ToString("#,0", CultureInfo.InvariantCulture) + "円";
}

namespace DxGovernance.Web.Pages.Operations;

/// <summary>The pages of one operation as tabs; <paramref name="Current"/> is the last part of the address, empty for 概要.</summary>
public sealed record OperationTabs(int Number, string Name, string Current)
{
    public IEnumerable<(string Text, string Href, bool Current)> Links =>
        Pages.Select(p => (p.Text, p.Key.Length == 0 ? $"/operations/{Number}" : $"/operations/{Number}/{p.Key}", p.Key == Current));

    static IReadOnlyList<(string Key, string Text)> Pages { get; } =
    [
        ("", "概要"),
        ("steps", "ステップ"),
        ("milestones", "マイルストーン"),
        ("plan", "計画"),
        ("trend", "トレンド"),
        ("risks", "リスク"),
        ("systems", "構成システム"),
        ("history", "履歴"),
    ];
}

namespace DxGovernance.Core.Reports;

/// <summary>Values are the codes Excel knows the papers by.</summary>
public enum Paper { A3 = 8, A4 = 9 }

/// <summary>Paper, and what is printed on every page. Fits the width of the page; "page / pages" stands in the middle of the footer.</summary>
public sealed record PageSetup(Paper Paper = Paper.A4, bool Landscape = true)
{
    // Excel refuses to open a workbook with a longer header or footer.
    const int MaxLength = 255;

    public string? Header { get; init; }
    public string? FooterLeft { get; init; }
    public string? FooterRight { get; init; }

    /// <exception cref="ArgumentException">Too long for Excel.</exception>
    internal string HeaderCode => Checked($"&R{Literal(Header)}");

    /// <exception cref="ArgumentException">Too long for Excel.</exception>
    internal string FooterCode => Checked($"&L{Literal(FooterLeft)}&C&P / &N&R{Literal(FooterRight)}");

    static string Literal(string? text) => WorkbookText.Clean(text ?? "").Replace("&", "&&", StringComparison.Ordinal);

    static string Checked(string code) => code.Length <= MaxLength
        ? code
        : throw new ArgumentException($"ヘッダー・フッターは合わせて{MaxLength}文字までです。", nameof(code));
}

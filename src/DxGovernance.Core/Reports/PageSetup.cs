namespace DxGovernance.Core.Reports;

/// <summary>Values are the codes Excel knows the papers by.</summary>
public enum Paper { A3 = 8, A4 = 9 }

/// <summary>Paper, and what is printed on every page. Fits the width of the page; "page / pages" stands in the middle of the footer.</summary>
public sealed record PageSetup(Paper Paper = Paper.A4, bool Landscape = true)
{
    // Excel refuses to open a workbook with a longer header or footer.
    const int MaxLength = 255;

    // Inches, and points of a column one half-width character wide: fonts differ, so a little more than most need.
    const double SideMargins = 1, TopMargins = 1.4, PointsPerInch = 72, PointsPerCharacter = 6;

    public string? Header { get; init; }
    public string? FooterLeft { get; init; }
    public string? FooterRight { get; init; }

    /// <exception cref="ArgumentException">Too long for Excel.</exception>
    internal string HeaderCode => Checked($"&R{Literal(Header)}");

    /// <exception cref="ArgumentException">Too long for Excel.</exception>
    internal string FooterCode => Checked($"&L{Literal(FooterLeft)}&C&P / &N&R{Literal(FooterRight)}");

    /// <summary>Points of rows that a page holds, where the columns are as wide as this together: a sheet is made smaller to fit the width of the page, never larger.</summary>
    internal double HeightFor(double characters)
    {
        var (narrow, tall) = Paper switch { Paper.A3 => (11.69, 16.54), Paper.A4 => (8.27, 11.69) };
        var (width, height) = Landscape ? (tall, narrow) : (narrow, tall);
        var scale = Math.Min(1, (width - SideMargins) * PointsPerInch / (characters * PointsPerCharacter));
        return (height - TopMargins) * PointsPerInch / scale;
    }

    static string Literal(string? text) => WorkbookText.Clean(text ?? "").Replace("&", "&&", StringComparison.Ordinal);

    static string Checked(string code) => code.Length <= MaxLength
        ? code
        : throw new ArgumentException($"ヘッダー・フッターは合わせて{MaxLength}文字までです。", nameof(code));
}

namespace DxGovernance.Core.Exchange;

/// <summary>A cell of a file that is wrong, by its address as Excel writes it, or by the line of a CSV file.</summary>
public sealed record ExchangeProblem(string Address, string Label, string Message);

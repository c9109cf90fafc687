namespace DxGovernance.Core.Organization;

/// <summary>The city this installation belongs to.</summary>
/// <param name="Name">下関市.</param>
/// <param name="Code">標準地域コード, six digits.</param>
public sealed record CityInfo(string Name, string Code);

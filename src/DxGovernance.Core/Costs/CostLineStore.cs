using System.Text.Json;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Core.Costs;

/// <summary>
/// The lines of many cases, put aside in a temporary file while they are added up and taken from it case by case: ledgers are read once, and memory holds the lines of one
/// case. The file is for the owner of the process alone and gone when this is disposed.
/// </summary>
sealed class CostLineStore : IDisposable
{
    readonly FileStream file = new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
    readonly Dictionary<int, (long At, int Length)> places = [];

    /// <summary>All lines of a case, once.</summary>
    public void Put(int proposalId, IReadOnlyCollection<StandingLine> lines)
    {
        var at = file.Position;
        JsonSerializer.Serialize(file, lines, ProposalJson.Options);
        places.Add(proposalId, (at, (int)(file.Position - at)));
    }

    /// <summary>As they were put; none where nothing was. Not while more are put.</summary>
    public IReadOnlyCollection<StandingLine> Take(int proposalId)
    {
        if (!places.TryGetValue(proposalId, out var place))
        {
            return [];
        }

        var bytes = new byte[place.Length];
        file.Position = place.At;
        file.ReadExactly(bytes);
        return JsonSerializer.Deserialize<List<StandingLine>>(bytes, ProposalJson.Options)!;
    }

    public void Dispose() => file.Dispose();
}

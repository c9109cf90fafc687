using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Installation;

/// <summary>A process that works on this database, as it has told of itself. A row for each start.</summary>
public sealed class ServerNode
{
    public const int NameMaxLength = 200;

    /// <summary>Silent for so long, it is taken for dead.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    ServerNode()
    {
    }

    public ServerNode(string name, int processId, string version, bool servesPages, bool runsJobs, DateTimeOffset now)
    {
        Id = Guid.NewGuid();
        (Name, ProcessId, Version, ServesPages, RunsJobs) = (name.Length <= NameMaxLength ? name : name[..NameMaxLength], processId, version, servesPages, runsJobs);
        (StartedAt, SeenAt) = (now, now);
    }

    public Guid Id { get; private set; }

    /// <summary>Of the machine.</summary>
    public string Name { get; private set; } = "";

    public int ProcessId { get; private set; }

    /// <summary>Of the program.</summary>
    public string Version { get; private set; } = "";

    public bool ServesPages { get; private set; }

    public bool RunsJobs { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>When it was told to stop; null for one that runs or has died.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    public void Beat(DateTimeOffset now) => SeenAt = now;

    public void Stop(DateTimeOffset now) => (SeenAt, StoppedAt) = (now, now);

    public ServerNodeState StateAt(DateTimeOffset now) => StoppedAt is not null ? ServerNodeState.Stopped
        : now - SeenAt <= Patience ? ServerNodeState.Running
        : ServerNodeState.Silent;
}

public enum ServerNodeState
{
    Running,
    Stopped,

    /// <summary>Neither seen nor stopped: died, or cut off from the database.</summary>
    Silent,
}

public static class ServerNodeLabels
{
    public static string Label(this ServerNodeState state) => state switch
    {
        ServerNodeState.Running => "稼働中",
        ServerNodeState.Stopped => "停止",
        ServerNodeState.Silent => "応答なし",
    };

    public static string Color(this ServerNodeState state) => state switch
    {
        ServerNodeState.Running => "green",
        ServerNodeState.Stopped => "gray",
        ServerNodeState.Silent => "red",
    };
}

sealed class ServerNodeConfiguration : IEntityTypeConfiguration<ServerNode>
{
    public void Configure(EntityTypeBuilder<ServerNode> e)
    {
        e.Property(n => n.Id).ValueGeneratedNever();
        e.Property(n => n.Name).HasMaxLength(ServerNode.NameMaxLength);
        e.Property(n => n.Version).HasMaxLength(60);
        e.HasIndex(n => n.SeenAt);
    }
}

using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Council;

/// <summary>出欠.</summary>
public enum Presence
{
    Present,
    Online,
    Proxy,
    InWriting,
    Absent,
}

/// <summary>A member of the council on a day: who holds the role, with the title printed beside the name.</summary>
public sealed record CouncilMember(int PersonId, string Name, string Title)
{
    /// <summary>By the order in which they were appointed. One statement.</summary>
    public static async Task<IReadOnlyList<CouncilMember>> OnAsync(GovernanceDbContext db, DateOnly day, CancellationToken cancel)
    {
        var held = await (
            from p in db.People.AsNoTracking()
            from a in p.Assignments
            where a.Role == Role.Council && a.ValidFrom <= day && (a.ValidTo == null || a.ValidTo >= day)
            orderby a.Id
            select new CouncilMember(p.Id, p.Name, a.Title)).ToListAsync(cancel);
        return [.. held.DistinctBy(m => m.PersonId)];
    }
}

/// <summary>Whether a member took part.</summary>
/// <param name="Proxy">Title and name of who came instead, for <see cref="Presence.Proxy"/>.</param>
public sealed record AttendanceInput(CouncilMember Member, Presence Presence, string? Proxy);

/// <summary>委員の出欠. Names and titles as they were on the day. Projection of <see cref="AttendanceEntry"/>.</summary>
public sealed class Attendance
{
    public const int ProxyMaxLength = 120;

    Attendance()
    {
    }

    internal Attendance(Meeting meeting, CouncilMember member) => (Meeting, PersonId, Name, Title) = (meeting, member.PersonId, member.Name, member.Title);

    public int Id { get; private set; }

    public int MeetingId { get; private set; }

    public Meeting Meeting { get; private set; } = null!;

    public int PersonId { get; private set; }

    public string Name { get; private set; } = "";

    public string Title { get; private set; } = "";

    [DisplayName("出欠")]
    public Presence Presence { get; private set; }

    [DisplayName("代理で出席した人")]
    public string? Proxy { get; private set; }

    /// <summary>True where the values differ from what was recorded.</summary>
    internal bool Take(AttendanceInput input)
    {
        var proxy = input.Presence == Presence.Proxy ? input.Proxy?.Trim() : null;
        if ((input.Presence, proxy, input.Member.Name, input.Member.Title) == (Presence, Proxy, Name, Title) && Id > 0)
        {
            return false;
        }

        (Presence, Proxy, Name, Title) = (input.Presence, proxy, input.Member.Name, input.Member.Title);
        return true;
    }
}

/// <summary>Ledger of the attendance.</summary>
public sealed class AttendanceEntry : LedgerEntry
{
    AttendanceEntry()
    {
    }

    internal AttendanceEntry(Attendance attendance, Actor by, DateTimeOffset now, string? reason)
        : base(by, now, TokyoTime.DayOf(now), reason) =>
        (Attendance, PersonId, Name, Title, Presence, Proxy) = (attendance, attendance.PersonId, attendance.Name, attendance.Title, attendance.Presence, attendance.Proxy);

    public int AttendanceId { get; private set; }

    public Attendance Attendance { get; private set; } = null!;

    public int PersonId { get; private set; }

    public string Name { get; private set; } = "";

    public string Title { get; private set; } = "";

    public Presence Presence { get; private set; }

    public string? Proxy { get; private set; }
}

public static class AttendanceLabels
{
    public static string Label(this Presence presence) => presence switch
    {
        Presence.Present => "出席",
        Presence.Online => "オンラインで出席",
        Presence.Proxy => "代理出席",
        Presence.InWriting => "書面で回答",
        Presence.Absent => "欠席",
    };
}

sealed class AttendanceConfiguration : IEntityTypeConfiguration<Attendance>, IEntityTypeConfiguration<AttendanceEntry>
{
    public void Configure(EntityTypeBuilder<Attendance> e)
    {
        e.Property(a => a.Name).HasMaxLength(Person.NameMaxLength);
        e.Property(a => a.Title).HasMaxLength(RoleAssignment.TitleMaxLength);
        e.Property(a => a.Proxy).HasMaxLength(Attendance.ProxyMaxLength);
        e.HasOne(a => a.Meeting).WithMany(m => m.Attendances).HasForeignKey(a => a.MeetingId);
        e.HasIndex(a => new { a.MeetingId, a.PersonId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<AttendanceEntry> e)
    {
        e.Property(a => a.Proxy).HasMaxLength(Attendance.ProxyMaxLength);
        e.HasOne(a => a.Attendance).WithMany().HasForeignKey(a => a.AttendanceId);
        e.HasLedgerIndex(a => a.AttendanceId);
    }
}

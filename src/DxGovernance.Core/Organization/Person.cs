using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Organization;

public sealed class Person
{
    public const int NameMaxLength = 60;

    /// <summary>Hours of the day at which a daily mail may be wished for.</summary>
    public const int FirstMailHour = 6, LastMailHour = 21;

    /// <summary>After the morning's reminders were made.</summary>
    public const int UsualMailHour = 9;

    readonly List<RoleAssignment> assignments = [];

    Person()
    {
    }

    public Person(string account, string name, bool isDemo)
    {
        (Account, Name, IsDemo) = (account, name, isDemo);
    }

    /// <summary>With an address, for data that is taken in whole.</summary>
    public Person(string account, string name, bool isDemo, string? mailAddress)
        : this(account, name, isDemo) => MailAddress = MailAddresses.Read(mailAddress, field: null);

    public int Id { get; private set; }

    /// <summary>Stable key of the person in the city's directory.</summary>
    public string Account { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>A fictional person of the demo set.</summary>
    public bool IsDemo { get; private set; }

    /// <summary>Where mail goes; null while none is registered.</summary>
    [DisplayName("メールアドレス")]
    public string? MailAddress { get; private set; }

    [DisplayName("メールの受け取り方")]
    public MailDelivery MailDelivery { get; private set; }

    /// <summary>Hour of the day in Tokyo at which a daily mail goes out.</summary>
    [DisplayName("まとめて送る時刻（時）")]
    public int MailHour { get; private set; } = UsualMailHour;

    public uint Version { get; private set; }

    public IReadOnlyList<RoleAssignment> Assignments => assignments;

    /// <summary>Registers where mail goes; blank takes the address away.</summary>
    public void RegisterMailAddress(string? address, Actor actor)
    {
        actor.Require(Permission.ManageMail, null);
        var read = MailAddresses.Read(address, "Address");
        RuleViolation.Require(read != MailAddress, "mail-address-same", "メールアドレスが変わっていません。新しいアドレスを入力するか、一覧に戻ってください。", "Address");
        MailAddress = read;
    }

    /// <summary>Everybody chooses for themselves.</summary>
    public void ChooseMail(MailDelivery delivery, int hour, Actor actor)
    {
        if (actor.PersonId != Id)
        {
            throw new NotPermitted("メールの受け取り方は、本人だけが選べます。");
        }

        RuleViolation.Require(
            hour is >= FirstMailHour and <= LastMailHour, "mail-hour", $"まとめて送る時刻は{FirstMailHour}時から{LastMailHour}時までの間で選んでください。", "Hour");
        RuleViolation.Require(delivery != MailDelivery || hour != MailHour, "mail-choice-same", "受け取り方が変わっていません。変えてから保存してください。", "Delivery");
        (MailDelivery, MailHour) = (delivery, hour);
    }

    public void Assign(Role role, string title, Department department, DateOnly from, DateOnly? to = null) =>
        assignments.Add(new RoleAssignment(role, title, department, from, to));

    /// <summary>Gives the person a role. Needs the assignments loaded.</summary>
    /// <param name="role">Which.</param>
    /// <param name="title">Printed beside the name in every record.</param>
    /// <param name="department">Where; a city-wide role acts everywhere all the same.</param>
    /// <param name="from">First day, today or later.</param>
    /// <param name="to">Last day; null while it is open.</param>
    /// <param name="actor">Who gives it; nobody to themselves.</param>
    /// <param name="now">When.</param>
    public RoleAssignment Appoint(Role role, string? title, Department department, DateOnly from, DateOnly? to, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageRoles, null);
        RuleViolation.Require(actor.PersonId != Id, "role-self", "自分に役割を与えることはできません。ほかの管理者に依頼してください。", "PersonId");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(title), "role-needs-title", "職名を入力してください。", "Title");
        RuleViolation.Require(from >= TokyoTime.DayOf(now), "role-past", "始まりの日は今日以降の日にしてください。過去の記録は変わりません。", "From");
        RuleViolation.Require(to is null || to >= from, "role-period", "終わりの日が始まりの日より前です。始まりの日以降の日を入力してください。", "To");
        RuleViolation.Require(
            !assignments.Any(a => a.Role == role && a.DepartmentId == department.Id && (a.ValidTo is null || a.ValidTo >= from) && (to is null || a.ValidFrom <= to)),
            "role-held",
            $"「{Name}」は、この期間に{department.Name}の「{role.Label()}」の役割をすでに持っています。期間か役割を直してください。",
            "Role");
        var assignment = new RoleAssignment(role, title.Trim(), department, from, to);
        assignments.Add(assignment);
        return assignment;
    }
}

/// <summary>A role held in a department from a day to a day (both included), with the title printed beside the name.</summary>
public sealed class RoleAssignment
{
    public const int TitleMaxLength = 60;

    RoleAssignment()
    {
    }

    internal RoleAssignment(Role role, string title, Department department, DateOnly from, DateOnly? to)
    {
        (Role, Title, Department, ValidFrom, ValidTo) = (role, title, department, from, to);
    }

    public int Id { get; private set; }

    public int PersonId { get; private set; }

    [DisplayName("役割")]
    public Role Role { get; private set; }

    [DisplayName("職名")]
    public string Title { get; private set; } = "";

    public int DepartmentId { get; private set; }

    public Department Department { get; private set; } = null!;

    [DisplayName("始まりの日")]
    public DateOnly ValidFrom { get; private set; }

    [DisplayName("終わりの日")]
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Ends the role after its last day. The caller proves first that every open case can still be finished.</summary>
    /// <param name="lastDay">Yesterday to end it at once.</param>
    /// <param name="administratorsLeft">How many others are administrators on the day after.</param>
    /// <param name="actor">Who ends it.</param>
    /// <param name="now">When.</param>
    public void End(DateOnly lastDay, int administratorsLeft, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageRoles, null);
        var today = TokyoTime.DayOf(now);
        RuleViolation.Require(ValidTo is null || ValidTo >= today, "role-over", $"この役割は{Wareki.Both(ValidTo)}に終わっています。");
        RuleViolation.Require(lastDay >= today.AddDays(-1), "role-end-past", "最後の日は昨日以降の日にしてください。昨日にすると、今すぐ終わります。過去の記録は変わりません。", "LastDay");
        RuleViolation.Require(lastDay >= ValidFrom, "role-end-before", $"この役割は{Wareki.Both(ValidFrom)}に始まります。最後の日はその日以降にしてください。", "LastDay");
        RuleViolation.Require(
            ValidTo is null || lastDay < ValidTo, "role-end-later", $"この役割は{Wareki.Both(ValidTo)}に終わる予定です。それより前の日を入力してください。延ばすときは、次の期間の役割を新しく登録します。", "LastDay");
        RuleViolation.Require(
            Role != Role.Administrator || administratorsLeft > 0, "last-administrator", "最後の管理者の役割は終えられません。先に、ほかの人に管理者の役割を与えてください。");
        ValidTo = lastDay;
    }
}

sealed class PersonConfiguration : IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<RoleAssignment>
{
    public void Configure(EntityTypeBuilder<Person> e)
    {
        e.Property(p => p.Account).HasMaxLength(60);
        e.Property(p => p.Name).HasMaxLength(Person.NameMaxLength);
        e.Property(p => p.MailAddress).HasMaxLength(MailAddresses.MaxLength);
        e.Property(p => p.MailDelivery).HasDefaultValue(MailDelivery.AtOnce);
        e.Property(p => p.MailHour).HasDefaultValue(Person.UsualMailHour);
        e.Property(p => p.Version).IsRowVersion();
        e.HasIndex(p => p.Account).IsUnique();
        e.HasMany(p => p.Assignments).WithOne().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
        e.Navigation(p => p.Assignments).UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<RoleAssignment> e)
    {
        e.Property(a => a.Title).HasMaxLength(RoleAssignment.TitleMaxLength);
        e.HasOne(a => a.Department).WithMany().HasForeignKey(a => a.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        e.HasIndex(a => a.PersonId);
        e.HasIndex(a => a.DepartmentId);
        e.ToTable(t => t.HasCheckConstraint("ck_role_assignments_period", "valid_to is null or valid_to >= valid_from"));
    }
}

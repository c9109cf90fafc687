using System.ComponentModel;
using DxGovernance.Core.SignIn;
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

    public const int AccountMaxLength = 60;

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

    /// <summary>A real person, with no role and no way in yet.</summary>
    /// <param name="account">For ever; another person's is refused.</param>
    /// <param name="name">As records show it.</param>
    /// <param name="isTaken">Somebody else has the account.</param>
    /// <param name="actor">Who registers.</param>
    public static Person Register(string? account, string? name, bool isTaken, Actor actor)
    {
        actor.Require(Permission.ManageSignIn, null);
        RuleViolation.Require(!string.IsNullOrWhiteSpace(account), "person-account", "アカウントを入力してください。", "Account");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(name), "person-name", "氏名を入力してください。", "Name");
        RuleViolation.Require(!isTaken, "account-taken", $"アカウント「{account.Trim()}」の人は、すでに登録されています。", "Account");
        return new(account.Trim(), name.Trim(), isDemo: false);
    }

    public int Id { get; private set; }

    /// <summary>Stable key of the person in the city's directory.</summary>
    [DisplayName("アカウント")]
    public string Account { get; private set; } = "";

    [DisplayName("氏名")]
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

    /// <summary>Since when the person can neither sign in nor act; null for everybody else.</summary>
    [DisplayName("ロックした日時")]
    public DateTimeOffset? LockedAt { get; private set; }

    public IReadOnlyList<RoleAssignment> Assignments => assignments;

    /// <summary>Keeps the person out from now on. The caller ends their sessions and shows before what becomes of open cases; a lock waits for nothing.</summary>
    /// <param name="administratorsLeft">How many others are administrators today.</param>
    /// <param name="actor">Who locks; nobody themselves.</param>
    /// <param name="now">When.</param>
    public void Lock(int administratorsLeft, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageSignIn, null);
        RuleViolation.Require(actor.PersonId != Id, "lock-self", "自分をロックすることはできません。ほかの管理者に依頼してください。");
        RuleViolation.Require(LockedAt is null, "locked", $"「{Name}」はすでにロックされています。");
        RuleViolation.Require(administratorsLeft > 0, "last-administrator", "最後の管理者はロックできません。先に、ほかの人に管理者の役割を与えてください。");
        LockedAt = now;
    }

    public void Unlock(Actor actor)
    {
        actor.Require(Permission.ManageSignIn, null);
        RuleViolation.Require(LockedAt is not null, "not-locked", $"「{Name}」はロックされていません。");
        LockedAt = null;
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
            from >= department.ValidFrom, "role-before-department", $"「{department.Name}」は{Wareki.Both(department.ValidFrom)}からの部署です。始まりの日をその日以降にしてください。", "From");
        RuleViolation.Require(
            department.ValidTo is null || (from <= department.ValidTo && to <= department.ValidTo), "role-after-department",
            $"「{department.Name}」は{Wareki.Both(department.ValidTo)}に終わる部署です。終わりの日をその日までにしてください。", "To");
        RuleViolation.Require(
            !assignments.Any(a => a.Role == role && a.DepartmentId == department.Id && (a.ValidTo is null || a.ValidTo >= from) && (to is null || a.ValidFrom <= to)),
            "role-held",
            $"「{Name}」は、この期間に{department.Name}の「{role.Label()}」の役割をすでに持っています。期間か役割を直してください。",
            "Role");
        var assignment = new RoleAssignment(role, title.Trim(), department, from, to);
        assignments.Add(assignment);
        return assignment;
    }

    /// <summary>
    /// Brings the roles in line with what the provider says today. A role that the provider does not name any more ends at once; one that began
    /// today leaves no row behind. Needs the assignments loaded.
    /// </summary>
    /// <param name="granted">Rows of the table that apply to the person.</param>
    /// <param name="precedence">Whether roles given by administrators stay.</param>
    /// <param name="administratorsLeft">How many others are administrators today; the last one stays.</param>
    /// <param name="today">Tokyo's.</param>
    public FollowedRoles Follow(IReadOnlyCollection<ProviderRole> granted, RolePrecedence precedence, int administratorsLeft, DateOnly today)
    {
        var held = assignments.Where(a => a.IsOn(today)).ToList();
        var given = granted.Where(g => !held.Exists(a => a.Is(g))).DistinctBy(g => (g.Role, g.DepartmentId)).Select(g => new RoleAssignment(g, today)).ToList();
        held.Where(a => a.ProviderRoleId is not null && granted.Any(a.Is)).ToList().ForEach(a => a.Confirm(today));
        var over = held.Where(a => (a.ProviderRoleId is not null || precedence == RolePrecedence.ProviderWins) && !granted.Any(a.Is)).ToList();
        var kept = administratorsLeft == 0 && given.TrueForAll(g => g.Role != Role.Administrator) && held.Except(over).All(a => a.Role != Role.Administrator)
            ? over.Find(a => a.Role == Role.Administrator)
            : null;
        over = [.. over.Where(a => a != kept)];
        assignments.AddRange(given);
        var undone = over.Where(a => !a.EndAtOnce(today)).ToList();
        assignments.RemoveAll(undone.Contains);
        return new(given, [.. over.Except(undone)], undone, kept);
    }

    /// <summary>Ends the roles that came from a row of the table which is over now. Needs the assignments loaded.</summary>
    /// <exception cref="RuleViolation">The person would be the last administrator.</exception>
    public FollowedRoles EndFrom(ProviderRole row, int administratorsLeft, DateOnly today)
    {
        var over = assignments.Where(a => a.ProviderRoleId == row.Id && a.IsOn(today)).ToList();
        RuleViolation.Require(
            administratorsLeft > 0 || !over.Exists(a => a.Role == Role.Administrator),
            "last-administrator",
            $"この対応を終えると、最後の管理者である「{Name}」の役割も終わります。先に、ほかの人に管理者の役割を与えてください。");
        var undone = over.Where(a => !a.EndAtOnce(today)).ToList();
        assignments.RemoveAll(undone.Contains);
        return new([], [.. over.Except(undone)], undone, null);
    }

    /// <summary>Ends roles from the provider that no sign-in has confirmed since the day; the last administrator stays. Needs the assignments loaded.</summary>
    public IReadOnlyList<RoleAssignment> EndUnconfirmed(DateOnly since, int administratorsLeft, DateOnly today) =>
        [.. assignments.Where(a => a.ConfirmedOn < since && a.IsOn(today) && (a.Role != Role.Administrator || administratorsLeft > 0)).Where(a => a.EndAtOnce(today))];

    /// <summary>The role of a transfer that was checked before. Needs the assignments loaded.</summary>
    internal RoleAssignment BeginForTransfer(Role role, string title, Department department, DateOnly from, DateOnly? to)
    {
        var assignment = new RoleAssignment(role, title, department, from, to);
        assignments.Add(assignment);
        return assignment;
    }

    /// <summary>Takes back what a transfer gave: it ended yesterday. False where it begins only today and is gone.</summary>
    internal bool UndoTransfer(RoleAssignment begun, DateOnly today) => begun.EndAtOnce(today) || !assignments.Remove(begun);
}

/// <summary>What <see cref="Person.Follow"/> did. Rows that were undone are to be deleted by the caller.</summary>
/// <param name="Kept">The role of the last administrator, which the provider does not name and which stays all the same.</param>
public sealed record FollowedRoles(
    IReadOnlyList<RoleAssignment> Given, IReadOnlyList<RoleAssignment> Ended, IReadOnlyList<RoleAssignment> Undone, RoleAssignment? Kept)
{
    public bool ChangesNothing => Given.Count + Ended.Count + Undone.Count == 0;
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

    internal RoleAssignment(ProviderRole from, DateOnly today)
    {
        (Role, Title, DepartmentId, ValidFrom, ProviderRoleId, ConfirmedOn) = (from.Role, from.Title, from.DepartmentId, today, from.Id, today);
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

    /// <summary>The row of the table by which the provider gave it; null where an administrator did.</summary>
    public int? ProviderRoleId { get; private set; }

    /// <summary>The last day on which the person signed in with it; null where an administrator gave it.</summary>
    public DateOnly? ConfirmedOn { get; private set; }

    public bool IsOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || ValidTo >= day);

    internal bool Is(ProviderRole row) => Role == row.Role && DepartmentId == row.DepartmentId;

    internal void Confirm(DateOnly today) => ConfirmedOn = today;

    /// <summary>Ends a role that the provider gave, after the day before. False where it began today and so has no day to keep.</summary>
    internal bool EndAtOnce(DateOnly today)
    {
        if (ValidFrom >= today)
        {
            return false;
        }

        ValidTo = today.AddDays(-1);
        return true;
    }

    /// <returns>Until when it would have lasted.</returns>
    internal DateOnly? EndForTransfer(DateOnly lastDay)
    {
        var was = ValidTo;
        ValidTo = lastDay;
        return was;
    }

    internal void ReviveForTransfer(DateOnly? to) => ValidTo = to;

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
        e.Property(p => p.Account).HasMaxLength(Person.AccountMaxLength);
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
        e.HasOne<ProviderRole>().WithMany().HasForeignKey(a => a.ProviderRoleId);
        e.ToTable(t => t.HasCheckConstraint("ck_role_assignments_period", "valid_to is null or valid_to >= valid_from"));
    }
}

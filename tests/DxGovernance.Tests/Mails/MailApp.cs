using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DxGovernance.Tests.Mails;

/// <summary>The application with a real mail server behind it. Tests with it run one after another; each has people of its own.</summary>
public sealed class MailApp : WebApp
{
    static int last;

    public MailServer Server { get; } = new();

    public override async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>A person with an address at which the server behaves as the word in front says.</summary>
    public async Task<Receiver> Person(string way = "plain", Role role = Role.PmoOffice, Department? department = null)
    {
        var person = await Given.Person(role, department ?? await Given.Department());
        var address = $"{way}.{Interlocked.Increment(ref last)}@demo.example";
        await Set(person.Id, address);
        return new(person.Id, person.Name, address);
    }

    public async Task Set(int personId, string? address, MailDelivery delivery = MailDelivery.AtOnce, int hour = Core.Organization.Person.UsualMailHour)
    {
        await using var db = Database.NewContext();
        await db.People.Where(p => p.Id == personId).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.MailAddress, address).SetProperty(p => p.MailDelivery, delivery).SetProperty(p => p.MailHour, hour), Cancel);
    }

    /// <summary>A notice as some part of the application leaves it, now.</summary>
    public async Task Notice(Receiver to, string subject, string body = "本文", string link = "/")
    {
        await using var db = Database.NewContext();
        db.Notifications.Add(new Notification($"test:{Guid.NewGuid():N}", to.Id, subject, body, link, Clock.Now));
        await db.SaveChangesAsync(Cancel);
    }

    /// <summary>One run of the job, with the settings of the application or others.</summary>
    public Task<MailRun> Run(MailSettings? settings = null) => Sender(settings).RunAsync(Cancel);

    public MailSender Sender(MailSettings? settings = null) => settings is null
        ? Services.GetRequiredService<MailSender>()
        : new(Services.GetRequiredService<IServiceScopeFactory>(), settings, Services.GetRequiredService<CityInfo>(), Clock, NullLogger<MailSender>.Instance);

    public async Task<Mail> Only(Receiver to) => (await All(to)).ShouldHaveSingleItem();

    public async Task<IReadOnlyList<Mail>> All(Receiver to)
    {
        await using var db = Database.NewContext();
        return await db.Mails.AsNoTracking().Where(m => m.PersonId == to.Id).OrderBy(m => m.Id).ToListAsync(Cancel);
    }

    public async Task<MailRelay> Relay()
    {
        await using var db = Database.NewContext();
        return await db.MailRelays.AsNoTracking().SingleAsync(Cancel);
    }

    /// <summary>The clock is where it starts, the relay as good as new, and nothing that other tests left behind is in the way.</summary>
    public async ValueTask Fresh()
    {
        Clock.Now = FixedClock.Start;
        await using var db = Database.NewContext();
        await db.Notifications.Where(n => n.MailSettledAt == null).ExecuteUpdateAsync(set => set.SetProperty(n => n.MailSettledAt, Clock.Now), Cancel);
        await db.Mails.Where(m => m.State != MailState.Sent && m.State != MailState.Dropped)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MailState.Dropped), Cancel);
        await db.MailRelays.ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Failures, 0).SetProperty(r => r.RetryAt, (DateTimeOffset?)null).SetProperty(r => r.ReachedAt, (DateTimeOffset?)null), Cancel);
    }

    protected override void Configure(IWebHostBuilder web)
    {
        base.Configure(web);
        foreach (var option in typeof(MailOptions).GetProperties())
        {
            web.UseSetting($"Mail:{option.Name}", (string?)option.GetValue(Server.Options()));
        }
    }
}

/// <summary>One application and one mail server for all tests that send.</summary>
[CollectionDefinition(nameof(Mailing))]
public sealed class Mailing : ICollectionFixture<MailApp>;

/// <summary>Somebody with a mail address.</summary>
public sealed record Receiver(int Id, string Name, string Address);

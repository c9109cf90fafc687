using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DxGovernance.Core.Installation;

/// <summary>Traces and metrics of the application's own. Kinds, numbers and times only: no name, title, address or text of anybody.</summary>
public static class Telemetry
{
    public const string Name = "DxGovernance";

    const string Seconds = "s";

    static readonly ActivitySource Source = new(Name);

    static readonly Meter Meter = new(Name);

    static readonly Histogram<double> Reports = Meter.CreateHistogram<double>("dxgovernance.report.duration", Seconds, "Making of one report");

    static readonly Histogram<double> Jobs = Meter.CreateHistogram<double>("dxgovernance.job.duration", Seconds, "One run of a job");

    static readonly Counter<long> Mails = Meter.CreateCounter<long>("dxgovernance.mail.count", "{mail}", "Mails by what came of them");

    static (QueueState Queues, DateTimeOffset? Backup, DateTimeOffset Now)? newest;

    static Telemetry()
    {
        Meter.CreateObservableGauge(
            "dxgovernance.queue.length",
            () => newest is not { } n ? [] : new[] { Of("reports", n.Queues.Reports.Length), Of("mails", n.Queues.Mails.Waiting + n.Queues.Mails.InHand), Of("parked-mails", n.Queues.Mails.Parked) },
            "{item}",
            "What waits");
        Meter.CreateObservableGauge(
            "dxgovernance.queue.age",
            () => newest is not { } n ? [] : new[] { Of("reports", n.Queues.Reports.Age(n.Now).TotalSeconds), Of("mails", n.Queues.Mails.Age(n.Now).TotalSeconds) },
            Seconds,
            "How long the oldest has waited");
        Meter.CreateObservableGauge(
            "dxgovernance.backup.age",
            () => newest is not { Backup: { } backup } n ? [] : new[] { new Measurement<double>((n.Now - backup).TotalSeconds) },
            Seconds,
            "Since the last backup");
    }

    /// <summary>Ends with the work; say <see cref="Ended"/> before.</summary>
    internal static Activity? Begin(string name, string key, string value) => Source.StartActivity(name)?.SetTag(key, value);

    internal static void ReportMade(string kind, bool isDone, TimeSpan took) =>
        Reports.Record(took.TotalSeconds, new KeyValuePair<string, object?>("kind", kind), Outcome(isDone));

    internal static void JobRan(string job, bool isDone, TimeSpan took) =>
        Jobs.Record(took.TotalSeconds, new KeyValuePair<string, object?>("job", job), Outcome(isDone));

    internal static void MailSettled(string outcome, int count)
    {
        if (count > 0)
        {
            Mails.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    internal static void Ended(Activity? activity, bool isDone) => activity?.SetStatus(isDone ? ActivityStatusCode.Ok : ActivityStatusCode.Error);

    /// <summary>What the gauges show until the next reading.</summary>
    public static void Show(QueueState queues, DateTimeOffset? backup, DateTimeOffset now) => newest = (queues, backup, now);

    static KeyValuePair<string, object?> Outcome(bool isDone) => new("outcome", isDone ? "done" : "failed");

    static Measurement<T> Of<T>(string queue, T value)
        where T : struct => new(value, new KeyValuePair<string, object?>("queue", queue));
}

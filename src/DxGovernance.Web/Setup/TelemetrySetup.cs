using System.Diagnostics;
using DxGovernance.Core.Data;
using DxGovernance.Core.Installation;
using Microsoft.EntityFrameworkCore;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DxGovernance.Web.Setup;

/// <summary>
/// Traces and metrics over OTLP, off unless <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector. The other settings are OpenTelemetry's own.
/// </summary>
static partial class TelemetrySetup
{
    public static void AddGovernanceTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Services.AddHostedService<QueueMeter>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("dxgovernance", serviceVersion: NodeSetup.Version, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"))
            .WithTracing(t => t
                .AddSource(Telemetry.Name, "Npgsql", "Quartz")
                .AddAspNetCoreInstrumentation(o => o.Filter = http => !http.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal))
                .AddProcessor(new Discretion())
                .AddOtlpExporter())
            .WithMetrics(m => m
                .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "Npgsql", "Quartz", "System.Runtime")
                .AddOtlpExporter());
    }

    /// <summary>
    /// Takes out of a span what may tell of a person: addresses with what they hold, search words, browser and network address. A span in which an
    /// exception was recorded goes nowhere, because PostgreSQL repeats values in its messages; the request's own span says that it failed.
    /// </summary>
    sealed class Discretion : BaseProcessor<Activity>
    {
        static readonly string[] Told =
            ["url.path", "url.query", "url.full", "user_agent.original", "client.address", "client.port", "network.peer.address", "network.peer.port", "server.address", "server.port"];

        public override void OnEnd(Activity data)
        {
            foreach (var tag in Told)
            {
                data.SetTag(tag, null);
            }

            if (data.StatusDescription is not null)
            {
                data.SetStatus(data.Status);
            }

            if (data.Events.Any(e => e.Name == "exception"))
            {
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            }
        }
    }

    /// <summary>Reads the queues for the gauges, every half minute, on each node that is watched.</summary>
    sealed partial class QueueMeter(IServiceScopeFactory scopes, TimeProvider clock, ILogger<QueueMeter> log) : BackgroundService
    {
        static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(Interval);
            do
            {
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
                    var backup = await db.BackupRecords.MaxAsync(b => (DateTimeOffset?)b.TakenAt, stoppingToken);
                    Telemetry.Show(await QueueState.ReadAsync(db, clock.GetUtcNow(), stoppingToken), backup, clock.GetUtcNow());
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    Unread(log, e.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }

        [LoggerMessage(LogLevel.Warning, "The queues could not be read for the metrics: {Reason}")]
        static partial void Unread(ILogger logger, string reason);
    }
}

using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DxGovernance.Tests.Support;

/// <summary>Two departments on a real port, with what the application logs as an error and how long its statements take.</summary>
public sealed class HostileSite : TwoDepartments
{
    readonly ErrorLog log = new();

    public StatementTimes Statements { get; } = new();

    public IReadOnlyCollection<string> Errors => log.Lines;

    protected override bool OnRealPort => true;

    protected override void Configure(IWebHostBuilder web)
    {
        base.Configure(web);
        web.UseUrls("http://127.0.0.1:0");
        web.UseSetting("Limits:ApiPerMinute", "100000");
        web.UseSetting("Logging:Console:LogLevel:Default", "None");
        web.ConfigureServices(services => services.ConfigureDbContext<Core.Data.GovernanceDbContext>(o => o.AddInterceptors(Statements)));
        web.ConfigureLogging(logging => logging.AddProvider(log));
    }

    sealed class ErrorLog : ILoggerProvider, ILogger
    {
        readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> Lines => lines;

        /// <summary>A cookie of the form's token that nobody can read is an error to the framework, which then answers 400.</summary>
        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Microsoft.AspNetCore.Antiforgery", StringComparison.Ordinal) ? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance : this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>How long the database took for each statement, and which request asked.</summary>
public sealed class StatementTimes : DbCommandInterceptor
{
    static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    readonly ConcurrentQueue<string> slow = new();
    long longest;
    int count;

    public string Current { get; set; } = "";

    public int Count => count;

    public TimeSpan Longest => TimeSpan.FromTicks(longest);

    public IReadOnlyCollection<string> Slow => slow;

    /// <summary>One was slow a second time.</summary>
    public bool IsProved { get; private set; }

    /// <summary>Asks again, and forgets what was slow once.</summary>
    public async Task ProveAsync<T>(Func<Task<T>> again)
    {
        var first = slow.Count;
        await again();
        IsProved = slow.Count > first;
        if (!IsProved)
        {
            slow.Clear();
        }
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Timed(command, eventData, result));

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Timed(command, eventData, result));

    public override ValueTask<object?> ScalarExecutedAsync(DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Timed(command, eventData, result));

    T Timed<T>(DbCommand command, CommandExecutedEventData eventData, T result)
    {
        Interlocked.Increment(ref count);
        longest = Math.Max(longest, eventData.Duration.Ticks);
        if (eventData.Duration > Long)
        {
            slow.Enqueue($"{Current}: {eventData.Duration.TotalMilliseconds:0} ms, {command.CommandText}");
        }

        return result;
    }
}

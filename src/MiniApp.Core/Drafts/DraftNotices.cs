using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MiniApp.Core.Drafts;

/// <summary>
/// Carries <see cref="DraftNotice"/>s between the nodes, by LISTEN and NOTIFY over one connection for each. A notice may be
/// lost while the database is away: once it is back, every subscriber is asked to look for itself.
/// </summary>
public sealed partial class DraftNotices(NpgsqlDataSource database, ILogger<DraftNotices> logger) : BackgroundService
{
    private const string ChannelName = "drafts";
    private const string QueuePayload = "queue";

    // No draft has this id.
    private static readonly Guid Queue = Guid.Empty;

    // A connection that died without a word is found out after this long.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, List<Subscription>> _subscriptions = [];
    private readonly Channel<string> _toSend = Channel.CreateBounded<string>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest }
    );

    /// <summary>Tells all nodes, this one too, soon. Call it after the change was committed.</summary>
    // Not within the transaction: PostgreSQL commits those that notify one after the other, each waiting for the disk.
    public void Tell(DraftNotice notice) => _toSend.Writer.TryWrite(notice.ToPayload());

    /// <summary>Tells all officers' queues that a review has changed; of many changes at once they hear once.</summary>
    public void TellQueues() => _toSend.Writer.TryWrite(QueuePayload);

    /// <param name="heard">Called on any thread when something in the queue changed or may have; must not block.</param>
    /// <returns>Dispose it to hear no more.</returns>
    public IDisposable SubscribeToQueue(Action heard) => Subscribe(Queue, _ => heard());

    /// <param name="heard">
    /// Called on any thread, in the language of whoever subscribes; must not block. Null means that notices may have been
    /// missed.
    /// </param>
    /// <returns>Dispose it to hear no more.</returns>
    public IDisposable Subscribe(Guid draftId, Action<DraftNotice?> heard)
    {
        var subscription = new Subscription(this, draftId, heard, ExecutionContext.Capture());
        lock (_gate)
        {
            if (!_subscriptions.TryGetValue(draftId, out var others))
                _subscriptions[draftId] = others = [];
            others.Add(subscription);
        }
        return subscription;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            AgainAndAgainAsync(ListenAsync, stoppingToken),
            AgainAndAgainAsync((_, token) => SendAsync(token), stoppingToken)
        );

    /// <summary>Runs <paramref name="work"/> until stopping, and anew after each failure, with growing waits.</summary>
    private async Task AgainAndAgainAsync(Func<Action, CancellationToken, Task> work, CancellationToken stopping)
    {
        var wait = FirstRetry;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work(() => wait = FirstRetry, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Interrupted(logger, failure.GetType().Name);
                await Task.Delay(wait, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
            }
        }
    }

    private async Task ListenAsync(Action connected, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notification) =>
        {
            if (notification.Payload == QueuePayload)
                Deliver(Queue, null);
            else if (DraftNotice.TryParse(notification.Payload, out var notice))
                Deliver(notice.DraftId, notice);
        };
        await using (var listen = new NpgsqlCommand($"listen {ChannelName}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);
        connected();
        // Whatever was told before the connection was there.
        foreach (var draftId in Subscribed())
            Deliver(draftId, null);
        while (true)
        {
            if (await connection.WaitAsync(Quiet, cancellationToken))
                continue;
            await using var probe = new NpgsqlCommand("select 1", connection);
            await probe.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (await _toSend.Reader.WaitToReadAsync(cancellationToken))
        {
            var payloads = new HashSet<string>(StringComparer.Ordinal);
            while (payloads.Count < 500 && _toSend.Reader.TryRead(out var payload))
                payloads.Add(payload);
            await using var command = database.CreateCommand("select pg_notify($1, payload) from unnest($2) payload");
            command.Parameters.Add(new() { Value = ChannelName });
            command.Parameters.Add(new() { Value = payloads.ToArray() });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private List<Guid> Subscribed()
    {
        lock (_gate)
            return [.. _subscriptions.Keys];
    }

    private void Deliver(Guid draftId, DraftNotice? notice)
    {
        List<Subscription> hearers;
        lock (_gate)
            hearers = _subscriptions.TryGetValue(draftId, out var found) ? [.. found] : [];
        foreach (var hearer in hearers)
            hearer.Hear(notice);
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            if (!_subscriptions.TryGetValue(subscription.DraftId, out var others))
                return;
            others.Remove(subscription);
            if (others.Count == 0)
                _subscriptions.Remove(subscription.DraftId);
        }
    }

    private sealed record Subscription(
        DraftNotices Notices,
        Guid DraftId,
        Action<DraftNotice?> Heard,
        ExecutionContext? Context
    ) : IDisposable
    {
        public void Hear(DraftNotice? notice)
        {
            if (Context is null)
                Heard(notice);
            else
                ExecutionContext.Run(Context, _ => Heard(notice), null);
        }

        public void Dispose() => Notices.Remove(this);
    }

    [LoggerMessage(
        1222,
        LogLevel.Warning,
        "Notices about drafts are interrupted ({Reason}); pages look for themselves once they are back"
    )]
    private static partial void Interrupted(ILogger logger, string reason);
}

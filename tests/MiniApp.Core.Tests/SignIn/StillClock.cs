namespace MiniApp.Core.Tests.SignIn;

/// <summary>A clock that moves when told. Timers fire then, and can be looked at before.</summary>
internal sealed class StillClock(DateTimeOffset? begins = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private readonly DateTimeOffset _begins = begins ?? new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    public TimeSpan Elapsed { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => _begins + Elapsed;

    /// <summary>When the next timer fires, since the beginning.</summary>
    public TimeSpan NextTimerAt
    {
        get
        {
            lock (_gate)
                return _timers.Min(timer => timer.At);
        }
    }

    public bool HasTimerAt(TimeSpan at)
    {
        lock (_gate)
            return _timers.Exists(timer => timer.At == at);
    }

    public void Advance(TimeSpan by)
    {
        List<Timer> due;
        lock (_gate)
        {
            Elapsed += by;
            due = _timers.FindAll(timer => timer.At <= Elapsed);
            _timers.RemoveAll(due.Contains);
        }
        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(StillClock clock, Action fire) : ITimer
    {
        public TimeSpan At { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    At = clock.Elapsed + dueTime;
                    clock._timers.Add(this);
                }
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

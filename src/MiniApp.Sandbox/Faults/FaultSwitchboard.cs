namespace MiniApp.Sandbox.Faults;

/// <summary>The faults switched on now. Setting a list starts the dice afresh, so that the same calls meet the same faults.</summary>
/// <param name="seed">Seed of the dice.</param>
internal sealed class FaultSwitchboard(int seed, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _applied = new(StringComparer.Ordinal);
    private List<FaultRule> _rules = [];
    private Random _dice = NewDice(seed);

    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (_gate)
            {
                return [.. _rules];
            }
        }
    }

    public void Set(List<FaultRule> rules)
    {
        lock (_gate)
        {
            _rules = [.. rules.Select(Begin)];
            _dice = NewDice(seed);
        }
    }

    /// <summary>Switches on more, and leaves the others and the dice as they are.</summary>
    public void Add(List<FaultRule> rules)
    {
        lock (_gate)
        {
            _rules = [.. _rules, .. rules.Select(Begin)];
        }
    }

    /// <summary>How many calls each kind has hit since the start.</summary>
    public IReadOnlyDictionary<string, int> Applied
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, int>(_applied, StringComparer.Ordinal);
            }
        }
    }

    public void Clear() => Set([]);

    /// <summary>The faults this call meets, in their order; counts them down.</summary>
    public IReadOnlyList<FaultRule> Take(string method, string path)
    {
        lock (_gate)
        {
            var hit = new List<FaultRule>();
            var left = new List<FaultRule>(_rules.Count);
            foreach (var rule in _rules.Where(rule => rule.Until is not { } until || until > clock.GetUtcNow()))
            {
                // Each is to hit a call of its own where one would hide the other.
                if (hit.Exists(rule.Hides))
                {
                    left.Add(rule);
                    continue;
                }
                if (!rule.Matches(method, path) || _dice.NextDouble() >= (rule.Probability ?? 2))
                {
                    left.Add(rule);
                    continue;
                }
                hit.Add(rule);
                _applied[rule.Kind] = _applied.GetValueOrDefault(rule.Kind) + 1;
                if (rule.Times is not 1)
                {
                    left.Add(rule with { Times = rule.Times - 1 });
                }
            }
            _rules = left;
            return hit;
        }
    }

    private FaultRule Begin(FaultRule rule) =>
        rule.Seconds is { } seconds ? rule with { Until = clock.GetUtcNow().AddSeconds(seconds) } : rule;

#pragma warning disable CA5394 // Repeatable on purpose: nothing secret hangs on these dice.
    private static Random NewDice(int seed) => new(seed);
#pragma warning restore CA5394
}

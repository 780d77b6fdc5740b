namespace MiniApp.Sandbox.Faults;

/// <summary>The faults switched on now. Setting a list starts the dice afresh, so that the same calls meet the same faults.</summary>
/// <param name="seed">Seed of the dice.</param>
internal sealed class FaultSwitchboard(int seed)
{
    private readonly Lock _gate = new();
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
            _rules = rules;
            _dice = NewDice(seed);
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
            foreach (var rule in _rules)
            {
                if (!rule.Matches(method, path) || _dice.NextDouble() >= (rule.Probability ?? 2))
                {
                    left.Add(rule);
                    continue;
                }
                hit.Add(rule);
                if (rule.Times is not 1)
                {
                    left.Add(rule with { Times = rule.Times - 1 });
                }
            }
            _rules = left;
            return hit;
        }
    }

#pragma warning disable CA5394 // Repeatable on purpose: nothing secret hangs on these dice.
    private static Random NewDice(int seed) => new(seed);
#pragma warning restore CA5394
}

namespace MiniApp.Drill.Faults;

/// <summary>The kinds of fault, the first four done to processes and connections, the others by the sandbox.</summary>
internal enum DrillFault
{
    KillNode,
    RestartDatabase,
    CrashDatabase,
    CutConnections,
    Reset,
    DropReply,
    DropReceipt,
    ExpireTokens,
    Latency,
    SlowBody,
    Garbage,
    Status500,
    Outage,
}

/// <summary>Which faults come in which order: the same for the same seed and number.</summary>
internal static class FaultPlan
{
    private static readonly (DrillFault Fault, int Weight)[] Weights =
    [
        (DrillFault.KillNode, 6),
        (DrillFault.RestartDatabase, 2),
        (DrillFault.CrashDatabase, 2),
        (DrillFault.CutConnections, 12),
        (DrillFault.Reset, 12),
        (DrillFault.DropReply, 10),
        (DrillFault.DropReceipt, 6),
        (DrillFault.ExpireTokens, 8),
        (DrillFault.Latency, 10),
        (DrillFault.SlowBody, 8),
        (DrillFault.Garbage, 10),
        (DrillFault.Status500, 10),
        (DrillFault.Outage, 4),
    ];

    /// <summary>Each kind at least once where there is room, the rest by weight, shuffled.</summary>
    /// <param name="only">Nothing but this kind.</param>
    public static IReadOnlyList<DrillFault> Make(int count, Random random, DrillFault? only = null)
    {
        if (only is { } one)
            return [.. Enumerable.Repeat(one, count)];
        var each = Weights.Select(weight => weight.Fault).ToArray();
        random.Shuffle(each);
        var all = each.Take(count).ToList();
        while (all.Count < count)
            all.Add(Throw(random));
        var plan = all.ToArray();
        random.Shuffle(plan);
        return plan;
    }

    private static DrillFault Throw(Random random)
    {
        var dice = random.Next(Weights.Sum(weight => weight.Weight));
        foreach (var (fault, weight) in Weights)
            if ((dice -= weight) < 0)
                return fault;
        throw new InvalidOperationException("Dice fell off the table.");
    }
}

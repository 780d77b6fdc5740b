using System.Globalization;

namespace MiniApp.Bench;

/// <summary>One measured number.</summary>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Goal">E.g. <c>≤ 2</c>; null where the number only explains another.</param>
/// <param name="Ok">Whether the goal is met; null without a goal.</param>
internal sealed record Row(string Bench, string Name, double Value, string Unit, string? Goal, bool? Ok)
{
    public static Row Context(string bench, string name, double value, string unit) =>
        new(bench, name, value, unit, null, null);

    public static Row AtMost(string bench, string name, double value, string unit, double goal) =>
        new(bench, name, value, unit, $"≤ {Text(goal)}", value <= goal);

    public static Row AtLeast(string bench, string name, double value, string unit, double goal) =>
        new(bench, name, value, unit, $"≥ {Text(goal)}", value >= goal);

    /// <summary>Three digits that count.</summary>
    public static string Text(double value) =>
        Math.Abs(value) >= 100
            ? value.ToString("0", CultureInfo.InvariantCulture)
            : value.ToString("G3", CultureInfo.InvariantCulture);
}

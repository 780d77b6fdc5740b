namespace MiniApp.Drill.Faults;

/// <summary>The faults that the sandbox plays: on which call, and how bad.</summary>
internal static class SandboxFaults
{
    private const string Root = "/bizportal/api/";
    private const string Create = Root + "ApplicationRequest/Create";
    private const string Draft = Root + "DataProvider/Draft";
    private const string Upload = Root + "File/Upload";
    private const string Verify = Root + "SMS/VerifyOTP";

    // Not SMS/OTP: whoever gets no code has to wait a minute for the next, and that is no matter of losing anything.
    private static readonly string[] Saving = [Create, Draft, Upload];
    private static readonly string[] Any =
    [
        Create,
        Draft,
        Upload,
        Verify,
        Root + "DataProvider/ProfileV7",
        Root + "Authenication/Login",
    ];

    /// <returns>What to switch on.</returns>
    public static object[] Of(DrillFault fault, Random random) =>
        fault == DrillFault.Outage ? Outage(0.5 + (random.NextDouble() * 3)) : [One(fault, random)];

    private static object[] Outage(double seconds) =>
        [
            .. Any.Append(Root + "Authenication/Refresh")
                .Select(route =>
                    (object)
                        new
                        {
                            route,
                            kind = "outage",
                            seconds,
                        }
                ),
        ];

    private static object One(DrillFault fault, Random random) =>
        fault switch
        {
            DrillFault.Reset => Once("reset", Any, random),
            DrillFault.DropReply => Once("drop-reply", Saving, random),
            DrillFault.DropReceipt => Once("drop-reply", [Create], random),
            DrillFault.ExpireTokens => new { kind = "expire-tokens" },
            DrillFault.Latency => Once("latency", Any, random, random.Next(200, 3000)),
            DrillFault.SlowBody => Once("slow-body", Any, random, random.Next(30, 300)),
            DrillFault.Garbage => Once("garbage", Any, random),
            DrillFault.Status500 => Once("status", Any, random, 500),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };

    private static object Once(string kind, string[] routes, Random random, int? value = null)
    {
        var route = routes[random.Next(routes.Length)];
        return value is { } number
            ? new
            {
                route,
                kind,
                value = number,
                times = 1,
            }
            : new
            {
                route,
                kind,
                times = 1,
            };
    }
}

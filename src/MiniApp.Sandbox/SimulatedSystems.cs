using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.OneId;

namespace MiniApp.Sandbox;

/// <summary>Where the simulated systems answer: only calls to these are logged and meet faults.</summary>
internal static class SimulatedSystems
{
    private static readonly PathString[] Roots = [BizPortalEndpoints.Root, OneIdApi.Root];

    public static bool Has(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root));
}

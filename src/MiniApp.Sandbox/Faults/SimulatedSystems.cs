using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.Hcm;
using MiniApp.Sandbox.Linkage;
using MiniApp.Sandbox.OneId;
using MiniApp.Sandbox.ThaiD;

namespace MiniApp.Sandbox.Faults;

/// <summary>Which paths belong to a simulated system: faults hit these, and the call log tells of them.</summary>
internal static class SimulatedSystems
{
    private static readonly PathString[] Roots =
    [
        BizPortalEndpoints.Root,
        OneIdApi.Root,
        ThaiDEndpoints.Root,
        HcmEndpoints.Root,
        HcmAuthentication.TokenPath,
        LinkageEndpoints.Root,
        "/.well-known",
        "/jwks",
    ];

    public static bool Include(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root));
}

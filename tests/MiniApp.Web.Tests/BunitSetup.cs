using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace MiniApp.Web.Tests;

/// <summary>
/// bunit was built against AngleSharp.Diffing 1.0, the package source has 0.17 (see the project file). The runtime never
/// takes an older assembly by itself, so it is handed over here; all but <c>MarkupMatches</c> works with it.
/// </summary>
internal static class BunitSetup
{
#pragma warning disable CA2255 // must run before bunit is first touched, whichever test that is
    [ModuleInitializer]
    internal static void TakeTheOlderDiffing() =>
        AssemblyLoadContext.Default.Resolving += static (context, wanted) =>
            wanted.Name is "AngleSharp.Diffing" ? Load(context, wanted.Name) : null;
#pragma warning restore CA2255

    private static Assembly Load(AssemblyLoadContext context, string name) =>
        context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
}

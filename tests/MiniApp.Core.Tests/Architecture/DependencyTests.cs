using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Architecture;

/// <summary>Who may know whom, read from the built assemblies.</summary>
public sealed class DependencyTests
{
    private const string Core = "MiniApp.Core";
    private const string Web = "MiniApp.Web";
    private const string Sandbox = "MiniApp.Sandbox";

    [Fact]
    public void Core_KnowsNoAspNetCore() =>
        Assert.DoesNotContain(
            ReferencesOf(Core),
            name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData(Core, Web)]
    [InlineData(Core, Sandbox)]
    [InlineData(Web, Sandbox)]
    [InlineData(Sandbox, Core)]
    [InlineData(Sandbox, Web)]
    public void Project_OfAnotherLayer_IsNotReferenced(string project, string forbidden) =>
        Assert.DoesNotContain(forbidden, ReferencesOf(project));

    [Fact]
    public void Web_ReferencesCore() => Assert.Contains(Core, ReferencesOf(Web));

    // The compiler drops references that nothing uses, so these are the ones that count.
    private static IReadOnlyList<string> ReferencesOf(string project)
    {
        var path = Path.Combine(
            Repository.Root,
            "src",
            project,
            "bin",
            Repository.Configuration,
            "net10.0",
            project + ".dll"
        );
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata
                .AssemblyReferences.Select(metadata.GetAssemblyReference)
                .Select(reference => metadata.GetString(reference.Name)),
        ];
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MiniApp.Core.Forms;
using MiniApp.TestKit;
using NSubstitute;

namespace MiniApp.Core.Tests.Forms;

public sealed class FormServicesTests
{
    [Fact]
    public void AddForms_DirectoryNotUnderContentRoot_TakesTheFormsBesideTheProgram()
    {
        var empty = Directory.CreateTempSubdirectory("root").FullName;
        using var services = Services(empty, new() { ["Forms:Directory"] = "forms" });

        Assert.True(services.GetRequiredService<FormCatalog>().TryGet("mna005a", out _));
        Assert.NotNull(services.GetRequiredService<FormValidator>());
        Directory.Delete(empty);
    }

    [Fact]
    public void AddForms_DirectoryUnderContentRoot_WinsOverTheFormsBesideTheProgram()
    {
        var root = Directory.CreateTempSubdirectory("root").FullName;
        Directory.CreateDirectory(Path.Combine(root, "forms"));
        using var services = Services(root, []);

        Assert.Empty(services.GetRequiredService<FormCatalog>().Forms);
        Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public void AddForms_StartedFromTheBuild_ReadsTheSourcesOnlyInDevelopment(string environment, bool sources)
    {
        using var services = Services(AppContext.BaseDirectory, [], environment);

        Assert.Equal(
            Path.Combine(sources ? Repository.Root : AppContext.BaseDirectory, "forms"),
            services.GetRequiredService<FormCatalog>().Directory
        );
    }

    private static ServiceProvider Services(
        string contentRoot,
        Dictionary<string, string?> settings,
        string environment = "Production"
    )
    {
        var host = Substitute.For<IHostEnvironment>();
        host.ContentRootPath.Returns(contentRoot);
        host.EnvironmentName.Returns(environment);
        return new ServiceCollection()
            .AddSingleton(host)
            .AddForms(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Tests.Shell;

public sealed class ScriptCallJsonTests
{
    [Fact]
    public async Task WholeNumberAsArgument_IsWrittenWithoutLearningItsInterfaces()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddLeanScriptCalls();
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        var options = ScriptCallJson.OptionsOf((JSRuntime)scope.ServiceProvider.GetRequiredService<IJSRuntime>());

        Assert.Equal("[1,\"x\",true,null]", JsonSerializer.Serialize<object?[]>([1, "x", true, null], options));
        Assert.Equal("""{"of":["a"]}""", JsonSerializer.Serialize<object>(new Listed(["a"]), options));
        Assert.False(options.TryGetTypeInfo(typeof(IFormattable), out _));
        Assert.False(options.TryGetTypeInfo(typeof(IComparable<int>), out _));
    }

    private sealed record Listed(IReadOnlyList<string> Of);
}

using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.JSInterop;

namespace MiniApp.Web.Shell;

/// <summary>
/// Keeps calls to scripts small in memory. Each circuit has JSON options of its own, which remember every type that is
/// written; for one whole number alone .NET looks up, and keeps, some forty interfaces of Int32 in search of one that says
/// how to write it: fifty kilobytes for as long as the page is open.
/// </summary>
internal static class ScriptCallJson
{
    private static readonly IJsonTypeInfoResolver Resolver = new WithoutInterfaces();

    /// <summary>Call after interactive components were added, which bring the runtime.</summary>
    public static IServiceCollection AddLeanScriptCalls(this IServiceCollection services)
    {
        var runtime = services.Last(service => service.ServiceType == typeof(IJSRuntime)).ImplementationType!;
        var create = ActivatorUtilities.CreateFactory(runtime, []);
        return services.AddScoped(provider =>
        {
            var js = (JSRuntime)create(provider, []);
            OptionsOf(js).TypeInfoResolver = Resolver;
            return (IJSRuntime)js;
        });
    }

    // What a runtime derived from it could set; Blazor's own can't be derived from.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_JsonSerializerOptions")]
    internal static extern JsonSerializerOptions OptionsOf(JSRuntime js);

    /// <summary>
    /// Knows none of .NET's own interfaces but lists: none is ever the type of an argument, of its members or of a result
    /// here, and who makes it one is told so when the script is first called.
    /// </summary>
    private sealed class WithoutInterfaces : DefaultJsonTypeInfoResolver
    {
        public override JsonTypeInfo GetTypeInfo(Type type, JsonSerializerOptions options) =>
            type == typeof(ValueType) || (type.IsInterface && IsSystem(type.Namespace) && !IsList(type))
                ? null!
                : base.GetTypeInfo(type, options);

        private static bool IsSystem(string? space) =>
            space == "System" || space?.StartsWith("System.", StringComparison.Ordinal) is true;

        private static bool IsList(Type type) =>
            type.IsAssignableTo(typeof(IEnumerable))
            && type.GenericTypeArguments is [{ } item]
            && !(item.IsGenericType && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));
    }
}

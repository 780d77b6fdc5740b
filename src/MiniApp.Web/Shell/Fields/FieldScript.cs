using Microsoft.JSInterop;

namespace MiniApp.Web.Shell.Fields;

/// <summary>What fields ask of the browser, by js/fields.js; loaded when it is first needed, once for a circuit.</summary>
public sealed class FieldScript(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>Where the device is.</summary>
    /// <param name="Failure">Null, or <c>denied</c>, <c>unavailable</c> or <c>timeout</c>.</param>
    /// <param name="Accuracy">Metres.</param>
    public sealed record Position(decimal Latitude, decimal Longitude, decimal Accuracy, string? Failure);

    /// <summary>Moves the focus to the first control in the element with this id, or to the element <paramref name="itself"/>.</summary>
    public async Task FocusAsync(string id, bool itself)
    {
        try
        {
            var module = await ModuleAsync();
            await module.InvokeVoidAsync("focus", id, itself);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its focus with it.
        }
    }

    /// <summary>Asks the device, which asks the person who holds it.</summary>
    public async Task<Position> LocateAsync() => await (await ModuleAsync()).InvokeAsync<Position>("locate");

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone and its script with it.
        }
    }

    private async Task<IJSObjectReference> ModuleAsync() =>
        _module ??= await js.InvokeAsync<IJSObjectReference>("import", "/js/fields.js");
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MiniApp.TestKit.Circuits;

/// <summary>
/// A page with its circuit, without a browser: what Blazor's script says over the WebSocket. It asks for the page's interactive
/// components, keeps a mirror of what is drawn, answers calls to scripts, and tells the server of events.
/// </summary>
public sealed partial class CircuitClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly CircuitConnection _connection;
    private readonly Action<string, JsonArray>? _onScript;
    private readonly CircuitPage _page = new();
    private readonly Dictionary<string, TaskCompletionSource<JsonNode?>> _calls = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastCall;
    private int _lastObject;
    private long _renderer;

    private CircuitClient(Action<string, JsonArray>? onScript) =>
        (_connection, _onScript) = (new CircuitConnection(Fail), onScript);

    /// <summary>Batches of changes that came.</summary>
    public int Batches { get; private set; }

    /// <summary>Bytes of the batches that came.</summary>
    public long BatchBytes { get; private set; }

    /// <summary>Why the circuit is over; null while it is not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Where the server has sent the page; null while it stays.</summary>
    public string? NavigatedTo { get; private set; }

    /// <summary>Opens a page as a browser with these cookies would, and returns when its components have been drawn.</summary>
    public static async Task<CircuitClient> OpenAsync(PlainBrowser browser, Uri page)
    {
        using var response = await browser.GetAsync(page);
        var html = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        return await ConnectAsync(browser, page, html);
    }

    /// <summary>Makes a page interactive that was fetched before.</summary>
    /// <param name="onScript">Told what scripts are asked to do: name and arguments. Called on the connection's thread.</param>
    public static async Task<CircuitClient> ConnectAsync(
        PlainBrowser browser,
        Uri page,
        string html,
        Action<string, JsonArray>? onScript = null
    )
    {
        var client = new CircuitClient(onScript);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var cookies = string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));
            var connection = client._connection;
            await connection.StartAsync(page, cookies, client.HandleAsync, patience.Token);
            var root = new Uri(page, "/").AbsoluteUri;
            await connection.InvokeAsync("start", "StartCircuit", root, page.AbsoluteUri, "[]", "");
            await client._started.Task.WaitAsync(patience.Token);
            var state = State().Match(html) is { Success: true } found ? found.Groups["state"].Value : "";
            await connection.InvokeAsync(null, "UpdateRootComponents", Components(html), state);
            await client.WaitUntilAsync(_ => client.Batches > 0 || client.NavigatedTo is not null, Patience);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Looks at the page while nothing changes it.</summary>
    public T Read<T>(Func<CircuitPage, T> look)
    {
        lock (_gate)
            return look(_page);
    }

    /// <summary>Waits until the page is as wanted.</summary>
    /// <exception cref="CircuitOverException">The circuit ended before.</exception>
    /// <exception cref="TimeoutException">It took longer than that.</exception>
    public async Task WaitUntilAsync(Func<CircuitPage, bool> condition, TimeSpan limit)
    {
        var until =
            TimeProvider.System.GetTimestamp() + (long)(limit.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (condition(_page))
                    return;
                if (Failure is { } failure)
                    throw new CircuitOverException(failure);
                changed = _changed.Task;
            }
            var left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), until);
            await changed.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>Tells the server of a new value of a control, and returns when it has handled that.</summary>
    public Task ChangeAsync(PageNode control, JsonNode? value) =>
        DispatchAsync(control, "change", new JsonObject { ["value"] = value });

    public Task ClickAsync(PageNode element) =>
        DispatchAsync(element, "click", new JsonObject { ["type"] = "click", ["detail"] = 1 });

    public Task SubmitAsync(PageNode form) => DispatchAsync(form, "submit", []);

    /// <summary>Calls a method of an object that the server has handed to a script.</summary>
    public async Task InvokeAsync(long dotNetObject, string method, params JsonNode?[] arguments)
    {
        TaskCompletionSource<JsonNode?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        string call;
        lock (_gate)
        {
            if (Failure is { } failure)
                throw new CircuitOverException(failure);
            call = (++_lastCall).ToString(System.Globalization.CultureInfo.InvariantCulture);
            _calls[call] = done;
        }
        try
        {
            var json = new JsonArray([.. arguments]).ToJsonString();
            await _connection.InvokeAsync(null, "BeginInvokeDotNetFromJS", call, null, method, dotNetObject, json);
        }
        catch (Exception e) when (e is not CircuitOverException)
        {
            throw new CircuitOverException(e.Message);
        }
        await done.Task.WaitAsync(Patience);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private Task DispatchAsync(PageNode element, string name, JsonObject arguments)
    {
        long handler;
        lock (_gate)
            handler =
                element.HandlerOf(name)
                ?? throw new InvalidOperationException($"<{element.Tag} id={element["id"]}> has no handler of {name}.");
        return InvokeAsync(
            _renderer,
            "DispatchEventAsync",
            new JsonObject
            {
                ["eventHandlerId"] = handler,
                ["eventName"] = name,
                ["eventFieldInfo"] = null,
            },
            arguments
        );
    }

    // Kinds: 1 a call, 3 the answer to a call, 6 ping, 7 the end.
    private async Task HandleAsync(object?[] message)
    {
        switch ((long)message[0]!)
        {
            case 1:
                await CalledAsync((string)message[3]!, (object?[])message[4]!);
                break;
            case 3:
                _started.TrySetResult(true);
                break;
            case 7:
                Fail($"The server closed the circuit: {message[1]}");
                break;
        }
    }

    private async Task CalledAsync(string method, object?[] arguments)
    {
        switch (method)
        {
            case "JS.RenderBatch":
                var bytes = (byte[])arguments[1]!;
                Change(() =>
                {
                    _page.Apply(new RenderBatch(bytes));
                    Batches++;
                    BatchBytes += bytes.Length;
                });
                await _connection.InvokeAsync(null, "OnRenderCompleted", arguments[0], null);
                break;
            case "JS.BeginInvokeJS":
                await ScriptAsync(arguments[0], (string)arguments[1]!, (string?)arguments[2]);
                break;
            case "JS.EndInvokeDotNet":
                Ended((string)arguments[0]!, (bool)arguments[1]!, (string?)arguments[2]);
                break;
            case "JS.Error":
                Fail($"The circuit failed: {arguments[0]}");
                break;
        }
    }

    // What gives an object gives one that can be called; everything else gives nothing.
    private async Task ScriptAsync(object? call, string name, string? json)
    {
        var arguments = json is null ? [] : JsonNode.Parse(json)!.AsArray();
        if (name == "Blazor._internal.attachWebRendererInterop")
            _renderer = (long)arguments[1]!["__dotNetObject"]!;
        else if (name == "Blazor._internal.navigationManager.navigateTo")
            Change(() => NavigatedTo ??= (string)arguments[0]!);
        // Whoever waits may wait for what the script learns here.
        Change(() => _onScript?.Invoke(name, arguments));
        var result = name is "import" or "attach" ? $"{{\"__jsObjectId\":{++_lastObject}}}" : "null";
        if (call is not 0L)
            await _connection.InvokeAsync(null, "EndInvokeJSFromDotNet", call, true, $"[{call},true,{result}]");
    }

    private void Ended(string call, bool succeeded, string? result)
    {
        TaskCompletionSource<JsonNode?>? done;
        lock (_gate)
            _calls.Remove(call, out done);
        if (succeeded)
            done?.TrySetResult(null);
        else
            done?.TrySetException(new CircuitOverException($"The call failed: {result}"));
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        changed.SetResult();
    }

    private void Fail(string message)
    {
        var over = new CircuitOverException(message);
        List<TaskCompletionSource<JsonNode?>> waiting = [];
        Change(() =>
        {
            Failure ??= message;
            waiting = [.. _calls.Values];
            _calls.Clear();
        });
        _started.TrySetException(over);
        _ = _started.Task.Exception; // nobody may be waiting for it
        foreach (var call in waiting)
            call.TrySetException(over);
    }

    /// <summary>The page's interactive components as the script hands them over.</summary>
    private static string Components(string html)
    {
        var operations = new JsonArray();
        foreach (Match match in Marker().Matches(html))
        {
            var marker = JsonNode.Parse(match.Groups["json"].Value)!;
            if (marker["descriptor"] is not null) // the end of a component has none
                operations.Add(
                    new JsonObject
                    {
                        ["type"] = "add",
                        ["ssrComponentId"] = operations.Count + 1,
                        ["marker"] = marker,
                    }
                );
        }
        return operations.Count > 0
            ? new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString()
            : throw new InvalidOperationException("The page has no interactive component.");
    }

    [GeneratedRegex("<!--Blazor:(?<json>\\{[^>]*?\\})-->", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Marker();

    [GeneratedRegex(
        "<!--Blazor-Server-Component-State:(?<state>[^>]*?)-->",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex State();
}

/// <summary>The circuit is over: cut, refused, or its node is gone.</summary>
public sealed class CircuitOverException(string message) : Exception(message);

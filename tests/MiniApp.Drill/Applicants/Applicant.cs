using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MiniApp.Drill.Running;
using MiniApp.Sandbox.Personas;
using MiniApp.TestKit;
using MiniApp.TestKit.Circuits;

namespace MiniApp.Drill.Applicants;

/// <summary>
/// One simulated applicant. They do what a browser with a person before it does: follow pages from the link to the receipt,
/// type, wait for "saved", and when anything breaks, open the draft again at a node that lives. What the page showed or said is
/// held against <see cref="Ledger"/> at once and again when all is over.
/// </summary>
internal sealed partial class Applicant(Stage stage, Ledger ledger, Random random, Action onProgress, Findings findings)
    : IDisposable
{
    /// <summary>How many times <c>onProgress</c> is called for one who goes all the way.</summary>
    public const int Milestones = 4;

    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PageLimit = TimeSpan.FromSeconds(40);

    private readonly PlainBrowser _browser = new(stage.Sandbox, PageLimit);
    private readonly bool _leaves = random.NextDouble() < 0.05;
    private int _milestones;
    private bool _waitsForNumber;
    private bool _needsLink;
    private string _lastTrouble = "";

    /// <summary>What they are at, for whoever wonders why it takes so long.</summary>
    public string Doing { get; private set; } = NotBegun;

    public const string NotBegun = "have not begun";
    public const string Done = "are done";

    /// <summary>Returns when the receipt shows a number, when they leave for good, or when nothing helps.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(GiveUpAfter);
        try
        {
            while (ledger is { RequestId: null, Abandoned: false })
            {
                await TryAsync(patience.Token);
                if (_waitsForNumber)
                    await LookLaterAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (_waitsForNumber)
        {
            // It is unknown, and looked at once more when all is quiet.
        }
        catch (OperationCanceledException)
        {
            ledger.StuckAt = $"{GiveUpAfter.TotalSeconds:0} s were not enough; at last: {Doing}; {_lastTrouble}";
            stage.Diary.Note($"applicant {ledger.Number} gives up");
        }
        Doing = Done;
        while (_milestones < Milestones)
            Reached(_milestones + 1);
    }

    /// <summary>Looks at the receipt once more, for somebody who could not be told their number before.</summary>
    public async Task LookAgainAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        // With a link of today: where the sign-in ended, the portal can ask Biz Portal only after that.
        _needsLink = true;
        try
        {
            await TryAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Another time.
        }
    }

    public void Dispose() => _browser.Dispose();

    private async Task TryAsync(CancellationToken ct)
    {
        Doing = "wait for a node";
        var node = await stage.AnyNodeAsync(random, ct);
        try
        {
            Page? page = null;
            if (ledger.DraftId is null || _needsLink)
                page = await FollowLinkAsync(node);
            if (ledger.DraftId is { } draft)
                page = await OpenAsync(new Uri(node.Address, $"/drafts/{draft}"));
            while (page is not null)
            {
                ct.ThrowIfCancellationRequested();
                page = await GoOnAsync(page, ct);
            }
        }
        catch (Exception trouble) when (trouble is not OutOfMemoryException && !ct.IsCancellationRequested)
        {
            // A browser would try again, and so do they: the draft itself knows where to go on.
            _lastTrouble = $"they {Doing} at node {node.Number}: {trouble.GetType().Name}: {trouble.Message}";
            stage.Diary.Note($"applicant {ledger.Number}: {(IsExpected(trouble) ? _lastTrouble : trouble)}");
            await Task.Delay(random.Next(200, 1000), ct);
        }
    }

    private static bool IsExpected(Exception trouble) =>
        trouble
            is HttpRequestException
                or IOException
                or CircuitOverException
                or TimeoutException
                or TroubleException
                or OperationCanceledException
                or WebSocketException;

    /// <returns>The next page; null when this visit is over.</returns>
    private Task<Page?> GoOnAsync(Page page, CancellationToken ct)
    {
        var path = page.Address.AbsolutePath;
        if (DraftPath().Match(path) is { Success: true } draft)
            ledger.DraftId ??= Guid.Parse(draft.Groups["id"].Value);
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["drafts", _, "steps", var step] => StepAsync(page, step, ct),
            ["drafts", _, "check"] => CheckAsync(page),
            ["drafts", _, "confirm"] => ConfirmAsync(page, ct),
            ["drafts", _, "receipt"] => Task.FromResult(Receipt(page)),
            ["forms", _, "start"] => ContinueAsync(page),
            ["session-over"] => throw NeedsLink("The session is over."),
            _ => throw new TroubleException($"An unexpected page: {path}"),
        };
    }

    private Task LookLaterAsync(CancellationToken ct)
    {
        Doing = "wait for the number";
        // Now and then with a link of today: where the sign-in ended, the portal can ask Biz Portal only after that.
        _needsLink |= random.Next(5) == 0;
        return Task.Delay(LookAgainAfter, ct);
    }

    private async Task<Page> FollowLinkAsync(Node node)
    {
        _needsLink = false;
        var link = await stage.Control.LinkAsync(Crowd.Person(ledger.Number).Id, Stage.FormCode);
        // The link names one address of the portal; any node answers there.
        return await OpenAsync(new Uri(node.Address, link.Url.PathAndQuery));
    }

    /// <summary>The reply to the first link was lost on the way: its draft is there to go on with.</summary>
    private async Task<Page?> ContinueAsync(Page page)
    {
        var draft = DraftLinks().Match(page.Html);
        return draft.Success
            ? await OpenAsync(new Uri(page.Address, $"/drafts/{draft.Groups["id"].Value}"))
            : throw new TroubleException("The list of drafts does not have the one that was begun.");
    }

    private async Task<Page?> CheckAsync(Page page)
    {
        Reached(3);
        var confirm = ConfirmLink().Match(page.Html);
        if (!confirm.Success)
            throw new TroubleException("Check answers offers no way on.");
        return await OpenAsync(new Uri(page.Address, WebUtility.HtmlDecode(confirm.Groups["url"].Value)));
    }

    private Page? Receipt(Page page)
    {
        if (RequestNumber().Match(page.Html) is { Success: true } number)
        {
            ledger.RequestId = WebUtility.HtmlDecode(number.Groups["id"].Value).Trim();
            return null;
        }
        // Received, or not and to be confirmed anew: that shows when they look again.
        _waitsForNumber = true;
        return null;
    }

    private async Task<Page> OpenAsync(Uri address)
    {
        Doing = $"open {Kind(address)}";
        var (url, response) = await _browser.OpenAsync(address);
        using (response)
        {
            var html = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode)
                throw new TroubleException($"{url.AbsolutePath} answered {(int)response.StatusCode}.");
            return new Page(url, html);
        }
    }

    /// <summary>Waits until the page is as wanted, and says for what when that takes too long.</summary>
    private async Task WaitAsync(CircuitClient circuit, string what, Func<CircuitPage, bool> wanted, TimeSpan limit)
    {
        Doing = $"wait for {what}";
        try
        {
            await circuit.WaitUntilAsync(wanted, limit);
        }
        catch (TimeoutException)
        {
            throw new TroubleException($"It did not come within {limit.TotalSeconds:0} s.");
        }
    }

    private Task<CircuitClient> ConnectAsync(Page page, Action<string, JsonArray>? onScript = null)
    {
        Doing = $"connect to {Kind(page.Address)}";
        return CircuitClient.ConnectAsync(_browser, page.Address, page.Html, onScript);
    }

    // Without the draft's id: so that those who are at the same can be counted together.
    private static string Kind(Uri address) => DraftPath().Replace(address.AbsolutePath, "/drafts/…");

    private void Reached(int milestone)
    {
        for (; _milestones < milestone; _milestones++)
            onProgress();
    }

    private sealed record Page(Uri Address, string Html);

    [GeneratedRegex("^/drafts/(?<id>[0-9a-f-]{36})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DraftPath();

    [GeneratedRegex(
        "href=\"/drafts/(?<id>[0-9a-f-]{36})\"",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex DraftLinks();

    [GeneratedRegex(
        "href=\"(?<url>/drafts/[^\"]+/confirm[^\"]*)\"",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ConfirmLink();

    [GeneratedRegex("data-request-id[^>]*>(?<id>[^<]+)<", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RequestNumber();
}

/// <summary>Something went wrong that an applicant can only answer by trying again.</summary>
internal sealed class TroubleException(string message) : Exception(message);

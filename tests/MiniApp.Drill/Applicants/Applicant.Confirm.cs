using System.Text.Json.Nodes;
using MiniApp.TestKit.Circuits;

namespace MiniApp.Drill.Applicants;

/// <summary>The code by SMS, and sending.</summary>
internal sealed partial class Applicant
{
    private static readonly TimeSpan CodeLimit = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(45);

    private async Task<Page?> ConfirmAsync(Page page, CancellationToken ct)
    {
        _waitsForNumber = false;
        await using var circuit = await ConnectAsync(page);
        await WaitAsync(
            circuit,
            "leave to ask for a code",
            drawn => circuit.NavigatedTo is not null || CodeInput(drawn) is not null || SendButton(drawn) is not null,
            CodeLimit
        );
        if (circuit.NavigatedTo is { } elsewhere)
            return await OpenAsync(new Uri(page.Address, elsewhere));
        if (circuit.Read(CodeInput) is null)
            await RequestCodeAsync(circuit);
        var code = await stage.Control.NewestOtpAsync(ledger.IdentityId);

        // Some have the page open twice and press both buttons: still one request.
        var second = random.NextDouble() < 0.1 ? await OpenAgainAsync(page) : null;
        await using (second)
        {
            ledger.Confirmed = true;
            var other = second is null ? Task.CompletedTask : SendQuietlyAsync(second, code);
            await SendAsync(circuit, code);
            await other;
        }
        return circuit.NavigatedTo is { } next
            ? await OpenAsync(new Uri(page.Address, next))
            : throw NeedsLink("The request was not sent.");
    }

    /// <summary>The page says what to do, and often that is to open the form from Biz Portal again: that always helps.</summary>
    private TroubleException NeedsLink(string message)
    {
        _needsLink = true;
        return new TroubleException(message);
    }

    private async Task<CircuitClient?> OpenAgainAsync(Page page)
    {
        var again = await OpenAsync(page.Address);
        if (!again.Address.AbsolutePath.EndsWith("/confirm", StringComparison.Ordinal))
            return null;
        var circuit = await ConnectAsync(again);
        if (circuit.Read(CodeInput) is not null)
            return circuit;
        await circuit.DisposeAsync();
        return null;
    }

    private async Task RequestCodeAsync(CircuitClient circuit)
    {
        Doing = "ask for a code";
        await circuit.ClickAsync(circuit.Read(SendButton)!);
        await WaitAsync(circuit, "the code", drawn => CodeInput(drawn) is not null || HasAlert(drawn), CodeLimit);
        if (circuit.Read(CodeInput) is null)
            throw NeedsLink("No code was sent.");
    }

    private async Task SendAsync(CircuitClient circuit, string code)
    {
        await circuit.ChangeAsync(circuit.Read(CodeInput)!, JsonValue.Create(code));
        var form = circuit.Read(drawn =>
            drawn.Find(node => node.Tag == "form" && node.HandlerOf("submit") is not null)
        );
        Doing = "send";
        await circuit.SubmitAsync(form!);
        await WaitAsync(
            circuit,
            "what comes of sending",
            drawn => circuit.NavigatedTo is not null || HasAlert(drawn) || drawn.ById("otp-error") is not null,
            SendLimit
        );
    }

    private async Task SendQuietlyAsync(CircuitClient circuit, string code)
    {
        try
        {
            await SendAsync(circuit, code);
        }
        catch (Exception e)
            when (e is CircuitOverException or TimeoutException or TroubleException or NullReferenceException)
        {
            // The other tab is the one that is looked at.
        }
    }

    private static PageNode? CodeInput(CircuitPage page) => page.ById("otp");

    private static PageNode? SendButton(CircuitPage page) =>
        page.Find(node => node.Tag == "button" && node.HandlerOf("click") is not null && !node.Has("disabled"));

    private static bool HasAlert(CircuitPage page) => page.Find(node => node["role"] == "alert") is not null;
}

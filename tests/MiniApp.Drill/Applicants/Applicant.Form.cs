using System.Text.Json.Nodes;
using MiniApp.TestKit.Circuits;

namespace MiniApp.Drill.Applicants;

/// <summary>Filling in a step.</summary>
internal sealed partial class Applicant
{
    private static readonly TimeSpan SaveLimit = TimeSpan.FromSeconds(30);

    private async Task<Page?> StepAsync(Page page, string step, CancellationToken ct)
    {
        Reached(1);
        var scripts = new UploadScript();
        await using var circuit = await ConnectAsync(page, scripts.Called);
        if (circuit.NavigatedTo is { } elsewhere)
            return await OpenAsync(new Uri(page.Address, elsewhere));
        var fields = DrillForm.Steps[step];
        await WaitAsync(circuit, "the fields", drawn => drawn.ById("f-" + fields[0]) is not null, SaveLimit);
        ReadAgain(circuit, fields);
        while (fields.Where(id => !ledger[id].IsSettled).ToList() is { Count: > 0 } open)
        {
            ct.ThrowIfCancellationRequested();
            await TypeSomeAsync(circuit, open, fields);
        }
        if (step == "shop")
            Reached(2);
        else
            await AttachAsync(page, circuit, scripts, ct);
        if (_leaves && step == "work")
        {
            ledger.Abandoned = true;
            return null;
        }
        return await NextAsync(page, circuit);
    }

    /// <summary>What a page shows when it is opened is what the server has: it must be what it said it had.</summary>
    private void ReadAgain(CircuitClient circuit, string[] fields)
    {
        foreach (var id in fields)
        {
            var shown = circuit.Read(drawn => DrillForm.Shown(drawn, id));
            if (!ledger[id].Allows(shown))
                findings.Add(
                    FindingKind.LostAnswer,
                    ledger,
                    $"field {id} was not shown again as acknowledged: {ledger[id].Story(shown)}"
                );
            if (shown is not null)
                ledger[id].ShownAgain(shown);
        }
    }

    /// <summary>Answers a few fields one after the other, changes one that was answered now and then, and waits for "saved".</summary>
    private async Task TypeSomeAsync(CircuitClient circuit, List<string> open, string[] all)
    {
        var burst = open.Take(random.Next(1, 5)).ToList();
        var settled = all.Where(id => ledger[id].IsSettled).ToList();
        if (settled.Count > 0 && random.NextDouble() < 0.3)
            burst.Add(settled[random.Next(settled.Count)]);
        foreach (var id in burst)
        {
            // What was not acknowledged is typed again as it was: in a browser its journal does that.
            var value = ledger[id] is { IsSettled: false, Wanted: { } again } ? again : DrillForm.NewValue(id, random);
            ledger[id].Typed(value);
            var control =
                circuit.Read(drawn => DrillForm.Control(drawn, id, value))
                ?? throw new TroubleException($"There is no control for {id}.");
            Doing = "type";
            await circuit.ChangeAsync(control, JsonValue.Create(value));
        }
        await WaitUntilSavedAsync(circuit);
        foreach (var id in burst)
            ledger[id].Acknowledge(ledger[id].Wanted!);
    }

    /// <summary>What waits for a choice is not saved, whatever is said of the rest: they keep what they typed here.</summary>
    private async Task WaitUntilSavedAsync(CircuitClient circuit)
    {
        while (true)
        {
            await WaitAsync(circuit, "\"saved\"", IsSaved, SaveLimit);
            if (circuit.Read(Conflict) is not { } conflict)
                return;
            await circuit.ClickAsync(conflict.All.First(node => node.HandlerOf("click") is not null));
        }
    }

    private static bool IsSaved(CircuitPage page) =>
        page.Find(node => node.Has("data-save-state"))?["data-save-state"] is "saved" or "here";

    private static PageNode? Conflict(CircuitPage page) =>
        page.Find(node => node.Tag == "fieldset" && node["class"] == "conflict");

    private async Task<Page?> NextAsync(Page page, CircuitClient circuit)
    {
        var form =
            circuit.Read(drawn => drawn.Find(node => node.Tag == "form" && node.HandlerOf("submit") is not null))
            ?? throw new TroubleException("The step has no form.");
        Doing = "press next";
        await circuit.SubmitAsync(form);
        await WaitAsync(
            circuit,
            "the next step",
            drawn =>
                circuit.NavigatedTo is not null
                || drawn.Find(node => node["class"] is "error-summary" or "notice problem") is not null,
            SaveLimit
        );
        return circuit.NavigatedTo is { } next
            ? await OpenAsync(new Uri(page.Address, next))
            : throw new TroubleException("The step has problems, or the portal can't save just now.");
    }
}

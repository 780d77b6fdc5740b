using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.Submissions;
using MiniApp.Drill.Applicants;

namespace MiniApp.Drill.Reconciling;

/// <summary>Holds what applicants were told against what the books say.</summary>
internal static class Reconciliation
{
    public static void Check(IEnumerable<Ledger> ledgers, Books books, Findings findings)
    {
        foreach (var ledger in ledgers)
        {
            if (ledger.StuckAt is { } trouble)
                findings.Add(FindingKind.Stuck, ledger, $"got no further: {trouble}");
            CheckDraft(ledger, books, findings);
            CheckRequests(ledger, [.. books.Requests[ledger.IdentityId]], books, findings);
        }
    }

    private static void CheckDraft(Ledger ledger, Books books, Findings findings)
    {
        if (ledger.DraftId is not { } id)
            return;
        if (!books.Answers.TryGetValue(id, out var answers))
        {
            findings.Add(FindingKind.LostAnswer, ledger, "the draft is gone from the database");
            return;
        }
        CheckAnswers(ledger, answers, "in the database", findings);
        // What was submitted is in the request; what was not must be reopenable from Biz Portal.
        if (!ledger.Abandoned)
            return;
        var tree = books.UpstreamIds.TryGetValue(id, out var upstream)
            ? books.UpstreamDrafts.GetValueOrDefault(upstream)
            : null;
        var trouble = books.Troubles.TryGetValue(id, out var known) ? $", in trouble: {known}" : "";
        CheckAnswers(ledger, tree?["answers"] as JsonObject ?? [], $"in Biz Portal's draft{trouble}", findings);
    }

    private static void CheckRequests(Ledger ledger, List<JsonNode> received, Books books, Findings findings)
    {
        if (received.Count > 1)
            findings.Add(
                FindingKind.Doubled,
                ledger,
                $"{received.Count} requests: {string.Join(", ", received.Select(NumberOf))}"
            );
        if (received.Count > 0 && !ledger.Confirmed)
            findings.Add(FindingKind.Doubled, ledger, "a request that nobody confirmed");
        if (ledger.RequestId is { } number && received.TrueForAll(request => NumberOf(request) != number))
            findings.Add(FindingKind.LostSubmission, ledger, $"Biz Portal has no request {number}");
        var state =
            ledger.DraftId is { } id && books.States.TryGetValue(id, out var known) ? known : (SubmissionState?)null;
        if (ledger.RequestId is null && !ledger.Abandoned && ledger.StuckAt is null)
        {
            var isKnown = received.Count == 0 && state is not (SubmissionState.Unknown or SubmissionState.Sending);
            findings.Add(
                isKnown ? FindingKind.NotSent : FindingKind.Unknown,
                ledger,
                $"no number on the receipt; submission {state}, {received.Count} received"
            );
        }
        foreach (var request in received)
        {
            CheckAnswers(ledger, request["data"]!["AppData"]!.AsObject(), $"in request {NumberOf(request)}", findings);
            CheckDocument(ledger, request, books, findings);
        }
    }

    private static void CheckAnswers(Ledger ledger, JsonObject answers, string where, Findings findings)
    {
        foreach (var (field, told) in ledger.Fields)
            if (TextOf(answers[field]) is var found && !told.Allows(found))
                findings.Add(
                    FindingKind.LostAnswer,
                    ledger,
                    $"field {field} {where} is not what was acknowledged: {told.Story(found)}"
                );
    }

    private static void CheckDocument(Ledger ledger, JsonNode request, Books books, Findings findings)
    {
        if (ledger.Document is not { Acknowledged: true } document)
            return;
        var attached = request["data"]!["ApplicationAttachments"]!.AsArray();
        var found = attached.Any(file =>
            books.Files.GetValueOrDefault((string)file!["FileId"]!) is { } sha256 && sha256 == document.Sha256
        );
        if (!found)
            findings.Add(FindingKind.LostDocument, ledger, $"request {NumberOf(request)} has no such file");
    }

    private static string NumberOf(JsonNode request) => (string)request["requestId"]!;

    private static string? TextOf(JsonNode? answer) =>
        answer?.GetValueKind() switch
        {
            null => null,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.String => (string?)answer,
            _ => answer.ToJsonString(),
        };
}

using System.Text.Json.Nodes;

namespace MiniApp.Core.External.BizPortal;

/// <summary><c>{status, message, errorMessage, data}</c>; status 0 = success, 3 = failure, also under HTTP 200.</summary>
internal static class BizPortalEnvelope
{
    /// <summary>What the envelope holds.</summary>
    public static JsonNode? Data(string operation, JsonNode? answer)
    {
        if (answer.Number("status") is not { } status)
        {
            throw Malformed(operation);
        }
        return status == 0
            ? answer.Member("data")
            : throw new BizPortalException(
                BizPortalFailure.Refused,
                operation,
                httpStatus: 200,
                upstreamMessage: Message(answer)
            );
    }

    /// <summary>The same for calls that may answer without an envelope.</summary>
    public static JsonNode? DataOrBare(string operation, JsonNode? answer) =>
        answer is JsonObject && answer.Member("status") is null ? answer : Data(operation, answer);

    /// <summary>What it says to people, or null.</summary>
    public static string? Message(JsonNode? answer) => answer.Text("errorMessage") ?? answer.Text("message");

    public static BizPortalException Malformed(string operation) =>
        new(BizPortalFailure.Malformed, operation, httpStatus: 200);
}

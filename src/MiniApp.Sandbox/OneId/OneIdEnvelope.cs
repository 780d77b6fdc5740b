using System.Text.Json.Serialization;

namespace MiniApp.Sandbox.OneId;

/// <summary>ONE ID's envelope [D]; what is null is left out, as in the document's samples.</summary>
internal sealed record OneIdEnvelope(
    string Result,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ErrorMessage,
    int Code
);

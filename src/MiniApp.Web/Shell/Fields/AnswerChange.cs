using System.Text.Json.Nodes;

namespace MiniApp.Web.Shell.Fields;

/// <summary>Somebody answered a field; the value as <see cref="Core.Forms.Answers"/> keeps it, null when it was emptied.</summary>
public sealed record AnswerChange(string FieldId, JsonNode? Value);

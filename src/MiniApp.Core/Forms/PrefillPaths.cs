using System.Text.Json;
using System.Text.Json.Serialization;
using MiniApp.Core.Applicants;

namespace MiniApp.Core.Forms;

/// <summary>
/// Paths into the Biz Portal profile, e.g. <c>citizenInformation.birthDate</c> or <c>addresses[0].building</c>.
/// The two kinds of profile differ, so a form may name one path for each. In JSON: one string for both, or an object
/// with <c>citizen</c> and <c>juristic</c>.
/// </summary>
[JsonConverter(typeof(PrefillPathsConverter))]
public sealed record PrefillPaths(string? Citizen, string? Juristic)
{
    public string? For(ApplicantType type) => type is ApplicantType.Juristic ? Juristic : Citizen;
}

internal sealed class PrefillPathsConverter : JsonConverter<PrefillPaths>
{
    public override PrefillPaths Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
        {
            var path = reader.GetString();
            return new PrefillPaths(path, path);
        }
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException("A prefill is a path, or an object with citizen and juristic.");
        }
        string? citizen = null;
        string? juristic = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (reader.TokenType is not JsonTokenType.String)
            {
                throw new JsonException($"The prefill path '{name}' must be a string.");
            }
            switch (name)
            {
                case "citizen":
                    citizen = reader.GetString();
                    break;
                case "juristic":
                    juristic = reader.GetString();
                    break;
                default:
                    throw new JsonException($"A prefill knows citizen and juristic, not '{name}'.");
            }
        }
        return new PrefillPaths(citizen, juristic);
    }

    public override void Write(Utf8JsonWriter writer, PrefillPaths value, JsonSerializerOptions options)
    {
        if (string.Equals(value.Citizen, value.Juristic, StringComparison.Ordinal))
        {
            writer.WriteStringValue(value.Citizen);
            return;
        }
        writer.WriteStartObject();
        if (value.Citizen is not null)
        {
            writer.WriteString("citizen", value.Citizen);
        }
        if (value.Juristic is not null)
        {
            writer.WriteString("juristic", value.Juristic);
        }
        writer.WriteEndObject();
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MiniApp.Core.Forms;

/// <summary>
/// What an applicant has answered, by field id. The shape of a value follows its <see cref="FieldType"/>:
/// text types a string (a date <c>yyyy-MM-dd</c>, Gregorian), numbers a JSON number, yes/no and acceptance a
/// boolean, choices an array of strings, an address an object (see <see cref="AddressAnswer"/>).
/// A number or date that could not be understood stays as the text that was typed, so that nothing typed is lost;
/// validation refuses it.
/// </summary>
public sealed class Answers
{
    private readonly JsonObject _values;

    public Answers()
        : this([]) { }

    private Answers(JsonObject values) => _values = values;

    public bool IsEmpty => _values.Count == 0;

    public IEnumerable<string> FieldIds => _values.Select(pair => pair.Key);

    /// <summary>The answer as JSON, or null when there is none.</summary>
    public JsonNode? this[string fieldId] => _values[fieldId];

    /// <summary>The answer where it is a string, else null.</summary>
    public string? Text(string fieldId) => JsonAnswer.Text(_values[fieldId]);

    /// <summary>The answer where it is true or false, else null.</summary>
    public bool? Flag(string fieldId) => JsonAnswer.Flag(_values[fieldId]);

    /// <summary>The answer where it is a number, else null.</summary>
    public decimal? Number(string fieldId) => JsonAnswer.Number(_values[fieldId]);

    /// <summary>The chosen values of a field with several choices; empty when there is no answer.</summary>
    public IReadOnlyList<string> Selected(string fieldId) =>
        _values[fieldId] is JsonArray array ? [.. array.Select(JsonAnswer.Text).OfType<string>()] : [];

    /// <summary>The answer of an address field; empty when there is no answer.</summary>
    public AddressAnswer Address(string fieldId) => AddressAnswer.FromJson(_values[fieldId]);

    /// <summary>Sets or, with null, removes an answer.</summary>
    public void Set(string fieldId, JsonNode? value)
    {
        if (value is null)
        {
            _values.Remove(fieldId);
            return;
        }
        _values[fieldId] = value.Parent is null ? value : value.DeepClone();
    }

    public Answers Clone() => new(_values.DeepClone().AsObject());

    public JsonObject ToJson() => _values.DeepClone().AsObject();

    /// <summary>Takes a copy of <paramref name="json"/>, without members that aren't Unicode text.</summary>
    public static Answers FromJson(JsonObject json)
    {
        var answers = new Answers();
        foreach (var (id, value) in json.Where(member => JsonAnswer.IsReadable(member.Value)))
        {
            answers.Set(id, value);
        }
        return answers;
    }
}

/// <summary>A Thai address. Codes are the official ones: 2, 4 and 6 digits; names are Thai, as sent on the wire.</summary>
/// <param name="Detail">House number, building, lane, road: whatever comes before the subdistrict.</param>
public sealed record AddressAnswer(
    string? Detail = null,
    string? ProvinceCode = null,
    string? Province = null,
    string? DistrictCode = null,
    string? District = null,
    string? SubdistrictCode = null,
    string? Subdistrict = null,
    string? PostalCode = null
)
{
    private static readonly JsonSerializerOptions WireOptions = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static AddressAnswer Empty { get; } = new();

    [JsonIgnore]
    public bool IsEmpty => this == Empty;

    /// <summary>Never throws: a member that is missing, blank or no string is null.</summary>
    public static AddressAnswer FromJson(JsonNode? json)
    {
        if (json is not JsonObject members)
        {
            return Empty;
        }
        return new AddressAnswer(
            Text("detail"),
            Text("provinceCode"),
            Text("province"),
            Text("districtCode"),
            Text("district"),
            Text("subdistrictCode"),
            Text("subdistrict"),
            Text("postalCode")
        );

        string? Text(string name) =>
            JsonAnswer.Text(members[name]) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }

    public JsonObject ToJson() => (JsonObject)JsonSerializer.SerializeToNode(this, WireOptions)!;
}

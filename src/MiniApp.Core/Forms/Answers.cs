using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MiniApp.Core.Security;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>
/// What an applicant has answered, by field id. The shape of a value follows its <see cref="FieldType"/>:
/// text types a string (a date <c>yyyy-MM-dd</c>, Gregorian), numbers a JSON number, yes/no and acceptance a
/// boolean, choices an array of strings, an address, a person or a place an object (see <see cref="AddressAnswer"/>,
/// <see cref="PersonAnswer"/>, <see cref="LocationAnswer"/>), a group an array of objects, one per row.
/// A number or date that could not be understood stays as the text that was typed, so that nothing typed is lost;
/// validation refuses it.
/// </summary>
public sealed class Answers
{
    /// <summary>Member of each row that tells it from the others while rows are added, moved and removed. Never sent.</summary>
    public const string RowKey = "_row";

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

    /// <summary>The answer of a person field; empty when there is no answer.</summary>
    public PersonAnswer Person(string fieldId) => PersonAnswer.FromJson(_values[fieldId]);

    /// <summary>The rows of a group, each with its key; empty when there is no answer.</summary>
    public IReadOnlyList<AnswerRow> Rows(string fieldId) => AnswerRow.ReadAll(_values[fieldId]);

    /// <summary>Sets or, with null or with JSON that can't be written again, removes an answer.</summary>
    public void Set(string fieldId, JsonNode? value)
    {
        // A text alone stays, whatever is in it, so that it can be refused.
        if (value is null || (value is not JsonValue && !JsonAnswer.IsReadable(value)))
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

    /// <summary>Answers that were sealed by <see cref="Seal"/>, and so are known to be readable.</summary>
    internal static Answers Open(ISealer sealer, byte[] cipher) => new(sealer.OpenJson<JsonObject>(cipher));

    internal byte[] Seal(ISealer sealer) => sealer.SealJson(_values);
}

/// <summary>One row of a group.</summary>
/// <param name="Key">Tells the row from the others; letters, digits.</param>
public sealed record AnswerRow(string Key, Answers Answers)
{
    /// <summary>A row with nothing answered.</summary>
    public static AnswerRow New() => new(Guid.NewGuid().ToString("N")[..8], new Answers());

    /// <summary>Rows of a group's answer. A row without a usable key of its own is named after its place.</summary>
    public static IReadOnlyList<AnswerRow> ReadAll(JsonNode? group)
    {
        if (group is not JsonArray items)
        {
            return [];
        }
        var rows = new List<AnswerRow>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items.OfType<JsonObject>().Where(JsonAnswer.IsReadable))
        {
            var key = JsonAnswer.Text(item[Answers.RowKey]);
            if (key is not { Length: > 0 and <= 32 } || !key.All(char.IsAsciiLetterOrDigit) || !keys.Add(key))
            {
                var n = rows.Count + 1;
                do
                {
                    key = FormattableString.Invariant($"n{n++}");
                } while (!keys.Add(key));
            }
            var answers = Answers.FromJson(item);
            answers.Set(Answers.RowKey, null);
            rows.Add(new AnswerRow(key, answers));
        }
        return rows;
    }

    /// <summary>The answer of a group with these rows; null when there is none.</summary>
    public static JsonArray? WriteAll(IEnumerable<AnswerRow> rows)
    {
        var array = new JsonArray([.. rows.Select(row => row.ToJson())]);
        return array.Count == 0 ? null : array;
    }

    private JsonObject ToJson()
    {
        var row = Answers.ToJson();
        row[Answers.RowKey] = Key;
        return row;
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
    public static AddressAnswer Empty { get; } = new();

    [JsonIgnore]
    public bool IsEmpty => this == Empty;

    /// <summary>A draft may bring names that do not go with its codes; only the codes are checked.</summary>
    internal AddressAnswer WithOfficialNames() =>
        this with
        {
            Province = ThaiAddresses.FindProvince(ProvinceCode)?.Thai ?? Province,
            District = ThaiAddresses.FindDistrict(DistrictCode)?.Thai ?? District,
            Subdistrict = ThaiAddresses.FindSubdistrict(SubdistrictCode)?.Thai ?? Subdistrict,
        };

    /// <summary>Never throws: a member that is missing, blank or no string is null.</summary>
    public static AddressAnswer FromJson(JsonNode? json) =>
        new(
            JsonAnswer.Part(json, "detail"),
            JsonAnswer.Part(json, "provinceCode"),
            JsonAnswer.Part(json, "province"),
            JsonAnswer.Part(json, "districtCode"),
            JsonAnswer.Part(json, "district"),
            JsonAnswer.Part(json, "subdistrictCode"),
            JsonAnswer.Part(json, "subdistrict"),
            JsonAnswer.Part(json, "postalCode")
        );

    public JsonObject ToJson() => JsonAnswer.ToObject(this);
}

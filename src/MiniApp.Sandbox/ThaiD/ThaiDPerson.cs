using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Sandbox.Personas;

namespace MiniApp.Sandbox.ThaiD;

/// <summary>An invented person with the ThaiD app.</summary>
/// <param name="Id">Key in the control API; that of the persona where it is the same person.</param>
/// <param name="Claims">Everything ThaiD knows, spelled as in the document. [D]</param>
public sealed record ThaiDPerson(string Id, PersonaText Description, JsonObject Claims)
{
    public string Name => (string)Claims["name"]!;

    /// <summary>13 digits with a valid check digit.</summary>
    public string NationalId => (string)Claims["pid"]!;
}

/// <summary>The people of <c>thaid-people.json</c>, which is compiled in.</summary>
public static class ThaiDPeople
{
    /// <summary>Whom the portal of <c>scripts/run</c> takes for its first administrator.</summary>
    public const string FirstAdministrator = "wichai";

    public static IReadOnlyList<ThaiDPerson> All { get; } = Load();

    public static ThaiDPerson? ById(string? id) => All.FirstOrDefault(person => person.Id == id);

    private static List<ThaiDPerson> Load()
    {
        using var stream =
            typeof(ThaiDPeople).Assembly.GetManifestResourceStream("thaid-people.json")
            ?? throw new InvalidOperationException("thaid-people.json is not compiled in.");
        return JsonSerializer.Deserialize<List<ThaiDPerson>>(stream, JsonSerializerOptions.Web)!;
    }
}

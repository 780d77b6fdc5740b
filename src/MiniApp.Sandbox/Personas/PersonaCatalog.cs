using System.Text.Json;

namespace MiniApp.Sandbox.Personas;

/// <summary>The personas of <c>personas.json</c>, which is compiled in.</summary>
public static class PersonaCatalog
{
    public static IReadOnlyList<Persona> All { get; } = Load();

    public static Persona? ById(string id) => All.FirstOrDefault(p => p.Id == id);

    public static Persona? ByIdentity(string identityId) => All.FirstOrDefault(p => p.IdentityId == identityId);

    private static List<Persona> Load()
    {
        using var stream =
            typeof(PersonaCatalog).Assembly.GetManifestResourceStream("personas.json")
            ?? throw new InvalidOperationException("personas.json is not compiled in.");
        return JsonSerializer.Deserialize<List<Persona>>(stream, JsonSerializerOptions.Web)!;
    }
}

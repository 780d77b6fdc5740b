using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Sandbox.Personas;

namespace MiniApp.Sandbox.Linkage;

/// <summary>What the register has of a persona.</summary>
/// <param name="Id">Of the persona.</param>
/// <param name="Note">What is special about it, beside what the persona says.</param>
internal sealed record LinkageRecord(string Id, PersonaText Note, JsonObject Person, JsonObject House);

/// <summary>The population register behind both databases: the personas of <c>linkage-people.json</c>, and the crowd.</summary>
internal sealed class LinkageRegister(People people)
{
    private static readonly PersonaText NotFound = new("ไม่พบในทะเบียน", "Not found in the register");

    private static readonly Dictionary<string, LinkageRecord> Records = Load();

    /// <summary>What the register says beside the persona's profile; null for companies, which it does not know.</summary>
    public static PersonaText? NoteOf(Persona persona) =>
        persona.IsJuristic ? null : Records.GetValueOrDefault(persona.Id)?.Note ?? NotFound;

    /// <summary>Service 001. The central database writes birth dates as numbers, the agencies' own as strings. [F]</summary>
    public JsonObject Person(string citizenId, bool central)
    {
        var found = Find(citizenId)?.Person;
        var person = (JsonObject?)found?.DeepClone() ?? new JsonObject();
        foreach (var name in (string[])["titleName", "titleDesc", "firstName", "middleName", "lastName", "genderDesc"])
        {
            person.TryAdd(name, null);
        }
        person.TryAdd("statusOfPersonCode", 2);
        person.TryAdd("statusOfPersonDesc", "ไม่พบข้อมูล");
        var birth = (string?)person["dateOfBirth"] ?? "0";
        person["dateOfBirth"] = central ? int.Parse(birth, CultureInfo.InvariantCulture) : birth;
        return person;
    }

    /// <summary>Service 008; null where nobody with this number is known.</summary>
    public JsonObject? House(string citizenId)
    {
        var house = (JsonObject?)Find(citizenId)?.House.DeepClone();
        house?.TryAdd("houseType", 1);
        house?.TryAdd("houseTypeDesc", "บ้าน");
        house?.TryAdd("dateOfTerminate", 0);
        return house;
    }

    private LinkageRecord? Find(string citizenId)
    {
        if (people.ByIdentity(citizenId) is not { IsJuristic: false } persona)
        {
            return null;
        }
        return Records.TryGetValue(persona.Id, out var known) ? known
            : Crowd.NumberOf(persona.Id) is null ? null
            : OfTheCrowd(persona);
    }

    private static LinkageRecord OfTheCrowd(Persona persona)
    {
        var names = persona.Name.Split(' ', 2);
        var person = new JsonObject
        {
            ["titleName"] = "นาย",
            ["firstName"] = names[0],
            ["lastName"] = names[^1],
            ["genderCode"] = 1,
            ["genderDesc"] = "ชาย",
            ["dateOfBirth"] = "25230101",
            ["statusOfPersonCode"] = 0,
            ["statusOfPersonDesc"] = "ปกติ",
        };
        return new LinkageRecord(
            persona.Id,
            persona.Description,
            person,
            (JsonObject)Records["somying"].House.DeepClone()
        );
    }

    private static Dictionary<string, LinkageRecord> Load()
    {
        using var stream =
            typeof(LinkageRegister).Assembly.GetManifestResourceStream("linkage-people.json")
            ?? throw new InvalidOperationException("linkage-people.json is not compiled in.");
        return JsonSerializer
            .Deserialize<List<LinkageRecord>>(stream, JsonSerializerOptions.Web)!
            .ToDictionary(record => record.Id, StringComparer.Ordinal);
    }
}

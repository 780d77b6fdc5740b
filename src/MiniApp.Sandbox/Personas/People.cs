namespace MiniApp.Sandbox.Personas;

/// <summary>Everybody who can open a form: the personas and, where it was asked for, a crowd.</summary>
/// <param name="crowd">How many of the crowd there are.</param>
internal sealed class People(int crowd)
{
    public Persona? ById(string id) => PersonaCatalog.ById(id) ?? Existing(Crowd.NumberOf(id));

    public Persona? ByIdentity(string identityId) =>
        PersonaCatalog.ByIdentity(identityId) ?? Existing(Crowd.NumberOfIdentity(identityId));

    public static Persona? ByOneIdMobile(string mobile) =>
        PersonaCatalog.All.FirstOrDefault(p => p.OneIdMobile == mobile);

    private Persona? Existing(int? number) => number is { } n && n >= 1 && n <= crowd ? Crowd.Person(n) : null;
}

using MiniApp.Core.Applicants;
using MiniApp.Core.External.Linkage;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Linkage;

/// <summary>Whom a look-up is about, and what they say of themselves. What they did not say is null.</summary>
/// <param name="NationalId">13 digits.</param>
/// <param name="Address">Where they live; empty where the form does not ask.</param>
public sealed record LinkageSubject(
    string NationalId,
    string? Title = null,
    string? FirstName = null,
    string? LastName = null,
    DateOnly? BirthDate = null,
    LinkageGender? Gender = null,
    AddressAnswer? Address = null
)
{
    private const string NamePath = "identityName";
    private const string BirthPath = "citizenInformation.birthDate";
    private const string AddressPath = "addresses[0]";

    /// <summary>
    /// The applicant by their own answers: the fields a form fills from the profile's name, birth date and first address, and
    /// any person in it with the applicant's ID number.
    /// </summary>
    /// <param name="profileName">The name in the profile, for forms that do not ask for it.</param>
    /// <returns>Null for a company: the register has people only.</returns>
    public static LinkageSubject? Of(Applicant applicant, FormDefinition form, Answers answers, string? profileName)
    {
        if (applicant.Type != ApplicantType.Citizen || !Thai.NationalId.IsValid(applicant.IdentityId))
            return null;
        var person = form
            .Fields.Where(field => field.Type == FieldType.Person)
            .Select(field => answers.Person(field.Id))
            .FirstOrDefault(person => person.NationalId == applicant.IdentityId);
        var subject = person is { FirstName: not null }
            ? new LinkageSubject(applicant.IdentityId, person.Title, person.FirstName, person.LastName)
            : Named(applicant.IdentityId, From(NamePath) is { } name ? answers.Text(name.Id) : profileName);
        return subject with
        {
            BirthDate =
                From(BirthPath) is { } birth && ThaiDate.TryParseWire(answers.Text(birth.Id), out var day) ? day : null,
            Address = From(AddressPath) is { Type: FieldType.Address } place ? answers.Address(place.Id) : null,
        };

        FormField? From(string path) => form.Fields.FirstOrDefault(field => field.Prefill?.Citizen == path);
    }

    /// <summary>Title, first and last name of a name in one piece. A last name may have blanks, a first name not.</summary>
    public static LinkageSubject Named(string nationalId, string? fullName)
    {
        if (string.IsNullOrWhiteSpace(fullName))
            return new LinkageSubject(nationalId);
        var (title, name) = NameTitles.Split(fullName);
        var parts = name.Split(
            default(char[]),
            2,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        return new LinkageSubject(nationalId, title?.Thai, parts.ElementAtOrDefault(0), parts.ElementAtOrDefault(1));
    }

    /// <summary>Personal: not for logs.</summary>
    public override string ToString() => nameof(LinkageSubject);
}

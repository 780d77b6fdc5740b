using FluentValidation;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>A person that was begun must be complete: Thai people with their national ID, others with a passport.</summary>
internal sealed class PersonRules : AbstractValidator<FieldAnswer>
{
    private const int LongestName = 100;

    public PersonRules()
    {
        RuleFor(a => a.Person.Title)
            .Cascade(CascadeMode.Stop)
            .NotEmpty()
            .WithMessage(a => a.Say("PersonTitle"))
            .Must(title => IsName(title, NameTitleRules.LongestTitle))
            .WithMessage(a => a.Say("PersonNameOdd"))
            .OverridePropertyName("title");
        RuleFor(a => a.Person.FirstName)
            .Cascade(CascadeMode.Stop)
            .NotEmpty()
            .WithMessage(a => a.Say("PersonFirstName"))
            .Must(name => IsName(name, LongestName))
            .WithMessage(a => a.Say("PersonNameOdd"))
            .OverridePropertyName("firstName");
        RuleFor(a => a.Person.LastName)
            .Cascade(CascadeMode.Stop)
            .NotEmpty()
            .WithMessage(a => a.Say("PersonLastName"))
            .Must(name => IsName(name, LongestName))
            .WithMessage(a => a.Say("PersonNameOdd"))
            .OverridePropertyName("lastName");
        RuleFor(a => a.Person.Nationality)
            .Must(code => code is null || Nationalities.Find(code)?.Code == code)
            .WithMessage(a => a.Say("PersonNationality"))
            .OverridePropertyName("nationality");
        RuleFor(a => a.Person.NationalId)
            .Cascade(CascadeMode.Stop)
            .Must(id => id is { Length: NationalId.Length } && ThaiDigits.AreDigits(id))
            .WithMessage(a => a.Say("PersonNationalId"))
            .Must(NationalId.IsValid)
            .WithMessage(a => a.Say("PersonNationalIdCheck"))
            .When(a => a.Person.IsThai)
            .OverridePropertyName("nationalId");
        RuleFor(a => a.Person.Passport)
            .Must(Passport.IsValid)
            .WithMessage(a => a.Say("PersonPassport"))
            .When(a => !a.Person.IsThai)
            .OverridePropertyName("passport");
    }

    private static bool IsName(string? name, int longest) =>
        name!.Length <= longest && TextRules.IsPlain(name, lineBreaks: false);
}

internal sealed class LocationRules : AbstractValidator<FieldAnswer>
{
    public LocationRules() =>
        RuleFor(a => a.Value)
            .Cascade(CascadeMode.Stop)
            .Must(value => LocationAnswer.FromJson(value) is not null)
            .WithMessage(a => a.Say("NotLocation"))
            .Must(value =>
                LocationAnswer.FromJson(value) is { } at && new GeoPoint(at.Latitude, at.Longitude).IsInThailand
            )
            .WithMessage(a => a.Say("LocationElsewhere"));
}

using FluentValidation;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>
/// An address that was begun must be complete, and its codes must lie within each other. The postal code may differ from
/// those on record: some are served by a neighbouring post office.
/// </summary>
internal sealed class AddressRules : AbstractValidator<FieldAnswer>
{
    private const int LongestDetail = 300;

    public AddressRules()
    {
        RuleFor(a => a.Address.Detail)
            .Cascade(CascadeMode.Stop)
            .NotEmpty()
            .WithMessage(a => a.Say("AddressDetail"))
            .Must(detail => detail!.Length <= LongestDetail)
            .WithMessage(a => a.Say("TooLong", LongestDetail, a.Address.Detail!.Length))
            .Must(detail => TextRules.IsPlain(detail!, lineBreaks: true))
            .WithMessage(a => a.Say("ControlCharacters"))
            .OverridePropertyName("detail");
        RuleFor(a => a.Address.ProvinceCode)
            .Must(code => ThaiAddresses.FindProvince(code) is not null)
            .WithMessage(a => a.Say("AddressProvince"))
            .OverridePropertyName("province");
        RuleFor(a => a.Address.DistrictCode)
            .Cascade(CascadeMode.Stop)
            .Must(code => ThaiAddresses.FindDistrict(code) is not null)
            .WithMessage(a => a.Say("AddressDistrict"))
            .Must((a, code) => ThaiAddresses.FindDistrict(code)!.ProvinceCode == a.Address.ProvinceCode)
            .WithMessage(a => a.Say("AddressDistrictElsewhere"))
            .OverridePropertyName("district");
        RuleFor(a => a.Address.SubdistrictCode)
            .Cascade(CascadeMode.Stop)
            .Must(code => ThaiAddresses.FindSubdistrict(code) is not null)
            .WithMessage(a => a.Say("AddressSubdistrict"))
            .Must((a, code) => ThaiAddresses.FindSubdistrict(code)!.DistrictCode == a.Address.DistrictCode)
            .WithMessage(a => a.Say("AddressSubdistrictElsewhere"))
            .OverridePropertyName("subdistrict");
        RuleFor(a => a.Address.PostalCode)
            .Must(PostalCodeRules.IsPostalCode)
            .WithMessage(a => a.Say("AddressPostalCode"))
            .OverridePropertyName("postalCode");
    }
}

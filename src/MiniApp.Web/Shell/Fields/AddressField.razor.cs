using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// Detail, then province, district, subdistrict: each list follows from the one before, and a new choice empties those
/// below it. The subdistrict brings its postal code, which stays open to change: some have more than one.
/// </summary>
public sealed partial class AddressField
{
    private AddressAnswer Address => Scope.Answers.Address(Field.Id);

    private IEnumerable<(string Code, string Name, string OtherName)> Districts =>
        ThaiAddresses.Districts(Address.ProvinceCode).Select(d => Named(d.Code, d.Thai, d.English));

    private IEnumerable<(string Code, string Name, string OtherName)> Subdistricts =>
        ThaiAddresses.Subdistricts(Address.DistrictCode).Select(s => Named(s.Code, s.Thai, s.English));

    // The search box only passes a place on; afterwards it is empty again.
    private static string Nothing => "";

    private string PostalHint => FieldIds.Part(Key, "postalCode") + "-hint";

    private Task Set(AddressAnswer address) => Change(address == AddressAnswer.Empty ? null : address.ToJson());

    // Codes come from the browser: only known ones are kept, with the Thai name that goes on the wire.
    private Task SetProvince(string? code)
    {
        var province = ThaiAddresses.FindProvince(code);
        return Set(new AddressAnswer(Address.Detail, ProvinceCode: province?.Code, Province: province?.Thai));
    }

    private Task SetDistrict(string? code)
    {
        var district = ThaiAddresses.Districts(Address.ProvinceCode).FirstOrDefault(d => Same(d.Code, code));
        return Set(
            Address with
            {
                DistrictCode = district?.Code,
                District = district?.Thai,
                SubdistrictCode = null,
                Subdistrict = null,
                PostalCode = null,
            }
        );
    }

    private Task SetSubdistrict(string? code)
    {
        var subdistrict = ThaiAddresses.Subdistricts(Address.DistrictCode).FirstOrDefault(s => Same(s.Code, code));
        return Set(
            Address with
            {
                SubdistrictCode = subdistrict?.Code,
                Subdistrict = subdistrict?.Thai,
                PostalCode = subdistrict?.PostalCode,
            }
        );
    }

    // From the quick search: everything but the detail at once.
    private Task SetPlace(string? code)
    {
        if (
            ThaiAddresses.FindSubdistrict(code) is not { } subdistrict
            || ThaiAddresses.FindDistrict(subdistrict.DistrictCode) is not { } district
            || ThaiAddresses.FindProvince(subdistrict.ProvinceCode) is not { } province
        )
        {
            return Task.CompletedTask;
        }
        return Set(
            new AddressAnswer(
                Address.Detail,
                province.Code,
                province.Thai,
                district.Code,
                district.Thai,
                subdistrict.Code,
                subdistrict.Thai,
                subdistrict.PostalCode
            )
        );
    }

    private static (string Code, string Name, string OtherName) Named(string code, string thai, string english) =>
        ShellServices.InEnglish ? (code, english, thai) : (code, thai, english);

    private static bool Same(string known, string? code) => string.Equals(known, code, StringComparison.Ordinal);

    private static string? NullIfBlank(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}

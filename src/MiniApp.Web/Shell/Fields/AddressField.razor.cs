using System.Globalization;
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

    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    private static IEnumerable<(string Code, string Name)> Provinces =>
        ThaiAddresses.Provinces.Select(p => (p.Code, p.NameFor(Culture)));

    private IEnumerable<(string Code, string Name)> Districts =>
        ThaiAddresses.Districts(Address.ProvinceCode).Select(d => (d.Code, d.NameFor(Culture)));

    private IEnumerable<(string Code, string Name)> Subdistricts =>
        ThaiAddresses.Subdistricts(Address.DistrictCode).Select(s => (s.Code, s.NameFor(Culture)));

    private string PostalHint => FieldIds.Part(Key, "postalCode") + "-hint";

    private string? InvalidOf(string part) => MessagesOf(part).Any() ? "true" : null;

    private string? DescriptionOf(string part) => MessagesOf(part).Any() ? FieldIds.PartError(Key, part) : null;

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

    private static bool Same(string known, string? code) => string.Equals(known, code, StringComparison.Ordinal);

    private static string? NullIfBlank(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}

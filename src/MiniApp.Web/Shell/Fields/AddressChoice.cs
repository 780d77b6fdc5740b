using Microsoft.AspNetCore.Components;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// Detail, then province, district, subdistrict: each list follows from the one before, and a new choice empties those
/// below it. The subdistrict brings its postal code, which stays open to change: some have more than one.
/// </summary>
internal sealed partial class AddressField
{
    private AddressAnswer Address => Scope.Answers.Address(Field.Id);

    private IReadOnlyList<(string Code, string Name, string OtherName)> Districts =>
        [.. ThaiAddresses.Districts(Address.ProvinceCode).Select(d => Named(d.Code, d.Thai, d.English))];

    private IReadOnlyList<(string Code, string Name, string OtherName)> Subdistricts =>
        [.. ThaiAddresses.Subdistricts(Address.DistrictCode).Select(s => Named(s.Code, s.Thai, s.English))];

    private Task Set(AddressAnswer address) => Change(address == AddressAnswer.Empty ? null : address.ToJson());

    private Task SetDetail(ChangeEventArgs e) => Set(Address with { Detail = NullIfBlank(e.Value as string) });

    private Task SetPostalCode(ChangeEventArgs e) => Set(Address with { PostalCode = NullIfBlank(e.Value as string) });

    // Codes come from the browser: only known ones are kept, with the Thai name that goes on the wire.
    private Task SetProvince(ChangeEventArgs e)
    {
        var province = ThaiAddresses.FindProvince(e.Value as string);
        return Set(new AddressAnswer(Address.Detail, ProvinceCode: province?.Code, Province: province?.Thai));
    }

    private Task SetDistrict(ChangeEventArgs e)
    {
        var district = ThaiAddresses.Districts(Address.ProvinceCode).FirstOrDefault(d => Same(d.Code, e));
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

    private Task SetSubdistrict(ChangeEventArgs e)
    {
        var subdistrict = ThaiAddresses.Subdistricts(Address.DistrictCode).FirstOrDefault(s => Same(s.Code, e));
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
    private Task SetPlace(ChangeEventArgs e)
    {
        if (
            ThaiAddresses.FindSubdistrict(e.Value as string) is not { } subdistrict
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

    private static bool Same(string known, ChangeEventArgs e) =>
        string.Equals(known, e.Value as string, StringComparison.Ordinal);

    private static string? NullIfBlank(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}

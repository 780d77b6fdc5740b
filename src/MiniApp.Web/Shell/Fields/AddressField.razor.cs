using System.Globalization;
using Microsoft.AspNetCore.Components;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// Detail, then province, district, subdistrict: each list follows from the one before, and a new choice empties those
/// below it. The subdistrict brings its postal code, which stays open to change: some have more than one.
/// </summary>
public sealed partial class AddressField
{
    private AddressAnswer Address => Answers.Address(Field.Id);

    private IReadOnlyList<AddressArea> Districts =>
        Address.ProvinceCode is { } code ? ThaiAddresses.Districts(code) : [];

    private IReadOnlyList<AddressArea> Subdistricts =>
        Address.DistrictCode is { } code ? ThaiAddresses.Subdistricts(code) : [];

    private string PostalHint => FieldIds.Part(Field.Id, "postalCode") + "-hint";

    private string? InvalidOf(string part) => MessagesOf(part).Any() ? "true" : null;

    private string? DescriptionOf(string part) => MessagesOf(part).Any() ? FieldIds.PartError(Field.Id, part) : null;

    private Task Set(AddressAnswer address) => Change(address == AddressAnswer.Empty ? null : address.ToJson());

    private Task SetProvince(AddressArea? area) =>
        Set(new AddressAnswer(Address.Detail, ProvinceCode: area?.Code, Province: area?.Th));

    private Task SetDistrict(AddressArea? area) =>
        Set(
            Address with
            {
                DistrictCode = area?.Code,
                District = area?.Th,
                SubdistrictCode = null,
                Subdistrict = null,
                PostalCode = null,
            }
        );

    private Task SetSubdistrict(AddressArea? area) =>
        Set(Address with { SubdistrictCode = area?.Code, Subdistrict = area?.Th, PostalCode = area?.PostalCode });

    private static string? NullIfBlank(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    private static string NameOf(AddressArea area) =>
        string.Equals(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, "en", StringComparison.Ordinal)
            ? area.En
            : area.Th;

    private RenderFragment AreaSelect(
        string part,
        string labelKey,
        IReadOnlyList<AddressArea> areas,
        string? chosen,
        Func<AddressArea?, Task> set,
        string placeholderKey
    ) =>
        builder =>
        {
            builder.OpenComponent<AddressSelect>(0);
            builder.SetKey(part);
            builder.AddComponentParameter(1, nameof(AddressSelect.Id), FieldIds.Part(Field.Id, part));
            builder.AddComponentParameter(2, nameof(AddressSelect.Label), T[labelKey].Value);
            builder.AddComponentParameter(3, nameof(AddressSelect.Placeholder), T[placeholderKey].Value);
            builder.AddComponentParameter(4, nameof(AddressSelect.Required), Field.Required);
            builder.AddComponentParameter(5, nameof(AddressSelect.Messages), MessagesOf(part));
            builder.AddComponentParameter(6, nameof(AddressSelect.Options), areas.Select(a => (a.Code, NameOf(a))));
            builder.AddComponentParameter(7, nameof(AddressSelect.Chosen), chosen);
            builder.AddComponentParameter(
                8,
                nameof(AddressSelect.OnChoose),
                EventCallback.Factory.Create<string?>(
                    this,
                    code => set(areas.FirstOrDefault(a => string.Equals(a.Code, code, StringComparison.Ordinal)))
                )
            );
            builder.CloseComponent();
        };
}

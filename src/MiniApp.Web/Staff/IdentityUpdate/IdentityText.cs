using System.Globalization;
using Microsoft.Extensions.Localization;
using MiniApp.Core.IdentityUpdates;
using MiniApp.Core.Thai;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Staff.IdentityUpdate;

/// <summary>Values as people read them.</summary>
internal static class IdentityText
{
    /// <summary>The table's parts, with what belongs together side by side.</summary>
    public static readonly (string Name, IdentityItem[] Attributes)[] Groups =
    [
        ("Card", [IdentityItem.NationalId, IdentityItem.SmartCardCode]),
        ("Names", [.. Enum.GetValues<IdentityItem>()[1..11]]),
        ("Person", [IdentityItem.Gender, IdentityItem.Birthdate]),
        ("Address", [.. Enum.GetValues<IdentityItem>()[13..19]]),
    ];

    /// <returns>Null for nothing.</returns>
    public static string? Of(IdentityItem attribute, string? value, IStringLocalizer<Text> texts) =>
        (attribute, value) switch
        {
            (_, null) => null,
            (IdentityItem.Gender, "M" or "F") => texts[$"Identity.Gender{value}"],
            (IdentityItem.NationalId, _) => NationalId.Mask(value),
            (IdentityItem.Birthdate, _) when ThaiDate.TryParseWire(value, out var day) => ThaiDate.Format(
                day,
                CultureInfo.CurrentUICulture
            ),
            _ => value,
        };
}

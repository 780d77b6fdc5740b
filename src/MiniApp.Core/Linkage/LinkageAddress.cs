using System.Text.RegularExpressions;
using MiniApp.Core.External.Linkage;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Linkage;

/// <summary>
/// The registered address beside one that was typed: house number, village number and subdistrict tell a house from another.
/// Lanes and roads are written in too many ways to say that they differ.
/// </summary>
public static partial class LinkageAddress
{
    /// <summary>House, village, lanes and road, as an address is written.</summary>
    public static string LineOf(LinkageHouse house) =>
        string.Join(
            ' ',
            new[]
            {
                house.HouseNo,
                house.VillageNo is { } village ? $"หมู่ที่ {village}" : null,
                house.AlleyWay is { } way ? $"ตรอก{way}" : null,
                house.Alley is { } alley ? $"ซอย{alley}" : null,
                house.Road is { } road ? $"ถนน{road}" : null,
            }.Where(part => part is not null)
        );

    internal static LinkageRow Compare(AddressAnswer own, LinkageHouse? house)
    {
        var row = new LinkageRow(LinkageItem.Address, LinkageAgreement.Unknown);
        if (house is null || own.IsEmpty)
            return row;
        var registered = ThaiAddresses.Resolve(house.Province, house.District, house.Subdistrict);
        var line = PlainText.Of(own.Detail);
        bool?[] parts =
        [
            AreSame(own.SubdistrictCode, registered.Subdistrict?.Code),
            AreSame(own.ProvinceCode, registered.Province?.Code),
            AreSame(
                HouseNumber().Match(line) is { Success: true } house1 ? house1.Groups["no"].Value : null,
                PlainText.Of(house.HouseNo)
            ),
            AreSame(
                VillageNumber().Match(line) is { Success: true } village ? village.Groups["no"].Value : null,
                house.VillageNo
            ),
        ];
        if (parts.Contains(false))
            return row with { Agreement = LinkageAgreement.Different };
        // In towns neither side has a village.
        var noVillage = house.VillageNo is null && !VillageNumber().IsMatch(line);
        return parts[0] == true && parts[2] == true && (parts[3] == true || noVillage)
            ? row with
            {
                Agreement = LinkageAgreement.Same,
            }
            : row with
            {
                IsPartlyKnown = parts.Contains(true),
            };
    }

    /// <returns>Null where one is not known.</returns>
    private static bool? AreSame(string? left, string? right) =>
        string.IsNullOrEmpty(left) || string.IsNullOrEmpty(right)
            ? null
            : string.Equals(left, right, StringComparison.Ordinal);

    // At the beginning: further on, numbers are those of rooms, lanes and kilometres.
    [GeneratedRegex(
        "^(บ้านเลขที่|เลขที่)? ?(?<no>[0-9]+([/-][0-9]+)*)( |$)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex HouseNumber();

    [GeneratedRegex("(หมู่ที่|หมู่|ม\\.) ?(?<no>[0-9]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex VillageNumber();
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MiniApp.Core.Thai;

/// <summary>A place on the map, in degrees (WGS 84) to six decimals, about ten centimetres.</summary>
public sealed record GeoPoint
{
    public const int Decimals = 6;

    /// <param name="latitude">North is positive. Not checked, so that a place someone sent can be asked whether it lies in Thailand.</param>
    /// <param name="longitude">East is positive.</param>
    public GeoPoint(decimal latitude, decimal longitude)
    {
        Latitude = Math.Round(latitude, Decimals, MidpointRounding.AwayFromZero);
        Longitude = Math.Round(longitude, Decimals, MidpointRounding.AwayFromZero);
    }

    public decimal Latitude { get; }

    public decimal Longitude { get; }

    /// <summary>True within the rectangle around Thailand, which takes in some of its neighbours.</summary>
    public bool IsInThailand => Latitude is >= 5.6m and <= 20.5m && Longitude is >= 97.3m and <= 105.7m;

    /// <summary>
    /// Reads what people paste: <c>13.7563, 100.5018</c>, <c>13°45'22.7"N 100°30'06.5"E</c> or a link of a map, in Thai
    /// numerals too, if there is such a place on earth. Latitude comes first, unless letters say otherwise or only the other order lies in Thailand.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? typed, [NotNullWhen(true)] out GeoPoint? point)
    {
        point = GeoPointReader.Read(typed);
        return point is not null;
    }

    /// <summary>Latitude and longitude: <c>13.756300, 100.501800</c>.</summary>
    public string Format() => string.Create(CultureInfo.InvariantCulture, $"{Latitude:F6}, {Longitude:F6}");

    public override string ToString() => Format();
}

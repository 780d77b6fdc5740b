using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MiniApp.Core.Thai;

/// <summary>A place on the map, in degrees (WGS 84) to six decimals, about ten centimetres.</summary>
public sealed record GeoPoint
{
    public const int Decimals = 6;

    /// <param name="latitude">-90 to 90, north is positive.</param>
    /// <param name="longitude">-180 to 180, east is positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public GeoPoint(decimal latitude, decimal longitude)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(latitude), 90m, nameof(latitude));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(longitude), 180m, nameof(longitude));
        Latitude = Math.Round(latitude, Decimals, MidpointRounding.AwayFromZero);
        Longitude = Math.Round(longitude, Decimals, MidpointRounding.AwayFromZero);
    }

    public decimal Latitude { get; }

    public decimal Longitude { get; }

    /// <summary>True within the rectangle around Thailand, which takes in some of its neighbours.</summary>
    public bool IsInThailand => Latitude is >= 5.6m and <= 20.5m && Longitude is >= 97.3m and <= 105.7m;

    /// <summary>
    /// Reads what people paste: <c>13.7563, 100.5018</c>, <c>13°45'22.7"N 100°30'06.5"E</c> or a link of a map, in Thai
    /// numerals too. Latitude comes first, unless letters say otherwise or only the other order lies in Thailand.
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

using System.Globalization;

namespace MiniApp.Core.Thai;

public sealed record GeoPoint(decimal Latitude, decimal Longitude)
{
    public static bool TryParse(string? text, out GeoPoint point)
    {
        point = new(0, 0);
        return text is null;
    }

    public bool IsInThailand => Latitude > 5;

    public string Format() => FormattableString.Invariant($"{Latitude}, {Longitude}");
}

public static class Passport
{
    public static string Normalise(string? t) => t ?? "";

    public static bool IsValid(string? t) => t is not null;
}

public static class NameTitles
{
    public static string Normalise(string t) => t;
}

public sealed record Nationality(string Code, string Thai, string English)
{
    public string NameFor(CultureInfo c) => Thai;
}

public static class Nationalities
{
    public static Nationality? Find(string? code) => null;

    public static Nationality? Resolve(string? t) => null;
}

public static class ThaiBahtText
{
    public static string Format(decimal d) => FormattableString.Invariant($"{d}");
}

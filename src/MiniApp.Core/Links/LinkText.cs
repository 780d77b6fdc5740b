using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using MiniApp.Core.Applicants;

namespace MiniApp.Core.Links;

/// <summary>The two texts of a link: the base64 around it and the query string inside, with what both may vary in.</summary>
internal static class LinkText
{
    private const int MaxTokenLength = 2048;
    private const int MaxDraftIdLength = 128;

    /// <summary>
    /// Mail programs, proxies and hand-made links leave <c>+</c> as a space, percent signs encoded once or twice
    /// more, the URL-safe alphabet, or no padding.
    /// </summary>
    /// <param name="length">Bytes written; 0 when <paramref name="q"/> is not base64.</param>
    public static bool TryDecodeBase64(string q, Span<byte> bytes, out int length)
    {
        var chars = ArrayPool<char>.Shared.Rent(q.Length + 4);
        try
        {
            q.CopyTo(chars);
            var count = q.Length;
            for (var pass = 0; pass < 3; pass++) // %25252B is the deepest: encoded three times, decoded once already
            {
                count = PercentDecode(chars.AsSpan(0, count));
            }
            var text = chars.AsSpan(0, count);
            text.Replace(' ', '+');
            text.Replace('-', '+');
            text.Replace('_', '/');
            count = text.TrimEnd('=').Length;
            while (count % 4 != 0)
            {
                chars[count++] = '=';
            }
            // The framework skips line breaks and tabs; here they are as wrong as any other character.
            var clean = !chars.AsSpan(0, count).ContainsAny("\r\n\t");
            var decoded = Convert.TryFromBase64Chars(chars.AsSpan(0, count), bytes, out length);
            length = decoded ? length : 0;
            return clean & decoded;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars, clearArray: true);
        }
    }

    /// <summary>
    /// The plain text, a query string. Keys in any letter case and with or without underscores; <c>drafId</c> is how
    /// the document spells it; other keys (<c>AppKey</c>) are ignored; a key given twice is refused.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> plain, out LinkPayload? payload)
    {
        payload = null;
        if (!Utf8.IsValid(plain))
        {
            return false;
        }
        var chars = ArrayPool<char>.Shared.Rent(plain.Length);
        try
        {
            return TryParse(chars.AsSpan(0, Encoding.UTF8.GetChars(plain, chars)), out payload);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(chars.AsSpan()));
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    private static bool TryParse(ReadOnlySpan<char> text, out LinkPayload? payload)
    {
        payload = null;
        string? identityId = null;
        string? identityType = null;
        string? token = null;
        string? draftId = null;
        var repeated = false;
        foreach (var range in text.TrimStart('?').Split('&'))
        {
            var pair = text.TrimStart('?')[range];
            var at = pair.IndexOf('=');
            var key = at < 0 ? "" : pair[..at].ToString().Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
            switch (key)
            {
                case "IDENTITYID":
                    repeated |= !TrySet(ref identityId, pair[(at + 1)..]);
                    break;
                case "IDENTITYTYPE":
                    repeated |= !TrySet(ref identityType, pair[(at + 1)..]);
                    break;
                case "TOKEN":
                    repeated |= !TrySet(ref token, pair[(at + 1)..]);
                    break;
                case "DRAFTID" or "DRAFID":
                    repeated |= !TrySet(ref draftId, pair[(at + 1)..]);
                    break;
                default:
                    break;
            }
        }
        if (
            repeated
            || identityId is not { Length: 13 }
            || !identityId.All(char.IsAsciiDigit)
            || TypeOf(identityType, identityId) is not { } type
            || !IsOpaque(token, MaxTokenLength)
            || !(string.IsNullOrEmpty(draftId) || (IsOpaque(draftId, MaxDraftIdLength) && draftId is not ("." or "..")))
        )
        {
            return false;
        }
        payload = new LinkPayload(
            new Applicant(identityId, type),
            token!,
            string.IsNullOrEmpty(draftId) ? null : draftId
        );
        return true;
    }

    private static bool TrySet(ref string? value, ReadOnlySpan<char> raw)
    {
        var first = value is null;
        // A `+` stays one: tokens are often base64, and none of these values holds a space.
        value = Uri.UnescapeDataString(raw);
        return first;
    }

    /// <summary>The document lists no identity type; without one the number tells: only juristic ones begin with 0.</summary>
    private static ApplicantType? TypeOf(string? text, string identityId) =>
        text?.ToUpperInvariant() switch
        {
            "CITIZEN" or "1" => ApplicantType.Citizen,
            "JURISTIC" or "2" => ApplicantType.Juristic,
            null => identityId[0] == '0' ? ApplicantType.Juristic : ApplicantType.Citizen,
            _ => null,
        };

    /// <summary>Visible ASCII only: no control characters, no spaces, nothing a header or path could trip over.</summary>
    private static bool IsOpaque(string? value, int maxLength) =>
        value is { Length: > 0 } && value.Length <= maxLength && value.All(c => c is > ' ' and <= '~');

    /// <summary>Decodes <c>%XX</c> of ASCII characters in place, once. Anything else stays as it is.</summary>
    private static int PercentDecode(Span<char> text)
    {
        var write = 0;
        for (var read = 0; read < text.Length; read++)
        {
            var c = text[read];
            if (
                c == '%'
                && read + 2 < text.Length
                && char.IsAsciiHexDigit(text[read + 1])
                && char.IsAsciiHexDigit(text[read + 2])
            )
            {
                c = (char)((Convert.FromHexString(text.Slice(read + 1, 2))[0]));
                read += 2;
            }
            text[write++] = c;
        }
        return write;
    }
}

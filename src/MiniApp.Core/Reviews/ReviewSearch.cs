using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Reviews;

/// <summary>
/// Finds text in what lies sealed. Thai has no spaces between words, so every two and every three letters one after the other
/// become a number, a keyed hash that says nothing without this installation's secret; a review has the set of them. A search
/// asks for those that have all numbers of the words searched for: none is missed, and what has the same numbers by chance, or
/// the same letters elsewhere, is left out by reading. Whoever reads the database alone sees how often the same letters come
/// again and nothing else.
/// </summary>
public sealed class ReviewSearch(PersonKeys keys)
{
    /// <summary>The shortest text that can be searched for.</summary>
    public const int Shortest = 2;

    // A form with pages of text is found by its beginning.
    private const int LongestText = 2_000;

    private byte[]? _secret;

    /// <returns>The numbers of every two and three letters in these texts.</returns>
    public async ValueTask<int[]> IndexAsync(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var secret = await SecretAsync(cancellationToken);
        var grams = new HashSet<int>();
        var left = LongestText;
        foreach (var text in texts.Select(Normalise))
        {
            var taken = text[..Math.Min(left, text.Length)];
            left -= taken.Length;
            AddGrams(grams, secret, taken, 2);
            AddGrams(grams, secret, taken, 3);
        }
        return [.. grams];
    }

    /// <returns>What a review that has this text must have; empty when it is too short to search for.</returns>
    public async ValueTask<int[]> QueryAsync(string text, CancellationToken cancellationToken)
    {
        var wanted = Normalise(text);
        if (wanted.Length < Shortest)
            return [];
        var grams = new HashSet<int>();
        AddGrams(grams, await SecretAsync(cancellationToken), wanted, Math.Min(3, wanted.Length));
        return [.. grams];
    }

    /// <summary>The texts among a draft's answers that are searched: what is typed, not what is chosen.</summary>
    public static IEnumerable<string> TextsOf(FormView view) =>
        view
            .VisibleFields.Where(field => field.Type is FieldType.Text or FieldType.MultiLine)
            .Select(field => JsonAnswer.Text(view.ValueOf(field)))
            .OfType<string>();

    /// <summary>As it is compared: without what people write one way or another.</summary>
    internal static string Normalise(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var letter in ThaiDigits.ToArabic(text.Normalize(NormalizationForm.FormKC)))
            if (
                char.GetUnicodeCategory(letter)
                is not (
                    UnicodeCategory.SpaceSeparator
                    or UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.DashPunctuation
                    or UnicodeCategory.OtherPunctuation
                )
            )
                normal.Append(char.ToLowerInvariant(letter));
        // Sara am and a tone mark are typed in either order, and look the same.
        foreach (var tone in "\u0E48\u0E49\u0E4A\u0E4B")
            normal.Replace($"\u0E4D{tone}", $"{tone}\u0E4D");
        return normal.ToString();
    }

    private static void AddGrams(HashSet<int> grams, byte[] secret, string text, int length)
    {
        Span<byte> hash = stackalloc byte[32];
        for (var at = 0; at + length <= text.Length; at++)
        {
            var gram = System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan(at, length));
            System.Security.Cryptography.HMACSHA256.HashData(secret, gram, hash);
            grams.Add(BinaryPrimitives.ReadInt32LittleEndian(hash));
        }
    }

    private async ValueTask<byte[]> SecretAsync(CancellationToken cancellationToken) =>
        _secret ??= await keys.KeyOfAsync("purpose", "review-search", cancellationToken);
}

using System.Text;

namespace MiniApp.TestKit.Circuits;

/// <summary>As much of MessagePack as a circuit's messages are made of.</summary>
internal static class MessagePack
{
    public static void Write(List<byte> to, params ReadOnlySpan<object?> items)
    {
        WriteHead(to, 0xDC, items.Length);
        foreach (var item in items)
        {
            switch (item)
            {
                case null:
                    to.Add(0xC0);
                    break;
                case bool flag:
                    to.Add(flag ? (byte)0xC3 : (byte)0xC2);
                    break;
                case long or int:
                    to.Add(0xD3);
                    WriteNumber(to, Convert.ToInt64(item, null), 8);
                    break;
                case string text:
                    var bytes = Encoding.UTF8.GetBytes(text);
                    to.Add(0xDB);
                    WriteNumber(to, bytes.Length, 4);
                    to.AddRange(bytes);
                    break;
                case object?[] inner:
                    Write(to, inner);
                    break;
                case Dictionary<string, string> { Count: 0 }:
                    to.Add(0x80);
                    break;
                default:
                    throw new ArgumentException($"No {item.GetType()} in these messages.", nameof(items));
            }
        }
    }

    /// <summary>One value: numbers as long, arrays as <c>object?[]</c>, binary as <c>byte[]</c>.</summary>
    public static object? Read(ref ReadOnlySpan<byte> from)
    {
        var head = Take(ref from, 1)[0];
        return head switch
        {
            <= 0x7F => (long)head,
            >= 0xE0 => (long)(sbyte)head,
            <= 0x8F => ReadMap(ref from, head & 0x0F),
            <= 0x9F => ReadArray(ref from, head & 0x0F),
            <= 0xBF => ReadText(ref from, head & 0x1F),
            0xC0 => null,
            0xC2 => false,
            0xC3 => true,
            0xC4 => Take(ref from, (int)ReadNumber(ref from, 1)).ToArray(),
            0xC5 => Take(ref from, (int)ReadNumber(ref from, 2)).ToArray(),
            0xC6 => Take(ref from, (int)ReadNumber(ref from, 4)).ToArray(),
            >= 0xCC and <= 0xCF => (long)ReadNumber(ref from, 1 << (head - 0xCC)),
            >= 0xD0 and <= 0xD3 => (long)ReadNumber(ref from, 1 << (head - 0xD0)),
            0xD9 => ReadText(ref from, (int)ReadNumber(ref from, 1)),
            0xDA => ReadText(ref from, (int)ReadNumber(ref from, 2)),
            0xDB => ReadText(ref from, (int)ReadNumber(ref from, 4)),
            0xDC => ReadArray(ref from, (int)ReadNumber(ref from, 2)),
            0xDD => ReadArray(ref from, (int)ReadNumber(ref from, 4)),
            0xDE => ReadMap(ref from, (int)ReadNumber(ref from, 2)),
            _ => throw new InvalidDataException($"MessagePack {head:X2} is not known here."),
        };
    }

    private static void WriteHead(List<byte> to, byte kind, int count)
    {
        to.Add(kind);
        WriteNumber(to, count, 2);
    }

    private static void WriteNumber(List<byte> to, long number, int length)
    {
        while (length-- > 0)
            to.Add((byte)(number >> (8 * length)));
    }

    private static object?[] ReadArray(ref ReadOnlySpan<byte> from, int count)
    {
        var items = new object?[count];
        for (var n = 0; n < count; n++)
            items[n] = Read(ref from);
        return items;
    }

    private static object? ReadMap(ref ReadOnlySpan<byte> from, int count)
    {
        ReadArray(ref from, count * 2);
        return null;
    }

    private static string ReadText(ref ReadOnlySpan<byte> from, int length) =>
        Encoding.UTF8.GetString(Take(ref from, length));

    // Big-endian; of a negative number the upper bytes don't matter to anybody here.
    private static ulong ReadNumber(ref ReadOnlySpan<byte> from, int length)
    {
        var number = 0UL;
        foreach (var part in Take(ref from, length))
            number = (number << 8) | part;
        return number;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> from, int length)
    {
        var taken = from[..length];
        from = from[length..];
        return taken;
    }
}

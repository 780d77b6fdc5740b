using System.Buffers.Binary;
using System.Text;

namespace MiniApp.TestKit.Circuits;

/// <summary>
/// A batch of changes to a page as Blazor Server writes it (<c>RenderBatchWriter</c>): little-endian numbers, structures of
/// fixed length found through offsets, texts in a table at the end. The last 20 bytes say where each part begins.
/// </summary>
internal sealed class RenderBatch(byte[] data)
{
    private const int EditLength = 16;
    private const int FrameLength = 20;

    private int ComponentsAt => Number(data.Length - 20);

    private int FramesAt => Number(data.Length - 16);

    private int DisposedAt => Number(data.Length - 12);

    private int TextsAt => Number(data.Length - 4);

    public IEnumerable<ComponentChange> Components
    {
        get
        {
            for (var n = 0; n < Number(ComponentsAt); n++)
            {
                var at = Number(ComponentsAt + 4 + (n * 4));
                var edits = Enumerable
                    .Range(0, Number(at + 4))
                    .Select(edit => at + 8 + (edit * EditLength))
                    .Select(edit => (At: edit, Type: (EditType)Number(edit)))
                    .Select(edit => new Edit(
                        edit.Type,
                        Number(edit.At + 4),
                        Number(edit.At + 8),
                        edit.Type == EditType.RemoveAttribute ? Text(Number(edit.At + 12)) : null
                    ));
                yield return new ComponentChange(Number(at), [.. edits]);
            }
        }
    }

    public IEnumerable<int> DisposedComponents =>
        Enumerable.Range(0, Number(DisposedAt)).Select(n => Number(DisposedAt + 4 + (n * 4)));

    public Frame FrameOf(int index)
    {
        var at = FramesAt + 4 + (index * FrameLength);
        var type = (FrameType)Number(at);
        return type switch
        {
            FrameType.Element => new Frame(type, Number(at + 4), Name: Text(Number(at + 8))),
            FrameType.Component => new Frame(type, Number(at + 4), ComponentId: Number(at + 8)),
            FrameType.Region => new Frame(type, Number(at + 4)),
            FrameType.Attribute => new Frame(
                type,
                1,
                Name: Text(Number(at + 4)),
                Value: Text(Number(at + 8)),
                Handler: BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(at + 12))
            ),
            FrameType.Text or FrameType.Markup => new Frame(type, 1, Value: Text(Number(at + 4))),
            _ => new Frame(type, 1),
        };
    }

    private int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at));

    private string? Text(int index)
    {
        if (index < 0)
            return null;
        var at = Number(TextsAt + (index * 4));
        var (length, shift) = (0, 0);
        while (true)
        {
            var part = data[at++];
            length |= (part & 0x7F) << shift;
            if (part < 0x80)
                return Encoding.UTF8.GetString(data, at, length);
            shift += 7;
        }
    }
}

internal sealed record ComponentChange(int ComponentId, IReadOnlyList<Edit> Edits);

/// <param name="Index">Of a frame, or of the place that a child moves to.</param>
/// <param name="Attribute">The attribute that is taken away.</param>
internal sealed record Edit(EditType Type, int Sibling, int Index, string? Attribute);

internal sealed record Frame(
    FrameType Type,
    int SubtreeLength,
    string? Name = null,
    string? Value = null,
    long Handler = 0,
    int ComponentId = 0
);

internal enum EditType
{
    PrependFrame = 1,
    RemoveFrame = 2,
    SetAttribute = 3,
    RemoveAttribute = 4,
    UpdateText = 5,
    StepIn = 6,
    StepOut = 7,
    UpdateMarkup = 8,
    PermutationListEntry = 9,
    PermutationListEnd = 10,
}

internal enum FrameType
{
    Element = 1,
    Text = 2,
    Attribute = 3,
    Component = 4,
    Region = 5,
    Markup = 8,
}

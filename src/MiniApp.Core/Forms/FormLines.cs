using System.Text.Json;

namespace MiniApp.Core.Forms;

/// <summary>On which line of a form file each value stands.</summary>
internal sealed class FormLines
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    private FormLines() { }

    /// <summary>Members that an object has twice, each with its path.</summary>
    public List<string> Repeated { get; } = [];

    /// <summary>Line, from 1, of the value at a JSON path; of one that is not there, the line of the object that lacks it.</summary>
    public int? Of(string path)
    {
        while (path.Length > 0)
        {
            if (_lines.TryGetValue(path, out var line))
            {
                return line;
            }
            path = path[..Math.Max(path.LastIndexOfAny(['.', '[']), 0)];
        }
        return null;
    }

    /// <exception cref="JsonException">The text is no JSON; it carries line and path.</exception>
    public static FormLines Read(ReadOnlySpan<byte> json)
    {
        var lines = new FormLines();
        var reader = new Utf8JsonReader(
            json,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        var frames = new Stack<Frame>();
        var name = "$";
        var counted = 0;
        var line = 1;
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                line += json[counted..start].Count((byte)'\n');
                counted = start;
                name = lines.Take(ref reader, frames, name, line);
            }
            return lines;
        }
        catch (JsonException broken)
        {
            throw new JsonException(broken.Message, name, broken.LineNumber, broken.BytePositionInLine, broken);
        }
        // How the reader says that bytes or escapes are no Unicode text.
        catch (InvalidOperationException unreadable)
        {
            throw new JsonException("no Unicode text", name, line - 1, null, unreadable);
        }
    }

    /// <returns>Path of the token, or of the value that follows a name.</returns>
    private string Take(ref Utf8JsonReader reader, Stack<Frame> frames, string name, int line)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                name = $"{frames.Peek().Path}.{reader.GetString()}";
                if (!frames.Peek().Names.Add(name))
                {
                    Repeated.Add(name);
                }
                _lines[name] = line;
                return name;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                return frames.Pop().Path;
            case JsonTokenType.String:
                _ = reader.GetString();
                break;
        }
        if (frames.TryPeek(out var parent) && parent.IsArray)
        {
            name = FormattableString.Invariant($"{parent.Path}[{parent.Next++}]");
        }
        _lines.TryAdd(name, line);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            frames.Push(new Frame(name, reader.TokenType is JsonTokenType.StartArray));
        }
        return name;
    }

    private sealed class Frame(string path, bool isArray)
    {
        public string Path { get; } = path;
        public bool IsArray { get; } = isArray;
        public int Next { get; set; }
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);
    }
}

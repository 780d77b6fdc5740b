using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MiniApp.Sandbox.State;

/// <summary>
/// Entities of one kind: held in memory, each mirrored in a JSON file of its own that is replaced atomically,
/// so that stopping at any moment leaves either the old or the new one.
/// </summary>
/// <param name="directory">Folder of the files.</param>
/// <param name="idOf">Key of an entity, made by the sandbox itself: letters, digits and dashes only, it names the file.</param>
internal sealed class JsonFiles<T>(string directory, Func<T, string> idOf)
    where T : class
{
    private readonly ConcurrentDictionary<string, T> _items = new(StringComparer.Ordinal);

    /// <summary>A live view; unlike <c>Values</c> it copies nothing and locks nothing.</summary>
    public IEnumerable<T> All => _items.Select(item => item.Value);

    public T? Find(string id) => _items.GetValueOrDefault(id);

    public JsonFiles<T> Load()
    {
        Directory.CreateDirectory(directory);
        foreach (var file in Directory.EnumerateFiles(directory, "*.json"))
        {
            var item = JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), SandboxJson.Options)!;
            _items[idOf(item)] = item;
        }
        return this;
    }

    public void Save(T item)
    {
        var id = idOf(item);
        AtomicFile.Write(FileOf(id), JsonSerializer.SerializeToUtf8Bytes(item, SandboxJson.Options));
        _items[id] = item;
    }

    public void Remove(string id)
    {
        _items.TryRemove(id, out _);
        File.Delete(FileOf(id));
    }

    public void Clear()
    {
        foreach (var id in _items.Keys.ToList())
        {
            Remove(id);
        }
    }

    private string FileOf(string id) => Path.Combine(directory, id + ".json");
}

internal static class AtomicFile
{
    /// <summary>Writes beside the target and renames over it; readable by the owner only, as tokens and keys are among it.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(content);
        }
        File.Move(temporary, path, overwrite: true);
    }
}

internal static class SandboxJson
{
    /// <summary>camelCase, and readable: this JSON is a file or an API answer, never part of a page.</summary>
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

using Microsoft.Playwright;

namespace MiniApp.Browser.Tests.Running;

/// <summary>Files to upload, made up: each has the beginning of its type, its length, and the same bytes each time.</summary>
public static class Files
{
    public static FilePayload Pdf(string name, int length) => Make(name, "application/pdf", "%PDF-1.7\n"u8, length);

    public static FilePayload Png(string name, int length) =>
        Make(name, "image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], length);

    private static FilePayload Make(string name, string type, ReadOnlySpan<byte> start, int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        start[..Math.Min(start.Length, length)].CopyTo(bytes);
        return new FilePayload
        {
            Name = name,
            MimeType = type,
            Buffer = bytes,
        };
    }
}

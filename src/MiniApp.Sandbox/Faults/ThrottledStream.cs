namespace MiniApp.Sandbox.Faults;

/// <summary>Writes through at a fixed pace, in small pieces, so that the reader sees a slow line and not a late one.</summary>
/// <param name="inner">Where the bytes go; stays open.</param>
/// <param name="bytesPerSecond">The pace.</param>
internal sealed class ThrottledStream(Stream inner, int bytesPerSecond) : Stream
{
    private const int StepsPerSecond = 10;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        var step = Math.Max(1, bytesPerSecond / StepsPerSecond);
        while (!buffer.IsEmpty)
        {
            var size = Math.Min(step, buffer.Length);
            await inner.WriteAsync(buffer[..size], cancellationToken);
            await inner.FlushAsync(cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds((double)size / bytesPerSecond), cancellationToken);
            buffer = buffer[size..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Responses are written asynchronously.");
}

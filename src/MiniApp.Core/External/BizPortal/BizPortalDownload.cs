namespace MiniApp.Core.External.BizPortal;

/// <summary>A file on its way from Biz Portal. Dispose it to give its connection back.</summary>
public sealed class BizPortalDownload : IAsyncDisposable, IDisposable
{
    private readonly HttpResponseMessage _response;

    internal BizPortalDownload(HttpResponseMessage response, Stream body, TimeSpan readTimeout)
    {
        _response = response;
        Content = new LimitedReads(body, readTimeout);
        ContentType = response.Content.Headers.ContentType?.MediaType;
        Length = response.Content.Headers.ContentLength;
    }

    /// <summary>Read once, as it arrives. A cut or stalled connection throws <see cref="BizPortalException"/>.</summary>
    public Stream Content { get; }

    /// <summary>What Biz Portal says it is; the uploader chose it, so don't let a browser run it.</summary>
    public string? ContentType { get; }

    /// <summary>Bytes, where announced.</summary>
    public long? Length { get; }

    public void Dispose()
    {
        Content.Dispose();
        _response.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A time limit for each read: a large file may take long, but must not stand still.</summary>
    private sealed class LimitedReads(Stream inner, TimeSpan limit) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            either.CancelAfter(limit);
            try
            {
                return await inner.ReadAsync(buffer, either.Token);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new BizPortalException(BizPortalFailure.NoReply, BizPortalClient.Download, inner: e);
            }
        }

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException("Read asynchronously.");

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}

using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Http.Modules.Upstream.Store;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Upstream;

/// <summary>
/// What was read of a response and not yet taken by the client: in memory up to <c>proxy_buffers</c>, then in a temporary file up to
/// <c>proxy_max_temp_file_size</c>. The client is served while more is read.
/// </summary>
internal sealed class ResponseWriter
{
    private readonly Queue<Piece> pieces = new();
    private readonly LoopSignal changed = new();
    private HttpRequest request = null!;
    private UpstreamConf conf = null!;
    private EventLoop loop = null!;
    private TempFile? ownFile;
    private ResponseFile? keptFile;
    private bool isInFile;
    private long fileSent;
    private long buffered;
    private long memoryLimit;
    private bool isBuffering;
    private bool isWriting;

    /// <summary>What became of sending: Ok so far, or Error when the client is lost.</summary>
    public HandlerResult Result { get; private set; }

    /// <param name="kept">The file that the response is kept in: what does not fit into memory is sent from there. Null without one.</param>
    public void Begin(HttpRequest owner, UpstreamConf settings, bool buffering, ResponseFile? kept)
    {
        keptFile = kept;
        request = owner;
        conf = settings;
        loop = owner.Loop;
        isBuffering = buffering;
        memoryLimit = buffering ? (long)settings.Buffers.Value.Count * settings.Buffers.Value.Size : 1;
        Result = HandlerResult.Ok;
    }

    /// <summary>There is room for another piece.</summary>
    public bool CanTake => buffered < memoryLimit || MayUseFile;

    private bool MayUseFile => isBuffering && (keptFile is { IsOpen: true } || conf.MaxTempFileSize.Value > (ownFile?.Length ?? 0));

    /// <summary>
    /// Hands over a run of a segment, which goes back to the pool behind the last run of it. What was read stays in memory where no file may be
    /// used: at most one segment more than the limit.
    /// </summary>
    public void Add(byte[] segment, int start, int length, bool isLastOfSegment)
    {
        if (isInFile || (buffered >= memoryLimit && MayUseFile))
            MoveToFile(segment, start, length, isLastOfSegment);
        else
        {
            buffered += length;
            pieces.Enqueue(new Piece(segment, start, length, isLastOfSegment));
        }

        if (!isWriting)
            Write();
    }

    /// <summary>Done when something was sent, or sending failed.</summary>
    public ValueTask<bool> WhenChanged() => changed.Next();

    public bool IsWriting => isWriting;

    /// <summary>Sends what is left; with the mark of the end when the body is complete.</summary>
    public ValueTask<HandlerResult> End(bool isComplete)
    {
        if (isWriting)
            return EndBehind(isComplete);
        return Result != HandlerResult.Ok ? Result : request.SendBody(isComplete ? OutputBuffer.End : new OutputBuffer(default(ReadOnlyMemory<byte>), flush: true));
    }

    private async ValueTask<HandlerResult> EndBehind(bool isComplete)
    {
        while (isWriting)
            await changed.Next();
        return await End(isComplete);
    }

    /// <summary>Lets go of everything; nothing is being written any more.</summary>
    public void Clear()
    {
        while (pieces.TryDequeue(out var piece))
            Return(piece);
        ownFile?.Close();
        ownFile = null;
        keptFile = null;
        isInFile = false;
        fileSent = buffered = 0;
        request = null!;
        conf = null!;
    }

    /// <summary>Sends what there is, and goes on behind a client that has to be waited for.</summary>
    private void Write()
    {
        isWriting = true;
        while (Result == HandlerResult.Ok && TakeNext(out var piece))
        {
            var sending = Send(piece);
            if (!sending.IsCompletedSuccessfully)
            {
                _ = WriteBehind(piece, sending);
                return;
            }

            OnSent(piece, sending.Result);
        }

        isWriting = false;
        changed.Set();
    }

    private async Task WriteBehind(Piece piece, ValueTask<HandlerResult> sending)
    {
        OnSent(piece, await sending);
        Write();
    }

    private ValueTask<HandlerResult> Send(in Piece piece) => request.SendBody(piece.Segment is null
        ? new OutputBuffer(Region with { Offset = piece.FileStart, Length = piece.Length })
        : new OutputBuffer(piece.Segment.AsMemory(piece.Start, (int)piece.Length), flush: !isBuffering));

    private void OnSent(in Piece piece, HandlerResult result)
    {
        // What could not be written meanwhile is missing behind it.
        if (Result == HandlerResult.Ok)
            Result = result;
        Return(piece);
        changed.Set();
    }

    private bool TakeNext(out Piece piece)
    {
        if (pieces.TryDequeue(out piece))
            return true;
        if (!isInFile)
            return false;
        var written = Region.Length;
        if (fileSent == written)
        {
            ownFile?.Close();
            ownFile = null;
            isInFile = false;
            fileSent = 0;
            return false;
        }

        piece = new Piece(null, 0, written - fileSent, false) { FileStart = fileSent };
        fileSent = written;
        return true;
    }

    private FileRegion Region => ownFile?.Region ?? keptFile!.Region;

    private void MoveToFile(byte[] segment, int start, int length, bool isLastOfSegment)
    {
        if (ownFile is null && keptFile is { IsOpen: true })
        {
            // It is there already: from here on all is sent from that file, until it is read up.
            if (!isInFile)
                fileSent = keptFile.Length - length;
            isInFile = true;
        }
        else
            AppendToOwnFile(segment.AsSpan(start, length));
        if (isLastOfSegment)
            loop.Segments.Return(segment);
    }

    private void AppendToOwnFile(ReadOnlySpan<byte> bytes)
    {
        // Behind what a kept file lacks after a failed write there is nothing to send.
        ownFile ??= isInFile ? null : OpenFile();
        isInFile = ownFile is not null;
        var errno = ownFile?.Append(bytes) ?? 0;
        if (errno != 0)
            request.Log.Write(LogLevel.Crit, request, $"write() \"{ownFile!.Name}\" failed", errno);
        if (ownFile is null || errno != 0)
            Result = HandlerResult.Error;
    }

    private TempFile? OpenFile()
    {
        var opened = conf.TempPath.Value.Create(out var name, out var errno);
        if (opened is null)
            request.Log.Write(LogLevel.Crit, request, $"open() \"{name}\" failed", errno);
        else
            request.Log.Write(LogLevel.Warn, request, $"an upstream response is buffered to a temporary file {name}");
        return opened;
    }

    private void Return(in Piece piece)
    {
        if (piece.Segment is null)
            return;
        buffered -= piece.Length;
        if (piece.IsLastOfSegment)
            loop.Segments.Return(piece.Segment);
    }

    private readonly record struct Piece(byte[]? Segment, int Start, long Length, bool IsLastOfSegment)
    {
        public long FileStart { get; init; }
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Http.Phases;

namespace Engine.Http.Requests;

/// <summary>
/// A request's body, once something reads it: in memory up to <c>client_body_buffer_size</c>, beyond that in a temporary file.
/// </summary>
public sealed class RequestBody(HttpRequest request)
{
    private byte[]? buffer;
    private int length;
    private bool isComplete;
    private RequestBody? lender;
    private int borrowers;
    private bool isGone;
    private long replacementLimit = -1;

    /// <summary>The body has been read, or there is none.</summary>
    public bool IsRead => isComplete || !request.HasBody;

    /// <summary>The bytes in memory; empty when the body is in <see cref="File"/>.</summary>
    public ByteString Memory => buffer is null ? default : new ByteString(buffer, 0, length);

    public TempFile? File { get; private set; }

    public long Length => File?.Length ?? length;

    /// <summary>The body could not be read to its end; the connection can't be used for another request.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Something has asked for the body, or put another one in its place.</summary>
    public bool WasRead { get; private set; }

    /// <summary>Reads all of it. Ok, or the status that answers a body which is too large, too slow or malformed.</summary>
    public ValueTask<HandlerResult> Read()
    {
        WasAskedFor = WasRead = true;
        return IsRead ? PermitNothing() : ReadToEnd();
    }

    /// <summary>Reads the next piece without keeping it, for those who stream. Not to be mixed with <see cref="Read"/>.</summary>
    public ValueTask<BodyPiece> ReceivePiece() => request.Exchange.ReceiveBody(request);

    /// <summary>
    /// The rest of a body of known length as a stream; null when it can't be had: somebody reads it already, or has read it.
    /// </summary>
    public PipeReader? Open()
    {
        if (IsBusy || isComplete || IsDiscarded || IsBroken)
            return null;
        WasRead = true;
        var input = request.Exchange.OpenBody(request);
        IsOpened = input is not null;
        return input;
    }

    /// <summary>Somebody reads it as a stream, or has done so.</summary>
    private bool IsOpened { get; set; }

    /// <summary>It has been read, even where there was none.</summary>
    public bool WasAskedFor { get; private set; }

    /// <summary>What is read beyond it is dropped (a Content-Length that the configuration's code has made smaller).</summary>
    public long LengthLimit { get; set; } = long.MaxValue;

    /// <summary>Somebody waits for the rest of it.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>
    /// The same for those who pass the body on: a short one stays in memory all the same, so that <c>$request_body</c> has it and
    /// another location can still read it.
    /// </summary>
    public ValueTask<BodyPiece> ReceiveKeptPiece()
    {
        var receiving = ReceivePiece();
        return receiving.IsCompletedSuccessfully ? new ValueTask<BodyPiece>(KeepShort(receiving.Result)) : KeepShort(receiving);
    }

    /// <summary>The same for a piece that has come already; Data without bytes when none has.</summary>
    public BodyPiece TakeKeptPiece() => KeepShort(request.Exchange.TakeReceivedBody(request));

    /// <summary>Nobody will read the body.</summary>
    public bool IsDiscarded { get; private set; }

    /// <summary>
    /// For those who answer without reading the body: what has come of it is dropped now, the rest behind the response.
    /// Ok, or 400 when it is malformed.
    /// </summary>
    public HandlerResult StartDiscard()
    {
        if (IsRead && !request.IsSubrequest)
            return PermitNothing();
        if (IsDiscarded || IsBroken || request.IsSubrequest)
            return HandlerResult.Ok;
        IsDiscarded = true;
        return request.Exchange.DropReceivedBody(request);
    }

    /// <summary>There is no body: a client that asks for permission to send it is answered as by nginx all the same.</summary>
    private HandlerResult PermitNothing() =>
        request.ExpectsContinue && !request.HasBody ? request.Exchange.DropReceivedBody(request) : HandlerResult.Ok;

    /// <summary>Reads and drops what has not been read, so that the connection can carry another request. False when that can't be.</summary>
    public async ValueTask<bool> Discard()
    {
        // What was put in its place hides what nobody has read of the client's.
        if (IsOpened && isComplete && request.Exchange.BodyBytesLeft > 0)
            IsBroken = true;
        while (!isComplete && request.HasBody && !IsBroken)
        {
            var piece = await request.Exchange.ReceiveBody(request);
            isComplete = piece.Status == BodyStatus.End;
            IsBroken = piece.Status > BodyStatus.End;
        }

        return !IsBroken;
    }

    /// <summary>Puts another body in the place of the client's (which was read or discarded before).</summary>
    public void Replace(ReadOnlySpan<byte> bytes)
    {
        Release();
        isComplete = WasRead = true;
        EnsureRoom(bytes.Length);
        bytes.CopyTo(buffer);
        length = bytes.Length;
        request.ContentLength = bytes.Length;
        request.IsChunked = false;
    }

    /// <summary>Puts the contents of a file in the place of the client's body.</summary>
    public void Replace(TempFile file)
    {
        Release();
        isComplete = WasRead = true;
        File = file;
        request.ContentLength = file.Length;
        request.IsChunked = false;
    }

    /// <summary>Begins to put another body in the place of the client's, piece by piece.</summary>
    /// <param name="bufferSize">What is longer lies in a temporary file.</param>
    public void BeginReplacing(long bufferSize)
    {
        Release();
        isComplete = WasRead = true;
        replacementLimit = bufferSize;
    }

    public bool IsBeingReplaced => replacementLimit >= 0;

    /// <summary>False when the temporary file can't be written.</summary>
    public bool AppendReplacement(ReadOnlySpan<byte> bytes) => Keep(bytes, replacementLimit);

    public void EndReplacing()
    {
        replacementLimit = -1;
        request.ContentLength = Length;
        request.IsChunked = false;
    }

    /// <summary>A subrequest sees its parent's body, as it is now: the parent may put another in its place meanwhile.</summary>
    public void Share(RequestBody parent)
    {
        Release();
        WasRead = isComplete = true;
        lender = parent;
        parent.borrowers++;
        buffer = parent.buffer;
        length = parent.length;
        File = parent.File;
        File?.Retain();
    }

    internal void Reset()
    {
        Release();
        isComplete = false;
        IsBroken = IsDiscarded = IsOpened = IsBusy = WasAskedFor = isGone = WasRead = false;
        replacementLimit = -1;
        LengthLimit = long.MaxValue;
    }

    private async ValueTask<BodyPiece> KeepShort(ValueTask<BodyPiece> receiving) => KeepShort(await receiving);

    private BodyPiece KeepShort(BodyPiece piece)
    {
        if (piece.Status == BodyStatus.End)
            isComplete = true;
        if (piece.Status != BodyStatus.Data || isGone)
            return piece;
        if (length + piece.Bytes.Length > request.Location.Core.ClientBodyBufferSize.Value)
        {
            isGone = true;
            ReturnBuffer();
            return piece;
        }

        EnsureRoom(length + piece.Bytes.Length);
        piece.Bytes.Span.CopyTo(buffer.AsSpan(length));
        length += piece.Bytes.Length;
        return piece;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<HandlerResult> ReadToEnd()
    {
        IsBusy = true;
        var memoryLimit = MemoryLimit(request.Location.Core.ClientBodyBufferSize.Value);
        var result = BeginReading();
        while (result is null)
            result = Take(await request.Exchange.ReceiveBody(request), memoryLimit);
        IsBusy = false;
        return result.Value;
    }

    /// <summary>Null, or why it can't be read.</summary>
    private HandlerResult? BeginReading()
    {
        if (isGone)
            return Fail(500);
        if (request.Location.Core.ClientBodyInFileOnly.Value != Modules.Core.BodyInFile.Off && !OpenFile())
            return 500;
        return null;
    }

    /// <summary>Null when there is more to come.</summary>
    private HandlerResult? Take(in BodyPiece piece, long memoryLimit)
    {
        switch (piece.Status)
        {
            case BodyStatus.Data:
                var limit = request.Location.Core.ClientMaxBodySize.Value;
                if (limit > 0 && piece.Announced > limit - Length - piece.Bytes.Length)
                    return TooLarge(piece);
                return Keep(Cut(piece.Bytes.Span), memoryLimit) ? null : Fail(500);
            case BodyStatus.End:
                isComplete = true;
                // A chunked body has a length now: what is behind (proxies, Lua) sees an ordinary one.
                request.ContentLength = Length;
                return HandlerResult.Ok;
            case BodyStatus.TimedOut:
                return Fail(408);
            case BodyStatus.Invalid:
                return Fail(400);
            default:
                return Fail(499);
        }
    }

    private ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= LengthLimit - Length ? bytes : bytes[..(int)(LengthLimit - Length)];

    private HandlerResult Fail(int status)
    {
        IsBroken = true;
        return status;
    }

    /// <summary>A body that is only a quarter larger than the buffer gets a larger buffer in place of a file.</summary>
    private long MemoryLimit(long bufferSize)
    {
        var stretched = bufferSize + (bufferSize >> 2);
        return request.ContentLength < stretched ? Math.Max(bufferSize, request.ContentLength) : bufferSize;
    }

    private HandlerResult TooLarge(BodyPiece piece)
    {
        request.Log.Write(LogLevel.Error, request, $"client intended to send too large chunked body: {Length}+{piece.Bytes.Length + piece.Announced} bytes");
        return Fail(413);
    }

    private bool Keep(ReadOnlySpan<byte> bytes, long memoryLimit)
    {
        if (File is null && length + bytes.Length > memoryLimit && !MoveToFile())
            return false;
        if (File is not null)
            return Append(File, bytes);
        EnsureRoom(length + bytes.Length);
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
        return true;
    }

    private bool MoveToFile()
    {
        if (!OpenFile())
            return false;
        var moved = Append(File!, Memory.Span);
        ReturnBuffer();
        request.Log.Write(LogLevel.Warn, request, $"a client request body is buffered to a temporary file {File!.Name}");
        return moved;
    }

    private bool OpenFile()
    {
        var core = request.Location.Core;
        File = core.ClientBodyTempPath.Value.Create(out var name, out var errno);
        if (File is null)
        {
            request.Log.Write(LogLevel.Crit, request, $"open() \"{name}\" failed", errno);
            return false;
        }

        File.Keep = core.ClientBodyInFileOnly.Value == Modules.Core.BodyInFile.On;
        return true;
    }

    private bool Append(TempFile file, ReadOnlySpan<byte> bytes)
    {
        var errno = file.Append(bytes);
        if (errno == 0)
            return true;
        request.Log.Write(LogLevel.Crit, request, $"write() \"{file.Name}\" failed", errno);
        return false;
    }

    private void EnsureRoom(int size)
    {
        if (buffer is not null && buffer.Length >= size)
            return;
        var announced = (int)Math.Min(Math.Max(request.ContentLength, size), Math.Max(size, MemoryLimit(request.Location.Core.ClientBodyBufferSize.Value)));
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(announced, 512));
        buffer.AsSpan(0, length).CopyTo(larger);
        if (buffer is not null)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private void Release()
    {
        if (lender is not null)
            GiveBack(lender);
        ReturnBuffer();
        File?.Close();
        File = null;
    }

    private void GiveBack(RequestBody owner)
    {
        owner.borrowers--;
        lender = null;
        buffer = null;
        File?.Release();
        File = null;
    }

    private void ReturnBuffer()
    {
        // What somebody still reads is left to the collector.
        if (buffer is not null && borrowers == 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = null;
        length = 0;
    }
}

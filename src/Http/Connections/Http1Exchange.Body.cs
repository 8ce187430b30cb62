using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Connections;

/// <summary>The request body: sized or chunked (RFC 9112 sections 6 and 7.1).</summary>
internal sealed partial class Http1Exchange
{
    private ChunkedDecoder decoder;
    private ReadOnlySequence<byte> unread;
    private long bytesToSkip;
    private long bodyBytesToRead = -1;
    private bool hasBody;
    private bool isHolding;
    private bool isBodyEnded;
    private bool isContinueSent;
    private bool isReceiving;

    private PipeReader Input => connection.Transport.Input;

    /// <summary>The body has been read to its end, or there is none: the next bytes are the next request's.</summary>
    public bool IsBodyEnded => isBodyEnded || !hasBody;

    /// <summary>The head is complete; what follows is the body it announces.</summary>
    public void BeginBody(HttpRequest request, int headLength)
    {
        hasBody = request.HasBody;
        bodyBytesToRead = request.ContentLength;
        BytesReceived = headLength;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public override async ValueTask<BodyPiece> ReceiveBody(HttpRequest request)
    {
        ReleasePiece();
        if (IsBodyEnded)
            return new BodyPiece(BodyStatus.End, default);
        if (WriteContinue(request) && (await Flush(request)).Code != 0)
            return new BodyPiece(BodyStatus.Closed, default);
        while (true)
        {
            ReleasePiece();
            var deadline = connection.Deadline;
            if (!Input.TryRead(out var read))
            {
                deadline.Start(request.Location.Core.ClientBodyTimeoutMs.Value);
                isReceiving = true;
                read = await Input.ReadAsync();
                isReceiving = false;
                deadline.Disarm();
            }

            Hold(read.Buffer);
            if (read.IsCanceled)
                return OnCancelled(request);
            if (read.Buffer.IsEmpty && read.IsCompleted)
                return OnClosed(request);
            var piece = NextPiece(request);
            if (piece.Status != BodyStatus.Data || !piece.Bytes.IsEmpty)
                return piece;
        }
    }

    public override BodyPiece TakeReceivedBody(HttpRequest request)
    {
        while (true)
        {
            ReleasePiece();
            if (IsBodyEnded)
                return new BodyPiece(BodyStatus.End, default);
            if (!Input.TryRead(out var read))
                return new BodyPiece(BodyStatus.Data, default);
            Hold(read.Buffer);
            if (read.IsCanceled)
                return OnCancelled(request);
            if (read.Buffer.IsEmpty)
                return read.IsCompleted ? OnClosed(request) : new BodyPiece(BodyStatus.Data, default);
            var piece = NextPiece(request);
            if (piece.Status != BodyStatus.Data || !piece.Bytes.IsEmpty)
                return piece;
        }
    }

    /// <summary>The request is over: whoever waits for its body hears so before it serves another.</summary>
    public void AbandonReceive()
    {
        if (isReceiving)
            Input.CancelPendingRead();
    }

    public override PipeReader OpenBody(HttpRequest request)
    {
        ReleasePiece();
        if (WriteContinue(request, unlessBegun: false))
            Output.StartFlush();
        return new SizedBodyReader(this, Input);
    }

    public override bool TakeOver(HttpRequest request)
    {
        ReleasePiece();
        hasBody = false;
        request.KeepAlive = false;
        request.IsHeaderSent = true;
        if (Output.UnflushedBytes > 0)
            Output.StartFlush();
        return true;
    }

    public override long BodyBytesLeft => IsBodyEnded ? 0 : bodyBytesToRead;

    /// <summary>So many bytes of a sized body were read by others.</summary>
    public void OnBodyRead(long count)
    {
        bodyBytesToRead -= count;
        isBodyEnded = bodyBytesToRead == 0;
        BytesReceived += count;
    }

    public override HandlerResult DropReceivedBody(HttpRequest request)
    {
        ReleasePiece();
        WriteContinue(request);
        while (!IsBodyEnded && Input.TryRead(out var read))
        {
            Hold(read.Buffer);
            var isOver = read.IsCanceled || read.Buffer.IsEmpty;
            var status = isOver ? BodyStatus.Closed : NextPiece(request).Status;
            ReleasePiece();
            if (status == BodyStatus.Invalid)
                return 400;
            if (isOver)
                break;
        }

        return HandlerResult.Ok;
    }

    /// <summary>Drops the rest of the body; false when it does not come in time, or not at all.</summary>
    public async ValueTask<bool> DiscardRest(HttpRequest request, long endMs, long timeoutMs)
    {
        var clock = connection.Transport.Loop.Clock;
        while (DropReceivedBody(request) == HandlerResult.Ok)
        {
            if (IsBodyEnded)
                return true;
            if (clock.NowMs >= endMs)
                return false;
            connection.Deadline.Start(Math.Min(timeoutMs, endMs - clock.NowMs));
            var read = await Input.ReadAsync();
            connection.Deadline.Disarm();
            Input.AdvanceTo(read.Buffer.Start);
            if (read.IsCanceled || read.Buffer.IsEmpty)
                return false;
        }

        return false;
    }

    /// <summary>Gives the pipe back what the last piece came from.</summary>
    public void ReleasePiece()
    {
        if (!isHolding)
            return;
        isHolding = false;
        Input.AdvanceTo(unread.GetPosition(bytesToSkip));
        BytesReceived += bytesToSkip;
        bytesToSkip = 0;
        unread = default;
    }

    private void ResetBody()
    {
        decoder = default;
        unread = default;
        bytesToSkip = 0;
        bodyBytesToRead = -1;
        isHolding = isBodyEnded = isContinueSent = hasBody = false;
    }

    /// <summary>The body bytes that are at the front of what was read; empty when more must come first.</summary>
    private BodyPiece NextPiece(HttpRequest request)
    {
        var bytes = unread.First;
        if (bodyBytesToRead >= 0)
        {
            bytes = bytes[..(int)Math.Min(bytes.Length, bodyBytesToRead)];
            bytesToSkip = bytes.Length;
            bodyBytesToRead -= bytes.Length;
            isBodyEnded = bodyBytesToRead == 0;
            return new BodyPiece(BodyStatus.Data, bytes);
        }

        var outcome = decoder.Decode(bytes.Span, out var data, out var consumed);
        bytesToSkip = consumed;
        switch (outcome)
        {
            case ChunkedOutcome.Data:
                return new BodyPiece(BodyStatus.Data, bytes.Slice(data.Start, data.Length), decoder.ChunkRemaining);
            case ChunkedOutcome.Done:
                isBodyEnded = true;
                ReleasePiece();
                return new BodyPiece(BodyStatus.End, default);
            case ChunkedOutcome.Invalid:
                request.Log.Write(LogLevel.Info, request, $"client sent invalid chunked body");
                return new BodyPiece(BodyStatus.Invalid, default);
            default:
                return new BodyPiece(BodyStatus.Data, default);
        }
    }

    private void Hold(ReadOnlySequence<byte> buffer)
    {
        unread = buffer;
        isHolding = true;
    }

    /// <summary>Permits the body (RFC 9110 section 10.1.1), unless some of it came without waiting. True when there is something to flush.</summary>
    private bool WriteContinue(HttpRequest request, bool unlessBegun = true)
    {
        if (!request.ExpectsContinue || isContinueSent || request.IsHeaderSent)
            return false;
        isContinueSent = true;
        if (unlessBegun && Input.TryRead(out var early))
        {
            Input.AdvanceTo(early.Buffer.Start);
            if (!early.Buffer.IsEmpty)
                return false;
        }

        Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
        return true;
    }

    private BodyPiece OnCancelled(HttpRequest request)
    {
        if (!connection.Deadline.HasExpired)
            return new BodyPiece(BodyStatus.Closed, default);
        connection.ResetIfConfigured(request);
        request.Log.Write(LogLevel.Info, request, $"client timed out", Interop.Libc.Errno.ETIMEDOUT);
        return new BodyPiece(BodyStatus.TimedOut, default);
    }

    private static BodyPiece OnClosed(HttpRequest request)
    {
        request.Log.Write(LogLevel.Info, request, $"client prematurely closed connection");
        return new BodyPiece(BodyStatus.Closed, default);
    }
}

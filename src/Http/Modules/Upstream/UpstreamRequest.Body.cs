using System.Buffers;
using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Scripting;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Upstream;

/// <summary>The response's body on its way to the client.</summary>
public sealed partial class UpstreamRequest
{
    private const int LargeSegment = 32 * 1024;

    private ResponseRate rate;
    private LoopDelay? delay;

    /// <summary>False for a client who gets no body, or is lost, while the response is kept.</summary>
    private bool isClientServed;

    /// <summary>Nothing else says that the body is complete.</summary>
    private bool endedWithConnection;

    private enum BodyEnd
    {
        /// <summary>There is more to come.</summary>
        None,

        Complete,

        /// <summary>Less came than was announced, or something that can't be understood.</summary>
        Broken,

        /// <summary>The client is gone.</summary>
        Abandoned,
    }

    private bool IsInterrupted => isClientGone || hasTimedOut || sender.ClientStatus != 0;

    /// <summary>All of the body, where it was received, when it has come with the head and nothing else is to be done with it than to send it.</summary>
    private bool TryTakeWholeBody(out ReadOnlySequence<byte> body)
    {
        body = ReadOnlySequence<byte>.Empty;
        if (!isClientServed || kept.IsOpen || IsInterrupted || Conf.LimitRate.Value != ComplexSize.Zero)
            return false;
        var length = Protocol.RemainingLength;
        // A larger one is not copied when it is sent: a slow client would hold the upstream's connection.
        if (length is <= 0 or > HttpExchange.CopyLimit)
            return length == 0;
        var input = connection!.Transport.Input;
        if (!input.TryRead(out var read))
            return false;
        body = read.Buffer;
        if (body.First.Length == length && Protocol.DecodeBody(this, body.FirstSpan, out _, out _) == BodyOutcome.Data)
            return true;
        input.AdvanceTo(body.Start);
        return false;
    }

    private ValueTask<HandlerResult> SendWholeBody(in ReadOnlySequence<byte> body)
    {
        var bytes = body.First;
        Attempt.BytesReceived += bytes.Length;
        Attempt.ResponseLength += bytes.Length;
        var sending = Request.SendBody(new OutputBuffer(bytes, last: true));
        return sending.IsCompletedSuccessfully ? EndWholeBody(body, sending.Result) : EndWholeBodyBehind(body, sending);
    }

    private async ValueTask<HandlerResult> EndWholeBodyBehind(ReadOnlySequence<byte> body, ValueTask<HandlerResult> sending) => await EndWholeBody(body, await sending);

    private ValueTask<HandlerResult> EndWholeBody(in ReadOnlySequence<byte> body, HandlerResult result)
    {
        // For an empty one nothing was read.
        if (!body.IsEmpty)
            connection!.Transport.Input.AdvanceTo(body.End);
        return Finish(isComplete: true, result);
    }

    /// <summary>Reads the body piece by piece, as fast as the client takes it or memory and files have room.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<HandlerResult> PassBodyOn(bool isBuffered)
    {
        writer.Begin(Request, Conf, isBuffered, kept.IsOpen ? kept : null);
        rate = ResponseRate.Of(this);
        var size = FirstSegmentSize(isBuffered);
        BodyEnd end;
        while (true)
        {
            while (isClientServed && !writer.CanTake && writer.IsWriting)
                await writer.WhenChanged();
            if (rate.DelayMs(Request.Loop.Clock.NowMs) is > 0 and var delayMs)
                await (delay ??= new LoopDelay(Request.Loop)).WaitAsync(delayMs);
            end = FindEnd();
            if (end != BodyEnd.None)
                break;
            var segment = Request.Loop.Segments.Rent(size);
            var receiving = connection!.Transport.ReceiveAsync(rate.Limit(segment, Request.Loop.Clock.NowMs));
            if (!receiving.IsCompletedSuccessfully)
                BeginRead();
            var received = await receiving;
            EndRead();
            if (received == segment.Length)
                size = LargeSegment;
            end = received > 0 ? TakePiece(segment, received) : TakeNothing(segment, received);
            if (end != BodyEnd.None)
                break;
        }

        if (end == BodyEnd.Complete && kept.IsOpen && (!endedWithConnection || Response.ContentLength < 0 || Response.ContentLength == Attempt.ResponseLength))
            await CompleteKeeping();
        // Before the client has taken what is left: that is what buffering is for.
        LetGo(end == BodyEnd.Complete);
        var result = Request.IsHeaderOnly ? HandlerResult.Ok : await writer.End(end == BodyEnd.Complete);
        writer.Clear();
        if (end != BodyEnd.Complete && !Request.IsHeaderOnly)
            result = end == BodyEnd.Abandoned ? 499 : HandlerResult.Error;
        return await Finish(result);
    }

    /// <summary>A body that is known to be long is not read in crumbs.</summary>
    private int FirstSegmentSize(bool isBuffered)
    {
        var (count, size) = Conf.Buffers.Value;
        var limit = isBuffered ? Math.Min(LargeSegment, count * size) : 0;
        return (int)Math.Max(SegmentPool.SegmentSize, Math.Min(limit, Protocol.RemainingLength));
    }

    /// <summary>What is known before anything more is read.</summary>
    private BodyEnd FindEnd()
    {
        if (writer.Result != HandlerResult.Ok)
        {
            // Others may still want what is kept.
            if (!kept.IsOpen)
                return BodyEnd.Abandoned;
            isClientServed = false;
        }

        return Protocol.DecodeBody(this, default, out _, out _) switch
        {
            BodyOutcome.Done => BodyEnd.Complete,
            BodyOutcome.Invalid => BodyEnd.Broken,
            _ => BodyEnd.None,
        };
    }

    private bool IsBodyDone() => Protocol.DecodeBody(this, default, out _, out _) == BodyOutcome.Done;

    private BodyEnd TakePiece(byte[] segment, int length)
    {
        Attempt.BytesReceived += length;
        rate.Count(length);
        if (!Decode(segment, length, out var isDone))
            return BodyEnd.Broken;
        return isDone ? BodyEnd.Complete : BodyEnd.None;
    }

    private BodyEnd TakeNothing(byte[] segment, int received)
    {
        Request.Loop.Segments.Return(segment);
        return received == -Errno.ECANCELED && !IsInterrupted ? BodyEnd.None : OnBodyStopped(received);
    }

    /// <summary>Hands the content of a segment to the writer. False when it is broken.</summary>
    private bool Decode(byte[] segment, int length, out bool isDone)
    {
        var start = 0;
        var (heldStart, heldLength) = (0, 0);
        BodyOutcome outcome;
        do
        {
            outcome = Protocol.DecodeBody(this, segment.AsSpan(start, length - start), out var data, out var consumed);
            if (outcome == BodyOutcome.Data)
            {
                // A run goes out when the next one is known: the last of them gives the segment back.
                if (heldLength > 0)
                    Deliver(segment, heldStart, heldLength, isLastOfSegment: false);
                (heldStart, heldLength) = (start + data.Start, data.Length);
                Attempt.ResponseLength += data.Length;
            }

            start += consumed;
        }
        while (outcome == BodyOutcome.Data && start < length);
        isDone = outcome == BodyOutcome.Done || IsBodyDone();
        if (isDone && start < length)
            OnExtraData();
        if (heldLength > 0)
            Deliver(segment, heldStart, heldLength, isLastOfSegment: true);
        else
            Request.Loop.Segments.Return(segment);
        return outcome != BodyOutcome.Invalid;
    }

    private void Deliver(byte[] segment, int start, int length, bool isLastOfSegment)
    {
        kept.Append(segment.AsSpan(start, length));
        if (isClientServed)
            writer.Add(segment, start, length, isLastOfSegment);
        else if (isLastOfSegment)
            Request.Loop.Segments.Return(segment);
    }

    private void OnExtraData()
    {
        Request.Log.Write(LogLevel.Warn, Request, $"upstream sent more data than specified in \"Content-Length\" header");
        CloseConnection();
    }

    private BodyEnd OnBodyStopped(int received)
    {
        if (isClientGone || sender.ClientStatus != 0)
            return BodyEnd.Abandoned;
        if (hasTimedOut)
        {
            Request.Log.Write(LogLevel.Error, Request, $"upstream timed out", Errno.ETIMEDOUT);
            return BodyEnd.Broken;
        }

        if (received == 0 && Protocol.EndsWithConnection)
        {
            endedWithConnection = true;
            return BodyEnd.Complete;
        }

        if (received < 0)
            Request.Log.Write(LogLevel.Error, Request, $"recv() failed", -received);
        else
            Request.Log.Write(LogLevel.Error, Request, $"upstream prematurely closed connection");
        return BodyEnd.Broken;
    }
}

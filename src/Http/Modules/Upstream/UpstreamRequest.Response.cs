using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Interop.Libc;
using Engine.Upstream;
using Engine.Upstream.Keepalive;

namespace Engine.Http.Modules.Upstream;

/// <summary>The response on its way to the client.</summary>
public sealed partial class UpstreamRequest
{
    private const int LargeSegment = 32 * 1024;

    /// <summary>False for a client who gets no body, or is lost, while the response is kept.</summary>
    private bool isClientServed;

    /// <summary>Nothing else says that the body is complete.</summary>
    private bool endedWithConnection;

    private enum BodyEnd
    {
        Complete,

        /// <summary>Less came than was announced, or something that can't be understood.</summary>
        Broken,

        /// <summary>The client is gone.</summary>
        Abandoned,
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HandlerResult> Respond()
    {
        JudgeCacheability();
        ResponseFields.TakeRate(this);
        if (ResponseFields.FindRedirect(this) is { } redirect)
        {
            await Finish(isComplete: false);
            return redirect;
        }

        if (ResponseFields.MustIntercept(this))
        {
            var status = Response.Status;
            RememberStatus(status);
            await Finish(isComplete: status == 404 && Conf.InterceptsNotFound);
            return status;
        }

        ResponseFields.CopyToClient(this);
        Group.Sticky?.OnResponseHead(this, selection.Current!);
        if (Response.Status == 101)
            return await SwitchProtocols();
        Protocol.BeginBody(this);
        var sent = await Request.SendHeader();
        var isBuffered = ResponseFields.IsBuffered(this);
        if (sent.Code == 0)
            BeginKeeping(isBuffered);
        if (sent.Code != 0 || (Request.IsHeaderOnly && !kept.IsOpen))
        {
            await Finish(isComplete: sent.Code == 0 && IsBodyDone());
            return sent;
        }

        Request.LogAction = "reading upstream";
        isClientServed = !Request.IsHeaderOnly;
        writer.Begin(Request, Conf, isBuffered, kept.IsOpen ? kept : null);
        var end = await ReadBody();
        if (end == BodyEnd.Complete && kept.IsOpen && (!endedWithConnection || Response.ContentLength < 0 || Response.ContentLength == Attempt.ResponseLength))
            await CompleteKeeping();
        var result = Request.IsHeaderOnly ? HandlerResult.Ok : await writer.End(end == BodyEnd.Complete);
        writer.Clear();
        await Finish(end == BodyEnd.Complete);
        return end == BodyEnd.Complete || Request.IsHeaderOnly ? result : end == BodyEnd.Abandoned ? 499 : HandlerResult.Error;
    }

    /// <summary>The upstream's part is done: its connection is kept or closed, and its peer is free.</summary>
    private async ValueTask Finish(bool isComplete)
    {
        Attempt.ResponseMs = Request.Loop.Clock.NowMs - attemptStartMs;
        if (connection is { } used)
        {
            if (isComplete && !Group.IsTransient && sender.IsComplete && Protocol.CanKeepAlive && !used.Transport.PeerClosed)
            {
                connection = null;
                KeepalivePools.Of(Request.Worker.Worker).Of(Group).Keep(used, selection.Current!.Address, Conf);
            }
            else
                CloseConnection();
        }

        await sender.Stop();
        Group.Sticky?.OnResponseEnd(this, selection.Current!);
        ReleasePeer(PeerOutcome.Ok);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<BodyEnd> ReadBody()
    {
        var segments = Request.Loop.Segments;
        var size = SegmentPool.SegmentSize;
        var rate = ResponseRate.Of(this);
        while (true)
        {
            while (isClientServed && !writer.CanTake && writer.IsWriting)
                await writer.WhenChanged();
            if (writer.Result != HandlerResult.Ok)
            {
                // Others may still want what is kept.
                if (!kept.IsOpen)
                    return BodyEnd.Abandoned;
                isClientServed = false;
            }

            if (rate.DelayMs(Request.Loop.Clock.NowMs) is > 0 and var delay)
                await Sleep(delay);
            var outcome = Protocol.DecodeBody(this, default, out _, out _);
            if (outcome is BodyOutcome.Done or BodyOutcome.Invalid)
                return outcome == BodyOutcome.Done ? BodyEnd.Complete : BodyEnd.Broken;
            var segment = segments.Rent(size);
            var received = await Receive(rate.Limit(segment, Request.Loop.Clock.NowMs));
            if (received <= 0)
            {
                segments.Return(segment);
                if (received == -Errno.ECANCELED && !isClientGone && !hasTimedOut && sender.ClientStatus == 0)
                    continue;
                return OnBodyStopped(received);
            }

            Attempt.BytesReceived += received;
            rate.Count(received);
            if (received == segment.Length)
                size = LargeSegment;
            if (!Decode(segment, received, out var isDone))
                return BodyEnd.Broken;
            if (isDone)
                return BodyEnd.Complete;
        }
    }

    private bool IsBodyDone() => Protocol.DecodeBody(this, default, out _, out _) == BodyOutcome.Done;

    private async ValueTask<int> Receive(Memory<byte> into)
    {
        var receiving = connection!.Transport.ReceiveAsync(into);
        if (receiving.IsCompletedSuccessfully)
            return receiving.Result;
        BeginRead();
        var received = await receiving;
        EndRead();
        return received;
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

    private ValueTask<bool> Sleep(long delayMs)
    {
        sleep ??= new SleepTimer();
        return sleep.For(Request.Loop, delayMs);
    }

    private SleepTimer? sleep;

    private sealed class SleepTimer : Engine.Core.Loop.Timer
    {
        private readonly LoopSignal signal = new();

        public ValueTask<bool> For(Engine.Core.Loop.EventLoop loop, long delayMs)
        {
            var wait = signal.Next();
            Arm(loop, delayMs);
            return wait;
        }

        protected override void OnExpired() => signal.Set();
    }
}

using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Http.Parsing;
using Engine.Interop.Libc;
using Engine.Upstream;
using Engine.Upstream.Keepalive;

namespace Engine.Http.Modules.Upstream;

/// <summary>One attempt: a peer, a connection, the request out, the head of the response in.</summary>
public sealed partial class UpstreamRequest
{
    private long attemptStartMs;

    /// <summary>Where the connection comes from and goes back to; null when it is not kept.</summary>
    private KeepalivePool? pool;

    /// <summary>The peer to ask; null (and logged) when none is left.</summary>
    private Peer? BeginAttempt()
    {
        attemptStartMs = Request.Loop.Clock.NowMs;
        isRequestSent = isReusedConnection = hasTimedOut = false;
        Request.LogAction = "connecting to upstream";
        var peer = selection.Next(Request.Loop.Clock.UnixMs);
        Attempt = history.Attempts.Add();
        Attempt.Begin(peer?.Name ?? Group.Name, startsGroup);
        startsGroup = false;
        Request.Upstream = this;
        if (peer is null)
        {
            Request.Log.Write(LogLevel.Error, Request, $"no live upstreams");
            Attempt.Status = 502;
            Attempt.ResponseMs = 0;
            return null;
        }

        Request.Log.Write(LogLevel.Debug, Request, $"connect to {peer.Name}");
        Response.Clear();
        Protocol.BeginAttempt();
        return peer;
    }

    private ValueTask<NextUpstream> Connect(Peer peer)
    {
        var options = Conf.ConnectOptions;
        if (Conf.Bind.Value.Value is not null)
            options = Conf.Bind.Value.Complete(options, Request);
        pool = Group.IsTransient ? null : Request.Worker.KeptConnections.Of(Group);
        connection = pool?.Take(peer.Address, options.Local, Conf);
        isReusedConnection = connection is not null;
        return isReusedConnection ? new ValueTask<NextUpstream>(NextUpstream.None) : Connect(peer, options);
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<NextUpstream> Connect(Peer peer, ConnectOptions options)
    {
        connector ??= Request.Loop.CreateConnector();
        var result = await connector.ConnectAsync(peer.Address, options);
        if (result.Connection is { } transport)
        {
            connection = new UpstreamConnection(transport, options.Local);
            if (Request.Location.Core.TcpNodelay.Value)
                transport.SetNoDelay(true);
            return NextUpstream.None;
        }

        ConnectFailure.Write(Request.Log, Request, peer.Address, options, result.Errno);
        if (!ConnectFailure.IsOurs(options, result.Errno))
            return result.Errno == Errno.ETIMEDOUT ? NextUpstream.Timeout : NextUpstream.Error;
        internalError = 500;
        ReleasePeer(PeerOutcome.Ok);
        return NextUpstream.NoLive;
    }

    private void SendRequest()
    {
        Attempt.ConnectMs = Request.Loop.Clock.NowMs - attemptStartMs;
        Request.LogAction = "sending request to upstream";
        isRequestSent = true;
        connection!.Requests++;
        sender.Start(this, connection.Transport);
        Request.LogAction = "reading response header from upstream";
    }

    /// <summary>None when there is a response head; Unknown when more has to come; otherwise why there is none, already logged.</summary>
    private NextUpstream TakeHead(in ReadResult read)
    {
        var buffer = read.Buffer;
        if (read.IsCanceled && buffer.IsEmpty)
            return OnReadCancelled();
        var outcome = ParseOutcome.NeedMore;
        var consumed = 0;
        if (!buffer.IsEmpty)
            outcome = ParseHead(buffer.FirstSpan, out consumed);
        var position = buffer.GetPosition(consumed);
        if (outcome == ParseOutcome.HeadDone)
        {
            connection!.Transport.Input.AdvanceTo(position);
            OnHead(consumed);
            return NextUpstream.None;
        }

        Attempt.BytesReceived += outcome == ParseOutcome.Invalid || read.IsCompleted ? buffer.Length : consumed;
        // What was consumed may be followed by more that was not looked at yet.
        connection!.Transport.Input.AdvanceTo(position, consumed > 0 ? position : buffer.End);
        if (outcome == ParseOutcome.Invalid)
            return NextUpstream.InvalidHeader;
        return read.IsCompleted ? OnPrematureEnd() : NextUpstream.Unknown;
    }

    private ParseOutcome ParseHead(ReadOnlySpan<byte> bytes, out int consumed)
    {
        var outcome = Protocol.ParseHead(this, bytes, out consumed);
        var limit = Conf.BufferSize.Value;
        var isTooBig = outcome == ParseOutcome.HeadDone ? Response.Head.Length > limit : consumed == 0 && bytes.Length >= limit;
        if (!isTooBig || outcome == ParseOutcome.Invalid)
            return outcome;
        Request.Log.Write(LogLevel.Error, Request, $"upstream sent too big header");
        return ParseOutcome.Invalid;
    }

    private void OnHead(int length)
    {
        Attempt.BytesReceived += length;
        Attempt.HeaderMs = Request.Loop.Clock.NowMs - attemptStartMs;
        Attempt.Status = Response.Status;
        Request.Log.Write(LogLevel.Debug, Request, $"http upstream status: {Attempt.Status}");
        selection.OnHeader(Attempt.HeaderMs);
    }

    private NextUpstream OnReadCancelled()
    {
        if (!hasTimedOut)
            return isClientGone || sender.ClientStatus != 0 ? NextUpstream.Error : NextUpstream.Unknown;
        Request.LogAction = sender.HasTimedOut ? "sending request to upstream" : Request.LogAction;
        Request.Log.Write(LogLevel.Error, Request, $"upstream timed out", Errno.ETIMEDOUT);
        return NextUpstream.Timeout;
    }

    private NextUpstream OnPrematureEnd()
    {
        var errno = connection!.Transport.BrokenBy;
        if (errno == Errno.EPIPE)
            Request.Log.Write(LogLevel.Error, Request, $"writev() failed", errno);
        else if (errno != 0)
            Request.Log.Write(LogLevel.Error, Request, $"recv() failed", errno);
        else
            Request.Log.Write(LogLevel.Error, Request, $"upstream prematurely closed connection");
        return NextUpstream.Error;
    }
}

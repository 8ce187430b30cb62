using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Log;
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

    /// <summary>None when there is a response head; otherwise why not, already logged.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<NextUpstream> MakeAttempt(bool startsGroup)
    {
        attemptStartMs = Request.Loop.Clock.NowMs;
        isRequestSent = isReusedConnection = hasTimedOut = false;
        Request.LogAction = "connecting to upstream";
        var peer = selection.Next(Request.Loop.Clock.UnixMs);
        Attempt = history.Add(peer?.Name ?? Group.Name, startsGroup);
        Request.UpstreamUri = Request.Arena.Concat(Request.Arena.Concat(Protocol.Schema, Attempt.Peer.Span).Span, Uri.Span);
        if (peer is null)
        {
            Request.Log.Write(LogLevel.Error, Request, $"no live upstreams");
            Attempt.Status = 502;
            Attempt.ResponseMs = 0;
            return NextUpstream.NoLive;
        }

        Request.Log.Write(LogLevel.Debug, Request, $"connect to {peer.Name}");
        Response.Clear();
        Protocol.BeginAttempt();
        var failure = await Connect(peer);
        if (failure != NextUpstream.None)
            return failure;
        Attempt.ConnectMs = Request.Loop.Clock.NowMs - attemptStartMs;
        Request.LogAction = "sending request to upstream";
        isRequestSent = true;
        connection!.Requests++;
        sender.Start(this, connection.Transport);
        failure = await ReadHead();
        if (failure == NextUpstream.None)
        {
            Attempt.HeaderMs = Request.Loop.Clock.NowMs - attemptStartMs;
            Attempt.Status = Response.Status;
            Request.Log.Write(LogLevel.Debug, Request, $"http upstream status: {Attempt.Status}");
            selection.OnHeader(Attempt.HeaderMs);
        }

        return failure;
    }

    private ValueTask<NextUpstream> Connect(Peer peer)
    {
        var options = Conf.ConnectOptions;
        if (Conf.Bind.Value.Value is not null)
            options = Conf.Bind.Value.Complete(options, Request);
        connection = Group.IsTransient ? null : KeepalivePools.Of(Request.Worker.Worker).Of(Group).Take(peer.Address, options.Local, Conf);
        if (connection is not null)
        {
            isReusedConnection = true;
            return new ValueTask<NextUpstream>(NextUpstream.None);
        }

        return Connect(peer, options);
    }

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
        if (result.Errno != Errno.ENOBUFS)
            return result.Errno == Errno.ETIMEDOUT ? NextUpstream.Timeout : NextUpstream.Error;
        internalError = 500;
        ReleasePeer(PeerOutcome.Ok);
        return NextUpstream.NoLive;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<NextUpstream> ReadHead()
    {
        var input = connection!.Transport.Input;
        Request.LogAction = "reading response header from upstream";
        while (true)
        {
            if (!input.TryRead(out var read))
            {
                BeginRead();
                read = await input.ReadAsync();
                EndRead();
            }

            if (read.IsCanceled && read.Buffer.IsEmpty)
            {
                if (OnReadCancelled() is var cancelled and not NextUpstream.None)
                    return cancelled;
                if (isClientGone || sender.ClientStatus != 0)
                    return NextUpstream.Error;
                continue;
            }

            var buffer = read.Buffer;
            var outcome = ParseOutcome.NeedMore;
            var consumed = 0;
            if (!buffer.IsEmpty)
                outcome = Protocol.ParseHead(this, buffer.FirstSpan, out consumed);
            var isTooBig = outcome == ParseOutcome.HeadDone ? Response.Head.Length > Conf.BufferSize.Value : consumed == 0 && buffer.Length >= Conf.BufferSize.Value;
            if (isTooBig && outcome != ParseOutcome.Invalid)
            {
                Request.Log.Write(LogLevel.Error, Request, $"upstream sent too big header");
                outcome = ParseOutcome.Invalid;
            }

            if (outcome == ParseOutcome.HeadDone)
            {
                input.AdvanceTo(buffer.GetPosition(consumed));
                Attempt.BytesReceived += consumed;
                return NextUpstream.None;
            }

            var end = buffer.End;
            Attempt.BytesReceived += outcome == ParseOutcome.Invalid || read.IsCompleted ? buffer.Length : consumed;
            // What was consumed may be followed by more that was not looked at yet.
            var position = buffer.GetPosition(consumed);
            input.AdvanceTo(position, consumed > 0 ? position : end);
            if (outcome == ParseOutcome.Invalid)
                return NextUpstream.InvalidHeader;
            if (read.IsCompleted)
                return OnPrematureEnd();
        }
    }

    private NextUpstream OnReadCancelled()
    {
        if (!hasTimedOut)
            return NextUpstream.None;
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

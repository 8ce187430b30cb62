using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Interop.Libc;
using Engine.Upstream;

namespace Engine.Stream.Modules.Proxy;

/// <summary>One attempt: a peer and a connection to it, or a datagram socket whose peer it is.</summary>
internal sealed partial class ProxySession
{
    private Connector? connector;
    private Connection? upstream;
    private UdpSocket? upstreamSocket;

    private enum AttemptResult
    {
        Connected,

        /// <summary>The peer can't be connected to.</summary>
        Failed,

        /// <summary>No peer is left to be tried.</summary>
        NoPeer,

        /// <summary>The reason is on this side, and the same with every peer.</summary>
        Impossible,
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<AttemptResult> Connect()
    {
        var loop = Session.Loop;
        Session.LogAction = "connecting to upstream";
        var peer = selection.Next(loop.Clock.UnixMs);
        attempt = attempts.Add();
        attempt.Begin(peer?.Name ?? group.Name, loop.Clock.NowMs);
        if (peer is null)
        {
            Session.Log.Write(LogLevel.Error, Session, $"no live upstreams");
            attempt.SessionMs = 0;
            return AttemptResult.NoPeer;
        }

        Session.Log.Write(LogLevel.Debug, Session, $"connect to {peer.Name}");
        var options = conf.Bind.Value.Complete(conf.ConnectOptions, Session);
        var errno = Session.Connection is not null ? await ConnectStream(peer, options) : ConnectDatagrams(peer, options);
        if (errno == 0)
        {
            OnConnected(peer);
            return AttemptResult.Connected;
        }

        ConnectFailure.Write(Session.Log, Session, peer.Address, options, errno);
        return ConnectFailure.IsOurs(options, errno) ? AttemptResult.Impossible : AttemptResult.Failed;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<int> ConnectStream(Peer peer, ConnectOptions options)
    {
        connector ??= Session.Loop.CreateConnector();
        var result = await connector.ConnectAsync(peer.Address, options);
        upstream = result.Connection;
        return result.Errno;
    }

    private int ConnectDatagrams(Peer peer, ConnectOptions options)
    {
        upstreamSocket = Session.Loop.CreateUdpSocket();
        return upstreamSocket.Connect(peer.Address, options);
    }

    private void OnConnected(Peer peer)
    {
        attempt!.ConnectMs = Session.Loop.Clock.NowMs - attempt.StartMs;
        selection.OnConnected(attempt.ConnectMs);
        var protocol = upstream is null ? "udp " : "";
        Session.Log.Write(LogLevel.Info, $"*{Session.Number} {protocol}proxy {LocalText()} connected to {peer.Name}");
    }

    private string LocalText() => (upstream?.Local ?? upstreamSocket!.Local)?.ToString() ?? "";
}

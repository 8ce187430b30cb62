using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Net.Resolver;
using Engine.Core.Scripting;
using Engine.Stream.Connections;
using Engine.Stream.Modules.Upstream;
using Engine.Stream.Phases;
using Engine.Upstream;
using Engine.Upstream.Resolve;

namespace Engine.Stream.Modules.Proxy;

/// <summary>
/// A session on its way to an upstream: peers are tried until one is connected to. How that goes is in ProxySession.Attempt.cs, and what
/// follows in ProxySession.Relay.cs.
/// </summary>
internal sealed partial class ProxySession : ReusedState<ProxySession>, IUpstreamSession, ISessionLogPart, ISessionCanceler
{
    private readonly PeerSelection selection = new();
    private readonly PeerAttempts<UpstreamAttempt> attempts = new();
    private ProxyConf conf = null!;
    private UpstreamGroup group = null!;
    private UpstreamAttempt? attempt;
    private ResolverWait? resolverWait;
    private long startSeconds;
    private bool isCanceled;

    public StreamSession Session { get; private set; } = null!;

    SocketAddress IUpstreamClient.ClientAddress => Session.Remote;

    /// <summary>The content handler of servers with <c>proxy_pass</c>.</summary>
    public static ValueTask<SessionResult> Handle(StreamSession session)
    {
        var proxy = Rent(session);
        proxy.Session = session;
        proxy.conf = ProxyConf.Slot.Of(session);
        session.LogPart = proxy;
        session.Canceler = proxy;
        UpstreamAttempt.Slot.Set(session, proxy.attempts);
        return proxy.Run();
    }

    void ISessionLogPart.AppendTo(ref LogLineBuilder line, StreamSession session)
    {
        if (attempt is not null)
        {
            line.Append(", upstream: \""u8);
            line.AppendFormatted(attempt.Peer);
            line.Append("\""u8);
        }

        line.Append(", "u8);
        line.AppendLiteral(CountsText());
    }

    void ISessionCanceler.Cancel()
    {
        Session.Log.Write(LogLevel.Info, Session, $"shutdown timeout");
        isCanceled = true;
        // One of them at most is under way.
        resolverWait?.Cancel();
        connector?.Cancel();
        relay?.Cancel();
        datagramRelay?.Cancel();
    }

    protected override void Clear()
    {
        isCanceled = false;
        selection.Clear();
        attempts.Clear();
        ClearRelay();
        Session = null!;
        conf = null!;
        group = null!;
        attempt = null;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<SessionResult> Run()
    {
        startSeconds = Session.Loop.Clock.UnixSeconds;
        if (conf.Target!.Find(Session, out var host, out var port) is { } known)
            group = known;
        else if (host.IsEmpty || !await Resolve(host, port))
            return isCanceled ? SessionStatus.Ok : SessionStatus.InternalServerError;
        var status = await TryPeers();
        if (status != 0)
            return status;
        // Here, and nowhere further in: for most of its time a session costs this state machine and those of the two directions.
        return Session.Connection is { } client ? OnRelayed(client, await StartRelay(client)) : OnRelayed(await StartRelay(Session.Datagrams!));
    }

    /// <summary>Finds the addresses of a host that only variables name; false, and logged, when there are none.</summary>
    private async ValueTask<bool> Resolve(ByteString host, int port)
    {
        var core = Session.Server.Core;
        if (core.Resolver.Value is not { } resolver)
        {
            Session.Log.Write(LogLevel.Error, Session, $"no resolver defined to resolve {host}");
            return false;
        }

        resolverWait ??= new ResolverWait(Session.Loop);
        var answer = await resolverWait.ResolveAsync(resolver, host.Span, core.ResolverTimeoutMs.Value);
        if (isCanceled)
            return false;
        if (!answer.IsOk)
        {
            Session.Log.Write(LogLevel.Error, Session, $"{host} could not be resolved ({(int)answer.Status}: {answer.Status.Describe()})");
            return false;
        }

        group = AnsweredGroup.Of(answer, host, port);
        return true;
    }

    /// <summary>0 when there is a peer now that is connected to, or a status.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<int> TryPeers()
    {
        var startMs = Session.Loop.Clock.NowMs;
        var triesLeft = conf.NextUpstreamTries.Value > 0 ? (int)conf.NextUpstreamTries.Value : int.MaxValue;
        selection.Begin(group, this);
        while (true)
        {
            switch (await Connect())
            {
                case AttemptResult.Connected:
                    return 0;
                case AttemptResult.NoPeer:
                    return SessionStatus.BadGateway;
                case AttemptResult.Impossible:
                    EndAttempt(PeerOutcome.Judged);
                    return SessionStatus.InternalServerError;
            }

            EndAttempt(isCanceled ? PeerOutcome.Judged : PeerOutcome.Failed);
            if (isCanceled)
                return SessionStatus.Ok;
            triesLeft--;
            if (!MayTryNext(Math.Min(triesLeft, selection.RemainingTries), startMs))
                return SessionStatus.BadGateway;
        }
    }

    private bool MayTryNext(int triesLeft, long startMs)
    {
        var timeout = conf.NextUpstreamTimeoutMs.Value;
        return triesLeft > 0 && conf.NextUpstream.Value && (timeout == 0 || Session.Loop.Clock.NowMs - startMs < timeout);
    }

    private void EndAttempt(PeerOutcome outcome)
    {
        attempt!.SessionMs = Session.Loop.Clock.NowMs - attempt.StartMs;
        if (selection.Release(outcome, Session.Loop.Clock.UnixMs, attempt.ConnectMs >= 0 ? attempt.SessionMs : -1))
            Session.Log.Write(LogLevel.Warn, Session, $"upstream server temporarily disabled");
    }
}

using Engine.Core.Conf;
using Engine.Upstream.Balancing.RoundRobin;

namespace Engine.Upstream.Balancing.LeastTime;

/// <summary>
/// <c>least_time header|last_byte [inflight]</c>, <c>least_time connect|first_byte|last_byte [inflight]</c> in stream: the peer that is expected to be done first, by its usual time and the requests it has
/// already; round robin among equals.
/// </summary>
internal sealed class LeastTimeBalancer(LeastTimePoint point, bool countsInFlight) : Balancer
{
    /// <summary>Times this close are the same: otherwise the fastest peer by a hair would get everything.</summary>
    private const int StepMs = 20;

    /// <summary>Times from here on are equally bad, and the number of connections decides.</summary>
    private const int WorstMs = 5000;

    public static void Register(Action<Directive> add, ConfContext context) => add(new Directive("least_time", context, 1, 2, Apply));

    public override bool WatchesTimes => true;

    public override Peer? Pick(PeerSelection selection)
    {
        Peer? best = null;
        long least = 0;
        foreach (var peer in selection.Set.Peers)
        {
            if (!selection.CanUse(peer))
                continue;
            var estimate = Estimate(peer, selection.NowMs);
            if (best is not null && estimate * best.Server.Weight >= least * peer.Server.Weight)
                continue;
            (best, least) = (peer, estimate);
        }

        return best is null ? null : RoundRobinBalancer.Choose(selection, IsAsGood, (this, best, least, selection.NowMs));
    }

    public override void OnChosen(PeerSelection selection, Peer peer)
    {
        if (countsInFlight)
            selection.IsInFlight = TimesOf(peer).Begin(selection.NowMs);
    }

    public override void OnConnected(PeerSelection selection, Peer peer, long connectMs) => OnReached(LeastTimePoint.Connect, selection, peer, connectMs);

    public override void OnHeader(PeerSelection selection, Peer peer, long headerMs) => OnReached(LeastTimePoint.Header, selection, peer, headerMs);

    /// <summary>An attempt without a response says nothing of the time that one takes: a peer that refuses connections is not fast.</summary>
    public override void OnReleased(PeerSelection selection, Peer peer, long responseMs)
    {
        if (point == LeastTimePoint.LastByte && responseMs >= 0)
            TimesOf(peer).Add(responseMs);
        EndFlight(selection, peer);
    }

    /// <summary>Milliseconds until the peer would be done with what it has and one request more.</summary>
    internal long Estimate(Peer peer, long nowMs)
    {
        var times = TimesOf(peer);
        var time = (long)times.AverageMs;
        var idle = nowMs - peer.State.CheckedMs;
        // A slow peer that was left alone gets another chance: its time halves again and again.
        if (idle > peer.Server.FailTimeoutMs)
            time >>= (int)Math.Min(62, idle / (peer.Server.FailTimeoutMs + 1000));
        time = Math.Max(time, times.MeanAgeMs(nowMs));
        time = time > WorstMs ? WorstMs : time - time % StepMs + StepMs;
        return time * (1 + peer.State.Connections);
    }

    private void OnReached(LeastTimePoint reached, PeerSelection selection, Peer peer, long milliseconds)
    {
        if (reached != point)
            return;
        TimesOf(peer).Add(milliseconds);
        EndFlight(selection, peer);
    }

    private static bool IsAsGood(Peer peer, (LeastTimeBalancer Method, Peer Best, long Least, long NowMs) state) =>
        state.Method.Estimate(peer, state.NowMs) * state.Best.Server.Weight == state.Least * peer.Server.Weight;

    private static ResponseTimes TimesOf(Peer peer) => peer.State.Times ??= new ResponseTimes();

    private static void EndFlight(PeerSelection selection, Peer peer)
    {
        if (selection.IsInFlight)
            TimesOf(peer).End(selection.NowMs);
        selection.IsInFlight = false;
    }

    private static void Apply(DirectiveUse use)
    {
        LeastTimePoint point = (use[0], UpstreamScope.Of(use).IsHttp) switch
        {
            ("header", true) or ("first_byte", false) => LeastTimePoint.Header,
            ("connect", false) => LeastTimePoint.Connect,
            ("last_byte", _) => LeastTimePoint.LastByte,
            _ => throw use.Error($"invalid value \"{use[0]}\""),
        };
        if (use.Count > 1 && use[1] != "inflight")
            throw use.Error($"invalid parameter \"{use[1]}\"");
        UpstreamScope.Of(use).Group.Use(new LeastTimeBalancer(point, use.Count > 1), use);
    }
}

using Engine.Core.Buffers;

namespace Engine.Upstream;

/// <summary>How an attempt with a peer ended.</summary>
public enum PeerOutcome
{
    Ok,

    /// <summary>It counts as a failure of the peer.</summary>
    Failed,

    /// <summary>Another peer is to be asked, but this one did nothing wrong (a 403 or 404 that <c>proxy_next_upstream</c> names).</summary>
    Next,

    /// <summary>It was judged when it was connected to.</summary>
    Judged,
}

/// <summary>The way of one request through the peers of a group. Reusable.</summary>
public sealed class PeerSelection
{
    private ulong[] tried = new ulong[1];

    public UpstreamGroup Group { get; private set; } = null!;

    /// <summary>The group's peers when the request began.</summary>
    public GroupPeers Peers { get; private set; } = null!;

    public IUpstreamClient Client { get; private set; } = null!;

    /// <summary>The peers to choose from: first the primary ones, then the backups.</summary>
    public PeerSet Set { get; private set; } = null!;

    /// <summary>The peer of the attempt under way.</summary>
    public Peer? Current { get; private set; }

    /// <summary>Attempts that may still be made, the current one included.</summary>
    public int RemainingTries { get; private set; }

    /// <summary>Milliseconds since 1970.</summary>
    public long NowMs { get; private set; }

    /// <summary>For methods that compute a key: the key, and how far the search for a peer has come.</summary>
    internal ByteString Key { get; set; }

    internal uint Hash { get; set; }

    internal int Rehashes { get; set; }

    /// <summary>For methods that watch times: the attempt is counted among those under way.</summary>
    internal bool IsInFlight { get; set; }

    /// <summary>The session's peer; empty when the request belongs to none.</summary>
    private ByteString stickyId;

    public void Begin(UpstreamGroup group, IUpstreamClient client)
    {
        Group = group;
        Client = client;
        Peers = group.Peers;
        Current = null;
        Hash = 0;
        Rehashes = 0;
        Key = default;
        Enter(Peers.Primary);
        RemainingTries += Peers.Backup?.Tries ?? 0;
        stickyId = group.Sticky?.FindId(client) ?? default;
        group.Balancer.Begin(this);
    }

    /// <summary>The next peer to try; null when all of them failed, are busy or marked down.</summary>
    public Peer? Next(long unixMs)
    {
        NowMs = unixMs;
        Group.Gate.Enter();
        var peer = Pick();
        if (peer is not null)
        {
            MarkTried(peer);
            peer.State.Connections++;
            if (Group.Balancer.WatchesTimes)
                Group.Balancer.OnChosen(this, peer);
        }

        Group.Gate.Exit();
        return Current = peer;
    }

    /// <summary>
    /// The current peer is connected to, so long after the attempt began: for a session of stream that is its success, and the attempt is
    /// released as <see cref="PeerOutcome.Judged"/> unless it fails later.
    /// </summary>
    public void OnConnected(long connectMs)
    {
        if (Current is not { } peer)
            return;
        Group.Gate.Enter();
        if (Peers.IsSingle)
            Forgive(peer);
        else
            Judge(peer, PeerOutcome.Ok, NowMs);
        if (Group.Balancer.WatchesTimes)
            Group.Balancer.OnConnected(this, peer, connectMs);
        Group.Gate.Exit();
    }

    /// <summary>The head of the response of the current peer, or the first byte, came, so long after the attempt began.</summary>
    public void OnHeader(long headerMs)
    {
        if (Current is not { } peer || !Group.Balancer.WatchesTimes)
            return;
        Group.Gate.Enter();
        Group.Balancer.OnHeader(this, peer, headerMs);
        Group.Gate.Exit();
    }

    /// <summary>The attempt with the current peer is over. True when its failures have just made it unavailable.</summary>
    /// <param name="responseMs">How long its response took; -1 when there was none.</param>
    public bool Release(PeerOutcome outcome, long unixMs, long responseMs = -1)
    {
        if (Current is not { } peer)
            return false;
        Current = null;
        Group.Gate.Enter();
        var isDisabled = Peers.IsSingle ? Forgive(peer) : Judge(peer, outcome, unixMs);
        Leave(peer, responseMs);
        Group.Gate.Exit();
        RemainingTries = Peers.IsSingle ? 0 : Math.Max(0, RemainingTries - 1);
        return isDisabled;
    }

    /// <summary>The attempt failed for a reason that says nothing about the peer (a kept connection it had closed): it does not count.</summary>
    public void Repeat()
    {
        if (Current is not { } peer)
            return;
        Current = null;
        Group.Gate.Enter();
        Leave(peer, responseMs: -1);
        tried[peer.Index / 64] &= ~(1UL << peer.Index % 64);
        Group.Gate.Exit();
    }

    /// <summary>The peer was not tried yet and is not out of the game.</summary>
    public bool CanUse(Peer peer) => !peer.Server.IsDraining && IsAvailable(peer);

    private bool IsAvailable(Peer peer)
    {
        if ((tried[peer.Index / 64] & (1UL << peer.Index % 64)) != 0 || peer.Server.IsDown)
            return false;
        var (server, state) = (peer.Server, peer.State);
        if (server.MaxConnections > 0 && state.Connections >= server.MaxConnections)
            return false;
        // A group of one has nobody else to turn to.
        return Peers.IsSingle || server.MaxFails == 0 || state.Fails < server.MaxFails || NowMs - state.CheckedMs > server.FailTimeoutMs;
    }

    public void Clear()
    {
        Group = null!;
        Client = null!;
        Set = null!;
        Peers = null!;
        Current = null;
        Key = stickyId = default;
    }

    private Peer? Pick()
    {
        var peer = PickFromSet();
        if (peer is not null || Set == Peers.Backup || Peers.Backup is null)
            return peer;
        Enter(Peers.Backup);
        return PickFromSet();
    }

    /// <summary>The session's peer, or the one that the balancing method chooses. A name that means nothing now leaves no peers.</summary>
    private Peer? PickFromSet()
    {
        if (!stickyId.IsEmpty)
        {
            foreach (var peer in Set.Peers)
            {
                if (peer.StickyId.Equals(stickyId) && IsAvailable(peer))
                    return peer;
            }
        }

        return Set.Peers.Length == 0 ? null : Group.Balancer.Pick(this);
    }

    private void Leave(Peer peer, long responseMs)
    {
        peer.State.Connections--;
        if (Group.Balancer.WatchesTimes)
            Group.Balancer.OnReleased(this, peer, responseMs);
    }

    private void Enter(PeerSet set)
    {
        Set = set;
        RemainingTries = set.Tries;
        var words = (set.Peers.Length + 63) / 64;
        if (tried.Length < words)
            tried = new ulong[words];
        else
            tried.AsSpan().Clear();
    }

    private void MarkTried(Peer peer)
    {
        tried[peer.Index / 64] |= 1UL << peer.Index % 64;
        if (NowMs - peer.State.CheckedMs > peer.Server.FailTimeoutMs)
            peer.State.CheckedMs = NowMs;
    }

    private static bool Forgive(Peer peer)
    {
        peer.State.Fails = 0;
        return false;
    }

    private static bool Judge(Peer peer, PeerOutcome outcome, long nowMs)
    {
        var (server, state) = (peer.Server, peer.State);
        if (outcome == PeerOutcome.Judged)
            return false;
        if (outcome != PeerOutcome.Failed)
        {
            // A success in a later period than the last failure.
            if (state.FailedMs < state.CheckedMs)
                state.Fails = 0;
            return false;
        }

        state.Fails++;
        state.FailedMs = state.CheckedMs = nowMs;
        if (server.MaxFails == 0)
            return false;
        state.EffectiveWeight = Math.Max(0, state.EffectiveWeight - server.Weight / server.MaxFails);
        return state.Fails >= server.MaxFails;
    }
}

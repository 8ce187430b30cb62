namespace Engine.Upstream.Balancing;

/// <summary>Finds a peer by a number: each peer covers as many numbers as its weight.</summary>
internal static class WeightedPlace
{
    /// <summary>After so many unusable peers, methods that compute one leave the choice to round robin.</summary>
    public const int MaxRehashes = 20;

    public static Peer Find(PeerSet set, uint place)
    {
        foreach (var peer in set.Peers)
        {
            if (place < peer.Server.Weight)
                return peer;
            place -= (uint)peer.Server.Weight;
        }

        return set.Peers[^1];
    }
}

using Engine.Core.Buffers;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.Upstream;

/// <summary>One attempt with one peer, as variables and logs tell of it.</summary>
internal sealed class UpstreamAttempt
{
    /// <summary>The peer's name; that of the group when there was no peer to ask.</summary>
    public ByteString Peer { get; set; }

    /// <summary>When it began, of the loop's clock.</summary>
    public long StartMs { get; private set; }

    /// <summary>Milliseconds since the attempt began; -1 when it did not come to that.</summary>
    public long ConnectMs { get; set; }

    public long FirstByteMs { get; set; }

    /// <summary>Until the attempt ended.</summary>
    public long SessionMs { get; set; }

    public long BytesReceived { get; set; }

    public long BytesSent { get; set; }

    public void Begin(ByteString peer, long nowMs)
    {
        Peer = peer;
        StartMs = nowMs;
        ConnectMs = FirstByteMs = SessionMs = -1;
        BytesReceived = BytesSent = 0;
    }
}

/// <summary>All attempts of a session. Reusable.</summary>
internal sealed class UpstreamHistory
{
    public static readonly SessionSlot<UpstreamHistory> Slot = new();

    private readonly List<UpstreamAttempt> attempts = [];

    public int Count { get; private set; }

    public UpstreamAttempt this[int index] => attempts[index];

    public UpstreamAttempt Add(ByteString peer, long nowMs)
    {
        if (Count == attempts.Count)
            attempts.Add(new UpstreamAttempt());
        var attempt = attempts[Count++];
        attempt.Begin(peer, nowMs);
        return attempt;
    }

    public void Clear()
    {
        for (var i = 0; i < Count; i++)
            attempts[i].Peer = default;
        Count = 0;
    }
}

using Engine.Core.Buffers;
using Engine.Stream.Conf;
using Engine.Upstream;

namespace Engine.Stream.Modules.Upstream;

/// <summary>One attempt of a session with one peer.</summary>
internal sealed class UpstreamAttempt : PeerAttempt
{
    public static readonly SessionSlot<PeerAttempts<UpstreamAttempt>> Slot = new();

    /// <summary>When it began, of the loop's clock.</summary>
    public long StartMs { get; private set; }

    /// <summary>Milliseconds since the attempt began; -1 when it did not come to that.</summary>
    public long FirstByteMs { get; set; }

    /// <summary>Until the attempt ended.</summary>
    public long SessionMs { get; set; }

    public void Begin(ByteString peer, long nowMs)
    {
        Begin(peer);
        StartMs = nowMs;
        FirstByteMs = SessionMs = -1;
    }
}

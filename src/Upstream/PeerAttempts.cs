using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Core.Text;

namespace Engine.Upstream;

/// <summary>One attempt with one peer, as variables and logs tell of it.</summary>
public abstract class PeerAttempt
{
    private static readonly ByteString Dash = ByteString.Copy("-"u8);

    /// <summary>The peer's name; that of the group when there was no peer to ask.</summary>
    public ByteString Peer { get; private set; }

    /// <summary>Milliseconds since the attempt began; -1 when it did not come to that.</summary>
    public long ConnectMs { get; set; }

    public long BytesReceived { get; set; }

    public long BytesSent { get; set; }

    /// <summary>What stands between the value of the attempt before and this one's.</summary>
    public virtual ReadOnlySpan<byte> Separator => ", "u8;

    /// <summary>"0.123"; "-" for a time that did not come.</summary>
    public static ByteString Time(long milliseconds, ByteArena arena) => milliseconds < 0 ? Dash : Decimals.Seconds(milliseconds, arena);

    internal void LetGo() => Peer = default;

    /// <summary>Makes the attempt as new.</summary>
    protected void Begin(ByteString peer)
    {
        Peer = peer;
        ConnectMs = -1;
        BytesReceived = BytesSent = 0;
    }
}

/// <summary>All attempts of a request or session. Reusable, with the objects.</summary>
public sealed class PeerAttempts<TAttempt> where TAttempt : PeerAttempt, new()
{
    private readonly List<TAttempt> attempts = [];

    public int Count { get; private set; }

    /// <summary>One more, which is to begin.</summary>
    public TAttempt Add()
    {
        if (Count == attempts.Count)
            attempts.Add(new TAttempt());
        return attempts[Count++];
    }

    /// <summary>The values of all attempts, one behind the other; not found when there was none.</summary>
    public VariableValue Join(ByteArena arena, Func<TAttempt, ByteArena, ByteString> valueOf)
    {
        if (Count == 0)
            return VariableValue.NotFound;
        var joined = valueOf(attempts[0], arena);
        for (var i = 1; i < Count; i++)
        {
            joined = arena.Concat(joined.Span, attempts[i].Separator);
            joined = arena.Concat(joined.Span, valueOf(attempts[i], arena).Span);
        }

        return VariableValue.Of(joined);
    }

    public void Clear()
    {
        for (var i = 0; i < Count; i++)
            attempts[i].LetGo();
        Count = 0;
    }
}

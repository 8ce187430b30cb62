using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Stream.Conf;
using Engine.Stream.Connections;

namespace Engine.Stream.Modules.Upstream;

/// <summary><c>$upstream_…</c>: the values of several attempts are separated by ", ".</summary>
internal static class UpstreamVariables
{
    private static readonly ByteString Dash = ByteString.Copy("-"u8);

    public static void Register(StreamModuleTable table)
    {
        table.UncachedVariable("upstream_addr", static s => Join(s, static (attempt, _) => attempt.Peer));
        table.UncachedVariable("upstream_bytes_sent", static s => Join(s, static (attempt, arena) => arena.Format(attempt.BytesSent)));
        table.UncachedVariable("upstream_bytes_received", static s => Join(s, static (attempt, arena) => arena.Format(attempt.BytesReceived)));
        table.UncachedVariable("upstream_connect_time", static s => Join(s, static (attempt, arena) => Time(attempt.ConnectMs, arena)));
        table.UncachedVariable("upstream_first_byte_time", static s => Join(s, static (attempt, arena) => Time(attempt.FirstByteMs, arena)));
        table.UncachedVariable("upstream_session_time", static s => Join(s, static (attempt, arena) => Time(attempt.SessionMs, arena)));
    }

    private static ByteString Time(long milliseconds, ByteArena arena) => milliseconds < 0 ? Dash : Decimals.Seconds(milliseconds, arena);

    private static VariableValue Join(StreamSession session, Func<UpstreamAttempt, ByteArena, ByteString> valueOf)
    {
        if (UpstreamHistory.Slot.Of(session) is not { Count: > 0 } history)
            return VariableValue.NotFound;
        var arena = session.Arena;
        var joined = valueOf(history[0], arena);
        for (var i = 1; i < history.Count; i++)
        {
            joined = arena.Concat(joined.Span, ", "u8);
            joined = arena.Concat(joined.Span, valueOf(history[i], arena).Span);
        }

        return VariableValue.Of(joined);
    }
}

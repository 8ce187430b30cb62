using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Stream.Conf;
using Engine.Stream.Connections;
using Engine.Upstream;

namespace Engine.Stream.Modules.Upstream;

/// <summary><c>$upstream_…</c>: the values of several attempts are separated by ", ".</summary>
internal static class UpstreamVariables
{
    public static void Register(StreamModuleTable table)
    {
        table.UncachedVariable("upstream_addr", static s => Join(s, static (attempt, _) => attempt.Peer));
        table.UncachedVariable("upstream_bytes_sent", static s => Join(s, static (attempt, arena) => arena.Format(attempt.BytesSent)));
        table.UncachedVariable("upstream_bytes_received", static s => Join(s, static (attempt, arena) => arena.Format(attempt.BytesReceived)));
        table.UncachedVariable("upstream_connect_time", static s => Join(s, static (attempt, arena) => PeerAttempt.Time(attempt.ConnectMs, arena)));
        table.UncachedVariable("upstream_first_byte_time", static s => Join(s, static (attempt, arena) => PeerAttempt.Time(attempt.FirstByteMs, arena)));
        table.UncachedVariable("upstream_session_time", static s => Join(s, static (attempt, arena) => PeerAttempt.Time(attempt.SessionMs, arena)));
    }

    private static VariableValue Join(StreamSession session, Func<UpstreamAttempt, ByteArena, ByteString> valueOf) =>
        UpstreamAttempt.Slot.Of(session)?.Join(session.Arena, valueOf) ?? VariableValue.NotFound;
}

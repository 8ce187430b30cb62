using System.Buffers;
using System.Text;
using Engine.Core.Buffers;

namespace Engine.Stream.Connections;

/// <summary>The server that a client names: one of the listen address, by <c>server_name</c>.</summary>
internal static class NamedServer
{
    /// <summary>What no host name has, and what would be something else in nginx's syntax for hosts.</summary>
    private static readonly SearchValues<byte> Refused = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Select(static value => (byte)value), 0x7F, (byte)'/', (byte)':', (byte)'[', (byte)']']);

    /// <summary>The session goes on with that server; with the one that it has when there is none, or the name cannot be one.</summary>
    public static void Enter(StreamSession session, ByteString name)
    {
        var names = session.ListenAddress.Names;
        if (name.IsEmpty || names.IsEmpty || name.Span.ContainsAny(Refused) || name.Span.IndexOf(".."u8) >= 0)
            return;
        var host = session.Arena.Allocate(name.Length, out var lower);
        Ascii.ToLower(name.Span, lower, out _);
        if (lower[^1] == '.')
            host = host.Slice(0, host.Length - 1);
        if (names.Find(session, host) is { } server)
            session.Server = server;
    }
}

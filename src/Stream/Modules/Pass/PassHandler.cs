using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Stream.Connections;
using Engine.Stream.Phases;

namespace Engine.Stream.Modules.Pass;

/// <summary>Gives a connection to the listening socket of an address, with everything that was preread.</summary>
internal static class PassHandler
{
    private const int MaxUnixPath = 107;

    /// <summary>Servers may pass a connection on to each other in a ring.</summary>
    private const int MaxPasses = 10;

    public static SessionResult Pass(StreamSession session, ByteString text)
    {
        if (Parse(text.Span) is { } address)
            return Pass(session, address);
        session.Log.Write(LogLevel.Error, session, $"no port or no address in pass \"{text}\"");
        return SessionStatus.InternalServerError;
    }

    public static SessionResult Pass(StreamSession session, SocketAddress address)
    {
        if (session.Connection is not { } connection)
        {
            session.Log.Write(LogLevel.Error, session, $"cannot pass UDP connection");
            return SessionStatus.InternalServerError;
        }

        var worker = session.Worker.Worker;
        if (Find(worker.Current, address) is not { } target)
        {
            session.Log.Write(LogLevel.Error, session, $"port not found for \"{address}\"");
            return SessionStatus.InternalServerError;
        }

        if (connection.Moves == MaxPasses)
        {
            session.Log.Write(LogLevel.Error, session, $"the connection was passed too often, to \"{address}\" at last");
            return SessionStatus.InternalServerError;
        }

        connection.MoveTo(target.SocketOf(worker), address);
        target.Acceptor(worker).OnAccepted(connection);
        return SessionResult.HandedOver;
    }

    /// <summary>The socket of the address itself, else the one of all addresses with that port.</summary>
    private static ListenSpecification? Find(Cycle cycle, SocketAddress address)
    {
        ListenSpecification? wildcard = null;
        foreach (var listen in cycle.Listening)
        {
            if (listen.Options.IsDatagram)
                continue;
            if (listen.Address.Equals(address))
                return listen;
            if (listen.Address.IsWildcard && listen.Address.Family == address.Family && listen.Address.Port == address.Port)
                wildcard = listen;
        }

        return wildcard;
    }

    /// <summary>An address in numbers or a path: no name is looked up here.</summary>
    private static SocketAddress? Parse(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("unix:"u8))
            return text.Length - 5 is > 0 and <= MaxUnixPath ? SocketAddress.TryUnix(Interop.SystemText.Decode(text[5..])) : null;
        return NumericAddress.TryParseWithPort(text, out var number, out var port) && port > 0 ? SocketAddressCache.Get(number, port) : null;
    }
}

using Engine.Core.Buffers;
using Engine.Http.Parsing;

namespace Engine.Http.Connections;

/// <summary>
/// What a worker's last Host field said: the next request's is the same for the most part, and to compare it costs a tenth of taking it apart.
/// Only hosts that are sent as they are compared, in lower case without a dot at the end, are remembered.
/// </summary>
internal sealed class HostMemo
{
    private readonly byte[] field = new byte[64];
    private int fieldLength;
    private int hostLength;
    private int port;

    /// <summary>The host and port (0: none) of a field; false when it is invalid.</summary>
    public bool TryParse(ByteString value, ByteArena arena, out ByteString host, out int hostPort)
    {
        if (fieldLength > 0 && value.Span.SequenceEqual(field.AsSpan(0, fieldLength)))
        {
            host = value.Slice(0, hostLength);
            hostPort = port;
            return true;
        }

        host = arena.Allocate(value.Length, out var bytes);
        if (!RequestFraming.TryParseHost(value.Span, bytes, out var length, out hostPort))
            return false;
        host = host.Slice(0, length);
        Remember(value.Span, host.Span, hostPort);
        return true;
    }

    private void Remember(ReadOnlySpan<byte> value, ReadOnlySpan<byte> host, int hostPort)
    {
        if (value.Length > field.Length || !value.StartsWith(host))
            return;
        value.CopyTo(field);
        fieldLength = value.Length;
        hostLength = host.Length;
        port = hostPort;
    }
}

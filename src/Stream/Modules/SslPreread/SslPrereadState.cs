using System.Buffers.Binary;
using Engine.Core.Buffers;
using Engine.Core.Scripting;

namespace Engine.Stream.Modules.SslPreread;

internal enum PrereadOutcome
{
    NeedMore,
    Done,

    /// <summary>What the client sends is no TLS.</summary>
    NotTls,
}

/// <summary>What a session's client says in its ClientHello, which may come in many records.</summary>
internal sealed class SslPrereadState : ReusedState<SslPrereadState>
{
    private const int RecordHead = 5;
    private const int MessageHead = 4;
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;

    private byte[] message = [];
    private int length;
    private int position;

    /// <summary>0x0303 is TLS 1.2, as in <see cref="ClientHello.Version"/>.</summary>
    public int Version { get; private set; }

    public ByteString ServerName { get; private set; }

    /// <summary>The protocols of ALPN, separated by commas.</summary>
    public ByteString Protocols { get; private set; }

    /// <param name="bytes">All that came so far.</param>
    public PrereadOutcome Read(ReadOnlySpan<byte> bytes, ByteArena arena)
    {
        while (bytes.Length - position >= RecordHead)
        {
            var record = bytes[position..];
            if (position == 0 && IsVersion2(record))
            {
                Version = BinaryPrimitives.ReadUInt16BigEndian(record[3..]);
                return PrereadOutcome.Done;
            }

            if (record[0] != HandshakeRecord || record[1] != 3)
                return PrereadOutcome.NotTls;
            var size = BinaryPrimitives.ReadUInt16BigEndian(record[3..]);
            if (size == 0)
                return PrereadOutcome.NotTls;
            if (record.Length < RecordHead + size)
                break;
            position += RecordHead + size;
            var outcome = Add(record.Slice(RecordHead, size), arena);
            if (outcome != PrereadOutcome.NeedMore)
                return outcome;
        }

        return PrereadOutcome.NeedMore;
    }

    protected override void Clear()
    {
        length = position = 0;
        Version = 0;
        ServerName = Protocols = default;
    }

    /// <summary>SSL 2's record with a ClientHello for a version up to 3.x (RFC 5246, appendix E.2).</summary>
    private static bool IsVersion2(ReadOnlySpan<byte> record) => (record[0] & 0x80) != 0 && record[2] == 1 && record[3] is 0 or 3;

    private PrereadOutcome Add(ReadOnlySpan<byte> fragment, ByteArena arena)
    {
        // Usually all of it is in one record, and read where it is.
        if (length == 0)
        {
            var outcome = ReadMessage(fragment, arena);
            if (outcome != PrereadOutcome.NeedMore)
                return outcome;
        }

        if (message.Length < length + fragment.Length)
            Array.Resize(ref message, Math.Max(2 * message.Length, length + fragment.Length));
        fragment.CopyTo(message.AsSpan(length));
        length += fragment.Length;
        return ReadMessage(message.AsSpan(0, length), arena);
    }

    private PrereadOutcome ReadMessage(ReadOnlySpan<byte> bytes, ByteArena arena)
    {
        if (bytes[0] != ClientHelloMessage)
            return PrereadOutcome.NotTls;
        if (bytes.Length < MessageHead)
            return PrereadOutcome.NeedMore;
        var size = (bytes[1] << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (bytes.Length < MessageHead + size)
            return PrereadOutcome.NeedMore;
        if (!ClientHello.TryParse(bytes.Slice(MessageHead, size), out var hello))
            return PrereadOutcome.NotTls;
        Version = hello.Version;
        ServerName = arena.Copy(hello.ServerName);
        Protocols = Join(hello.Protocols, arena);
        return PrereadOutcome.Done;
    }

    /// <summary>The octets with the lengths become commas.</summary>
    private static ByteString Join(ReadOnlySpan<byte> protocols, ByteArena arena)
    {
        if (protocols.IsEmpty)
            return default;
        var result = arena.Allocate(protocols.Length - 1, out var text);
        protocols[1..].CopyTo(text);
        for (int at = protocols[0]; at < text.Length; at += protocols[at + 1] + 1)
            text[at] = (byte)',';
        return result;
    }
}

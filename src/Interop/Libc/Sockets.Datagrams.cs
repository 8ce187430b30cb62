namespace Engine.Interop.Libc;

/// <summary>Datagrams with the addresses of both ends: recvmsg(2) and sendmsg(2) with ip(7)'s and ipv6(7)'s packet information.</summary>
public static unsafe partial class Sockets
{
    private const int SO_TYPE = 3;
    public const int IP_PKTINFO = 8;
    public const int IPV6_RECVPKTINFO = 49;
    private const int IPV6_PKTINFO = 50;

    /// <summary>struct cmsghdr: length (size_t), level, type.</summary>
    private const int ControlHeader = 16;
    private const int ControlSize = 64;

    /// <summary>struct in_pktinfo: interface, our address, the address in the datagram's header.</summary>
    private const int PacketInfo4 = 12;

    /// <summary>struct in6_pktinfo: address, interface.</summary>
    private const int PacketInfo6 = 20;

    public static bool IsDatagram(int fd) => GetOption(fd, SOL_SOCKET, SO_TYPE, out var type) >= 0 && type == SOCK_DGRAM;

    /// <summary>Receives one datagram.</summary>
    /// <param name="remote">Gets the sender's sockaddr.</param>
    /// <param name="local">
    /// Gets the address that the datagram was sent to, 4 or 16 bytes, when the socket has IP_PKTINFO or IPV6_RECVPKTINFO; has room for 16.
    /// </param>
    public static int ReceiveFrom(int fd, Span<byte> buffer, Span<byte> remote, out int remoteLength, Span<byte> local, out int localLength)
    {
        var control = stackalloc byte[ControlSize];
        fixed (byte* bytes = buffer)
        fixed (byte* name = remote)
        {
            var vector = new IoVector { Base = bytes, Length = (nuint)buffer.Length };
            var message = new MessageHeader
            {
                Name = name,
                NameLength = (uint)remote.Length,
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlSize,
            };
            var result = Checked(recvmsg(fd, &message, 0));
            remoteLength = result < 0 ? 0 : (int)message.NameLength;
            localLength = result < 0 ? 0 : ReadPacketInfo(new ReadOnlySpan<byte>(control, (int)message.ControlLength), local);
            return result;
        }
    }

    /// <summary>Sends one datagram.</summary>
    /// <param name="local">The address to send from, 4 or 16 bytes; empty for the socket's own.</param>
    public static int SendTo(int fd, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> remote, ReadOnlySpan<byte> local)
    {
        var control = stackalloc byte[ControlSize];
        fixed (byte* pointer = bytes)
        fixed (byte* name = remote)
        {
            var vector = new IoVector { Base = pointer, Length = (nuint)bytes.Length };
            var message = new MessageHeader { Name = name, NameLength = (uint)remote.Length, Vectors = &vector, VectorCount = 1 };
            if (!local.IsEmpty)
            {
                message.Control = control;
                message.ControlLength = (nuint)WritePacketInfo(new Span<byte>(control, ControlSize), local);
            }

            return Checked(sendmsg(fd, &message, MSG_NOSIGNAL));
        }
    }

    private static int ReadPacketInfo(ReadOnlySpan<byte> control, Span<byte> local)
    {
        while (control.Length >= ControlHeader)
        {
            var length = (int)BitConverter.ToInt64(control);
            if (length < ControlHeader || length > control.Length)
                return 0;
            var data = control[ControlHeader..length];
            switch (BitConverter.ToInt32(control[8..]), BitConverter.ToInt32(control[12..]))
            {
                case (IPPROTO_IP, IP_PKTINFO) when data.Length >= PacketInfo4:
                    data.Slice(8, 4).CopyTo(local);
                    return 4;
                case (IPPROTO_IPV6, IPV6_PKTINFO) when data.Length >= PacketInfo6:
                    data[..16].CopyTo(local);
                    return 16;
            }

            // Each message begins at a multiple of size_t.
            control = control[Math.Min((length + 7) & ~7, control.Length)..];
        }

        return 0;
    }

    private static int WritePacketInfo(Span<byte> control, ReadOnlySpan<byte> local)
    {
        control.Clear();
        var isV4 = local.Length == 4;
        var size = isV4 ? PacketInfo4 : PacketInfo6;
        BitConverter.TryWriteBytes(control, (long)(ControlHeader + size));
        BitConverter.TryWriteBytes(control[8..], isV4 ? IPPROTO_IP : IPPROTO_IPV6);
        BitConverter.TryWriteBytes(control[12..], isV4 ? IP_PKTINFO : IPV6_PKTINFO);
        local.CopyTo(control[(ControlHeader + (isV4 ? 4 : 0))..]);
        return (ControlHeader + size + 7) & ~7;
    }
}

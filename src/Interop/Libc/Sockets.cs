using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>socket(7) calls. Every call returns its result, or -errno.</summary>
public static unsafe partial class Sockets
{
    public const int AF_UNIX = 1;
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int SOCK_STREAM = 1;
    public const int SOCK_DGRAM = 2;
    public const int SOL_SOCKET = 1;
    public const int SO_REUSEADDR = 2;
    public const int SO_ERROR = 4;
    public const int SO_SNDBUF = 7;
    public const int SO_RCVBUF = 8;
    public const int SO_KEEPALIVE = 9;
    public const int SO_LINGER = 13;
    public const int SO_REUSEPORT = 15;
    public const int IPPROTO_TCP = 6;
    public const int TCP_NODELAY = 1;
    private const int TCP_INFO = 11;
    public const int TCP_KEEPIDLE = 4;
    public const int TCP_KEEPINTVL = 5;
    public const int TCP_KEEPCNT = 6;
    public const int TCP_DEFER_ACCEPT = 9;
    public const int TCP_FASTOPEN = 23;
    public const int IPPROTO_IPV6 = 41;
    public const int IPV6_V6ONLY = 26;
    public const int IPV6_TRANSPARENT = 75;
    public const int IPPROTO_IP = 0;
    public const int IP_TRANSPARENT = 19;
    public const int IP_BIND_ADDRESS_NO_PORT = 24;
    public const int IPPROTO_MPTCP = 262;
    private const int SOCK_CLOEXEC = 0x80000;
    private const int SOCK_NONBLOCK = 0x800;
    private const int MSG_NOSIGNAL = 0x4000;
    private const int MSG_MORE = 0x8000;
    private const int SHUT_WR = 1;

    /// <summary>The largest socket address: sockaddr_un.</summary>
    public const int MaxAddress = 110;

    public static int Open(int family, int type, int protocol = 0) => Checked(socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol));

    public static int Bind(int fd, ReadOnlySpan<byte> address)
    {
        fixed (byte* pointer = address)
            return Checked(bind(fd, pointer, (uint)address.Length));
    }

    public static int Listen(int fd, int backlog) => Checked(listen(fd, backlog));

    public static int Connect(int fd, ReadOnlySpan<byte> address)
    {
        fixed (byte* pointer = address)
            return Checked(connect(fd, pointer, (uint)address.Length));
    }

    /// <summary>Accepts a connection, non-blocking and close-on-exec; the peer's address goes to <paramref name="address"/>.</summary>
    public static int Accept(int fd, Span<byte> address, out int addressLength)
    {
        var length = (uint)address.Length;
        fixed (byte* pointer = address)
        {
            var result = Checked(accept4(fd, pointer, &length, SOCK_CLOEXEC | SOCK_NONBLOCK));
            addressLength = (int)length;
            return result;
        }
    }

    public static int LocalName(int fd, Span<byte> address, out int addressLength)
    {
        var length = (uint)address.Length;
        fixed (byte* pointer = address)
        {
            var result = Checked(getsockname(fd, pointer, &length));
            addressLength = (int)length;
            return result;
        }
    }

    public static int Receive(int fd, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
            return Checked(recv(fd, pointer, (nuint)buffer.Length, 0));
    }

    public static int Send(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
            return Checked(send(fd, pointer, (nuint)bytes.Length, MSG_NOSIGNAL));
    }

    /// <summary>A segment that is not full waits for what is sent next.</summary>
    public static int SendHeldBack(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
            return Checked(send(fd, pointer, (nuint)bytes.Length, MSG_NOSIGNAL | MSG_MORE));
    }

    /// <summary>Sends two runs with one call.</summary>
    public static int Send(int fd, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        fixed (byte* firstPointer = first)
        fixed (byte* secondPointer = second)
        {
            var vectors = stackalloc IoVector[2];
            vectors[0] = new IoVector { Base = firstPointer, Length = (nuint)first.Length };
            vectors[1] = new IoVector { Base = secondPointer, Length = (nuint)second.Length };
            var message = new MessageHeader { Vectors = vectors, VectorCount = 2 };
            return Checked(sendmsg(fd, &message, MSG_NOSIGNAL));
        }
    }

    /// <summary>sendfile(2) from an offset that the caller keeps.</summary>
    public static long SendFile(int socket, int file, long offset, long count)
    {
        var position = offset;
        var result = sendfile(socket, file, &position, (nuint)count);
        return result >= 0 ? result : -Errno.Last;
    }

    public static int SetOption(int fd, int level, int name, int value) => Checked(setsockopt(fd, level, name, &value, sizeof(int)));

    public static int GetOption(int fd, int level, int name, out int value)
    {
        int local = 0;
        uint length = sizeof(int);
        var result = Checked(getsockopt(fd, level, name, &local, &length));
        value = local;
        return result;
    }

    /// <summary>
    /// struct tcp_info of linux/tcp.h as numbers: the eight bytes in front are the first two, tcpi_rto is at 2, tcpi_rtt at 17. How many
    /// were filled, or minus errno for what is no TCP connection.
    /// </summary>
    public static int TcpInfo(int fd, Span<uint> fields)
    {
        var length = (uint)(fields.Length * sizeof(uint));
        fixed (uint* pointer = fields)
        {
            var result = Checked(getsockopt(fd, IPPROTO_TCP, TCP_INFO, pointer, &length));
            return result < 0 ? result : (int)length / sizeof(uint);
        }
    }

    /// <summary>The next close resets the connection instead of finishing it.</summary>
    public static int SetLingerReset(int fd)
    {
        var linger = stackalloc int[2] { 1, 0 };
        return Checked(setsockopt(fd, SOL_SOCKET, SO_LINGER, linger, 2 * sizeof(int)));
    }

    public static int ShutdownWrite(int fd) => Checked(shutdown(fd, SHUT_WR));

    public static int Close(int fd) => Checked(close(fd));

    /// <summary>A connected pair of stream sockets that exec'd children may inherit when <paramref name="inherit"/> is set.</summary>
    public static int Pair(bool inherit, out int first, out int second)
    {
        var fds = stackalloc int[2];
        var result = Checked(socketpair(AF_UNIX, SOCK_STREAM | (inherit ? 0 : SOCK_CLOEXEC), 0, fds));
        first = result < 0 ? -1 : fds[0];
        second = result < 0 ? -1 : fds[1];
        return result;
    }

    /// <summary>Sends bytes with a descriptor beside them (SCM_RIGHTS); -1 sends none.</summary>
    public static int SendWithDescriptor(int fd, ReadOnlySpan<byte> bytes, int descriptor)
    {
        fixed (byte* pointer = bytes)
        {
            var vector = new IoVector { Base = pointer, Length = (nuint)bytes.Length };
            var control = stackalloc byte[24];
            var message = new MessageHeader { Vectors = &vector, VectorCount = 1 };
            if (descriptor >= 0)
            {
                *(nuint*)control = 20;
                *(int*)(control + 8) = SOL_SOCKET;
                *(int*)(control + 12) = 1;
                *(int*)(control + 16) = descriptor;
                message.Control = control;
                message.ControlLength = 24;
            }

            return Checked(sendmsg(fd, &message, MSG_NOSIGNAL));
        }
    }

    /// <summary>Receives bytes and the descriptor beside them, if any (else -1).</summary>
    public static int ReceiveWithDescriptor(int fd, Span<byte> buffer, out int descriptor)
    {
        fixed (byte* pointer = buffer)
        {
            var vector = new IoVector { Base = pointer, Length = (nuint)buffer.Length };
            var control = stackalloc byte[24];
            new Span<byte>(control, 24).Clear();
            var message = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = 24 };
            const int closeOnExec = 0x40000000;
            var result = Checked(recvmsg(fd, &message, closeOnExec));
            descriptor = result >= 0 && *(nuint*)control >= 20 && *(int*)(control + 12) == 1 ? *(int*)(control + 16) : -1;
            return result;
        }
    }

    private static int Checked(nint result) => result >= 0 ? (int)result : -Errno.Last;

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    [LibraryImport("libc")]
    private static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc")]
    private static partial int bind(int fd, byte* address, uint length);

    [LibraryImport("libc")]
    private static partial int listen(int fd, int backlog);

    [LibraryImport("libc")]
    private static partial int connect(int fd, byte* address, uint length);

    [LibraryImport("libc")]
    private static partial int accept4(int fd, byte* address, uint* length, int flags);

    [LibraryImport("libc")]
    private static partial int getsockname(int fd, byte* address, uint* length);

    [LibraryImport("libc")]
    private static partial nint recv(int fd, byte* buffer, nuint length, int flags);

    [LibraryImport("libc")]
    private static partial nint send(int fd, byte* buffer, nuint length, int flags);

    [LibraryImport("libc")]
    private static partial nint sendmsg(int fd, MessageHeader* message, int flags);

    [LibraryImport("libc")]
    private static partial nint recvmsg(int fd, MessageHeader* message, int flags);

    [LibraryImport("libc")]
    private static partial nint sendfile(int output, int input, long* offset, nuint count);

    [LibraryImport("libc")]
    private static partial int setsockopt(int fd, int level, int name, void* value, uint length);

    [LibraryImport("libc")]
    private static partial int getsockopt(int fd, int level, int name, void* value, uint* length);

    [LibraryImport("libc")]
    private static partial int shutdown(int fd, int how);

    [LibraryImport("libc")]
    private static partial int close(int fd);

    [LibraryImport("libc")]
    private static partial int socketpair(int domain, int type, int protocol, int* fds);
}

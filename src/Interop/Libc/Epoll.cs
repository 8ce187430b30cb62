using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>epoll(7).</summary>
public static partial class Epoll
{
    public const uint EPOLLIN = 0x1;
    public const uint EPOLLOUT = 0x4;
    public const uint EPOLLERR = 0x8;
    public const uint EPOLLHUP = 0x10;
    public const uint EPOLLRDHUP = 0x2000;
    public const uint EPOLLEXCLUSIVE = 1u << 28;
    public const uint EPOLLET = 1u << 31;

    private const int EPOLL_CLOEXEC = 0x80000;
    private const int EPOLL_CTL_ADD = 1;
    private const int EPOLL_CTL_DEL = 2;

    /// <summary>The kernel's struct is packed on x86-64 and naturally aligned elsewhere: its size is 12 there, 16 here and there.</summary>
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>A descriptor, or -errno.</summary>
    public static int Create() => epoll_create1(EPOLL_CLOEXEC) is >= 0 and var fd ? fd : -Errno.Last;

    /// <summary>Adds a descriptor; 0 or errno.</summary>
    public static unsafe int Add(int epoll, int fd, uint events, ulong data)
    {
        var storage = stackalloc byte[16];
        *(uint*)storage = events;
        *(ulong*)(storage + EventSize - 8) = data;
        return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, storage) == 0 ? 0 : Errno.Last;
    }

    public static unsafe int Remove(int epoll, int fd)
    {
        var storage = stackalloc byte[16];
        return epoll_ctl(epoll, EPOLL_CTL_DEL, fd, storage) == 0 ? 0 : Errno.Last;
    }

    [LibraryImport("libc")]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc")]
    private static unsafe partial int epoll_ctl(int epfd, int op, int fd, byte* ev);

    [LibraryImport("libc")]
    private static unsafe partial int epoll_wait(int epfd, byte* events, int maxevents, int timeout);

    /// <summary>A reusable list of ready events.</summary>
    public sealed unsafe class Events : IDisposable
    {
        private readonly byte* storage;
        private readonly int capacity;

        public Events(int capacity)
        {
            this.capacity = capacity;
            storage = (byte*)NativeMemory.Alloc((nuint)(capacity * EventSize));
        }

        /// <summary>Waits at most <paramref name="timeoutMs"/> (-1: for ever); how many are ready, or -errno.</summary>
        public int Wait(int epoll, int timeoutMs)
        {
            var count = epoll_wait(epoll, storage, capacity, timeoutMs);
            return count >= 0 ? count : -Errno.Last;
        }

        public uint Flags(int index) => *(uint*)(storage + index * EventSize);

        public ulong Data(int index) => *(ulong*)(storage + index * EventSize + EventSize - 8);

        public void Dispose() => NativeMemory.Free(storage);
    }
}

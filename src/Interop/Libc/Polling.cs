using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>poll(2), for the control threads, which watch a handful of descriptors.</summary>
public static unsafe partial class Polling
{
    private const short POLLIN = 0x1;
    private const short POLLERR = 0x8;
    private const short POLLHUP = 0x10;

    /// <summary>
    /// Waits at most <paramref name="timeoutMs"/> (-1: for ever) until one of the descriptors can be read, has ended or failed; those
    /// below 0 are ignored. <paramref name="ready"/> tells which. The number of ready ones, or -errno.
    /// </summary>
    public static int WaitReadable(ReadOnlySpan<int> descriptors, Span<bool> ready, int timeoutMs)
    {
        var entries = stackalloc PollEntry[descriptors.Length];
        for (var i = 0; i < descriptors.Length; i++)
            entries[i] = new PollEntry { Descriptor = descriptors[i], Wanted = POLLIN };
        var count = poll(entries, (nuint)descriptors.Length, timeoutMs);
        if (count < 0)
            return -Errno.Last;
        for (var i = 0; i < descriptors.Length; i++)
            ready[i] = (entries[i].Got & (POLLIN | POLLERR | POLLHUP)) != 0;
        return count;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Got;
    }

    [LibraryImport("libc")]
    private static partial int poll(PollEntry* entries, nuint count, int timeout);
}

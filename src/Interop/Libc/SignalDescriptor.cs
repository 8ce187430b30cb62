using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>A signal as it was received: its number and the process that sent it (0: the kernel).</summary>
public readonly record struct ReceivedSignal(int Number, int SenderPid);

/// <summary>
/// signalfd(2): the blocked signals of the process, read like a file by the thread that also watches other descriptors.
/// </summary>
public static unsafe partial class SignalDescriptor
{
    private const int SFD_CLOEXEC = 0x80000;
    private const int SFD_NONBLOCK = 0x800;
    private const int SigSetSize = 128;
    private const int InfoSize = 128;
    private const int PidOffset = 12;

    /// <summary>A descriptor for the signals, which have to be blocked in every thread. -errno on failure.</summary>
    public static int Open(ReadOnlySpan<int> signals)
    {
        var set = stackalloc byte[SigSetSize];
        Signals.Fill(set, signals);
        var result = signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK);
        return result >= 0 ? result : -Errno.Last;
    }

    /// <summary>Takes the next signal; false when none is pending.</summary>
    public static bool TryRead(int fd, out ReceivedSignal signal)
    {
        Span<byte> info = stackalloc byte[InfoSize];
        if (Files.Read(fd, info) != InfoSize)
        {
            signal = default;
            return false;
        }

        signal = new ReceivedSignal(BitConverter.ToInt32(info), BitConverter.ToInt32(info[PidOffset..]));
        return true;
    }

    [LibraryImport("libc")]
    private static partial int signalfd(int fd, byte* mask, int flags);
}

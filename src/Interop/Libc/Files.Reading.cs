using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Interop.Libc;

/// <summary>How files are read: around the page cache, or so that others find their bytes there.</summary>
public static unsafe partial class Files
{
    private const int POSIX_FADV_SEQUENTIAL = 2;

    /// <summary>O_DIRECT differs between processors.</summary>
    private static readonly int Direct = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x10000 : 0x4000;

    private static readonly Lazy<int> Nowhere = new(static () => Open("/dev/null", O_WRONLY));

    /// <summary>Another descriptor of an open file, for reads around the page cache: addresses, offsets and lengths have to be multiples of the disk's blocks.</summary>
    public static int OpenDirect(int fd) => Reopen(fd, O_RDONLY | Direct);

    /// <summary>Another descriptor of an open file, for reading.</summary>
    public static int OpenAgain(int fd) => Reopen(fd, O_RDONLY);

    /// <summary>Memory for such reads, which does not move.</summary>
    public static Memory<byte> AlignedBuffer(int size, int alignment)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(size + alignment, pinned: true);
        var beyond = (int)((nuint)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0) % (nuint)alignment);
        return pinned.AsMemory(beyond == 0 ? 0 : alignment - beyond, size);
    }

    /// <summary>The file will be read from one end to the other (posix_fadvise(2)).</summary>
    public static void AdviseSequential(int fd) => posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);

    /// <summary>
    /// Brings a run of a file into the page cache, and waits for it: it is sent to /dev/null, which copies nothing. How many bytes are there, or
    /// -errno.
    /// </summary>
    public static long Load(int fd, long offset, long length)
    {
        for (long done = 0; done < length;)
        {
            var sent = Sockets.SendFile(Nowhere.Value, fd, offset + done, length - done);
            if (sent == -Errno.EINTR)
                continue;
            if (sent <= 0)
                return sent < 0 ? sent : done;
            done += sent;
        }

        return length;
    }

    private static int Reopen(int fd, int flags) => Open(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{fd}\0")), flags);

    [LibraryImport("libc")]
    private static partial int posix_fadvise(int fd, long offset, long length, int advice);
}

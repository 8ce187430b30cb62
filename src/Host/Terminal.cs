using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Host;

/// <summary>Standard output and error, by plain writes: the runtime's console costs more than the whole start.</summary>
internal static class Terminal
{
    private const int StdinFd = 0;
    private const int StdoutFd = 1;
    private const int StderrFd = 2;

    public static void WriteError(string text) => Write(StderrFd, SystemText.Encode(text));

    /// <summary>"nginx: …", as nginx speaks to the one who started it.</summary>
    public static void Complain(string message) => WriteError($"nginx: {message}\n");

    public static void WriteOutput(ReadOnlySpan<byte> bytes) => Write(StdoutFd, bytes);

    /// <summary>A daemon reads and writes nothing of whoever started it. Stderr is the error log's business.</summary>
    public static void Leave()
    {
        var nothing = Files.Open("/dev/null"u8, Files.O_RDWR);
        Files.Duplicate(nothing, StdinFd);
        Files.Duplicate(nothing, StdoutFd);
        Files.Close(nothing);
    }

    private static void Write(int fd, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var written = Files.Write(fd, bytes);
            if (written <= 0 && written != -Errno.EINTR)
                return;
            bytes = bytes[Math.Max(written, 0)..];
        }
    }
}

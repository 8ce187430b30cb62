using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

public readonly unsafe partial record struct LocalTime
{
    /// <summary>The longest format.</summary>
    private const int MaxFormat = 1024;

    /// <summary>
    /// A time in words by strftime(3). The length of the text; 0 when it does not fit into <paramref name="destination"/>, or when the
    /// format is longer than 1023 bytes or has a zero byte in it.
    /// </summary>
    /// <param name="isLocal">Local time, or Greenwich's.</param>
    public static int Format(long unixSeconds, bool isLocal, ReadOnlySpan<byte> format, Span<byte> destination)
    {
        if (format.Length >= MaxFormat || format.Contains((byte)0))
            return 0;
        Span<byte> terminated = stackalloc byte[format.Length + 1];
        format.CopyTo(terminated);
        terminated[format.Length] = 0;
        Tm tm;
        if (isLocal)
            localtime_r(&unixSeconds, &tm);
        else
            gmtime_r(&unixSeconds, &tm);
        fixed (byte* text = destination, pattern = terminated)
            return (int)strftime(text, (nuint)destination.Length, pattern, &tm);
    }

    [LibraryImport("libc")]
    private static partial Tm* gmtime_r(long* time, Tm* result);

    [LibraryImport("libc")]
    private static partial nuint strftime(byte* text, nuint max, byte* format, Tm* time);
}

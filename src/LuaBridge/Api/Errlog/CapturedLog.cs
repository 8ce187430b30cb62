using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Interop.Libc;
using Engine.LuaBridge.Api.SharedDict;

namespace Engine.LuaBridge.Api.Errlog;

/// <summary>A line in <see cref="CapturedLog"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CapturedLine
{
    /// <summary>Seconds since 1970.</summary>
    public double Time;
    public int Level;

    /// <summary>Bytes of the line, which follow, without its newline.</summary>
    public int Length;
}

/// <summary>
/// The last lines of the error logs, within a number of bytes, until Lua code takes them (<c>lua_capture_error_log</c>). A line lies in one piece: where
/// the rest of the buffer is too short for it, it begins the next round, and drops what it covers.
/// </summary>
internal sealed class CapturedLog(long size) : IErrorLogCapture
{
    private static readonly int HeaderSize = Unsafe.SizeOf<CapturedLine>();

    private readonly byte[] ring = new byte[size];
    private DictLock taken;
    private int first;
    private int end;
    private int count;

    /// <summary>Where the round before this one ended.</summary>
    private int limit;

    /// <summary>Lines of a higher level are not kept.</summary>
    public LogLevel Level { get; set; } = LogLevel.Debug;

    public void Take(LogLevel level, ReadOnlySpan<byte> line)
    {
        var needed = HeaderSize + line.Length;
        if (level > Level || needed > ring.Length)
            return;
        taken.Enter();
        if (end + needed > ring.Length)
            BeginRound();
        while (count > 0 && first >= end && first < end + needed)
            DropOldest();
        var head = new CapturedLine { Time = Now, Level = (int)level, Length = line.Length };
        MemoryMarshal.Write(ring.AsSpan(end), in head);
        line.CopyTo(ring.AsSpan(end + HeaderSize));
        end += needed;
        count++;
        taken.Exit();
    }

    /// <summary>Takes the oldest line out into a buffer that has room for the longest; false when there is none.</summary>
    public bool TryTake(Span<byte> line, out CapturedLine head)
    {
        taken.Enter();
        head = default;
        var isThere = count > 0;
        if (isThere)
        {
            head = Oldest;
            ring.AsSpan(first + HeaderSize, head.Length).CopyTo(line);
            DropOldest();
        }

        taken.Exit();
        return isThere;
    }

    private static double Now => EventLoop.CurrentOrNull is { } loop ? loop.Clock.UnixMs / 1000.0 : LocalTime.UnixSeconds;

    private CapturedLine Oldest => MemoryMarshal.Read<CapturedLine>(ring.AsSpan(first));

    private void BeginRound()
    {
        // Of the round before what stands behind the end is the oldest.
        while (count > 0 && first >= end)
            DropOldest();
        limit = end;
        end = 0;
    }

    private void DropOldest()
    {
        first += HeaderSize + Oldest.Length;
        count--;
        if (count == 0)
            first = end = 0;
        else if (first == limit && first >= end)
            first = 0;
    }
}

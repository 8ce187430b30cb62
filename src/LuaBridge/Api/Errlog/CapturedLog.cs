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

/// <summary>The last lines of the error logs, within a number of bytes, until Lua code takes them (<c>lua_capture_error_log</c>).</summary>
internal sealed class CapturedLog(long size) : IErrorLogCapture
{
    /// <summary>What OpenResty spends on a line beside its bytes.</summary>
    private const int NominalHeader = 24;

    private static readonly int HeaderSize = Unsafe.SizeOf<CapturedLine>();

    private readonly byte[] ring = new byte[size];
    private DictLock taken;
    private long first;
    private long end;
    private long charge;

    /// <summary>Lines of a higher level are not kept.</summary>
    public LogLevel Level { get; set; } = LogLevel.Debug;

    public void Take(LogLevel level, ReadOnlySpan<byte> line)
    {
        if (level > Level || line.Length + NominalHeader > ring.Length)
            return;
        taken.Enter();
        while (charge + line.Length + NominalHeader > ring.Length)
            Drop(Peek());
        var head = new CapturedLine { Time = Now, Level = (int)level, Length = line.Length };
        Write(MemoryMarshal.AsBytes(new ReadOnlySpan<CapturedLine>(in head)));
        Write(line);
        charge += line.Length + NominalHeader;
        taken.Exit();
    }

    /// <summary>Takes the oldest line out into a buffer that has room for the longest; false when there is none.</summary>
    public bool TryTake(Span<byte> line, out CapturedLine head)
    {
        taken.Enter();
        head = default;
        var isThere = first < end;
        if (isThere)
        {
            head = Peek();
            Read(first + HeaderSize, line[..head.Length]);
            Drop(head);
        }

        taken.Exit();
        return isThere;
    }

    private static double Now => EventLoop.CurrentOrNull is { } loop ? loop.Clock.UnixMs / 1000.0 : LocalTime.UnixSeconds;

    private CapturedLine Peek()
    {
        CapturedLine head = default;
        Read(first, MemoryMarshal.AsBytes(new Span<CapturedLine>(ref head)));
        return head;
    }

    private void Drop(CapturedLine head)
    {
        first += HeaderSize + head.Length;
        charge -= head.Length + NominalHeader;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        var at = (int)(end % ring.Length);
        var fits = Math.Min(bytes.Length, ring.Length - at);
        bytes[..fits].CopyTo(ring.AsSpan(at));
        bytes[fits..].CopyTo(ring);
        end += bytes.Length;
    }

    private void Read(long from, Span<byte> bytes)
    {
        var at = (int)(from % ring.Length);
        var fits = Math.Min(bytes.Length, ring.Length - at);
        ring.AsSpan(at, fits).CopyTo(bytes);
        ring.AsSpan(0, bytes.Length - fits).CopyTo(bytes[fits..]);
    }
}

using Engine.Core.Loop;

namespace Engine.Core.Log;

/// <summary>One worker's collected access lines of one destination.</summary>
internal sealed class LogFileBuffer(LogCollector collector, EventLoop loop) : PostedEvent
{
    /// <summary>What a turn's lines are collected in when <c>buffer=</c> is not given.</summary>
    private const int TurnSize = 16 * 1024;

    /// <summary>A line every so many milliseconds is no load: it waits neither for others nor for the writer's thread.</summary>
    private const int AloneMs = 2;

    /// <summary>So many lines may come at once before they count as load.</summary>
    private const int MaxBurst = 8;

    private FlushTimer? timer;
    private long creditedMs;
    private int credits = MaxBurst;
    private byte[]? chunk;
    private byte[]? spare;
    private int length;

    public EventLoop Loop => loop;

    /// <summary>At the end of the turn: everything this turn logged goes out with one hand-over.</summary>
    public override void Invoke() => Flush();

    public void Append(ReadOnlySpan<byte> line)
    {
        // A client that sees its connection end, and looks into the log, is to find its request there; behind those before it.
        if (collector.BufferSize == 0 && chunk is null && IsNoLoad() && collector.IsWritten && LogWriter.KeepsUp)
        {
            collector.Sink.WriteOut(line);
            return;
        }

        line.CopyTo(Reserve(line.Length));
    }

    /// <summary>Takes one of the credits that time gives back.</summary>
    private bool IsNoLoad()
    {
        var gained = (loop.Clock.NowMs - creditedMs) / AloneMs;
        creditedMs += gained * AloneMs;
        credits = (int)Math.Min(MaxBurst, credits + gained);
        if (credits == 0)
            return false;
        credits--;
        return true;
    }

    /// <summary>Room for one line.</summary>
    private Span<byte> Reserve(int count)
    {
        if (chunk is not null && count > chunk.Length - length)
            Flush();
        if (chunk is null)
            Begin(count);
        length += count;
        return chunk.AsSpan(length - count, count);
    }

    public void Flush()
    {
        timer?.Disarm();
        if (chunk is null)
            return;
        var full = chunk;
        if (length <= chunk.Length / 4)
        {
            // A few lines: the large buffer stays here, what waits for the writer is no larger than they are.
            full = LogWriter.Rent(length);
            chunk.AsSpan(0, length).CopyTo(full);
            spare = chunk;
        }

        LogWriter.HandOver(collector, full, length);
        chunk = null;
        length = 0;
    }

    private void Begin(int lineLength)
    {
        var size = Math.Max(lineLength, collector.BufferSize > 0 ? collector.BufferSize : TurnSize);
        chunk = spare is not null && spare.Length >= size ? spare : LogWriter.Rent(size);
        spare = null;
        if (collector.BufferSize == 0)
            loop.Defer(this);
        else if (collector.FlushMs > 0)
            (timer ??= new FlushTimer(this)).Arm(loop, collector.FlushMs);
    }

    private sealed class FlushTimer(LogFileBuffer buffer) : Core.Loop.Timer
    {
        protected override void OnExpired() => buffer.Flush();
    }
}

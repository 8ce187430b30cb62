using Engine.Core.Loop;

namespace Engine.Core.Log;

/// <summary>One worker's collected access lines of one file.</summary>
internal sealed class LogFileBuffer(LogFile file, EventLoop loop) : PostedEvent
{
    /// <summary>What a turn's lines are collected in when <c>buffer=</c> is not given.</summary>
    private const int TurnSize = 16 * 1024;

    private FlushTimer? timer;
    private byte[]? chunk;
    private int length;

    /// <summary>At the end of the turn: everything this turn logged goes out with one hand-over.</summary>
    public override void Invoke() => Flush();

    public void Append(ReadOnlySpan<byte> line)
    {
        if (chunk is not null && line.Length > chunk.Length - length)
            Flush();
        if (chunk is null)
            Begin(line.Length);
        line.CopyTo(chunk.AsSpan(length));
        length += line.Length;
    }

    public void Flush()
    {
        timer?.Disarm();
        if (chunk is null)
            return;
        LogWriter.HandOver(file, chunk, length);
        chunk = null;
        length = 0;
    }

    private void Begin(int lineLength)
    {
        chunk = LogWriter.Rent(Math.Max(lineLength, file.BufferSize > 0 ? file.BufferSize : TurnSize));
        if (file.BufferSize == 0)
            loop.Defer(this);
        else if (file.FlushMs > 0)
            (timer ??= new FlushTimer(this)).Arm(loop, file.FlushMs);
    }

    private sealed class FlushTimer(LogFileBuffer buffer) : Loop.Timer
    {
        protected override void OnExpired() => buffer.Flush();
    }
}

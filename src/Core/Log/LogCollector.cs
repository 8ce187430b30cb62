using Engine.Core.Loop;

namespace Engine.Core.Log;

/// <summary>Where collected lines are written; called by the log writer's thread, and by workers for a line that comes alone.</summary>
internal interface ILogSink
{
    void WriteOut(ReadOnlySpan<byte> collected);

    /// <summary>Lines are lost.</summary>
    void OnWriteFailed(int errno, int lost);
}

/// <summary>Collects each worker's access lines and hands them to the log writer.</summary>
internal sealed class LogCollector(ILogSink sink)
{
    private readonly LogFileBuffer?[] buffers = new LogFileBuffer?[EventLoop.MaxWorkers + 1];
    private long waitingBytes;

    /// <summary>Bytes that a worker collects before it hands them over; 0: each turn's lines at its end.</summary>
    public int BufferSize { get; set; }

    /// <summary>The longest that a collected line waits, in milliseconds; 0: until the buffer is full.</summary>
    public int FlushMs { get; set; }

    public ILogSink Sink => sink;

    /// <summary>The log writer holds none of its lines.</summary>
    public bool IsWritten => Interlocked.Read(ref waitingBytes) == 0;

    /// <summary>A worker that begins with the index of one that has ended has a buffer of its own: the other's loop does not turn any more.</summary>
    public LogFileBuffer BufferOf(EventLoop loop)
    {
        ref var buffer = ref buffers[loop.WorkerIndex + 1];
        if (buffer?.Loop != loop)
            buffer = new LogFileBuffer(this, loop);
        return buffer;
    }

    public void OnHandedOver(int length) => Interlocked.Add(ref waitingBytes, length);

    public void OnWritten(int length) => Interlocked.Add(ref waitingBytes, -length);

    public void Flush(EventLoop loop)
    {
        if (buffers[loop.WorkerIndex + 1] is { } buffer && buffer.Loop == loop)
            buffer.Flush();
    }
}

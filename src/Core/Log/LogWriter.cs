using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Engine.Core.Log;

/// <summary>
/// The thread that writes access logs. A line that comes alone the worker writes itself; under load the thread lingers after each round, longer
/// the longer the load lasts, so that the workers find it awake and pay no system call to wake it, and what came meanwhile goes out
/// in few writes.
/// </summary>
internal static class LogWriter
{
    /// <summary>Lines waiting for a disk that does not take them are dropped beyond this: a log must not eat the memory.</summary>
    private const long MaxQueuedBytes = 64 * 1024 * 1024;

    /// <summary>Rounds that follow each other this closely are load.</summary>
    private static readonly TimeSpan BusyInterval = TimeSpan.FromMilliseconds(2);

    private const int LingerMs = 1;
    private const int MaxLingerMs = 16;

    /// <summary>Lines of one sink go out in one write up to this size.</summary>
    private const int BatchSize = 64 * 1024;

    private static readonly ConcurrentQueue<Chunk> Queue = new();
    private static readonly SemaphoreSlim Wakes = new(0);
    private static long queuedBytes;
    private static int awake;
    private static int started;

    /// <summary>What waits is little: the disk takes it.</summary>
    public static bool KeepsUp => Interlocked.Read(ref queuedBytes) < BatchSize;

    public static byte[] Rent(int length) => ArrayPool<byte>.Shared.Rent(length);

    public static void HandOver(LogCollector from, byte[] bytes, int length)
    {
        if (Interlocked.Add(ref queuedBytes, length) > MaxQueuedBytes)
        {
            Interlocked.Add(ref queuedBytes, -length);
            ArrayPool<byte>.Shared.Return(bytes);
            from.Sink.OnWriteFailed(Engine.Interop.Libc.Errno.ENOBUFS, length);
            return;
        }

        from.OnHandedOver(length);
        Enqueue(new Chunk(from, bytes, length, null));
    }

    /// <summary>Waits until everything handed over so far is written, whatever comes behind it. For the control thread, never on a worker.</summary>
    public static void Drain()
    {
        if (Volatile.Read(ref started) == 0)
            return;
        var mark = new ManualResetEventSlim();
        Enqueue(new Chunk(null, [], 0, mark));
        mark.Wait();
    }

    private static void Enqueue(Chunk chunk)
    {
        Queue.Enqueue(chunk);
        if (Interlocked.Exchange(ref awake, 1) != 0)
            return;
        if (Interlocked.Exchange(ref started, 1) == 0)
            new Thread(Run) { IsBackground = true, Name = "engine log" }.Start();
        Wakes.Release();
    }

    private static void Run()
    {
        var batch = new byte[BatchSize];
        long lastRound = 0;
        while (true)
        {
            Wakes.Wait();
            var isBusy = Stopwatch.GetElapsedTime(lastRound) < BusyInterval;
            var lingerMs = isBusy ? LingerMs : 0;
            do
            {
                WriteQueued(batch);
                lastRound = Stopwatch.GetTimestamp();
                lingerMs = Math.Min(lingerMs * 2, MaxLingerMs);
            }
            while (Linger(lingerMs / 2));
        }
    }

    /// <summary>Whether more came while it lingered; if not, the next hand-over wakes the thread.</summary>
    private static bool Linger(int milliseconds)
    {
#pragma warning disable RS0030 // Its own thread, no worker.
        if (milliseconds > 0)
            Thread.Sleep(milliseconds);
#pragma warning restore RS0030
        if (!Queue.IsEmpty)
            return true;
        Volatile.Write(ref awake, 0);
        Interlocked.MemoryBarrier();
        return !Queue.IsEmpty && Interlocked.Exchange(ref awake, 1) == 0;
    }

    private static void WriteQueued(byte[] batch)
    {
        LogCollector? from = null;
        var length = 0;
        while (Queue.TryDequeue(out var chunk))
        {
            if (length > 0 && (chunk.From != from || length + chunk.Length > batch.Length))
            {
                WriteOut(from!, batch.AsSpan(0, length));
                length = 0;
            }

            from = chunk.From;
            if (from is null)
            {
                chunk.Mark!.Set();
                continue;
            }

            var bytes = chunk.Bytes.AsSpan(0, chunk.Length);
            if (bytes.Length > batch.Length)
            {
                WriteOut(from, bytes);
            }
            else
            {
                bytes.CopyTo(batch.AsSpan(length));
                length += bytes.Length;
            }

            ArrayPool<byte>.Shared.Return(chunk.Bytes);
        }

        if (length > 0)
            WriteOut(from!, batch.AsSpan(0, length));
    }

    private static void WriteOut(LogCollector from, ReadOnlySpan<byte> bytes)
    {
        from.Sink.WriteOut(bytes);
        from.OnWritten(bytes.Length);
        Interlocked.Add(ref queuedBytes, -bytes.Length);
    }

    /// <param name="From">Null of a mark: somebody waits until what stands before it is written.</param>
    private readonly record struct Chunk(LogCollector? From, byte[] Bytes, int Length, ManualResetEventSlim? Mark);
}

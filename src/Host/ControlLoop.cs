using System.Collections.Concurrent;
using Engine.Interop.Libc;

namespace Engine.Host;

/// <summary>
/// What a process's main thread does all its life: waits for signals, for descriptors, for calls that other threads post and for its
/// few deadlines, and handles them one after the other.
/// </summary>
internal sealed class ControlLoop : IDisposable
{
    private const int SignalSlot = 0;
    private const int WakeSlot = 1;
    private const int FirstWatched = 2;

    private readonly ConcurrentQueue<Action> posted = new();
    private readonly List<(int Fd, Action OnReadable)> watched = [];
    private readonly List<(long At, Action Call)> deadlines = [];
    private readonly Action<ReceivedSignal> onSignal;
    private readonly int signals;
    private readonly int wake;
    private int? exitCode;

    /// <param name="handled">Signals for <paramref name="onSignal"/>; they are blocked from here on in every thread.</param>
    public ControlLoop(ReadOnlySpan<int> handled, Action<ReceivedSignal> onSignal)
    {
        this.onSignal = onSignal;
        Signals.Block(handled);
        signals = SignalDescriptor.Open(handled);
        wake = Files.EventDescriptor();
        if (signals < 0 || wake < 0)
            throw new InvalidOperationException("signalfd() or eventfd() failed");
    }

    /// <summary>Queues a call, from any thread.</summary>
    public void Post(Action call)
    {
        posted.Enqueue(call);
        Files.Write(wake, [1, 0, 0, 0, 0, 0, 0, 0]);
    }

    /// <summary>Calls once, in so many milliseconds.</summary>
    public void After(long delayMs, Action call) => deadlines.Add((Environment.TickCount64 + delayMs, call));

    public void Watch(int fd, Action onReadable) => watched.Add((fd, onReadable));

    public void Unwatch(int fd) => watched.RemoveAll(entry => entry.Fd == fd);

    /// <summary>Ends <see cref="Run"/> when the present call returns.</summary>
    public void Exit(int code) => exitCode ??= code;

    /// <summary>Handles events until <see cref="Exit"/>; its code.</summary>
    public int Run()
    {
        while (exitCode is null)
            Turn();
        return exitCode.Value;
    }

    public void Dispose()
    {
        Files.Close(signals);
        Files.Close(wake);
    }

    private void Turn()
    {
        Span<int> descriptors = stackalloc int[FirstWatched + watched.Count];
        Span<bool> ready = stackalloc bool[descriptors.Length];
        descriptors[SignalSlot] = signals;
        descriptors[WakeSlot] = wake;
        for (var i = 0; i < watched.Count; i++)
            descriptors[FirstWatched + i] = watched[i].Fd;
        if (Polling.WaitReadable(descriptors, ready, UntilNextDeadline()) < 0)
            return;
        for (var i = FirstWatched; i < descriptors.Length; i++)
        {
            if (ready[i])
                OnReadable(descriptors[i]);
        }

        while (ready[SignalSlot] && exitCode is null && SignalDescriptor.TryRead(signals, out var signal))
            onSignal(signal);
        if (ready[WakeSlot])
            RunPosted();
        RunDeadlines();
    }

    private void OnReadable(int fd)
    {
        // A handler before may have ended the watch.
        var index = watched.FindIndex(entry => entry.Fd == fd);
        if (index >= 0)
            watched[index].OnReadable();
    }

    private void RunPosted()
    {
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        Files.Read(wake, counter);
        while (posted.TryDequeue(out var call))
            call();
    }

    private void RunDeadlines()
    {
        var now = Environment.TickCount64;
        foreach (var deadline in deadlines.Where(deadline => deadline.At <= now).ToArray())
        {
            deadlines.Remove(deadline);
            deadline.Call();
        }
    }

    private int UntilNextDeadline()
    {
        if (deadlines.Count == 0)
            return -1;
        return (int)Math.Clamp(deadlines.Min(static deadline => deadline.At) - Environment.TickCount64, 0, int.MaxValue);
    }
}

using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net.Datagrams;

/// <summary>A wait for a datagram socket; used again and again.</summary>
internal abstract class DatagramWait : Loop.Timer, IValueTaskSource<int>
{
    private LoopCompletion<int> completion;

    public bool IsWaiting { get; private set; }

    public int GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    public virtual void TryFinish(int result)
    {
        if (result is -Errno.EAGAIN or -Errno.EINTR || !IsWaiting)
            return;
        IsWaiting = false;
        Detach();
        completion.SetResult(result);
    }

    protected ValueTask<int> Begin()
    {
        Debug.Assert(!IsWaiting, "one at a time in each direction");
        completion.Reset();
        IsWaiting = true;
        return new ValueTask<int>(this, completion.Version);
    }

    protected override void OnExpired() => TryFinish(-Errno.ETIMEDOUT);
}

internal sealed class DatagramReceive : DatagramWait
{
    public Memory<byte> Buffer { get; private set; }

    public ValueTask<int> Wait(EventLoop loop, Memory<byte> buffer, int timeoutMs)
    {
        Buffer = buffer;
        Arm(loop, timeoutMs);
        return Begin();
    }

    /// <summary>Waits without a buffer, for a datagram to be there.</summary>
    public ValueTask<int> WaitForAny()
    {
        Buffer = default;
        return Begin();
    }
}

internal sealed class DatagramSend : DatagramWait
{
    public ReadOnlyMemory<byte> Datagram { get; private set; }

    public ValueTask<int> Wait(ReadOnlyMemory<byte> datagram)
    {
        Datagram = datagram;
        return Begin();
    }
}

using Engine.Core.Loop;
using Engine.Core.Net.Relay;

namespace Engine.Stream.Modules.Proxy;

/// <summary>What is counted of one direction of a <see cref="DatagramRelay"/>, and how its rate holds it back.</summary>
internal sealed class DatagramDirection(EventLoop loop)
{
    private readonly LoopDelay pause = new(loop);

    public RelayRate Rate { get; set; }

    /// <summary>Datagrams, and of the upstream also the error that ended it.</summary>
    public long Count { get; private set; }

    public long BytesRead { get; private set; }

    public long BytesSent { get; private set; }

    public bool IsPausing { get; private set; }

    public void Clear()
    {
        Rate = default;
        Count = BytesRead = BytesSent = 0;
    }

    public void OnRead(int bytes)
    {
        Count++;
        BytesRead += bytes;
    }

    public void OnSent(int bytes) => BytesSent += bytes;

    /// <summary>How long nothing may be read; 0 for no time.</summary>
    public long DelayMs() => Rate.DelayMs(BytesRead, loop.Clock.UnixSeconds);

    public async ValueTask Pause(long delayMs)
    {
        IsPausing = true;
        await pause.WaitAsync(delayMs);
        IsPausing = false;
    }

    public void EndPause()
    {
        if (IsPausing)
            pause.End();
    }
}

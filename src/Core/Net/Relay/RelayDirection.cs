using Engine.Core.Loop;

namespace Engine.Core.Net.Relay;

/// <summary>One direction of a relay: reads from one connection and writes to the other, piece by piece, without a buffer while it waits.</summary>
public sealed class RelayDirection
{
    private readonly ConnectionRelay relay;
    private readonly LoopDelay pause;
    private Connection from = null!;
    private Connection to = null!;
    private State state;
    private bool hasBegun;

    internal RelayDirection(ConnectionRelay relay, bool isUpload)
    {
        this.relay = relay;
        pause = new LoopDelay(relay.Loop);
        IsUpload = isUpload;
    }

    private enum State
    {
        Working,
        Reading,
        Writing,
        Pausing,
    }

    /// <summary>From the client to the upstream.</summary>
    public bool IsUpload { get; }

    /// <summary>Bytes that were read. Whoever read from the connection before may begin with the number of those: they count for the rate.</summary>
    public long Read { get; set; }

    /// <summary>Bytes that were passed on.</summary>
    public long Passed { get; set; }

    public RelayRate Rate { get; set; }

    internal bool IsPausing => state == State.Pausing;

    /// <summary>Forgets the connections and makes the counters as new.</summary>
    internal void Clear()
    {
        from = to = null!;
        Read = Passed = 0;
        Rate = default;
    }

    internal void Begin(Connection from, Connection to)
    {
        this.from = from;
        this.to = to;
        hasBegun = false;
        state = State.Working;
    }

    /// <summary>Moves bytes until this direction comes to its end or the relay is ended.</summary>
    internal async ValueTask Run()
    {
        var isLimited = Rate.IsLimited;
        from.ReceiveLimit = relay.Options.BufferSize;
        while (!relay.IsEnded)
        {
            if (isLimited)
            {
                if (Rate.DelayMs(Read, relay.Loop.Clock.UnixSeconds) is > 0 and var delay)
                {
                    await Wait(delay);
                    continue;
                }

                from.ReceiveLimit = ReceiveLimit();
            }

            var reading = from.Input.ReadAsync();
            if (!reading.IsCompleted)
                state = State.Reading;
            var read = await reading;
            state = State.Working;
            var count = (int)read.Buffer.Length;
            if (count == 0 || relay.IsEnded)
            {
                from.Input.AdvanceTo(read.Buffer.Start);
                if (!read.IsCompleted)
                    continue;
                if (!hasBegun && !relay.IsEnded)
                    OnFirstByte();
                relay.OnFinished(this);
                break;
            }

            OnRead(count);
            var writing = to.Output.WriteAsync(read.Buffer.First);
            if (!writing.IsCompleted)
                state = State.Writing;
            var written = await writing;
            state = State.Working;
            from.Input.AdvanceTo(read.Buffer.End);
            if (written.IsCompleted || written.IsCanceled)
            {
                relay.OnUnwritable(this, hasTimedOut: written.IsCanceled);
                break;
            }

            OnPassed(count);
            if (isLimited && Rate.PauseMs(count) is > 0 and var pauseMs)
                await Wait(pauseMs);
        }
    }

    /// <summary>Ends what the direction waits for; what it does then it has done when this returns.</summary>
    internal void Stop()
    {
        switch (state)
        {
            case State.Reading:
                from.Input.CancelPendingRead();
                break;
            case State.Writing:
                to.Output.CancelPendingFlush();
                break;
            case State.Pausing:
                pause.End();
                break;
        }
    }

    private void OnRead(int count)
    {
        if (!hasBegun)
            OnFirstByte();
        Read += count;
        relay.OnMoved();
    }

    private void OnFirstByte()
    {
        hasBegun = true;
        relay.Observer?.OnFirstByte(this);
    }

    private void OnPassed(int count)
    {
        Passed += count;
        relay.OnMoved();
    }

    private int ReceiveLimit()
    {
        var most = relay.Options.BufferSize > 0 ? relay.Options.BufferSize : int.MaxValue;
        return (int)Math.Min(most, Rate.Allowance(Read, relay.Loop.Clock.UnixSeconds));
    }

    private async ValueTask Wait(long delayMs)
    {
        state = State.Pausing;
        await pause.WaitAsync(delayMs);
        state = State.Working;
        relay.OnMoved();
    }
}

namespace Engine.Core.Loop;

/// <summary>
/// A deadline on a loop. Re-arming to a later time, as every request of a keep-alive connection does, only writes a field:
/// the wheel looks at the deadline again when the earlier one comes up.
/// </summary>
public abstract class Timer
{
    internal Timer? Previous;
    internal Timer? Next;
    internal int Slot = -1;

    /// <summary>When the wheel looks at the timer next; never later than <see cref="Deadline"/>.</summary>
    internal long Due;

    /// <summary>When it expires, in milliseconds of the loop clock; <see cref="long.MaxValue"/> when disarmed.</summary>
    internal long Deadline = long.MaxValue;

    /// <summary>Among equal deadlines the one armed first expires first.</summary>
    internal long Order;

    private const long MaxDelayMs = long.MaxValue / 4;

    private EventLoop? loop;

    public bool IsArmed => Deadline != long.MaxValue;

    /// <summary>Expires <paramref name="delayMs"/> from now, once; a timer that is armed already is moved.</summary>
    public void Arm(EventLoop owner, long delayMs)
    {
        Deadline = owner.Clock.NowMs + Math.Clamp(delayMs, 0, MaxDelayMs);
        Order = owner.Timers.NextOrder();
        if (Slot >= 0 && Due <= Deadline && loop == owner)
            return;
        if (Slot >= 0)
            loop!.Timers.Unlink(this);
        loop = owner;
        owner.Timers.Link(this, Deadline);
    }

    /// <summary>Not needed any more. The node stays where it is until its time comes, unless <see cref="Detach"/> takes it out.</summary>
    public void Disarm() => Deadline = long.MaxValue;

    /// <summary>Disarms and leaves the wheel, so that nothing refers to the timer's owner any more.</summary>
    public void Detach()
    {
        Deadline = long.MaxValue;
        if (Slot >= 0)
            loop!.Timers.Unlink(this);
    }

    protected abstract void OnExpired();

    internal void Expire()
    {
        Deadline = long.MaxValue;
        OnExpired();
    }
}

using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Http.Locations;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Timer;

/// <summary>A timer that has not expired, or expires again and again. Its function is in a table of Lua under its number.</summary>
internal sealed class PendingTimer : Core.Loop.Timer
{
    private readonly LuaTimers timers;
    private readonly NextTurn nextTurn;
    private EventLoop? loop;
    private long delayMs;
    private bool isRecurring;

    public PendingTimer(LuaTimers timers, int number)
    {
        this.timers = timers;
        Number = number;
        nextTurn = new NextTurn(this);
    }

    public int Number { get; }

    public bool IsPending { get; private set; }

    /// <summary>The error log of where it was created.</summary>
    public ErrorLog Log { get; private set; } = new();

    /// <summary>The connection it was created on, as log lines show it.</summary>
    public byte[]? Origin { get; private set; }

    /// <summary>The location of where it was created.</summary>
    public Location? Location { get; private set; }

    public void Begin(EventLoop owner, long delay, bool recurring, LuaHost? creator, ErrorLog fallback)
    {
        loop = owner;
        delayMs = delay;
        isRecurring = recurring;
        Log = creator?.Log ?? fallback;
        Origin = creator?.TimerOrigin;
        Location = creator?.Location;
        IsPending = true;
        Schedule();
    }

    public void EndEarly()
    {
        if (!IsPending)
            return;
        Drop();
        timers.OnExpired(this, premature: true);
    }

    public void Drop()
    {
        IsPending = false;
        Detach();
    }

    protected override void OnExpired()
    {
        if (!IsPending)
            return;
        IsPending = isRecurring;
        if (isRecurring)
            Schedule();
        timers.OnExpired(this, premature: false);
    }

    private void Schedule()
    {
        if (delayMs > 0)
            Arm(loop!, delayMs);
        else
            loop!.Defer(nextTurn);
    }

    /// <summary>A delay of 0: in the next turn, so that timers that create timers do not starve the loop.</summary>
    private sealed class NextTurn(PendingTimer timer) : PostedEvent
    {
        public override void Invoke() => timer.OnExpired();
    }
}

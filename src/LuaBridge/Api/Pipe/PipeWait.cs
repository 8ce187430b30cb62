using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Pipe;

/// <summary>The one light thread that waits for something of a started program.</summary>
internal sealed class PipeWait : LuaWait
{
    private LuaThread? thread;

    public bool IsBusy => thread is not null;

    /// <param name="timeoutMs">0: for ever.</param>
    public PipeStatus Begin(LuaThread waiting, long timeoutMs)
    {
        thread = waiting;
        waiting.Park(this, timeoutMs > 0 ? timeoutMs : -1);
        return PipeStatus.Waiting;
    }

    /// <summary>Nothing happens when nobody waits.</summary>
    public void End(PipeStatus status)
    {
        if (thread is not { } waiting)
            return;
        thread = null;
        waiting.Wake((int)status);
    }

    public override void OnTimeout(LuaThread waiting) => End(PipeStatus.Timeout);

    public override void OnCancelled(LuaThread waiting) => thread = null;
}

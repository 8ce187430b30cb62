namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>
/// Guards one shard of a dict, which all workers use. Held for a look-up and a copy, so whoever finds it taken tries again instead of
/// sleeping; the processor is given away only when its owner was interrupted.
/// </summary>
internal struct DictLock
{
    private const int SpinsBeforeYield = 40;

    private int taken;

    public void Enter()
    {
        if (Interlocked.CompareExchange(ref taken, 1, 0) != 0)
            EnterContended();
    }

    public bool TryEnter() => Interlocked.CompareExchange(ref taken, 1, 0) == 0;

    public void Exit() => Volatile.Write(ref taken, 0);

    private void EnterContended()
    {
        for (var spins = 1; ; spins++)
        {
            if (Volatile.Read(ref taken) == 0 && TryEnter())
                return;
            if (spins % SpinsBeforeYield == 0)
                System.Threading.Thread.Yield();
            else
                System.Threading.Thread.SpinWait(8);
        }
    }
}

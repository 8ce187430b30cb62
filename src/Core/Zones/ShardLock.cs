namespace Engine.Core.Zones;

/// <summary>
/// A lock around a few memory accesses: taken in one step when nobody has it, spun on otherwise. What it protects is one of many shards, so
/// that workers hardly ever meet.
/// </summary>
public struct ShardLock
{
    private int taken;

    public void Enter()
    {
        if (Interlocked.Exchange(ref taken, 1) != 0)
            Spin();
    }

    public void Exit() => Volatile.Write(ref taken, 0);

    private void Spin()
    {
        var wait = default(SpinWait);
        while (Volatile.Read(ref taken) != 0 || Interlocked.Exchange(ref taken, 1) != 0)
            wait.SpinOnce(sleep1Threshold: -1);
    }
}

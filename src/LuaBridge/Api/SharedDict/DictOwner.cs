using System.Runtime.CompilerServices;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>
/// The thread that has a dict for itself, until another one comes: it takes no lock. A locked instruction waits for every write before it, which
/// is most of what an operation costs. Whoever comes second pays for both with a barrier in all threads of the process; once that has happened
/// several times, the shards' locks guard the dict for good. All zero when there is no owner yet.
/// </summary>
internal struct DictOwner
{
    /// <summary>Once for the thread that loads the configuration, once more for a reload, and then there are several workers.</summary>
    private const int MostChanges = 3;

    /// <summary>Instead of a thread: nobody has it for itself any more.</summary>
    private const int Nobody = -1;

    /// <summary>Instead of a thread: it is being taken away from one.</summary>
    private const int Changing = -2;

    private int thread;
    private int inside;
    private int changes;

    /// <summary>True for the owner, until <see cref="TryExit"/>: nobody else is in any shard.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnter()
    {
        var me = Environment.CurrentManagedThreadId;
        if (Volatile.Read(ref thread) != me)
            return thread != Nobody && TryBecome(me);
        Volatile.Write(ref inside, 1);
        // The processor may read before the write is visible to others; who takes the dict away makes it visible, and looks then.
        if (Volatile.Read(ref thread) == me)
            return true;
        Volatile.Write(ref inside, 0);
        return TryBecome(me);
    }

    /// <summary>False when it was a shard's lock that was taken: there is no owner then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryExit()
    {
        if (inside == 0)
            return false;
        Volatile.Write(ref inside, 0);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryBecome(int me)
    {
        var found = Volatile.Read(ref thread);
        while (found != Nobody)
        {
            if (found == Changing)
                System.Threading.Thread.Yield();
            else if (Interlocked.CompareExchange(ref thread, found == 0 ? me : Changing, found) == found)
                return found == 0 ? TryEnter() : TakeAway(me);
            found = Volatile.Read(ref thread);
        }

        return false;
    }

    /// <summary>From a thread that may be inside, or about to be.</summary>
    private bool TakeAway(int me)
    {
        Interlocked.MemoryBarrierProcessWide();
        while (Volatile.Read(ref inside) != 0)
            System.Threading.Thread.Yield();
        var isOwned = changes++ < MostChanges;
        Volatile.Write(ref thread, isOwned ? me : Nobody);
        return isOwned && TryEnter();
    }
}

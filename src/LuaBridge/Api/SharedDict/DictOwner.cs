using System.Runtime.CompilerServices;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>
/// The thread that has a dict for itself, until another one comes: it takes no lock. A locked instruction waits for every write before it, which
/// is most of what an operation costs, and a server with one worker has no need of it. Whoever comes second pays for both with a barrier in all
/// threads of the process; once that has happened several times, the shards' locks guard the dict for good. All zero when there is no owner yet.
/// </summary>
internal struct DictOwner
{
    /// <summary>What <see cref="Enter"/> gives when there is no owner: a shard's lock is to be taken.</summary>
    public const int None = -1;

    /// <summary>Once for the thread that loads the configuration, once more for a reload, and then there are several workers.</summary>
    private const int Terms = 4;

    /// <summary>Instead of a thread: nobody has it for itself any more.</summary>
    private const int Nobody = -1;

    /// <summary>Instead of a thread: it is being taken away from one.</summary>
    private const int Changing = -2;

    /// <summary>The number of the owner's term, and its thread.</summary>
    private long state;

    /// <summary>Whether the owner of each term is inside. A word is that owner's alone: one that has lost the dict unawares disturbs nobody by it.</summary>
    private Words inside;

    /// <summary>The owner's term, for <see cref="Exit"/>: nobody else is in any shard until then. <see cref="None"/> when there is no owner.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Enter()
    {
        var found = Volatile.Read(ref state);
        var me = Environment.CurrentManagedThreadId;
        if ((int)found != me)
            return (int)found == Nobody ? None : Become(me);
        var term = (int)(found >> 32);
        Volatile.Write(ref inside[term], 1);
        // The processor may read before the write is visible to others; who takes the dict away makes it visible, and looks then.
        if (Volatile.Read(ref state) == found)
            return term;
        Volatile.Write(ref inside[term], 0);
        return Become(me);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit(int term) => Volatile.Write(ref inside[term], 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Become(int me)
    {
        while (true)
        {
            var found = Volatile.Read(ref state);
            var term = (int)(found >> 32);
            switch ((int)found)
            {
                case Nobody:
                    return None;
                case Changing:
                    System.Threading.Thread.Yield();
                    break;
                case 0 when Interlocked.CompareExchange(ref state, StateOf(term, me), found) == found:
                    return Enter();
                case not 0 when Interlocked.CompareExchange(ref state, StateOf(term, Changing), found) == found:
                    TakeAway(term, me);
                    return Enter();
            }
        }
    }

    /// <summary>From a thread that may be inside, or about to be.</summary>
    private void TakeAway(int term, int me)
    {
        Interlocked.MemoryBarrierProcessWide();
        while (Volatile.Read(ref inside[term]) != 0)
            System.Threading.Thread.Yield();
        Volatile.Write(ref state, term + 1 < Terms ? StateOf(term + 1, me) : StateOf(term, Nobody));
    }

    private static long StateOf(int term, int thread) => ((long)term << 32) | (uint)thread;

    [InlineArray(Terms)]
    private struct Words
    {
        private int first;
    }
}

using System.Numerics;

namespace Engine.Core.Loop;

/// <summary>
/// A hierarchical timing wheel: level n has 64 slots of 64^n milliseconds. Arming and disarming is O(1); a bitmap of
/// occupied slots per level tells the next time anything can be due.
/// </summary>
public sealed class TimerWheel
{
    private const int Levels = 6;
    private const int SlotBits = 6;
    private const int SlotCount = 1 << SlotBits;

    /// <summary>
    /// Deadlines further away than the wheel reaches (2 years) are looked at when its edge is reached. The last slot of the top
    /// level stays out of reach: once around, a deadline would share the slot of the present.
    /// </summary>
    private const long Reach = (SlotCount - 2L) << ((Levels - 1) * SlotBits);

    private static readonly Comparison<Timer> ByDeadline = static (a, b) =>
        a.Deadline != b.Deadline ? a.Deadline.CompareTo(b.Deadline) : a.Order.CompareTo(b.Order);

    private readonly Timer?[] slots = new Timer?[Levels * SlotCount];
    private readonly ulong[] occupied = new ulong[Levels];
    private readonly List<Timer> due = [];
    private long now;
    private long lastOrder;

    /// <summary>Timers linked, disarmed ones that were not reached yet included.</summary>
    public int Count { get; private set; }

    /// <summary>Milliseconds until something may be due; -1 when nothing is linked.</summary>
    public long UntilNext(long nowMs)
    {
        if (Count == 0)
            return -1;
        var next = long.MaxValue;
        for (var level = 0; level < Levels; level++)
            next = Math.Min(next, NextOf(level));
        return Math.Max(0, next - nowMs);
    }

    /// <summary>
    /// Expires what is due at <paramref name="nowMs"/>, in the order of the deadlines. What these arm anew, even for now, is for the
    /// next turn: a timer that re-arms itself must not starve the sockets.
    /// </summary>
    public void Advance(long nowMs)
    {
        Collect(nowMs);
        if (due.Count == 0)
            return;
        if (due.Count > 1)
            due.Sort(ByDeadline);
        // One that expires may disarm or move another: each is asked again.
        for (var i = 0; i < due.Count; i++)
        {
            if (due[i].Slot < 0 && due[i].Deadline <= nowMs)
                due[i].Expire();
        }

        due.Clear();
    }

    internal long NextOrder() => ++lastOrder;

    internal void Link(Timer timer, long due)
    {
        timer.Due = Math.Min(Math.Max(due, now), now + Reach);
        var level = LevelOf(timer.Due);
        var slot = (int)((timer.Due >> (level * SlotBits)) & (SlotCount - 1));
        occupied[level] |= 1UL << slot;
        timer.Slot = level * SlotCount + slot;
        ref var first = ref slots[timer.Slot];
        timer.Previous = null;
        timer.Next = first;
        if (first is not null)
            first.Previous = timer;
        first = timer;
        Count++;
    }

    internal void Unlink(Timer timer)
    {
        if (timer.Next is not null)
            timer.Next.Previous = timer.Previous;
        if (timer.Previous is not null)
            timer.Previous.Next = timer.Next;
        else if ((slots[timer.Slot] = timer.Next) is null)
            occupied[timer.Slot >> SlotBits] &= ~(1UL << (timer.Slot & (SlotCount - 1)));
        timer.Previous = timer.Next = null;
        timer.Slot = -1;
        Count--;
    }

    /// <summary>The highest digit (base 64) in which the time differs from now decides the level.</summary>
    private int LevelOf(long due)
    {
        var difference = (ulong)(due ^ now);
        return difference < SlotCount ? 0 : Math.Min(Levels - 1, BitOperations.Log2(difference) / SlotBits);
    }

    /// <summary>The start of the next occupied slot of a level, at or after now.</summary>
    private long NextOf(int level)
    {
        var bits = occupied[level];
        if (bits == 0)
            return long.MaxValue;
        var shift = level * SlotBits;
        var current = (int)((now >> shift) & (SlotCount - 1));
        var distance = BitOperations.TrailingZeroCount(BitOperations.RotateRight(bits, current));
        var start = ((now >> shift) + distance) << shift;
        return Math.Max(start, now);
    }

    /// <summary>Walks from slot to slot up to <paramref name="nowMs"/> and takes out what is due.</summary>
    private void Collect(long nowMs)
    {
        while (Count > 0)
        {
            var next = long.MaxValue;
            var nextLevel = 0;
            for (var level = 0; level < Levels; level++)
            {
                var candidate = NextOf(level);
                if (candidate >= next)
                    continue;
                next = candidate;
                nextLevel = level;
            }

            if (next > nowMs)
                break;
            now = next;
            Take(nextLevel);
        }

        now = Math.Max(now, nowMs);
    }

    /// <summary>Empties the slot of a level that time has reached: what is due comes out, the rest goes to where it belongs now.</summary>
    private void Take(int level)
    {
        var slot = level * SlotCount + (int)((now >> (level * SlotBits)) & (SlotCount - 1));
        var timer = slots[slot];
        slots[slot] = null;
        occupied[level] &= ~(1UL << (slot & (SlotCount - 1)));
        while (timer is not null)
        {
            var next = timer.Next;
            timer.Previous = timer.Next = null;
            timer.Slot = -1;
            Count--;
            if (timer.IsArmed && timer.Deadline > now)
                Link(timer, timer.Deadline);
            else if (timer.IsArmed)
                due.Add(timer);
            timer = next;
        }
    }
}

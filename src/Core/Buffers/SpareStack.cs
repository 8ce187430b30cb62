using System.Runtime.CompilerServices;

namespace Engine.Core.Buffers;

/// <summary>
/// Objects kept for the next use, the last one first: what was touched last is in the processor's caches. What Stack does beyond that is a
/// measurable part of a request.
/// </summary>
public sealed class SpareStack<T> where T : class
{
    // A structure around each: storing into an array of objects would check their type.
    private Slot[] slots = new Slot[4];

    public int Count { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPop([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        var last = Count - 1;
        if ((uint)last >= (uint)slots.Length)
        {
            item = null;
            return false;
        }

        ref var slot = ref slots[last];
        item = slot.Item!;
        slot.Item = null;
        Count = last;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(T item)
    {
        if (Count == slots.Length)
            Array.Resize(ref slots, Count * 2);
        slots[Count++].Item = item;
    }

    public bool Contains(T item)
    {
        foreach (var slot in slots.AsSpan(0, Count))
        {
            if (slot.Item == item)
                return true;
        }

        return false;
    }

    private struct Slot
    {
        public T? Item;
    }
}

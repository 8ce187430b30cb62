using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>The value of an entry that is a list: its first and last item.</summary>
internal unsafe struct DictList
{
    public DictItem* First;
    public DictItem* Last;
    public int Count;

    public void Push(DictItem* item, bool left)
    {
        if (Count++ == 0)
        {
            First = Last = item;
        }
        else if (left)
        {
            item->Next = First;
            First->Previous = item;
            First = item;
        }
        else
        {
            item->Previous = Last;
            Last->Next = item;
            Last = item;
        }
    }

    public DictItem* Pop(bool left)
    {
        var item = left ? First : Last;
        if (--Count == 0)
        {
            First = Last = null;
        }
        else if (left)
        {
            First = item->Next;
            First->Previous = null;
        }
        else
        {
            Last = item->Previous;
            Last->Next = null;
        }

        return item;
    }
}

/// <summary>An item of a list, in native memory: this structure and the value's bytes.</summary>
internal unsafe struct DictItem
{
    public DictItem* Next;
    public DictItem* Previous;
    public int Length;
    public DictType Type;

    /// <summary>What OpenResty spends on an item beside its value.</summary>
    private const int NominalHeader = 22;

    /// <summary>Where the value's bytes are.</summary>
    public readonly byte* ValueStart => (byte*)Unsafe.AsPointer(in this) + sizeof(DictItem);

    public readonly long Charge => ChargeOf(Length);

    public static long ChargeOf(int length) => DictMemory.ChargeOf(NominalHeader + length);

    public static DictItem* Allocate(DictValue value)
    {
        var item = (DictItem*)NativeMemory.Alloc((nuint)(sizeof(DictItem) + value.Length));
        *item = default;
        item->Type = value.Type;
        item->Length = value.Length;
        Buffer.MemoryCopy(value.Start, item + 1, value.Length, value.Length);
        return item;
    }

    public static void Free(DictItem* item) => NativeMemory.Free(item);
}

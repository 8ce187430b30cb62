using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>A value for Lua, at the start of the scratch buffer; its bytes follow. The same layout stands in shared_dict.lua.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DictReplyHead
{
    public double Number;
    public uint Flags;
    public int Type;
    public int Length;
    public int IsStale;
}

/// <summary>Takes the value of an entry while its shard is locked.</summary>
internal unsafe interface IDictReply
{
    /// <summary>The complement of a status; or more than that says, from 0 on. What a list is cannot be handed over.</summary>
    int Give(DictEntry* entry, bool isStale);
}

/// <summary>Hands values to Lua, in the scratch buffer.</summary>
internal readonly unsafe struct DictReply(ScratchBuffer scratch) : IDictReply
{
    /// <summary>The length of text that has no flags and is not stale, which stands alone; the complement of OK for a value with a head.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Give(DictEntry* entry, bool isStale)
    {
        if (entry->Type != DictType.String || entry->Flags != 0 || isStale)
            return GiveWithHead(entry, isStale);
        var length = entry->ValueLength;
        SmallBytes.Copy(entry->ValueStart, Room(length), length);
        return length;
    }

    public void Give(DictItem* item) => Write(item->Type, item->ValueStart, item->Length, 0, false);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int GiveWithHead(DictEntry* entry, bool isStale)
    {
        if (entry->Type == DictType.List)
            return ~(int)DictStatus.IsAList;
        Write(entry->Type, entry->ValueStart, entry->ValueLength, entry->Flags, isStale);
        return ~(int)DictStatus.Ok;
    }

    private void Write(DictType type, byte* value, int length, uint flags, bool isStale)
    {
        var head = (DictReplyHead*)Room(sizeof(DictReplyHead) + length);
        head->Type = (int)type;
        head->Flags = flags;
        head->IsStale = isStale ? 1 : 0;
        head->Length = length;
        if (type == DictType.String)
            SmallBytes.Copy(value, (byte*)(head + 1), length);
        else
            head->Number = *(double*)value;
    }

    private byte* Room(int size) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(scratch.Take(size)));
}

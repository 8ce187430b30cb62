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
    /// <summary>What a list is cannot be handed over.</summary>
    DictStatus Give(DictEntry* entry, long now);
}

/// <summary>Hands values to Lua.</summary>
internal readonly unsafe struct DictReply(ScratchBuffer scratch) : IDictReply
{
    /// <summary>What a list is cannot be handed over.</summary>
    public DictStatus Give(DictEntry* entry, long now)
    {
        if (entry->Type == DictType.List)
            return DictStatus.IsAList;
        Write(entry->Type, entry->Value, entry->Flags, entry->IsExpired(now));
        return DictStatus.Ok;
    }

    public void Give(DictItem* item) => Write(item->Type, item->Value, 0, false);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(DictType type, ReadOnlySpan<byte> value, uint flags, bool isStale)
    {
        var isText = type == DictType.String;
        var target = scratch.Take(sizeof(DictReplyHead) + (isText ? value.Length : 0));
        fixed (byte* start = &MemoryMarshal.GetReference(target))
        fixed (byte* from = &MemoryMarshal.GetReference(value))
        {
            var head = (DictReplyHead*)start;
            head->Type = (int)type;
            head->Flags = flags;
            head->IsStale = isStale ? 1 : 0;
            head->Length = value.Length;
            if (isText)
                SmallBytes.Copy(from, (byte*)(head + 1), value.Length);
            else
                head->Number = *(double*)from;
        }
    }
}

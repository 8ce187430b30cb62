using System.Runtime.InteropServices;
using Engine.LuaBridge.Api.SharedDict;

namespace Engine.LuaBridge.Exports;

/// <summary>Hands a value to the places that lua-resty-core's shdict module gives: text to its buffer, or to memory of malloc when that is too small.</summary>
internal readonly unsafe struct DictBufferReply(int* type, byte** text, nuint* textLength, double* number, int* flags, int* staleFlag) : IDictReply
{
    public int Give(DictEntry* entry, bool isStale)
    {
        if (entry->Type == DictType.List)
            return ~(int)DictStatus.IsAList;
        *type = (int)entry->Type;
        *flags = (int)entry->Flags;
        *staleFlag = isStale ? 1 : 0;
        switch (entry->Type)
        {
            case DictType.Number:
                *number = entry->Number;
                break;
            case DictType.Boolean:
                **text = entry->Number is 0 ? (byte)0 : (byte)1;
                *textLength = 1;
                break;
            default:
                CopyText(entry->Value);
                break;
        }

        return ~(int)DictStatus.Ok;
    }

    private void CopyText(ReadOnlySpan<byte> value)
    {
        if ((nuint)value.Length > *textLength)
            *text = (byte*)NativeMemory.Alloc((nuint)value.Length);
        *textLength = (nuint)value.Length;
        value.CopyTo(new Span<byte>(*text, value.Length));
    }
}

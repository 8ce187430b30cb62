using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Loop;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>What a value is; the numbers of Lua's own types, which shared_dict.lua knows too.</summary>
internal enum DictType : byte
{
    Nil = 0,
    Boolean = 1,
    Number = 3,
    String = 4,
    List = 5,
}

/// <summary>Neighbours in the order of use. A shard has one too, which closes the circle.</summary>
internal unsafe struct DictLink
{
    public DictLink* Newer;
    public DictLink* Older;
}

/// <summary>A key with its value, in native memory: this structure, the key's bytes, the value's.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DictEntry
{
    /// <summary>The first, so that a link of the circle is an entry.</summary>
    public DictLink Use;

    /// <summary>The next of the same bucket.</summary>
    public DictEntry* Next;

    /// <summary>Milliseconds since 1970; 0 when it does not expire.</summary>
    public long ExpiresMs;

    public uint Hash;
    public uint Flags;
    public int ValueLength;

    /// <summary>The bytes there are for a value.</summary>
    public int Room;

    public ushort KeyLength;
    public DictType Type;

    /// <summary>Of the shard when the entry was made or last looked at.</summary>
    public uint Generation;

    /// <summary>What OpenResty spends on an entry beside key and value.</summary>
    private const int NominalHeader = 69;

    public readonly ReadOnlySpan<byte> Key => new(KeyStart, KeyLength);

    public readonly ReadOnlySpan<byte> Value => new(ValueStart, ValueLength);

    /// <summary>Where the value's bytes are.</summary>
    public readonly byte* ValueStart => KeyStart + Aligned(KeyLength);

    public readonly double Number
    {
        get => *(double*)ValueStart;
        set => *(double*)ValueStart = value;
    }

    public readonly ref DictList List => ref *(DictList*)ValueStart;

    public readonly long Charge => DictMemory.ChargeOf(NominalHeader + KeyLength + Room);

    private readonly byte* KeyStart => (byte*)Unsafe.AsPointer(in this) + sizeof(DictEntry);

    public static long ChargeOf(int keyLength, int valueLength) => DictMemory.ChargeOf(NominalHeader + keyLength + valueLength);

    public static DictEntry* Allocate(uint hash, DictKey key, int room)
    {
        var entry = (DictEntry*)NativeMemory.Alloc((nuint)(sizeof(DictEntry) + Aligned(key.Length) + room));
        *entry = default;
        entry->Hash = hash;
        entry->KeyLength = (ushort)key.Length;
        entry->Room = room;
        Buffer.MemoryCopy(key.Start, entry->KeyStart, key.Length, key.Length);
        return entry;
    }

    public static void Free(DictEntry* entry) => NativeMemory.Free(entry);

    /// <summary>There is room for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetValue(DictValue value)
    {
        Type = value.Type;
        ValueLength = value.Length;
        SmallBytes.Copy(value.Start, ValueStart, value.Length);
    }

    /// <summary>The clock is read only where there is a time to compare with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsExpired(LoopClock clock) => ExpiresMs != 0 && ExpiresMs < clock.UnixMs;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsFor(uint hash, DictKey key) =>
        Hash == hash && KeyLength == key.Length && SmallBytes.AreEqual(KeyStart, key.Start, key.Length);

    /// <summary>There is room for a value of that length, and not so much that memory would be wasted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Fits(int length) => length == Room || (length < Room && ChargeOf(KeyLength, length) == Charge);

    private static int Aligned(int length) => (length + 7) & ~7;
}

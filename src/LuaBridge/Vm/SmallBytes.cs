using System.Runtime.CompilerServices;

namespace Engine.LuaBridge.Vm;

/// <summary>
/// Copies and compares texts that are mostly a few bytes long, such as keys: for those a call costs more than the work. Up to sixteen bytes go
/// by two reads that may overlap.
/// </summary>
internal static unsafe class SmallBytes
{
    private const int Most = 16;

    /// <summary>The two must not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* from, byte* to, int length)
    {
        if (length > Most)
            Buffer.MemoryCopy(from, to, length, length);
        else if (length >= sizeof(ulong))
            CopyAs<ulong>(from, to, length);
        else if (length >= sizeof(uint))
            CopyAs<uint>(from, to, length);
        else
            CopyTiny(from, to, length);
    }

    /// <summary>Whether two texts of the same length are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreEqual(byte* left, byte* right, int length)
    {
        if (length > Most)
            return new ReadOnlySpan<byte>(left, length).SequenceEqual(new ReadOnlySpan<byte>(right, length));
        if (length >= sizeof(ulong))
            return ((*(ulong*)left ^ *(ulong*)right) | (*(ulong*)(left + length - sizeof(ulong)) ^ *(ulong*)(right + length - sizeof(ulong)))) == 0;
        if (length >= sizeof(uint))
            return ((*(uint*)left ^ *(uint*)right) | (*(uint*)(left + length - sizeof(uint)) ^ *(uint*)(right + length - sizeof(uint)))) == 0;
        return AreTinyEqual(left, right, length);
    }

    /// <summary>A text of one to two numbers' size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyAs<TNumber>(byte* from, byte* to, int length)
        where TNumber : unmanaged
    {
        var last = length - sizeof(TNumber);
        var end = *(TNumber*)(from + last);
        *(TNumber*)to = *(TNumber*)from;
        *(TNumber*)(to + last) = end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyTiny(byte* from, byte* to, int length)
    {
        if (length == 0)
            return;
        var (middle, end) = (from[length >> 1], from[length - 1]);
        to[0] = from[0];
        to[length >> 1] = middle;
        to[length - 1] = end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreTinyEqual(byte* left, byte* right, int length) =>
        length == 0 || (left[0] == right[0] && left[length >> 1] == right[length >> 1] && left[length - 1] == right[length - 1]);
}

using Engine.Core.Buffers;

namespace Engine.LuaBridge.Vm;

/// <summary>Room for a name that is looked up and not kept: code that reads a variable or a header again and again takes no memory for it.</summary>
internal static class NameBuffer
{
    /// <summary>Longer names take memory of the request.</summary>
    private const int Longest = 256;

    [ThreadStatic]
    private static byte[]? kept;

    /// <summary>Valid until the next name is looked up on this thread.</summary>
    public static ByteString Take(ByteArena arena, int length, out Span<byte> bytes)
    {
        if (length > Longest)
            return arena.Allocate(length, out bytes);
        var buffer = kept ??= new byte[Longest];
        bytes = buffer.AsSpan(0, length);
        return new ByteString(buffer, 0, length);
    }
}

using System.Buffers.Binary;
using Engine.Core.Buffers;

namespace Engine.Http.Modules.ArrayVar;

/// <summary>An array in the bytes of a variable: each element behind its length (4 bytes). Any other bytes are found out while reading, never trusted.</summary>
internal static class ArrayValue
{
    public const int Prefix = sizeof(int);

    /// <summary>Appends an element at <paramref name="written"/>; there must be room.</summary>
    public static void Append(Span<byte> output, ref int written, ReadOnlySpan<byte> element)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output[written..], element.Length);
        element.CopyTo(output[(written + Prefix)..]);
        written += Prefix + element.Length;
    }

    /// <summary>The number of elements; -1 when the bytes are no array.</summary>
    public static int Count(ByteString array)
    {
        var count = 0;
        while (!array.IsEmpty)
        {
            if (!TryTake(ref array, out _))
                return -1;
            count++;
        }

        return count;
    }

    /// <summary>Takes the first element off.</summary>
    public static bool TryTake(ref ByteString array, out ByteString element)
    {
        element = default;
        if (array.Length < Prefix)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(array.Span);
        if (length < 0 || length > array.Length - Prefix)
            return false;
        element = array.Slice(Prefix, length);
        array = array.Slice(Prefix + length, array.Length - Prefix - length);
        return true;
    }
}

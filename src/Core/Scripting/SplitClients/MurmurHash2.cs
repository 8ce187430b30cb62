using System.Buffers.Binary;

namespace Engine.Core.Scripting.SplitClients;

/// <summary>Austin Appleby's MurmurHash2, 32 bits, as nginx seeds it: with the length alone.</summary>
internal static class MurmurHash2
{
    private const uint Multiplier = 0x5BD1E995;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (uint)bytes.Length;
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Multiplier;
            word ^= word >> 24;
            hash = (hash * Multiplier) ^ (word * Multiplier);
        }

        if (!bytes.IsEmpty)
        {
            for (var i = bytes.Length - 1; i >= 0; i--)
                hash ^= (uint)bytes[i] << (8 * i);
            hash *= Multiplier;
        }

        hash ^= hash >> 13;
        hash *= Multiplier;
        return hash ^ (hash >> 15);
    }
}

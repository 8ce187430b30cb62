using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>The hash of keys: by multiplication of eight bytes a step, seeded per process so that nobody can choose keys that collide.</summary>
internal static class DictHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    public static uint Of(ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ (ulong)key.Length;
        for (; key.Length > 8; key = key[8..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key), Multiplier ^ Seed);
        hash = Mix(hash ^ Rest(key), Multiplier);
        return (uint)(hash ^ (hash >> 32));
    }

    /// <summary>The last eight bytes or less as a number; overlapping reads spare a loop.</summary>
    private static ulong Rest(ReadOnlySpan<byte> key) => key.Length switch
    {
        8 => BinaryPrimitives.ReadUInt64LittleEndian(key),
        >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(key) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(key[^4..]) << 32),
        > 0 => key[0] | ((ulong)key[key.Length / 2] << 8) | ((ulong)key[^1] << 16),
        _ => 0,
    };

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Engine.Core.Zones;

/// <summary>
/// A key of any length in 16 bytes: short ones as they are, longer ones as their SipHash with a key of this process, so that no client can
/// find two that fall together.
/// </summary>
public readonly record struct ZoneKey(UInt128 Value)
{
    /// <summary>A short key leaves room for its length.</summary>
    private const int MaxVerbatim = 15;

    private static readonly UInt128 Secret = BinaryPrimitives.ReadUInt128LittleEndian(RandomNumberGenerator.GetBytes(16));

    public static ZoneKey Of(ReadOnlySpan<byte> key)
    {
        if (key.Length > MaxVerbatim)
            return new ZoneKey(SipHash.Hash128(key, Secret) | UInt128.One << 127);
        UInt128 value = 0;
        foreach (var part in key)
            value = (value << 8) | part;
        return new ZoneKey(value | (UInt128)key.Length << 120);
    }

    /// <summary>For the choice of shard and bucket.</summary>
    internal ulong Scramble()
    {
        const ulong multiplier = 0x9E37_79B9_7F4A_7C15;
        var mixed = ((ulong)(Value >> 64) ^ (ulong)(Secret >> 64)) * multiplier;
        mixed = (mixed ^ mixed >> 32 ^ (ulong)Value ^ (ulong)Secret) * multiplier;
        return mixed ^ mixed >> 29;
    }
}

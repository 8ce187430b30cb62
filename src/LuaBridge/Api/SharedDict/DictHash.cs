using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>The hash of keys: by multiplication of eight bytes a step, seeded per process so that nobody can choose keys that collide.</summary>
internal static unsafe class DictHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>Who hashes keeps it at hand: that it is made when it is first read costs a check each time.</summary>
    public static ulong Seed { get; } = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(byte* start, int length, ulong seed)
    {
        var hash = seed ^ (ulong)length;
        var at = start;
        var left = length;
        for (; left > 8; at += 8, left -= 8)
            hash = Mix(hash ^ *(ulong*)at, Multiplier ^ seed);
        hash = Mix(hash ^ Rest(at, left), Multiplier);
        return (uint)(hash ^ (hash >> 32));
    }

    /// <summary>The last eight bytes or less as a number; overlapping reads spare a loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Rest(byte* at, int length)
    {
        if (length >= 4)
            return *(uint*)at | ((ulong)*(uint*)(at + length - 4) << 32);
        return length > 0 ? at[0] | ((ulong)at[length >> 1] << 8) | ((ulong)at[length - 1] << 16) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong left, ulong right)
    {
        // The low half is multiplied once more: the one that comes with the high half goes by way of memory.
        var high = Math.BigMul(left, right, out _);
        return high ^ (left * right);
    }
}

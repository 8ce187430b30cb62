using System.Buffers.Binary;
using System.Security.Cryptography;
using Engine.Core.Zones;

namespace Engine.Http.Modules.AuthBasic;

/// <summary>
/// Passwords that have fitted their slow hashes, so that a client that sends its own with each request pays once. Kept as digests under a
/// key of this process; another hash in the file is another entry, so nothing outlives a change.
/// </summary>
internal static class VerifiedPasswords
{
    private const int Capacity = 4096;

    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);
    private static readonly ZoneTable<byte> Digests = new(Capacity);

    public static bool Contains(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> password)
    {
        using var access = Digests.Open(KeyOf(hash, password));
        return access.Find() >= 0;
    }

    public static void Add(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> password)
    {
        using var access = Digests.Open(KeyOf(hash, password));
        if (access.Find() >= 0)
            return;
        if (access.IsFull)
            access.Remove(access.Oldest);
        access.Add();
    }

    private static ZoneKey KeyOf(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> password)
    {
        byte[] both = [.. hash, 0, .. password];
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Secret, both, digest);
        return new ZoneKey(BinaryPrimitives.ReadUInt128LittleEndian(digest));
    }
}

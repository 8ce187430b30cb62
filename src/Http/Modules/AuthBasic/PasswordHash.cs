using System.Security.Cryptography;
using Engine.Core.Text;
using Engine.Http.Parsing;
using Engine.Interop.Libcrypt;

namespace Engine.Http.Modules.AuthBasic;

/// <summary>The forms of hashes that password files hold: {PLAIN}, {SHA}, {SSHA}, $apr1$, and whatever crypt(3) of the system knows.</summary>
internal static class PasswordHash
{
    /// <summary>Whether checking takes no time worth speaking of.</summary>
    public static bool IsCheap(ReadOnlySpan<byte> hash) => hash.StartsWith("{PLAIN}"u8) || hash.StartsWith("{SHA}"u8) || hash.StartsWith("{SSHA}"u8);

    public static bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> password)
    {
        if (hash.StartsWith("{PLAIN}"u8))
            return CryptographicOperations.FixedTimeEquals(hash["{PLAIN}"u8.Length..], password);
        if (hash.StartsWith("{SHA}"u8))
            return VerifySha(hash["{SHA}"u8.Length..], password);
        if (hash.StartsWith("{SSHA}"u8))
            return VerifySha(hash["{SSHA}"u8.Length..], password);
        if (hash.StartsWith("$apr1$"u8))
            return CryptographicOperations.FixedTimeEquals(hash, Apr1.Hash(password, Apr1.SaltOf(hash)));
        return Crypt.TryHash(password, hash, out var computed) && CryptographicOperations.FixedTimeEquals(hash, computed);
    }

    /// <summary>Base64 of a SHA-1 digest, and behind it the salt that was hashed behind the password.</summary>
#pragma warning disable CA5350 // The file's author chose it.
    private static bool VerifySha(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> password)
    {
        var decoded = new byte[encoded.Length];
        var length = Base64Text.Decode(encoded, decoded, Base64Text.Standard);
        if (length < SHA1.HashSizeInBytes)
            return false;
        byte[] salted = [.. password, .. decoded.AsSpan(SHA1.HashSizeInBytes, length - SHA1.HashSizeInBytes)];
        return CryptographicOperations.FixedTimeEquals(decoded.AsSpan(0, SHA1.HashSizeInBytes), SHA1.HashData(salted));
    }
#pragma warning restore CA5350
}

using System.Security.Cryptography;

namespace Engine.Http.Modules.AuthBasic;

/// <summary>Apache's variant of the MD5-based password hash: htpasswd's default.</summary>
internal static class Apr1
{
    private const int Rounds = 1000;
    private const int MaxSalt = 8;

    /// <summary>What stands between "$apr1$" and the next "$".</summary>
    public static ReadOnlySpan<byte> SaltOf(ReadOnlySpan<byte> hash)
    {
        var salt = hash["$apr1$"u8.Length..];
        var end = salt.IndexOf((byte)'$');
        salt = end < 0 ? salt : salt[..end];
        return salt[..Math.Min(salt.Length, MaxSalt)];
    }

    /// <summary>"$apr1$salt$" and 22 characters.</summary>
#pragma warning disable CA5351 // The file's author chose it.
    public static byte[] Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var digest = First(md5, password, salt);
        for (var round = 0; round < Rounds; round++)
        {
            md5.AppendData(round % 2 != 0 ? password : digest);
            if (round % 3 != 0)
                md5.AppendData(salt);
            if (round % 7 != 0)
                md5.AppendData(password);
            md5.AppendData(round % 2 != 0 ? digest : password);
            digest = md5.GetHashAndReset();
        }

        return [.. "$apr1$"u8, .. salt, (byte)'$', .. Encode(digest)];
    }

    private static byte[] First(IncrementalHash md5, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt)
    {
        md5.AppendData(password);
        md5.AppendData(salt);
        md5.AppendData(password);
        var inner = md5.GetHashAndReset();
        md5.AppendData(password);
        md5.AppendData("$apr1$"u8);
        md5.AppendData(salt);
        for (var left = password.Length; left > 0; left -= inner.Length)
            md5.AppendData(inner.AsSpan(0, Math.Min(left, inner.Length)));
        // One byte for each bit of the length: a zero, or the password's first.
        for (var bits = password.Length; bits > 0; bits >>= 1)
            md5.AppendData((bits & 1) != 0 ? "\0"u8 : password[..1]);
        return md5.GetHashAndReset();
    }
#pragma warning restore CA5351

    /// <summary>Six bits a character, low ones first, over bytes in the order that crypt chose.</summary>
    private static byte[] Encode(byte[] digest)
    {
        ReadOnlySpan<byte> order = [0, 6, 12, 1, 7, 13, 2, 8, 14, 3, 9, 15, 4, 10, 5];
        var text = new List<byte>(22);
        for (var i = 0; i < order.Length; i += 3)
            Append(text, digest[order[i]] << 16 | digest[order[i + 1]] << 8 | digest[order[i + 2]], 4);
        Append(text, digest[11], 2);
        return [.. text];
    }

    private static void Append(List<byte> text, int bits, int count)
    {
        ReadOnlySpan<byte> alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8;
        for (; count > 0; count--, bits >>= 6)
            text.Add(alphabet[bits & 63]);
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Engine.Http.Modules.EncryptedSession;

/// <summary>A session: MD5 of text and time, then both in AES-256-CBC. The time (8 bytes, seconds) is when it ends.</summary>
public static class SessionCipher
{
    private const int TimeSize = sizeof(long);

    /// <summary>Room for the session of a text, and for the text of a session.</summary>
    public static int Room(int length) => checked(length + MD5.HashSizeInBytes + TimeSize + 16);

    /// <summary>The length of the session; -1 without a key.</summary>
    public static int Encrypt(ReadOnlySpan<byte> text, Span<byte> output, EncryptedSessionConf conf, long now)
    {
        if (conf.Key.Value.Length == 0)
            return -1;
        Span<byte> plain = new byte[text.Length + TimeSize];
        text.CopyTo(plain);
        BinaryPrimitives.WriteInt64BigEndian(plain[text.Length..], now + conf.Expires.Value);
        Digest(plain, output);
        using var cipher = Aes.Create();
        cipher.Key = conf.Key.Value;
        return MD5.HashSizeInBytes + cipher.EncryptCbc(plain, conf.Iv.Value, output[MD5.HashSizeInBytes..]);
    }

    /// <summary>The length of the text; -1 without a key, for a session that is none, was changed or is over.</summary>
    public static int Decrypt(ReadOnlySpan<byte> session, Span<byte> output, EncryptedSessionConf conf, long now)
    {
        var encrypted = session.Length - MD5.HashSizeInBytes;
        if (conf.Key.Value.Length == 0 || encrypted <= 0 || encrypted % 16 != 0)
            return -1;
        using var cipher = Aes.Create();
        cipher.Key = conf.Key.Value;
        // Without padding: a wrong one is no exception then.
        var length = cipher.DecryptCbc(session[MD5.HashSizeInBytes..], conf.Iv.Value, output, PaddingMode.None);
        var padding = output[length - 1];
        if (padding is 0 or > 16)
            return -1;
        var plain = output[..(length - padding)];
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        Digest(plain, hash);
        if (plain.Length < TimeSize || !CryptographicOperations.FixedTimeEquals(hash, session[..MD5.HashSizeInBytes]))
            return -1;
        var text = plain.Length - TimeSize;
        return BinaryPrimitives.ReadInt64BigEndian(plain[text..]) > now ? text : -1;
    }

#pragma warning disable CA5351 // The format has it.
    private static void Digest(ReadOnlySpan<byte> text, Span<byte> output) => MD5.HashData(text, output);
#pragma warning restore CA5351
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using Engine.Interop.OpenSsl;

namespace Engine.Http.Modules.EncryptedSession;

/// <summary>A session: MD5 of text and time, then both in AES-256-CBC. The time (8 bytes, seconds) is when it ends; 0 is never.</summary>
public static class SessionCipher
{
    private const int TimeSize = sizeof(long);

    /// <summary>Room for the session of a text, and for the text of a session.</summary>
    public static int Room(int length) => checked(length + Digest.Md5.Size + TimeSize + Aes256Cbc.BlockSize);

    /// <summary>The length of the session; -1 without a key.</summary>
    public static int Encrypt(ReadOnlySpan<byte> text, Span<byte> output, EncryptedSessionConf conf, long now)
    {
        if (conf.Key.Value.Length == 0)
            return -1;
        var encrypted = output[Digest.Md5.Size..];
        var plain = encrypted[..(text.Length + TimeSize)];
        text.CopyTo(plain);
        BinaryPrimitives.WriteInt64BigEndian(plain[text.Length..], conf.Expires.Value == 0 ? 0 : now + conf.Expires.Value);
        Digest.Md5.Compute(plain, output);
        var length = Aes256Cbc.Encrypt(plain, conf.Key.Value, conf.Iv.Value, encrypted);
        return length < 0 ? -1 : Digest.Md5.Size + length;
    }

    /// <summary>The length of the text; -1 without a key, for a session that is none, was changed or is over.</summary>
    public static int Decrypt(ReadOnlySpan<byte> session, Span<byte> output, EncryptedSessionConf conf, long now)
    {
        var encrypted = session.Length - Digest.Md5.Size;
        if (conf.Key.Value.Length == 0 || encrypted <= 0 || encrypted % Aes256Cbc.BlockSize != 0)
            return -1;
        var length = Aes256Cbc.Decrypt(session[Digest.Md5.Size..], conf.Key.Value, conf.Iv.Value, output);
        if (length != encrypted)
            return -1;
        var padding = output[length - 1];
        if (padding is 0 or > Aes256Cbc.BlockSize)
            return -1;
        var plain = output[..(length - padding)];
        Span<byte> hash = stackalloc byte[Digest.Md5.Size];
        Digest.Md5.Compute(plain, hash);
        if (plain.Length < TimeSize || !CryptographicOperations.FixedTimeEquals(hash, session[..Digest.Md5.Size]))
            return -1;
        var text = plain.Length - TimeSize;
        var end = BinaryPrimitives.ReadInt64BigEndian(plain[text..]);
        return end == 0 || end > now ? text : -1;
    }
}

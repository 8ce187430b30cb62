using System.Runtime.InteropServices;

namespace Engine.Interop.OpenSsl;

/// <summary>
/// A digest algorithm of OpenSSL (EVP_DigestInit(3)). It is looked up once, when it is first used, and each thread has one context that is used again: for
/// the short texts that names and keys are, the look-up and the context cost several times what the digest does.
/// </summary>
public sealed unsafe partial class Digest
{
    [ThreadStatic]
    private static nint context;

    private readonly Lazy<nint> algorithm;

    private Digest(string name, int size)
    {
        Size = size;
        algorithm = new Lazy<nint>(() => Find(name));
    }

    /// <summary>RFC 1321: 16 bytes. For names and old formats; it protects nothing.</summary>
    public static Digest Md5 { get; } = new("MD5", 16);

    /// <summary>RFC 3174: 20 bytes. The same holds.</summary>
    public static Digest Sha1 { get; } = new("SHA1", 20);

    /// <summary>Bytes of a digest.</summary>
    public int Size { get; }

    /// <summary>Writes the digest of a text.</summary>
    /// <param name="output">At least <see cref="Size"/> bytes.</param>
    public void Compute(ReadOnlySpan<byte> text, Span<byte> output)
    {
        if (output.Length < Size)
            throw new ArgumentException("too short", nameof(output));
        if (context == 0)
            context = EVP_MD_CTX_new();
        fixed (byte* from = text)
        fixed (byte* to = output)
        {
            if (EVP_DigestInit_ex2(context, algorithm.Value, null) != 1 || EVP_DigestUpdate(context, from, (nuint)text.Length) != 1
                || EVP_DigestFinal_ex(context, to, null) != 1)
                throw new InvalidOperationException(OpenSslError.Take());
        }
    }

    /// <summary>The same in hexadecimal digits, lower case.</summary>
    /// <param name="output">At least twice <see cref="Size"/>.</param>
    public void ComputeHex(ReadOnlySpan<byte> text, Span<byte> output)
    {
        Span<byte> digest = stackalloc byte[Size];
        Compute(text, digest);
        if (!Convert.TryToHexStringLower(digest, output, out _))
            throw new ArgumentException("too short", nameof(output));
    }

    private static nint Find(string name)
    {
        var found = EVP_MD_fetch(0, name, null);
        return found != 0 ? found : throw new PlatformNotSupportedException($"OpenSSL has no {name}");
    }

    [LibraryImport(OpenSslError.Crypto, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint EVP_MD_fetch(nint library, string name, byte* properties);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(OpenSslError.Crypto)]
    private static partial int EVP_DigestInit_ex2(nint context, nint algorithm, void* parameters);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial int EVP_DigestUpdate(nint context, byte* text, nuint length);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial int EVP_DigestFinal_ex(nint context, byte* output, uint* written);
}

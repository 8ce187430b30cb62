using System.Runtime.InteropServices;

namespace Engine.Interop.OpenSsl;

/// <summary>AES with 256 bits in CBC mode (EVP_CipherInit_ex(3)). Each thread has one context that is used again: a call allocates nothing.</summary>
public static unsafe partial class Aes256Cbc
{
    public const int KeySize = 32;
    public const int BlockSize = 16;

    [ThreadStatic]
    private static nint context;

    /// <summary>Encrypts with padding (PKCS 7).</summary>
    /// <param name="output">Up to a block longer than the text; may be the place where the text is.</param>
    /// <returns>The length of the output; -1 when OpenSSL fails.</returns>
    public static int Encrypt(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, Span<byte> output) =>
        output.Length < text.Length + BlockSize ? throw new ArgumentException("too short", nameof(output)) : Run(text, key, iv, output, isEncrypting: true);

    /// <summary>Decrypts whole blocks; the padding stays behind the text.</summary>
    /// <returns>The length of the output; -1 when OpenSSL fails.</returns>
    public static int Decrypt(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, Span<byte> output) =>
        output.Length < blocks.Length + BlockSize ? throw new ArgumentException("too short", nameof(output)) : Run(blocks, key, iv, output, isEncrypting: false);

    private static int Run(ReadOnlySpan<byte> input, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, Span<byte> output, bool isEncrypting)
    {
        if (key.Length != KeySize || iv.Length != BlockSize)
            throw new ArgumentException("wrong size of key or initialization vector", nameof(key));
        if (context == 0)
            context = EVP_CIPHER_CTX_new();
        int first = 0, last = 0;
        fixed (byte* from = input)
        fixed (byte* keyBytes = key)
        fixed (byte* ivBytes = iv)
        fixed (byte* to = output)
        {
            var isDone = EVP_CipherInit_ex(context, EVP_aes_256_cbc(), 0, keyBytes, ivBytes, isEncrypting ? 1 : 0) == 1
                && EVP_CIPHER_CTX_set_padding(context, isEncrypting ? 1 : 0) == 1
                && EVP_CipherUpdate(context, to, &first, from, input.Length) == 1
                && EVP_CipherFinal_ex(context, to + first, &last) == 1;
            if (isDone)
                return first + last;
        }

        OpenSslError.Clear();
        return -1;
    }

    [LibraryImport(OpenSslError.Crypto)]
    private static partial nint EVP_CIPHER_CTX_new();

    [LibraryImport(OpenSslError.Crypto)]
    private static partial nint EVP_aes_256_cbc();

    [LibraryImport(OpenSslError.Crypto)]
    private static partial int EVP_CipherInit_ex(nint context, nint cipher, nint engine, byte* key, byte* iv, int isEncrypting);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial int EVP_CIPHER_CTX_set_padding(nint context, int isPadded);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial int EVP_CipherUpdate(nint context, byte* output, int* written, byte* input, int length);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial int EVP_CipherFinal_ex(nint context, byte* output, int* written);
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Engine.Interop.OpenSsl;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Hash;

/// <summary>Checksums and digests. MD5 and SHA-1 are what the API offers; nothing of the server relies on their strength.</summary>
internal static unsafe class HashApi
{
    public static readonly LuaApi Api = new(
        "Api/Hash/hash.lua",
        new LuaFunction("uint32_t crc32(const char *text, int length)", (delegate* unmanaged<byte*, int, uint>)&Checksum),
        new LuaFunction("void md5(const char *text, int length)", (delegate* unmanaged<byte*, int, void>)&Md5),
        new LuaFunction("void md5_hex(const char *text, int length)", (delegate* unmanaged<byte*, int, void>)&Md5Hex),
        new LuaFunction("void sha1(const char *text, int length)", (delegate* unmanaged<byte*, int, void>)&Sha1),
        new LuaFunction("void hmac_sha1(const char *key, int key_length, const char *text, int length)", (delegate* unmanaged<byte*, int, byte*, int, void>)&HmacSha1));

    [UnmanagedCallersOnly]
    private static uint Checksum(byte* text, int length) => Crc32.Of(new ReadOnlySpan<byte>(text, length));

    [UnmanagedCallersOnly]
    private static void Md5(byte* text, int length) => Digest.Md5.Compute(new ReadOnlySpan<byte>(text, length), Scratch);

    [UnmanagedCallersOnly]
    private static void Md5Hex(byte* text, int length) => Digest.Md5.ComputeHex(new ReadOnlySpan<byte>(text, length), Scratch);

    [UnmanagedCallersOnly]
    private static void Sha1(byte* text, int length) => Digest.Sha1.Compute(new ReadOnlySpan<byte>(text, length), Scratch);

#pragma warning disable CA5350 // The function is named after its algorithm.
    [UnmanagedCallersOnly]
    private static void HmacSha1(byte* key, int keyLength, byte* text, int length) =>
        HMACSHA1.HashData(new ReadOnlySpan<byte>(key, keyLength), new ReadOnlySpan<byte>(text, length), Scratch);
#pragma warning restore CA5350

    private static Span<byte> Scratch => LuaVm.Current.Scratch.Take(64);
}

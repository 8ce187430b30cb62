using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Engine.LuaBridge.Api.Hash;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.hash.</summary>
internal static unsafe class HashExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_crc32_short")]
    private static uint ShortChecksum(byte* text, nuint length) => Crc32.Of(Span(text, length));

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_crc32_long")]
    private static uint LongChecksum(byte* text, nuint length) => Crc32.Of(Span(text, length));

#pragma warning disable CA5350, CA5351 // The functions are named after their algorithms.
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_md5_bin")]
    private static void Md5(byte* text, nuint length, byte* digest) => MD5.HashData(Span(text, length), new Span<byte>(digest, MD5.HashSizeInBytes));

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_md5")]
    private static void Md5Hex(byte* text, nuint length, byte* hex)
    {
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(Span(text, length), digest);
        Convert.TryToHexStringLower(digest, new Span<byte>(hex, 2 * MD5.HashSizeInBytes), out _);
    }

    /// <summary>1: the algorithm is built in.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_sha1_bin")]
    private static int Sha1(byte* text, nuint length, byte* digest)
    {
        SHA1.HashData(Span(text, length), new Span<byte>(digest, SHA1.HashSizeInBytes));
        return 1;
    }
#pragma warning restore CA5350, CA5351
}

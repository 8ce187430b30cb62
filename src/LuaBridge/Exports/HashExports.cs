using System.Runtime.InteropServices;
using Engine.Interop.OpenSsl;
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

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_md5_bin")]
    private static void Md5(byte* text, nuint length, byte* digest) => Digest.Md5.Compute(Span(text, length), new Span<byte>(digest, Digest.Md5.Size));

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_md5")]
    private static void Md5Hex(byte* text, nuint length, byte* hex) =>
        Digest.Md5.ComputeHex(Span(text, length), new Span<byte>(hex, 2 * Digest.Md5.Size));

    /// <summary>1: the algorithm is built in.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_sha1_bin")]
    private static int Sha1(byte* text, nuint length, byte* digest)
    {
        Digest.Sha1.Compute(Span(text, length), new Span<byte>(digest, Digest.Sha1.Size));
        return 1;
    }
}

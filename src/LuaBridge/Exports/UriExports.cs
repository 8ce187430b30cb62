using System.Runtime.InteropServices;
using Engine.Http.Parsing;
using Engine.LuaBridge.Api.Uri;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.uri and resty.core.utils.</summary>
internal static unsafe class UriExports
{
    private const uint LargestPart = 256 << 20;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_uri_escaped_length")]
    private static nuint EscapedLength(byte* text, nuint length, int type) => (nuint)LuaEscape.Length(Span(text, length), Known(type));

    /// <summary>The target has room for what <see cref="EscapedLength"/> says.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_escape_uri")]
    private static void Escape(byte* text, nuint length, byte* target, int type)
    {
        // What is escaped may be longer than a span can be.
        while (length > 0)
        {
            var part = Span(text, nuint.Min(length, LargestPart));
            var written = LuaEscape.Length(part, Known(type));
            LuaEscape.Write(part, 0, new Span<byte>(target, (int)written), Known(type));
            text += part.Length;
            target += written;
            length -= (nuint)part.Length;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_unescape_uri")]
    private static nuint Unescape(byte* text, nuint length, byte* target) =>
        (nuint)UriEscape.Unescape(Span(text, length), new Span<byte>(target, (int)length), UnescapeKind.Component);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_str_replace_char")]
    private static void ReplaceByte(byte* text, nuint length, byte find, byte replacement) => new Span<byte>(text, (int)length).Replace(find, replacement);

    /// <summary>lua-resty-core has checked it; other callers may not.</summary>
    private static int Known(int type) => type is >= 0 and <= LuaEscape.LastType ? type : LuaEscape.Component;
}

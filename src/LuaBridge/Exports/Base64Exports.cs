using System.Runtime.InteropServices;
using Engine.Core.Text;
using Engine.LuaBridge.Api.Base64;
using Engine.LuaBridge.Vm;
using Codec = System.Buffers.Text.Base64;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.base64 and ngx.base64.</summary>
internal static unsafe class Base64Exports
{
    /// <summary>The target has room for the padded text, or without padding for just the text.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_encode_base64")]
    private static nuint Encode(byte* text, nuint length, byte* target, int noPadding)
    {
        if (noPadding == 0)
            return (nuint)Base64Text.Encode(Span(text, length), new Span<byte>(target, Codec.GetMaxEncodedToUtf8Length((int)length)), isPadded: true);
        var whole = (int)length / 3 * 3;
        var written = Base64Text.Encode(Span(text, (nuint)whole), new Span<byte>(target, Codec.GetMaxEncodedToUtf8Length(whole)), isPadded: true);
        Span<byte> tail = stackalloc byte[4];
        var last = tail[..Base64Text.Encode(Span(text, length)[whole..], tail, isPadded: false)];
        last.CopyTo(new Span<byte>(target + written, last.Length));
        return (nuint)(written + last.Length);
    }

    /// <summary>0: not base64.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_decode_base64")]
    private static int Decode(byte* text, nuint length, byte* target, nuint* targetLength) =>
        Finish(Base64Text.Decode(Span(text, length), new Span<byte>(target, (int)length), Base64Text.Standard), targetLength);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_decode_base64mime")]
    private static int DecodeMime(byte* text, nuint length, byte* target, nuint* targetLength) =>
        Finish(DecodeMime(Span(text, length), target), targetLength);

    [UnmanagedCallersOnly(EntryPoint = "ngx_encode_base64url")]
    private static void EncodeUrl(FfiString* target, FfiString* text) =>
        target->Length = (nuint)Base64Text.EncodeUrl(text->Span, target->Span);

    /// <summary>-1: not base64.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_decode_base64url")]
    private static nint DecodeUrl(FfiString* target, FfiString* text)
    {
        var length = Base64Text.Decode(text->Span, target->Span, Base64Text.Url);
        if (length < 0)
            return FfiStatus.Error;
        target->Length = (nuint)length;
        return FfiStatus.Ok;
    }

    /// <summary>The target has no room for the characters that are skipped, so that work is done elsewhere.</summary>
    private static int DecodeMime(ReadOnlySpan<byte> text, byte* target)
    {
        var room = LuaVm.Current.Scratch.Take(text.Length);
        var length = Base64Text.DecodeMime(text, room);
        if (length > 0)
            room[..length].CopyTo(new Span<byte>(target, length));
        return length;
    }

    private static int Finish(int decoded, nuint* targetLength)
    {
        *targetLength = (nuint)Math.Max(0, decoded);
        return decoded < 0 ? 0 : 1;
    }
}

using System.Runtime.InteropServices;
using Engine.Core.Text;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Base64;

/// <summary>ngx.encode_base64 and its kin, and the module ngx.base64.</summary>
internal static unsafe class Base64Api
{
    public static readonly LuaApi Api = new(
        "Api/Base64/base64.lua",
        new LuaFunction("int encode(const char *text, int length, int padded)", (delegate* unmanaged<byte*, int, int, int>)&Encode),
        new LuaFunction("int encode_url(const char *text, int length)", (delegate* unmanaged<byte*, int, int>)&EncodeUrl),
        new LuaFunction("int decode(const char *text, int length)", (delegate* unmanaged<byte*, int, int>)&Decode),
        new LuaFunction("int decode_url(const char *text, int length)", (delegate* unmanaged<byte*, int, int>)&DecodeUrl),
        new LuaFunction("int decode_mime(const char *text, int length)", (delegate* unmanaged<byte*, int, int>)&DecodeMime));

    [UnmanagedCallersOnly]
    private static int Encode(byte* text, int length, int padded) => Base64Text.Encode(new(text, length), Room(length), padded != 0);

    [UnmanagedCallersOnly]
    private static int EncodeUrl(byte* text, int length) => Base64Text.EncodeUrl(new(text, length), Room(length));

    /// <summary>-1: not base64.</summary>
    [UnmanagedCallersOnly]
    private static int Decode(byte* text, int length) => Base64Text.Decode(new(text, length), LuaVm.Current.Scratch.Take(length), Base64Text.Standard);

    [UnmanagedCallersOnly]
    private static int DecodeUrl(byte* text, int length) => Base64Text.Decode(new(text, length), LuaVm.Current.Scratch.Take(length), Base64Text.Url);

    [UnmanagedCallersOnly]
    private static int DecodeMime(byte* text, int length) => Base64Text.DecodeMime(new(text, length), LuaVm.Current.Scratch.Take(length));

    private static Span<byte> Room(int length) => LuaVm.Current.Scratch.Take(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(length));
}

using System.Runtime.InteropServices;
using Engine.Http.Parsing;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Uri;

/// <summary>Percent-encoding of strings and of query strings.</summary>
internal static unsafe class UriApi
{
    public static readonly LuaApi Api = new(
        "Api/Uri/uri.lua",
        new LuaFunction("int escape(const char *text, int length, int type)", (delegate* unmanaged<byte*, int, int, int>)&Escape),
        new LuaFunction("int unescape(const char *text, int length)", (delegate* unmanaged<byte*, int, int>)&Unescape),
        new LuaFunction("int decode_args(const char *text, int length, int max)", (delegate* unmanaged<byte*, int, int, int>)&DecodeArgs));

    /// <summary>The length of the escaped text, which is in the scratch buffer; -1: nothing had to be escaped; -2: it is longer than a string can be.</summary>
    [UnmanagedCallersOnly]
    private static int Escape(byte* text, int length, int type)
    {
        var source = new ReadOnlySpan<byte>(text, length);
        var escaped = LuaEscape.Length(source, type);
        if (escaped == length)
            return -1;
        if (escaped > Array.MaxLength)
            return -2;
        LuaEscape.Write(source, LuaVm.Current.Scratch.Take((int)escaped), type);
        return (int)escaped;
    }

    [UnmanagedCallersOnly]
    private static int Unescape(byte* text, int length) =>
        UriEscape.Unescape(new ReadOnlySpan<byte>(text, length), LuaVm.Current.Scratch.Take(length), UnescapeKind.Component);

    /// <summary>The number of pairs in the scratch buffer, see <see cref="ArgumentList"/>; negative (-1 - number) when there were more.</summary>
    [UnmanagedCallersOnly]
    private static int DecodeArgs(byte* text, int length, int max) =>
        ArgumentList.Decode(new ReadOnlySpan<byte>(text, length), max, LuaVm.Current.Scratch);
}

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

    /// <summary>Room for the longest escaped form of such a text is taken without counting.</summary>
    private const int ShortText = 1024;

    /// <summary>The length of the escaped text, which is in the scratch buffer; -1: nothing had to be escaped; -2: it is longer than a string can be.</summary>
    [UnmanagedCallersOnly]
    private static int Escape(byte* text, int length, int type)
    {
        var source = new ReadOnlySpan<byte>(text, length);
        var plain = LuaEscape.PlainLength(source, type);
        if (plain < 0)
            return -1;
        var room = length <= ShortText ? 3 * length : LuaEscape.Length(source, type);
        return room > Array.MaxLength ? -2 : LuaEscape.Write(source, plain, LuaVm.Current.Scratch.Take((int)room), type);
    }

    [UnmanagedCallersOnly]
    private static int Unescape(byte* text, int length) =>
        UriEscape.Unescape(new ReadOnlySpan<byte>(text, length), LuaVm.Current.Scratch.Take(length), UnescapeKind.Component);

    /// <summary>The number of pairs in the scratch buffer, see <see cref="ArgumentList"/>; negative (-1 - number) when there were more.</summary>
    [UnmanagedCallersOnly]
    private static int DecodeArgs(byte* text, int length, int max) =>
        ArgumentList.Decode(new ReadOnlySpan<byte>(text, length), max, LuaVm.Current.Scratch);
}

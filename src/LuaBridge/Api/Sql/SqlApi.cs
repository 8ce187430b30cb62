using System.Runtime.InteropServices;
using Engine.Http.Modules.SetMisc;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Sql;

/// <summary>ngx.quote_sql_str.</summary>
internal static unsafe class SqlApi
{
    public static readonly LuaApi Api = new(
        "Api/Sql/sql.lua",
        new LuaFunction("int quote(const char *text, int length)", (delegate* unmanaged<byte*, int, int>)&Quote));

    /// <summary>The length of the text with its escapes, which is in the scratch buffer; -1: it has none; -2: it is longer than a string can be.</summary>
    [UnmanagedCallersOnly]
    private static int Quote(byte* text, int length)
    {
        var source = new ReadOnlySpan<byte>(text, length);
        var at = source.IndexOfAny(SqlEscape.Bytes);
        if (at < 0)
            return -1;
        if (length > Array.MaxLength / 2)
            return -2;
        var output = LuaVm.Current.Scratch.Take(2 * length);
        var written = 0;
        for (; at >= 0; at = source.IndexOfAny(SqlEscape.Bytes))
        {
            source[..at].CopyTo(output[written..]);
            written += at;
            output[written++] = (byte)'\\';
            output[written++] = SqlEscape.Of(source[at]);
            source = source[(at + 1)..];
        }

        source.CopyTo(output[written..]);
        return written + source.Length;
    }
}

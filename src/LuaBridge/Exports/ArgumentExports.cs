using System.Runtime.InteropServices;
using Engine.LuaBridge.Api.Req;
using Engine.LuaBridge.Api.Uri;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx.req.get_uri_args of resty.core.request.</summary>
internal static unsafe class ArgumentExports
{
    private const int DefaultMax = 100;

    /// <summary>How many pairs there may be; a negative max is the default one, 0 is none.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_get_uri_args_count")]
    private static int Count(nint request, int max, int* truncated)
    {
        *truncated = 0;
        if (Lua is not { } lua)
            return FfiStatus.BadContext;
        var query = lua.Request.Arguments.Span;
        if (query.IsEmpty)
            return 0;
        max = max < 0 ? DefaultMax : max;
        var count = query.Count((byte)'&') + 1;
        if (max == 0 || count <= max)
            return count;
        *truncated = 1;
        Rejection.Begin(lua, max, "arguments");
        return max;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_get_querystring_len")]
    private static nuint QueryLength(nint request) =>
        (nuint)(Lua?.Request.Arguments.Length ?? 0);

    /// <summary>The number of pairs; their unescaped bytes are in the buffer, which has room for the query. A value of length -1 is true.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_get_uri_args")]
    private static int Get(nint request, byte* buffer, FfiPair* pairs, int max)
    {
        if (Lua is not { } lua)
            return 0;
        var query = lua.Request.Arguments.Span;
        var (count, seen) = (0, 0);
        while (!query.IsEmpty && seen < max)
        {
            var pair = ArgumentList.TakePair(ref query, out _);
            seen++;
            var room = new Span<byte>(buffer, pair.Length);
            if (!ArgumentList.TryUnescape(pair, room, out var nameLength, out var valueLength))
                continue;
            pairs[count].Name = new FfiText { Bytes = buffer, Length = nameLength };
            pairs[count].Value = new FfiText { Bytes = buffer + nameLength, Length = valueLength };
            buffer += nameLength + Math.Max(0, valueLength);
            count++;
        }

        return count;
    }
}

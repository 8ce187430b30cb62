using System.Runtime.InteropServices;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.param: ngx.arg.</summary>
internal static unsafe class ParamExports
{
    /// <summary>Length 0 when there is no such argument.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_get_setby_param")]
    private static void GetArgument(nint request, int index, byte** value, nuint* length)
    {
        *length = 0;
        if (Lua is { } lua && index >= 1 && index <= lua.SetArguments.Length)
            Give(lua.Vm, lua.SetArguments[index - 1].Span, value, length);
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_get_body_filter_param_eof")]
    private static int IsLast(nint request) =>
        Lua is { BodyChunk.IsLast: true } ? 1 : 0;

    /// <summary>Again: the caller asks for the bytes with a buffer of that size.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_get_body_filter_param_body")]
    private static int GetBody(nint request, byte** body, nuint* length)
    {
        *length = (nuint)(Lua?.BodyChunk.Bytes.Length ?? 0);
        return *length == 0 ? FfiStatus.Ok : FfiStatus.Again;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_copy_body_filter_param_body")]
    private static int CopyBody(nint request, byte* target)
    {
        if (Lua is not { } lua)
            return FfiStatus.Error;
        var body = lua.BodyChunk.Bytes.Span;
        body.CopyTo(new Span<byte>(target, body.Length));
        return FfiStatus.Ok;
    }
}

using System.Runtime.InteropServices;
using System.Text;
using Engine.LuaBridge.Api.Var;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.var.</summary>
internal static unsafe class VarExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_var_get")]
    private static int Get(nint request, byte* name, nuint length, byte* lower, int capture, byte** value, nuint* valueLength, byte** error)
    {
        if (Lua is not { } lua)
            return FailWithoutRequest(error);
        if (name is null ? !VarApi.TryGetCapture(lua.Request, capture, out var found) : !VarApi.TryGet(lua.Request, Span(name, length), out found))
            return FfiStatus.Declined;
        Give(lua.Vm, found.Span, value, valueLength);
        return FfiStatus.Ok;
    }

    /// <summary>A null value makes the variable empty.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_var_set")]
    private static int Set(nint request, byte* name, nuint length, byte* lower, byte* value, nuint valueLength, byte* error, nuint* errorLength)
    {
        if (Lua is not { } lua)
            return Fail(error, errorLength, "API disabled in the current context"u8);
        switch (VarApi.Assign(lua.Request, Span(name, length), value, valueLength))
        {
            case VarApi.SetResult.Unknown:
                var text = Encoding.UTF8.GetString(name, (int)length);
                return Fail(
                    error, errorLength,
                    $"variable \"{text}\" not found for writing; maybe it is a built-in variable that is not changeable or you forgot to use \"set ${text} '';\" in the config file to define it first");
            case VarApi.SetResult.NotChangeable:
                return Fail(error, errorLength, $"variable \"{Encoding.UTF8.GetString(name, (int)length)}\" not changeable");
            default:
                return FfiStatus.Ok;
        }
    }
}

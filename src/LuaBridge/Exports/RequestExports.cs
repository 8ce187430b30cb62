using System.Runtime.InteropServices;
using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.LuaBridge.Api.Req;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.request: the request's line and fields.</summary>
internal static unsafe class RequestExports
{
    private const int DefaultMax = 100;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_start_time")]
    private static double StartTime(nint request) =>
        (Lua?.Request.StartUnixMs ?? 0) / 1000.0;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_is_internal")]
    private static int IsInternal(nint request) =>
        Lua is not { } lua ? FfiStatus.BadContext : lua.Request.IsInternal ? 1 : 0;

    /// <summary>nginx's number of the method, 1 for one that it does not know.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_get_method")]
    private static int GetMethod(nint request) =>
        Lua is { } lua ? (int)lua.Request.Method : FfiStatus.BadContext;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_get_method_name")]
    private static int GetMethodName(nint request, byte** name, nuint* length)
    {
        if (Lua is not { } lua)
            return FfiStatus.BadContext;
        Give(lua.Vm, lua.Request.MethodName.Span, name, length);
        return FfiStatus.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_set_method")]
    private static int SetMethod(nint request, int method)
    {
        if (Lua is not { } lua)
            return FfiStatus.BadContext;
        return ReqApi.ChangeMethod(lua.Request, (HttpMethod)method) ? FfiStatus.Ok : FfiStatus.Declined;
    }

    /// <summary>A negative max is the default one, 0 is none.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_get_headers_count")]
    private static int CountHeaders(nint request, int max, int* truncated)
    {
        *truncated = 0;
        if (Lua is not { } lua)
            return FfiStatus.BadContext;
        max = max < 0 ? DefaultMax : max;
        var count = lua.Request.Headers.Count;
        if (max == 0 || count <= max)
            return count;
        *truncated = 1;
        Rejection.Begin(lua, max, "header lines");
        return max;
    }

    /// <summary>Names are in lower case unless they are wanted raw.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_get_headers")]
    private static int GetHeaders(nint request, FfiPair* pairs, int count, int raw)
    {
        if (Lua is not { } lua)
            return FfiStatus.Error;
        count = Math.Clamp(count, 0, lua.Request.Headers.Count);
        var fields = lua.Request.Headers.Span[..count];
        var size = 0;
        foreach (ref readonly var field in fields)
            size += field.Name.Length + field.Value.Length;
        var room = lua.Vm.Scratch.Take(size);
        for (var i = 0; i < count; i++)
        {
            var name = fields[i].Name.Span;
            if (raw != 0)
                name.CopyTo(room);
            else
                LowerCase.Copy(name, room);
            pairs[i].Name = new FfiText { Bytes = Literal(room), Length = name.Length };
            room = room[name.Length..];
            fields[i].Value.Span.CopyTo(room);
            pairs[i].Value = new FfiText { Bytes = Literal(room), Length = fields[i].Value.Length };
            room = room[fields[i].Value.Length..];
        }

        return FfiStatus.Ok;
    }

    /// <summary>Sets, adds or, without any value, removes fields.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_set_header")]
    private static int SetHeader(
        nint request, byte* name, nuint length, byte* value, nuint valueLength, FfiText* values, nuint valueCount, int replace, byte** error)
    {
        if (Lua is not { } lua)
            return FfiStatus.BadContext;
        if (lua.Request.Version < 1000)
            return FfiStatus.Declined;
        var key = Span(name, length);
        var mode = replace != 0 ? FieldChange.Replace : FieldChange.Add;
        if (values is null)
        {
            RequestFields.Set(lua.Request, key, Span(value, valueLength), (int)(value is null ? FieldChange.Remove : mode));
            return FfiStatus.Ok;
        }

        if (replace != 0)
            RequestFields.Set(lua.Request, key, default, (int)FieldChange.Remove);
        for (var i = 0; i < (int)valueCount; i++)
            RequestFields.Set(lua.Request, key, values[i].Span, (int)FieldChange.Add);
        return FfiStatus.Ok;
    }
}

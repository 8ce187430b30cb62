using System.Runtime.InteropServices;
using Engine.Core.Log;
using Engine.LuaBridge.Api.Header;
using Engine.LuaBridge.Phases;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.response: ngx.header.</summary>
internal static unsafe class ResponseExports
{
    /// <summary>What the function on macOS takes as one structure, whose compilers pass many arguments in another way than LuaJIT.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SetParameters
    {
        public nint Request;
        public byte* Name;
        public nuint NameLength;
        public int IsNil;
        public byte* Value;
        public nuint ValueLength;
        public FfiText* Values;
        public nuint ValueCount;
        public int Replace;
        public byte** Error;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_set_resp_header")]
    private static int Set(
        nint request, byte* name, nuint length, int isNil, byte* value, nuint valueLength, FfiText* values, nuint valueCount, int replace, byte** error) =>
        Change(Span(name, length), isNil != 0, Span(value, valueLength), new ReadOnlySpan<FfiText>(values, (int)valueCount), value is null, replace != 0, error);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_set_resp_header_macos")]
    private static int SetOnMacOS(SetParameters* p) => Change(
        Span(p->Name, p->NameLength), p->IsNil != 0, Span(p->Value, p->ValueLength), new ReadOnlySpan<FfiText>(p->Values, (int)p->ValueCount), p->Value is null, p->Replace != 0, p->Error);

    /// <summary>How many lines there are of that name; their values are in the array.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_get_resp_header")]
    private static int Get(nint request, byte* name, nuint length, byte* room, FfiText* values, int max, byte** error)
    {
        if (Lua is not { } lua)
            return FfiStatus.BadContext;
        var key = ResponseFields.NameOf(lua, Span(name, length));
        var (count, size) = (0, 0);
        for (; count < max && ResponseFields.TryGet(lua.Request, key, count, out var value); count++)
            size += value.Length;
        var bytes = lua.Vm.Scratch.Take(size);
        for (var i = 0; i < count && ResponseFields.TryGet(lua.Request, key, i, out var value); i++)
        {
            value.Span.CopyTo(bytes);
            values[i] = new FfiText { Bytes = Literal(bytes), Length = value.Length };
            bytes = bytes[value.Length..];
        }

        return count;
    }

    private static int Change(
        ReadOnlySpan<byte> name, bool isNil, ReadOnlySpan<byte> value, ReadOnlySpan<FfiText> values, bool isList, bool replace, byte** error)
    {
        if (Lua is not { } lua)
            return FfiStatus.BadContext;
        var request = lua.Request;
        if (request.IsHeaderSent)
        {
            request.Log.Write(LogLevel.Error, request, $"attempt to set ngx.header.HEADER after sending out response headers");
            return FfiStatus.Declined;
        }

        var key = ResponseFields.NameOf(lua, name);
        lua.HasContentType |= ResponseFields.IsContentType(key);
        if (isNil || (isList && replace))
            ResponseFields.Remove(request, key);
        if (isNil)
            return FfiStatus.Ok;
        if (!isList)
            return ResponseFields.Set(request, key, value, add: !replace) ? FfiStatus.Ok : Refuse(lua, name, error);
        foreach (var item in values)
        {
            if (!ResponseFields.Set(request, key, item.Span, add: true))
                return Refuse(lua, name, error);
        }

        return FfiStatus.Ok;
    }

    private static int Refuse(LuaRequest lua, ReadOnlySpan<byte> name, byte** error)
    {
        *error = Give(lua.Vm, [.. "failed to set header "u8, .. name, .. " (error: -1)\0"u8]);
        return FfiStatus.Error;
    }
}

using System.Runtime.InteropServices;
using Engine.LuaBridge.Api.Errlog;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx.errlog.</summary>
internal static unsafe class ErrorLogExports
{
    /// <summary>What get_msg returns when there is no line; an error is -1.</summary>
    private const int NoMoreLines = FfiStatus.Done;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_errlog_set_filter_level")]
    private static int SetFilterLevel(int level, byte* error, nuint* errorLength) =>
        ErrlogApi.TrySetFilterLevel(level) ? FfiStatus.Ok : Fail(error, errorLength, "directive \"lua_capture_error_log\" is not set"u8);

    /// <summary>The length of the oldest line.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_errlog_get_msg")]
    private static int GetLine(byte** line, int* level, byte* error, nuint* errorLength, double* time)
    {
        var length = ErrlogApi.Take(level, time);
        if (length == ErrlogApi.NotCaptured)
            return Fail(error, errorLength, "directive \"lua_capture_error_log\" is not set"u8);
        if (length < 0)
            return NoMoreLines;
        *line = Literal(LuaVm.Current.Scratch.Take(length));
        return length;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_errlog_get_sys_filter_level")]
    private static int GetLevel(nint request) =>
        (int)ErrlogApi.Level;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_raw_log")]
    private static int WriteLine(nint request, int level, byte* text, nuint length) =>
        ErrlogApi.Write(level, Span(text, length)) ? FfiStatus.Ok : FfiStatus.Error;
}

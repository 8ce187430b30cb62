using System.Runtime.InteropServices;
using Engine.Http.Parsing;
using Engine.LuaBridge.Api.Time;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.time.</summary>
internal static unsafe class TimeExports
{
    private const int DateLength = 10;
    private const int DateTimeLength = 19;

    private static long UnixSeconds => LuaVm.Current.Loop.Clock.UnixSeconds;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_now")]
    private static double Now() => LuaVm.Current.Loop.Clock.UnixMs / 1000.0;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_time")]
    private static nint Time() => (nint)UnixSeconds;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_monotonic_msec")]
    private static nint MonotonicMs() => (nint)LuaVm.Current.Loop.Clock.SharedMs;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_update_time")]
    private static void UpdateTime() => LuaVm.Current.UpdateTime();

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_today")]
    private static void Today(byte* target)
    {
        Span<byte> time = stackalloc byte[DateTimeLength];
        TimeFormat.Local(UnixSeconds, time);
        time[..DateLength].CopyTo(new Span<byte>(target, DateLength));
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_localtime")]
    private static void FormatLocal(byte* target) => TimeFormat.Local(UnixSeconds, new Span<byte>(target, DateTimeLength));

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_utctime")]
    private static void FormatUtc(byte* target) => TimeFormat.Utc(UnixSeconds, new Span<byte>(target, DateTimeLength));

    /// <summary>The length of what was written, 29 at most.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_cookie_time")]
    private static int FormatCookie(byte* target, nint seconds) => TimeFormat.Cookie(seconds, new Span<byte>(target, HttpDate.Length));

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_http_time")]
    private static void FormatHttp(byte* target, nint seconds) => TimeFormat.Http(seconds, new Span<byte>(target, HttpDate.Length));

    /// <summary>-1: not a date.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_parse_http_time")]
    private static void ParseHttp(byte* text, nuint length, nint* seconds) =>
        *seconds = HttpDate.TryParse(Span(text, length), out var parsed) ? (nint)parsed : FfiStatus.Error;
}

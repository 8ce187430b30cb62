using System.Runtime.InteropServices;
using Engine.Http.Parsing;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Time;

/// <summary>The clock and its formats.</summary>
internal static unsafe class TimeApi
{
    public static readonly LuaApi Api = new(
        "Api/Time/time.lua",
        new LuaFunction("void update_time(void)", (delegate* unmanaged<void>)&UpdateTime),
        new LuaFunction("int local_time(void)", (delegate* unmanaged<int>)&FormatLocal),
        new LuaFunction("int utc_time(void)", (delegate* unmanaged<int>)&FormatUtc),
        new LuaFunction("int http_time(double seconds)", (delegate* unmanaged<double, int>)&FormatHttp),
        new LuaFunction("int cookie_time(double seconds)", (delegate* unmanaged<double, int>)&FormatCookie),
        new LuaFunction("double parse_http_time(const char *text, size_t length)", (delegate* unmanaged<byte*, nuint, double>)&ParseHttp),
        new LuaFunction("double monotonic_ms(void)", (delegate* unmanaged<double>)&MonotonicMs));

    [UnmanagedCallersOnly]
    private static void UpdateTime() => LuaVm.Current.UpdateTime();

    [UnmanagedCallersOnly]
    private static int FormatLocal() => TimeFormat.Local(LuaVm.Current.Loop.Clock.UnixSeconds, Scratch);

    [UnmanagedCallersOnly]
    private static int FormatUtc() => TimeFormat.Utc(LuaVm.Current.Loop.Clock.UnixSeconds, Scratch);

    [UnmanagedCallersOnly]
    private static int FormatHttp(double seconds) => TimeFormat.Http((long)seconds, Scratch);

    [UnmanagedCallersOnly]
    private static int FormatCookie(double seconds) => TimeFormat.Cookie((long)seconds, Scratch);

    /// <summary>Seconds since 1970; -1: not a date.</summary>
    [UnmanagedCallersOnly]
    private static double ParseHttp(byte* text, nuint length) => HttpDate.TryParse(new ReadOnlySpan<byte>(text, (int)length), out var seconds) ? seconds : -1;

    [UnmanagedCallersOnly]
    private static double MonotonicMs() => LuaVm.Current.Loop.Clock.NowMs;

    private static Span<byte> Scratch => LuaVm.Current.Scratch.Take(64);
}

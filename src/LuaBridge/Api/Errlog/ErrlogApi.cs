using System.Runtime.InteropServices;
using Engine.Core.Log;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Errlog;

/// <summary>The module ngx.errlog.</summary>
internal static unsafe class ErrlogApi
{
    public static readonly LuaApi Api = new(
        "Api/Errlog/errlog.lua",
        new LuaFunction("int set_filter_level(int level)", (delegate* unmanaged<int, int>)&SetFilterLevel),
        new LuaFunction("int get_line(int *level, double *time)", (delegate* unmanaged<int*, double*, int>)&GetLine),
        new LuaFunction("int get_level(void)", (delegate* unmanaged<int>)&GetLevel),
        new LuaFunction("int write(int level, const char *text, size_t length)", (delegate* unmanaged<int, byte*, nuint, int>)&WriteLine));

    /// <summary>There is no <c>lua_capture_error_log</c>.</summary>
    public const int NotCaptured = -1;
    public const int NoMoreLines = -2;

    /// <summary>The level up to which the running code's log has lines at all.</summary>
    public static LogLevel Level => (LuaVm.Current.Run?.Host.Log ?? LuaVm.Current.Settings.Log).Level;

    public static bool TrySetFilterLevel(int level)
    {
        if (LuaVm.Current.Settings.CapturedLog is not { } captured)
            return false;
        captured.Level = (LogLevel)Math.Clamp(level, (int)LogLevel.Stderr, (int)LogLevel.Debug);
        return true;
    }

    /// <summary>The length of the oldest line, in the scratch buffer, or one of the negative numbers above.</summary>
    public static int Take(int* level, double* time)
    {
        var vm = LuaVm.Current;
        if (vm.Settings.CapturedLog is not { } captured)
            return NotCaptured;
        if (!captured.TryTake(vm.Scratch.Take(LogLineBuilder.MaxLine), out var line))
            return NoMoreLines;
        *level = line.Level;
        *time = line.Time;
        return line.Length;
    }

    /// <summary>Writes a line without a place in Lua code in front; false: there is no such level.</summary>
    public static bool Write(int level, ReadOnlySpan<byte> text)
    {
        if (level is < (int)LogLevel.Stderr or > (int)LogLevel.Debug)
            return false;
        var vm = LuaVm.Current;
        var host = vm.Run?.Host;
        (host?.Log ?? vm.Settings.Log).WriteRaw((LogLevel)level, host?.LogContext, text);
        return true;
    }

    [UnmanagedCallersOnly]
    private static int SetFilterLevel(int level) => TrySetFilterLevel(level) ? 1 : 0;

    [UnmanagedCallersOnly]
    private static int GetLine(int* level, double* time) => Take(level, time);

    [UnmanagedCallersOnly]
    private static int GetLevel() => (int)Level;

    [UnmanagedCallersOnly]
    private static int WriteLine(int level, byte* text, nuint length) => Write(level, new ReadOnlySpan<byte>(text, (int)length)) ? 1 : 0;
}

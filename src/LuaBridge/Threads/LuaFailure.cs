using System.Text;
using Engine.Core.Log;
using Engine.LuaBridge.Interop;

namespace Engine.LuaBridge.Threads;

/// <summary>Writes the error that ended a light thread, in OpenResty's words.</summary>
internal static unsafe class LuaFailure
{
    private const int MaxText = LogLineBuilder.MaxLine;

    public static void Report(LuaRun run, LuaThread thread, bool isEntry, int status)
    {
        var text = stackalloc byte[MaxText];
        var line = new Line(text, MaxText);
        if (isEntry && !HasLightThreads(run.Phase))
            AppendPrefix(ref line, run);
        else
            line.Append(isEntry ? "lua entry thread aborted: "u8 : "lua user thread aborted: "u8);
        if (HasLightThreads(run.Phase))
            line.Append(KindOf(status));
        if (!line.AppendDescription(run.Vm.MainState, thread.State))
            line.Append("unknown reason"u8);
        line.Append("\nstack traceback:"u8);
        if (HasLightThreads(run.Phase))
            AppendCoroutines(ref line, run, thread);
        else
            line.AppendTraceback(thread.State);
        run.Host.Log.WriteRaw(LogLevel.Error, run.Host.LogContext, line.Text);
    }

    /// <summary>A handler that must not wait yielded by hand.</summary>
    public static void ReportForbiddenYield(LuaRun run)
    {
        var text = stackalloc byte[128];
        var line = new Line(text, 128);
        AppendPrefix(ref line, run);
        line.Append("attempt to yield across C-call boundary"u8);
        run.Host.Log.WriteRaw(LogLevel.Error, run.Host.LogContext, line.Text);
    }

    /// <summary>OpenResty runs the other handlers by a plain call, and its messages show it.</summary>
    private static bool HasLightThreads(LuaPhase phase) => phase.IsYieldable();

    private static void AppendPrefix(ref Line line, LuaRun run)
    {
        var name = LuaPhases.NameOf(run.Phase);
        if (run.Phase is LuaPhase.Init or LuaPhase.InitWorker or LuaPhase.ExitWorker)
        {
            line.Append(Encoding.ASCII.GetBytes(run.Host.HandlerName ?? name.TrimEnd('*')));
            line.Append(" error: "u8);
            return;
        }

        line.Append("failed to run "u8);
        line.Append(Encoding.ASCII.GetBytes(name));
        line.Append(": "u8);
    }

    private static ReadOnlySpan<byte> KindOf(int status) => status switch
    {
        LuaNative.LUA_ERRRUN => "runtime error: "u8,
        LuaNative.LUA_ERRSYNTAX => "syntax error: "u8,
        LuaNative.LUA_ERRMEM => "memory allocation error: "u8,
        LuaNative.LUA_ERRERR => "error handler error: "u8,
        _ => "unknown error: "u8,
    };

    /// <summary>The coroutines that passed the error on by coroutine.wrap, the thread itself, then its parents.</summary>
    private static void AppendCoroutines(ref Line line, LuaRun run, LuaThread thread)
    {
        var number = 0;
        while (LuaNative.engine_broken(run.Vm.MainState, thread.State, run.Vm.BrokenTable, number + 1) is var broken and not 0)
            AppendCoroutine(ref line, number++, broken);
        for (var next = thread; next is not null; next = next.Parent)
            AppendCoroutine(ref line, number++, next.State);
    }

    private static void AppendCoroutine(ref Line line, int number, nint state)
    {
        Span<byte> digits = stackalloc byte[11];
        number.TryFormat(digits, out var length);
        line.Append("\ncoroutine "u8);
        line.Append(digits[..length]);
        line.Append(":"u8);
        line.AppendTraceback(state);
    }

    /// <summary>A line in a fixed buffer; what does not fit is cut.</summary>
    private ref struct Line(byte* buffer, int size)
    {
        private int length;

        public readonly ReadOnlySpan<byte> Text => new(buffer, length);

        public void Append(scoped ReadOnlySpan<byte> text)
        {
            var count = Math.Min(text.Length, size - length);
            text[..count].CopyTo(new Span<byte>(buffer + length, count));
            length += count;
        }

        public bool AppendDescription(nint main, nint coroutine)
        {
            var written = LuaNative.engine_describe(main, coroutine, buffer + length, size - length);
            length += Math.Max(0, written);
            return written >= 0;
        }

        public void AppendTraceback(nint coroutine)
        {
            if (size - length > 1)
                length += LuaNative.engine_traceback(coroutine, buffer + length, size - length);
        }
    }
}

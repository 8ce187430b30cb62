using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Echo;

/// <summary><c>echo_sleep seconds</c></summary>
internal sealed class SleepCommand(ComplexValue seconds) : EchoCommand
{
    public override ValueTask<HandlerResult> Run(EchoRun run)
    {
        var text = seconds.Evaluate(run.Request);
        var milliseconds = EchoArgument.Milliseconds(text);
        if (milliseconds < 0)
            return SleepDuration.Refuse(run.Request, text);
        return milliseconds == 0 ? HandlerResult.Ok : Sleep(run.Request, milliseconds);
    }

    private static async ValueTask<HandlerResult> Sleep(HttpRequest request, long milliseconds)
    {
        await RequestDelay.WaitUnwatched(request, milliseconds);
        return HandlerResult.Ok;
    }
}

/// <summary><c>echo_blocking_sleep seconds</c>: the whole worker stands still, which is what it is for.</summary>
internal sealed class BlockingSleepCommand(ComplexValue seconds) : EchoCommand
{
    public override ValueTask<HandlerResult> Run(EchoRun run)
    {
        var text = seconds.Evaluate(run.Request);
        var milliseconds = EchoArgument.Milliseconds(text);
        if (milliseconds < 0)
            return SleepDuration.Refuse(run.Request, text);
        Polling.WaitReadable([], [], (int)Math.Min(milliseconds, int.MaxValue));
        return HandlerResult.Ok;
    }
}

/// <summary><c>echo_reset_timer</c></summary>
internal sealed class ResetTimerCommand : EchoCommand
{
    public override ValueTask<HandlerResult> Run(EchoRun run)
    {
        var clock = run.Request.Loop.Clock;
        clock.Update();
        EchoState.Of(run.Request).TimerStartMs = clock.NowMs;
        return HandlerResult.Ok;
    }
}

internal static class SleepDuration
{
    public static HandlerResult Refuse(HttpRequest request, ByteString text)
    {
        request.Log.Write(LogLevel.Error, request, $"invalid sleep duration \"{text}\"");
        return 400;
    }
}

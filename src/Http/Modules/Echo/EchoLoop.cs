using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Echo;

/// <summary>The items of an <c>echo_foreach_split</c> that are still to come.</summary>
internal sealed class EchoLoop
{
    private ByteString rest;
    private ByteString delimiter;

    /// <summary>The number of the loop's first command.</summary>
    public int Start { get; private set; }

    public bool IsRunning { get; private set; }

    public void Begin(ByteString items, ByteString between, int start)
    {
        rest = items;
        delimiter = between;
        Start = start;
        IsRunning = true;
    }

    /// <summary>The next item that is not empty.</summary>
    public bool TryTake(out ByteString item)
    {
        while (!rest.IsEmpty)
        {
            var end = delimiter.IsEmpty ? -1 : rest.Span.IndexOf(delimiter.Span);
            item = end < 0 ? rest : rest.Slice(0, end);
            rest = end < 0 ? default : rest.Slice(end + delimiter.Length);
            if (!item.IsEmpty)
                return true;
        }

        item = default;
        return false;
    }

    public void Clear()
    {
        rest = delimiter = default;
        IsRunning = false;
    }
}

/// <summary><c>echo_foreach_split delimiter text</c></summary>
internal sealed class ForeachCommand(ComplexValue delimiter, ComplexValue text) : EchoCommand
{
    public static EchoCommand Read(DirectiveUse use)
    {
        var first = EchoOptions.Read(use).Count;
        return use.Count - first < 2
            ? throw use.Error("echo_foreach_split should take at least two arguments. (if your delimiter starts with \"-\", preceding it with a \"--\".)")
            : new ForeachCommand(EchoArgument.Compile(use, first), EchoArgument.Compile(use, first + 1));
    }

    public override ValueTask<HandlerResult> Run(EchoRun run)
    {
        if (run.Loop.IsRunning)
        {
            run.Request.Log.Write(LogLevel.Error, run.Request, $"Nested echo_foreach not supported yet.");
            return new HandlerResult(500);
        }

        run.Loop.Begin(text.Evaluate(run.Request), delimiter.Evaluate(run.Request), run.Next);
        return LoopRound.Begin(run);
    }
}

/// <summary><c>echo_end</c></summary>
internal sealed class EndCommand : EchoCommand
{
    public override ValueTask<HandlerResult> Run(EchoRun run)
    {
        if (run.Loop.IsRunning)
            return LoopRound.Begin(run);
        run.Request.Log.Write(LogLevel.Error, run.Request, $"Found a echo_end that has no corresponding echo_foreach before it.");
        return HandlerResult.Error;
    }
}

internal static class LoopRound
{
    public static HandlerResult Begin(EchoRun run)
    {
        var state = EchoState.Of(run.Request);
        if (run.Loop.TryTake(out var item))
        {
            state.Item = item;
            run.Next = run.Loop.Start;
            return HandlerResult.Ok;
        }

        state.Item = null;
        run.Next = run.Loop.Start;
        run.Loop.Clear();
        run.SkipLoop();
        return HandlerResult.Ok;
    }
}

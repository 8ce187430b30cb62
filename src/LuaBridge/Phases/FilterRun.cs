using System.Threading.Tasks.Sources;
using Engine.Core.Loop;
using Engine.Http.Phases;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Phases;

/// <summary>A run of a filter's code that waits (<c>lua_strict_phases off</c>), while the handler that sends waits for it.</summary>
internal sealed class FilterRun(LuaRun run) : IValueTaskSource<HandlerResult>
{
    private LoopCompletion<HandlerResult> completion;

    public LuaRun Run => run;

    public ValueTask<HandlerResult> Wait()
    {
        completion.Reset();
        return new ValueTask<HandlerResult>(this, completion.Version);
    }

    public void Complete(HandlerResult result) => completion.SetResult(result);

    public HandlerResult GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);
}

using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Rewrite;

/// <summary>One directive of the rewrite module, at run time.</summary>
public interface IRewriteCode
{
    /// <summary>Does what the directive says. Declined: the next directive.</summary>
    ValueTask<HandlerResult> Execute(HttpRequest request);
}

internal static class RewriteHandler
{
    /// <summary>The directives of this block are over, without a response (<c>break</c>, <c>last</c>).</summary>
    public static readonly HandlerResult Stop = new(-200);

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var task = Run(request, RewriteConf.Slot.Of(request).CodesOf(request.Location));
        if (!task.IsCompletedSuccessfully)
            return HandleBehind(task);
        return task.Result == Stop ? HandlerResult.Declined : task;
    }

    /// <summary>Runs directives until one ends the block or answers.</summary>
    public static ValueTask<HandlerResult> Run(HttpRequest request, List<IRewriteCode> codes, int first = 0)
    {
        for (var i = first; i < codes.Count; i++)
        {
            var task = codes[i].Execute(request);
            if (!task.IsCompletedSuccessfully)
                return RunBehind(request, codes, i, task);
            if (task.Result != HandlerResult.Declined)
                return task;
        }

        return HandlerResult.Declined;
    }

    /// <summary>A directive waits: one that answers, or set_by_lua where that may.</summary>
    private static async ValueTask<HandlerResult> RunBehind(HttpRequest request, List<IRewriteCode> codes, int current, ValueTask<HandlerResult> task)
    {
        var result = await task;
        return result == HandlerResult.Declined ? await Run(request, codes, current + 1) : result;
    }

    private static async ValueTask<HandlerResult> HandleBehind(ValueTask<HandlerResult> task)
    {
        var result = await task;
        return result == Stop ? HandlerResult.Declined : result;
    }
}

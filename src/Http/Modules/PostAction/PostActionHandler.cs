using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.PostAction;

internal static class PostActionHandler
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var target = PostActionConf.Slot.Of(request).Target.Value;
        var isNamed = target.Span is [(byte)'@', ..];
        if (request.IsSubrequest || !Subrequest.TryBegin(request, DiscardingExchange.Instance, isNamed ? request.Uri : target, default, out var action))
            return HandlerResult.Ok;
        action.Request.Method = request.Method;
        action.Request.MethodName = request.MethodName;
        action.Request.IsHeaderOnly = true;
        if (request.HasBody && request.Body.IsRead)
            action.ShareBody(request);
        var running = isNamed ? action.RunIn(target) : action.Run();
        if (!running.IsCompletedSuccessfully)
            return EndBehind(action, running);
        action.End();
        return HandlerResult.Ok;
    }

    private static async ValueTask<HandlerResult> EndBehind(Subrequest action, ValueTask running)
    {
        await running;
        action.End();
        return HandlerResult.Ok;
    }
}

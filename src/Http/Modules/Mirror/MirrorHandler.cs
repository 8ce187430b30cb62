using Engine.Core.Buffers;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Mirror;

/// <summary>Begins a background subrequest for each mirror.</summary>
internal static class MirrorHandler
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (request.IsSubrequest)
            return HandlerResult.Declined;
        var conf = MirrorConf.Slot.Of(request);
        return conf.RequestBody.Value && !request.Body.IsRead ? MirrorWithBody(request, conf) : Mirror(request, conf);
    }

    private static async ValueTask<HandlerResult> MirrorWithBody(HttpRequest request, MirrorConf conf)
    {
        var result = await request.Body.Read();
        return result == HandlerResult.Ok ? Mirror(request, conf) : result;
    }

    private static HandlerResult Mirror(HttpRequest request, MirrorConf conf)
    {
        foreach (var uri in conf.Uris)
        {
            if (!Subrequest.TryBegin(request, DiscardingExchange.Instance, uri, request.Arguments, out var copy))
                return 500;
            copy.Request.IsHeaderOnly = true;
            copy.Request.Method = request.Method;
            copy.Request.MethodName = request.MethodName;
            if (conf.RequestBody.Value)
                copy.ShareBody(request);
            request.RunInBackground(Run(copy));
        }

        return HandlerResult.Declined;
    }

    private static async ValueTask Run(Subrequest copy)
    {
        await copy.Run();
        copy.End();
    }
}

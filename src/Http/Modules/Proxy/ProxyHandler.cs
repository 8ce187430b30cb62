using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Upstream;

namespace Engine.Http.Modules.Proxy;

/// <summary>The content handler of locations with <c>proxy_pass</c>.</summary>
internal static class ProxyHandler
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var conf = ProxyConf.Slot.Of(request);
        if (conf.Target is not { } target)
        {
            request.Log.Write(LogLevel.Error, request, $"no \"proxy_pass\" here");
            return new HandlerResult(500);
        }

        var state = ProxyState.Begin(request, conf);
        UpstreamGroup? group;
        if (target.Variable is null)
        {
            state.SetTarget(target);
            group = target.Reference!.Group;
        }
        else
            group = FindGroup(request, target, state);

        return group is null ? new HandlerResult(500) : UpstreamRequest.Rent(request).Run(request, conf.Upstream, state.Protocol, group);
    }

    /// <summary>The group that a URL with variables names: an upstream block, a host that is mentioned elsewhere, or an address.</summary>
    private static UpstreamGroup? FindGroup(HttpRequest request, ProxyTarget target, ProxyState state)
    {
        var text = target.Variable!.Evaluate(request);
        if (ProxyUrl.Parse(text.ToString(), out var error) is not { } url)
        {
            if (error == "invalid URL prefix")
                request.Log.Write(LogLevel.Error, request, $"invalid URL prefix in \"{text}\"");
            else
                request.Log.Write(LogLevel.Error, request, $"{error} in upstream \"{text}\"");
            return null;
        }

        state.SetTarget(url);
        var groups = UpstreamMainConf.Slot.Of(request.Configuration).Groups;
        if (groups.Find(url.Host, url.Port, ProxyUrl.DefaultPort) is { } known)
            return known;
        if (ServerAddresses.OfLiteral(url.Host, url.Port == 0 ? ProxyUrl.DefaultPort : url.Port) is { } address)
            return UpstreamGroup.OfAddresses(ByteString.From(url.Host), [address]);
        request.Log.Write(LogLevel.Error, request, $"no resolver defined to resolve {url.Host}");
        return null;
    }
}

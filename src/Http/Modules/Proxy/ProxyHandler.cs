using Engine.Core.Buffers;
using Engine.Core.Log;
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
        if (target.Variable is not null)
            return PassToVariable(request, target, state);
        state.SetTarget(target);
        return UpstreamRequest.Rent(request).Run(request, conf.Upstream, state.Protocol, target.Reference!.Group);
    }

    /// <summary>What a URL with variables names: an upstream block, a host that is mentioned elsewhere, an address, or a host to be resolved.</summary>
    private static ValueTask<HandlerResult> PassToVariable(HttpRequest request, ProxyTarget target, ProxyState state)
    {
        var text = target.Variable!.Evaluate(request);
        if (ProxyUrl.Parse(text.ToString(), out var error) is not { } url)
        {
            if (error == "invalid URL prefix")
                request.Log.Write(LogLevel.Error, request, $"invalid URL prefix in \"{text}\"");
            else
                request.Log.Write(LogLevel.Error, request, $"{error} in upstream \"{text}\"");
            return new HandlerResult(500);
        }

        state.SetTarget(url);
        var upstream = UpstreamRequest.Rent(request);
        var groups = UpstreamMainConf.Slot.Of(request.Configuration).Groups;
        if (groups.Find(url.Host, url.Port, ProxyUrl.DefaultPort) is { } known)
            return upstream.Run(request, state.Conf.Upstream, state.Protocol, known);
        var port = url.Port == 0 ? ProxyUrl.DefaultPort : url.Port;
        var name = ByteString.From(url.Host);
        if (ServerAddresses.OfLiteral(url.Host, port) is { } address)
            return upstream.Run(request, state.Conf.Upstream, state.Protocol, UpstreamGroup.OfAddresses(name, [address]));
        return upstream.Run(request, state.Conf.Upstream, state.Protocol, new UpstreamHost(name, port));
    }
}

using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net.Resolver;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Upstream;
using Engine.Upstream.Resolve;

namespace Engine.Http.Modules.Upstream;

/// <summary>A host that only the request names (a URL with variables): its addresses are asked for when the request is about to be passed on.</summary>
public readonly record struct UpstreamHost(ByteString Name, int Port);

public sealed partial class UpstreamRequest
{
    private UpstreamHost host;
    private ResolverWait? resolverWait;

    /// <summary>The same for a host whose addresses are not known yet.</summary>
    public ValueTask<HandlerResult> Run(HttpRequest request, UpstreamConf conf, UpstreamProtocol protocol, in UpstreamHost unresolved)
    {
        host = unresolved;
        return Run(request, conf, protocol, (UpstreamGroup)null!);
    }

    /// <summary>0 when there is a group now, or a status.</summary>
    private async ValueTask<int> ResolveHost()
    {
        var core = Request.Location.Core;
        var resolver = core.Resolver.Value;
        resolverWait ??= new ResolverWait(Request.Loop);
        var answer = await resolverWait.ResolveAsync(resolver, host.Name.Span, core.ResolverTimeoutMs.Value);
        if (isClientGone)
            return 499;
        if (answer.IsOk)
        {
            Group = AnsweredGroup.Of(answer, host.Name, host.Port);
            return 0;
        }

        if (resolver.HasServers)
            Request.Log.Write(LogLevel.Error, Request, $"{host.Name} could not be resolved ({(int)answer.Status}: {answer.Status.Describe()})");
        else
            Request.Log.Write(LogLevel.Error, Request, $"no resolver defined to resolve {host.Name}");
        return 502;
    }
}

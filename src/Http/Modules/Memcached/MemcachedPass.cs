using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Upstream;

namespace Engine.Http.Modules.Memcached;

/// <summary>The argument of <c>memcached_pass</c>, <c>memc_pass</c> and <c>redis2_pass</c>: an upstream, a host with port, or a variable that names one.</summary>
internal sealed class MemcachedPass
{
    public const int MemcachedPort = 11211;

    private int defaultPort;
    private ComplexValue? variable;
    private UpstreamReference? reference;

    public static MemcachedPass Read(DirectiveUse use, int defaultPort = MemcachedPort)
    {
        if (ComplexValue.HasVariables(use[0]))
            return new MemcachedPass { defaultPort = defaultPort, variable = ComplexValue.Compile(use[0], use) };
        if (Split(use[0], out var error) is not { } target)
            throw use.Error($"{error} in upstream \"{use[0]}\"");
        var groups = UpstreamMainConf.Slot.Open(HttpScope.Of(use)).Groups;
        return new MemcachedPass { defaultPort = defaultPort, reference = groups.Refer(target.Host, target.Port, defaultPort, use) };
    }

    public ValueTask<HandlerResult> Run(HttpRequest request, UpstreamConf conf, UpstreamProtocol protocol)
    {
        if (variable is null)
            return UpstreamRequest.Rent(request).Run(request, conf, protocol, reference!.Group);
        var text = variable.Evaluate(request);
        if (Split(text.ToString(), out var error) is not { } target)
        {
            request.Log.Write(LogLevel.Error, request, $"{error} in upstream \"{text}\"");
            return new HandlerResult(500);
        }

        var upstream = UpstreamRequest.Rent(request);
        if (UpstreamMainConf.Slot.Of(request.Configuration).Groups.Find(target.Host, target.Port, defaultPort) is { } known)
            return upstream.Run(request, conf, protocol, known);
        var port = target.Port == 0 ? defaultPort : target.Port;
        var name = ByteString.From(target.Host);
        return ServerAddresses.OfLiteral(target.Host, port) is { } address
            ? upstream.Run(request, conf, protocol, UpstreamGroup.OfAddresses(name, [address]))
            : upstream.Run(request, conf, protocol, new UpstreamHost(name, port));
    }

    private static (string Host, int Port)? Split(string text, out string error)
    {
        error = "";
        return text.StartsWith("unix:", StringComparison.Ordinal) && text.Length > 5 ? (text, 0) : ServerAddresses.Split(text, out error);
    }
}

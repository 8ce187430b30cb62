using Engine.Core.Net;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.RealIp;

/// <summary>Puts the client's address in the place of the proxy's, until the request ends.</summary>
internal static class RealIpHandler
{
    private static readonly RequestSlot<ReplacedAddress> Slot = new(survivesRedirects: true);

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var conf = RealIpConf.Slot.Of(request);
        var connection = request.Connection;
        if (request.IsSubrequest || Slot.Of(request) is not null || !conf.From!.Contains(connection.Remote) || !TryFind(request, conf, out var address, out var port))
            return HandlerResult.Declined;
        Slot.Set(request, ReplacedAddress.Put(request, SocketAddressCache.Get(address, port)));
        return HandlerResult.Declined;
    }

    public static VariableValue RemoteAddress(HttpRequest request) => VariableValue.Of(request.Arena.Copy(Original(request).Text));

    public static VariableValue RemotePort(HttpRequest request) =>
        Original(request) is { IsUnix: false } address ? VariableValue.Of(request.Arena.Format(address.Port)) : VariableValue.Empty;

    private static SocketAddress Original(HttpRequest request) => Slot.Of(request.Main)?.Original ?? request.Connection.Remote;

    private static bool TryFind(HttpRequest request, RealIpConf conf, out NumericAddress address, out int port)
    {
        if (conf.UsesProxyProtocol)
        {
            var source = request.Connection.ProxyProtocol?.Source;
            port = source?.Port ?? 0;
            address = default;
            return source is not null && source.TryGetNumber(out address);
        }

        var name = conf.Header.Value.Span;
        if (conf.IsForwardedFor)
            return ForwardedAddress.TryFind(request.Headers, name, conf.From!, conf.Recursive.Value, out address, out port);
        var index = request.Headers.IndexOf(name);
        return ForwardedAddress.TryFind(index < 0 ? default : request.Headers[index].Value.Span, conf.From!, conf.Recursive.Value, out address, out port);
    }
}

/// <summary>The address that a request has put another in the place of.</summary>
internal sealed class ReplacedAddress : ReusedState<ReplacedAddress>
{
    private HttpConnection connection = null!;

    public SocketAddress Original { get; private set; } = null!;

    public static ReplacedAddress Put(HttpRequest request, SocketAddress address)
    {
        var replaced = Rent(request);
        replaced.connection = request.Connection;
        replaced.Original = request.Connection.Remote;
        request.Connection.Remote = address;
        return replaced;
    }

    protected override void Clear() => connection.Remote = Original;
}

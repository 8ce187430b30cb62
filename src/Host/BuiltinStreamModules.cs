using Engine.Stream.Conf;
using Engine.Stream.Modules.Access;
using Engine.Stream.Modules.Core;
using Engine.Stream.Modules.Geo;
using Engine.Stream.Modules.LimitConn;
using Engine.Stream.Modules.Log;
using Engine.Stream.Modules.Map;
using Engine.Stream.Modules.Pass;
using Engine.Stream.Modules.Proxy;
using Engine.Stream.Modules.RealIp;
using Engine.Stream.Modules.Return;
using Engine.Stream.Modules.Set;
using Engine.Stream.Modules.SplitClients;
using Engine.Stream.Modules.Ssl;
using Engine.Stream.Modules.SslPreread;
using Engine.Stream.Modules.Upstream;

namespace Engine.Host;

/// <summary>The stream modules. Handlers of a phase run in this order.</summary>
internal static class BuiltinStreamModules
{
    public static IReadOnlyList<StreamModule> Modules { get; } =
    [
        new StreamCoreModule(),
        new RealIpModule(),
        new SetModule(),
        new LimitConnModule(),
        new AccessModule(),
        new SslModule(),
        new SslPrereadModule(),
        new GeoModule(),
        new MapModule(),
        new SplitClientsModule(),
        new UpstreamModule(),
        new ProxyModule(),
        new ReturnModule(),
        new PassModule(),
        new LogModule(),
    ];
}

using System.Globalization;
using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Core.Net.Resolver;

namespace Engine.Upstream.Resolve;

/// <summary><c>server name resolve</c>: a name whose addresses, or whose places of a service, are asked for again and again.</summary>
public sealed class ResolvedName(string host, int port, string? service)
{
    private ResolverAnswer? answer;

    public string Host => host;

    /// <summary>The port of all addresses; of a service each place says its own.</summary>
    public int Port => port;

    /// <summary>As <c>service=</c> says it; null for addresses.</summary>
    public string? Service => service;

    /// <summary>The name has been answered for: until then a reload may pass on what it meant before.</summary>
    internal bool IsKnown => answer is not null;

    internal void Set(ResolverAnswer latest) => answer = latest;

    internal void Inherit(ResolvedName before) => answer ??= before.answer;

    internal bool IsSame(ResolvedName other) => Host == other.Host && Service == other.Service;

    /// <summary>The servers that the name stands for now. Of a service those of the lowest priority are primary, all others backup.</summary>
    internal IEnumerable<UpstreamServer> ServersOf(UpstreamServer server)
    {
        if (answer is not { IsOk: true } known)
            return [];
        if (service is null)
            return [server with { Addresses = AddressesOf(known.Addresses, port) }];
        var lowest = known.Services.Min(static target => target.Priority);
        return known.Services.Select(target => server with
        {
            Name = ByteString.From(string.Create(CultureInfo.InvariantCulture, $"{target.Host}:{target.Port}")),
            Addresses = AddressesOf(target.Addresses, target.Port),
            Weight = Math.Max(1, target.Weight),
            IsBackup = server.IsBackup || target.Priority > lowest,
        });
    }

    private static SocketAddress[] AddressesOf(NumericAddress[] addresses, int port) => [.. addresses.Select(address => SocketAddress.Of(address, port))];
}

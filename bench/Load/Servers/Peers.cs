using System.Globalization;

namespace Engine.Bench.Load.Servers;

/// <summary>The servers that a scenario needs beside the measured one; they run on the core of the clients.</summary>
internal sealed class Peers(Scenario scenario, Options options) : IDisposable
{
    private readonly RedisPeer? redis = scenario.Needs("redis") ? new RedisPeer(options.ClientCore) : null;
    private readonly UpstreamPeer? upstream = scenario.Needs("upstream") ? new UpstreamPeer(options.Nginx, options.ClientCore) : null;

    /// <summary>The scenario's configuration with the addresses of the peers in it.</summary>
    public string Conf => scenario.Conf
        .Replace("{redis}", redis?.Socket, StringComparison.Ordinal)
        .Replace("{upstream}", upstream?.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public void Dispose()
    {
        redis?.Dispose();
        upstream?.Dispose();
    }
}

namespace Engine.Core.Net.Resolver;

/// <summary>What a <c>resolver</c> directive says.</summary>
public sealed record ResolverSettings
{
    /// <summary>The name servers; none when only the hosts file is asked.</summary>
    public SocketAddress[] Servers { get; init; } = [];

    /// <summary><c>valid=</c>: for how long answers hold, whatever they say; null when they decide.</summary>
    public long? ValidMs { get; init; }

    public bool UsesIPv4 { get; init; } = true;

    public bool UsesIPv6 { get; init; } = true;

    /// <summary>Names of this file are not asked for (<c>hosts=</c>); null for none.</summary>
    public HostsFile? Hosts { get; init; }

    /// <summary>How long a server has before it is asked again.</summary>
    internal int ResendMs { get; init; } = 5000;

    /// <summary>The same when there are others to ask next.</summary>
    internal int ResendToNextMs { get; init; } = 2000;
}

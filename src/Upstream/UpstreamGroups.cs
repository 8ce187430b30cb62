using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net.Resolver;

namespace Engine.Upstream;

/// <summary>Whom a directive names as its upstream; which group that is shows when the whole configuration is read.</summary>
public sealed class UpstreamReference
{
    internal UpstreamReference(string host, int port, int defaultPort, string file, int line)
    {
        Host = host;
        Port = port;
        DefaultPort = defaultPort;
        File = file;
        Line = line;
    }

    public string Host { get; }

    /// <summary>0 when none was given.</summary>
    public int Port { get; }

    internal int DefaultPort { get; }

    internal string File { get; }

    internal int Line { get; }

    public UpstreamGroup Group { get; internal set; } = null!;
}

/// <summary>The groups of one configuration.</summary>
public sealed class UpstreamGroups
{
    private readonly Dictionary<ByteString, UpstreamGroup>.AlternateLookup<ReadOnlySpan<byte>> named =
        new Dictionary<ByteString, UpstreamGroup>(ByteStringComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    private readonly Dictionary<(string Host, int Port), UpstreamGroup> implicitGroups = [];
    private readonly List<UpstreamReference> references = [];

    /// <summary>The upstream blocks.</summary>
    public IReadOnlyCollection<UpstreamGroup> Named => named.Dictionary.Values;

    /// <summary>The upstream blocks, and the groups that hosts stand for.</summary>
    public IEnumerable<UpstreamGroup> All => named.Dictionary.Values.Concat(implicitGroups.Values);

    /// <summary>Makes the group of an <c>upstream</c> block.</summary>
    public UpstreamGroup Define(DirectiveUse use)
    {
        var group = new UpstreamGroup(LowerCase.From(use[0]), use.File, use.Line);
        if (!named.Dictionary.TryAdd(group.Name, group))
            throw use.Error($"duplicate upstream \"{use[0]}\"");
        return group;
    }

    /// <summary>Notes a host, with or without port, as an upstream.</summary>
    public UpstreamReference Refer(string host, int port, int defaultPort, DirectiveUse use)
    {
        var reference = new UpstreamReference(host, port, defaultPort, use.File, use.Line);
        references.Add(reference);
        return reference;
    }

    /// <summary>The upstream block of that name, or null.</summary>
    public UpstreamGroup? Find(ReadOnlySpan<byte> name) => named.TryGetValue(name, out var group) ? group : null;

    /// <summary>The upstream block of that name, or the group of a host and port that the configuration mentions; null for others.</summary>
    public UpstreamGroup? Find(string host, int port, int defaultPort)
    {
        if (port == 0 && Find(LowerCase.From(host).Span) is { } group)
            return group;
        return implicitGroups.GetValueOrDefault((host, port == 0 ? defaultPort : port));
    }

    /// <summary>Everything is read: references get their groups, hosts their addresses.</summary>
    /// <param name="resolver">The <c>resolver</c> around the groups; null when there is none.</param>
    public void Complete(UpstreamGroups? previous, NameResolver? resolver, long resolverTimeoutMs)
    {
        foreach (var group in named.Dictionary.Values)
        {
            group.CompleteResolving(resolver, resolverTimeoutMs);
            group.Complete(group.Zone.Length == 0 ? null : previous?.Named.FirstOrDefault(other => other.Zone == group.Zone && other.Name == group.Name));
        }

        foreach (var reference in references)
            reference.Group = Resolve(reference);
    }

    private UpstreamGroup Resolve(UpstreamReference reference)
    {
        if (Find(LowerCase.From(reference.Host).Span) is { } group)
        {
            if (reference.Port != 0)
                throw new ConfException($"upstream \"{reference.Host}\" may not have port {reference.Port}", reference.File, reference.Line);
            return group;
        }

        var port = reference.Port != 0 ? reference.Port : reference.DefaultPort;
        if (implicitGroups.TryGetValue((reference.Host, port), out var known))
            return known;
        if (port == 0 && !reference.Host.StartsWith("unix:", StringComparison.Ordinal))
            throw new ConfException($"no port in upstream \"{reference.Host}\"", reference.File, reference.Line);
        group = new UpstreamGroup(ByteString.From(reference.Host), reference.File, reference.Line);
        group.Servers.Add(ServerAddresses.Resolve(reference.Host, port, reference.File, reference.Line));
        group.Complete();
        implicitGroups.Add((reference.Host, port), group);
        return group;
    }
}

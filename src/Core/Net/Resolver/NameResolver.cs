using System.Collections.Concurrent;
using Engine.Core.Buffers;
using Engine.Core.Loop;

namespace Engine.Core.Net.Resolver;

/// <summary>
/// Names to addresses by the servers of one <c>resolver</c> directive. Its answers are shared by all workers; what is under way belongs to
/// the worker that asked. To wait for an answer see <see cref="ResolverWait"/>.
/// </summary>
public sealed class NameResolver(ResolverSettings settings)
{
    /// <summary>That a name does not exist is believed no longer than this.</summary>
    internal const int MaxNegativeMs = 5000;

    private readonly ResolverCache[] caches = [new(), new(), new()];
    private readonly ConcurrentDictionary<EventLoop, Dictionary<(LookupKind, ByteString), NameLookup>> pending = new();
    private int lastServer = -1;

    public ResolverSettings Settings => settings;

    /// <summary>There is somebody to ask. Without a <c>resolver</c> directive there is not: only the hosts file's names are known then.</summary>
    public bool HasServers => settings.Servers.Length > 0;

    /// <summary>What stands for a <c>resolver</c> directive where there is none.</summary>
    public static NameResolver OfHostsFile() => new(new ResolverSettings { Hosts = HostsFile.Read(HostsFile.DefaultPath) });

    /// <summary>
    /// The answer to a name if it is known without asking: remembered, from the hosts file, an address in itself, or no name at all. Null
    /// when somebody has to be asked.
    /// </summary>
    public ResolverAnswer? Find(ReadOnlySpan<byte> name, EventLoop loop)
    {
        Span<byte> normalized = stackalloc byte[DnsName.MaxLength];
        var length = DnsName.Normalize(name, normalized);
        if (length < 0)
            return NumericAddress.TryParse(name, out var literal) ? new ResolverAnswer(literal) : ResolverAnswer.NotFound;
        return Find(LookupKind.Name, normalized[..length], loop);
    }

    /// <summary>How many look-ups are under way on a loop.</summary>
    internal int PendingOn(EventLoop loop) => pending.TryGetValue(loop, out var lookups) ? lookups.Count : 0;

    internal ResolverAnswer? Find(LookupKind kind, ReadOnlySpan<byte> name, EventLoop loop)
    {
        if (kind == LookupKind.Name)
        {
            if (settings.Hosts?.Find(name) is { } host)
                return host;
            if (NumericAddress.TryParse(name, out var literal))
                return new ResolverAnswer(literal);
        }

        var known = caches[(int)kind].Find(name, loop.Clock.SharedMs);
        return known ?? (HasServers ? null : ResolverAnswer.NotFound);
    }

    /// <summary>The look-up of a name on this loop, begun if it is not under way. The wait is among its waits already when it begins.</summary>
    internal void Join(LookupKind kind, ByteString name, EventLoop loop, ResolverWait wait)
    {
        var lookups = pending.GetOrAdd(loop, static _ => []);
        if (lookups.TryGetValue((kind, name), out var known))
        {
            wait.Enter(known);
            return;
        }

        var lookup = new NameLookup(this, loop, kind, ByteString.Copy(name.Span));
        lookups.Add((kind, lookup.Name), lookup);
        wait.Enter(lookup);
        _ = lookup.RunAsync(OnDone);

        void OnDone(NameLookup done, ResolverAnswer answer)
        {
            lookups.Remove((done.Kind, done.Name));
            caches[(int)done.Kind].Keep(done.Name, answer, loop.Clock.SharedMs);
        }
    }

    /// <summary>Addresses that are remembered for a name.</summary>
    internal ResolverAnswer? Known(ByteString name) =>
        Find(LookupKind.Name, name.Span, EventLoop.Current) is { IsOk: true, Addresses.Length: > 0 } answer ? answer : null;

    /// <summary>Where the next look-up begins: the servers take turns.</summary>
    internal int NextServer() => (int)((uint)Interlocked.Increment(ref lastServer) % (uint)settings.Servers.Length);
}

using Engine.Core.Buffers;
using Engine.Core.Loop;

namespace Engine.Core.Net.Resolver;

internal enum LookupKind
{
    Name,
    Service,
    Address,
}

/// <summary>
/// A look-up under way on one worker, and everybody there who waits for it. It goes on after the last of them gave up only until the
/// attempt under way is over.
/// </summary>
internal sealed class NameLookup(NameResolver resolver, EventLoop loop, LookupKind kind, ByteString name)
{
    /// <summary>CNAME records that are followed, in one response or over several.</summary>
    public const int MaxAliases = 16;

    /// <summary>Hosts of one service that are looked up.</summary>
    private const int MaxServiceHosts = 64;

    private readonly List<ResolverWait> waits = [];
    private DnsResponse lastResponse = DnsResponse.TimedOut;

    public LookupKind Kind => kind;

    public ByteString Name => name;

    /// <summary>Somebody waits for the answer still.</summary>
    public bool IsAwaited => waits.Count > 0;

    public void Add(ResolverWait wait) => waits.Add(wait);

    public void Remove(ResolverWait wait) => waits.Remove(wait);

    /// <summary>Asks, and tells the answer to all who wait.</summary>
    public async Task RunAsync(Action<NameLookup, ResolverAnswer> onDone)
    {
        var answer = new ResolverAnswer(ResolverStatus.ServerFailure);
        try
        {
            answer = kind switch
            {
                LookupKind.Name => await AskForAddresses(name),
                LookupKind.Service => await AskForService(),
                _ => await AskForPointer(),
            };
        }
        finally
        {
            // Whatever happened, the name can be asked for again.
            onDone(this, answer);
            var told = waits.ToArray();
            waits.Clear();
            foreach (var wait in told)
                wait.Finish(this, answer);
        }
    }

    /// <summary>
    /// A and AAAA together, and again for the alias when neither has an address. An error of one is an error of both, as in nginx; only
    /// "not found" leaves it to the other. When they disagree about the alias the response that came last is right, as in nginx.
    /// </summary>
    private async ValueTask<ResolverAnswer> AskForAddresses(ByteString host)
    {
        var settings = resolver.Settings;
        var ttl = uint.MaxValue;
        for (var aliases = 0; aliases <= MaxAliases;)
        {
            var server = resolver.NextServer();
            var first = settings.UsesIPv4 ? Ask(host, DnsRecordType.A, server) : default;
            var second = settings.UsesIPv6 ? Ask(host, DnsRecordType.Aaaa, server) : default;
            var a = settings.UsesIPv4 ? await first : null;
            var aaaa = settings.UsesIPv6 ? await second : null;
            if (StatusOf(a, aaaa) is var status and not ResolverStatus.Ok)
                return Negative(status, a, aaaa);
            ttl = Math.Min(ttl, Math.Min(a?.TimeToLive ?? uint.MaxValue, aaaa?.TimeToLive ?? uint.MaxValue));
            if (a is { HasRecords: true } || aaaa is { HasRecords: true })
                return new ResolverAnswer([.. a?.Addresses ?? [], .. aaaa?.Addresses ?? []]) { ExpiresMs = Expiry(ttl) };
            if (lastResponse.Alias.IsEmpty)
                return Negative(ResolverStatus.NotFound, a, aaaa);
            host = lastResponse.Alias;
            aliases += lastResponse.Aliases;
            if (resolver.Known(host) is { } known)
                return new ResolverAnswer(known.Addresses) { ExpiresMs = Math.Min(Expiry(ttl), known.ExpiresMs) };
        }

        return ResolverAnswer.NotFound;
    }

    /// <summary>
    /// The places of a service by priority, and the addresses of their hosts. Hosts that do not exist are left out; servers that fail to
    /// say so fail the whole.
    /// </summary>
    private async ValueTask<ResolverAnswer> AskForService()
    {
        var response = await AskFollowing(DnsRecordType.Srv);
        if (response.Status != ResolverStatus.Ok || response.Services.Count == 0)
            return Negative(response.Status == ResolverStatus.Ok ? ResolverStatus.NotFound : response.Status, response);
        var targets = new List<ServiceTarget>();
        var expires = Expiry(response.TimeToLive);
        foreach (var service in response.Services.OrderBy(static service => service.Priority).Take(MaxServiceHosts))
        {
            var host = resolver.Known(service.Target) ?? await AskForAddresses(service.Target);
            if (host.Status is not ResolverStatus.Ok and not ResolverStatus.NotFound)
                return new ResolverAnswer(host.Status);
            if (!host.IsOk)
                continue;
            targets.Add(new ServiceTarget(service.Priority, service.Weight, service.Port, service.Target, host.Addresses));
            expires = Math.Min(expires, host.ExpiresMs);
        }

        return targets.Count == 0 ? ResolverAnswer.NotFound : new ResolverAnswer { Services = [.. targets], ExpiresMs = expires };
    }

    private async ValueTask<ResolverAnswer> AskForPointer()
    {
        var response = await AskFollowing(DnsRecordType.Ptr);
        if (response.Status != ResolverStatus.Ok || response.Pointer.IsEmpty)
            return Negative(response.Status == ResolverStatus.Ok ? ResolverStatus.NotFound : response.Status, response);
        return new ResolverAnswer { Name = response.Pointer, ExpiresMs = Expiry(response.TimeToLive) };
    }

    /// <summary>A response with records, or without an alias to ask for instead.</summary>
    private async ValueTask<DnsResponse> AskFollowing(DnsRecordType type)
    {
        var owner = name;
        var ttl = uint.MaxValue;
        for (var aliases = 0; ;)
        {
            var response = await Ask(owner, type, resolver.NextServer());
            ttl = response.TimeToLive = Math.Min(ttl, response.TimeToLive);
            aliases += response.Aliases;
            if (response.Status != ResolverStatus.Ok || response.HasRecords || response.Alias.IsEmpty || aliases > MaxAliases)
                return response;
            owner = response.Alias;
        }
    }

    private async ValueTask<DnsResponse> Ask(ByteString host, DnsRecordType type, int server) =>
        lastResponse = await new DnsExchange(loop, resolver.Settings, this, host, type).AskAsync(server);

    private static ResolverStatus StatusOf(DnsResponse? a, DnsResponse? aaaa)
    {
        var (first, second) = (a?.Status ?? ResolverStatus.NotFound, aaaa?.Status ?? ResolverStatus.NotFound);
        if (first is not ResolverStatus.Ok and not ResolverStatus.NotFound)
            return first;
        return second == ResolverStatus.NotFound ? first : second;
    }

    /// <summary>Only the servers' "there is none" is kept, as long as they say, and shortly.</summary>
    private ResolverAnswer Negative(ResolverStatus status, params ReadOnlySpan<DnsResponse?> responses)
    {
        var ttl = uint.MaxValue;
        foreach (var response in responses)
            ttl = Math.Min(ttl, response?.NegativeTimeToLive ?? uint.MaxValue);
        if (status != ResolverStatus.NotFound || ttl is 0 or uint.MaxValue)
            return new ResolverAnswer(status);
        return new ResolverAnswer(status) { ExpiresMs = loop.Clock.SharedMs + Math.Min(ttl * 1000L, NameResolver.MaxNegativeMs) };
    }

    private long Expiry(uint ttlSeconds) => loop.Clock.SharedMs + (resolver.Settings.ValidMs ?? ttlSeconds * 1000L);
}

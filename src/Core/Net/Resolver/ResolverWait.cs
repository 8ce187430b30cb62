using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Engine.Core.Buffers;
using Engine.Core.Loop;

namespace Engine.Core.Net.Resolver;

/// <summary>
/// Asks a resolver and waits for the answer, one question at a time; reusable, so that its owner keeps one. The owner that ends meanwhile
/// calls <see cref="Cancel"/>: an answer that comes later finds nobody.
/// </summary>
public sealed class ResolverWait(EventLoop loop) : Loop.Timer, IValueTaskSource<ResolverAnswer>
{
    private LoopCompletion<ResolverAnswer> completion;
    private NameLookup? lookup;

    /// <summary>The addresses of a name, in any case, with or without final dot. Completes at once when they are known.</summary>
    /// <returns>
    /// Never throws: <see cref="ResolverAnswer.Status"/> is TimedOut when the time ran out, Cancelled after <see cref="Cancel"/>, NotFound
    /// also for what is no name.
    /// </returns>
    public ValueTask<ResolverAnswer> ResolveAsync(NameResolver resolver, ReadOnlySpan<byte> name, long timeoutMs)
    {
        Span<byte> normalized = stackalloc byte[DnsName.MaxLength];
        var length = DnsName.Normalize(name, normalized);
        if (length < 0)
            return new ValueTask<ResolverAnswer>(resolver.Find(name, loop)!);
        return Ask(resolver, LookupKind.Name, normalized[..length], timeoutMs);
    }

    /// <summary>
    /// The places of a service (SRV): "http" of "example.com" is asked for as "_http._tcp.example.com", a service with a dot in it
    /// ("_sip._udp") as it is.
    /// </summary>
    public ValueTask<ResolverAnswer> ResolveServiceAsync(NameResolver resolver, string service, string name, long timeoutMs)
    {
        var full = ByteString.From(service.Contains('.', StringComparison.Ordinal) ? $"{service}.{name}" : $"_{service}._tcp.{name}");
        Span<byte> normalized = stackalloc byte[DnsName.MaxLength];
        var length = DnsName.Normalize(full.Span, normalized);
        return length < 0
            ? new ValueTask<ResolverAnswer>(ResolverAnswer.NotFound)
            : Ask(resolver, LookupKind.Service, normalized[..length], timeoutMs);
    }

    /// <summary>The name of an address (PTR).</summary>
    public ValueTask<ResolverAnswer> ResolveAddressAsync(NameResolver resolver, NumericAddress address, long timeoutMs) =>
        Ask(resolver, LookupKind.Address, ReverseName.Of(address).Span, timeoutMs);

    /// <summary>Ends the wait, if one is under way, with Cancelled.</summary>
    public void Cancel()
    {
        if (lookup is not null)
            Abandon(ResolverAnswer.Cancelled);
    }

    public ResolverAnswer GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    internal void Enter(NameLookup joined)
    {
        lookup = joined;
        joined.Add(this);
    }

    /// <summary>The answer of a look-up. Its waits are told in a row: one before may have ended this one, or had it ask something else.</summary>
    internal void Finish(NameLookup from, ResolverAnswer answer)
    {
        if (lookup == from)
            Complete(answer);
    }

    private void Complete(ResolverAnswer answer)
    {
        lookup = null;
        Detach();
        completion.SetResult(answer);
    }

    protected override void OnExpired() => Abandon(ResolverAnswer.TimedOut);

    private ValueTask<ResolverAnswer> Ask(NameResolver resolver, LookupKind kind, ReadOnlySpan<byte> name, long timeoutMs)
    {
        Debug.Assert(lookup is null, "one question at a time");
        if (resolver.Find(kind, name, loop) is { } known)
            return new ValueTask<ResolverAnswer>(known);
        completion.Reset();
        Arm(loop, timeoutMs);
        resolver.Join(kind, ByteString.Copy(name), loop, this);
        return new ValueTask<ResolverAnswer>(this, completion.Version);
    }

    private void Abandon(ResolverAnswer answer)
    {
        lookup!.Remove(this);
        Complete(answer);
    }
}

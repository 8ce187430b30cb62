using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net.Resolver;

namespace Engine.Upstream.Resolve;

/// <summary>Keeps one name of a group up to date: asks when the last answer is over. One worker does it for all of them.</summary>
internal sealed class NameMonitor(EventLoop loop, UpstreamGroup group, ResolvedName name) : Engine.Core.Loop.Timer
{
    private const long MinDelayMs = 1000;

    /// <summary>After "there is none" without a word for how long.</summary>
    private const long EmptyDelayMs = 5000;

    private readonly ResolverWait wait = new(loop);
    private bool isStopped;

    public void Start() => _ = Ask();

    public void Stop()
    {
        isStopped = true;
        Detach();
        wait.Cancel();
    }

    protected override void OnExpired() => _ = Ask();

    private async Task Ask()
    {
        var resolver = group.Resolver!;
        var answer = name.Service is null
            ? await wait.ResolveAsync(resolver, Engine.Core.Buffers.ByteString.From(name.Host).Span, group.ResolverTimeoutMs)
            : await wait.ResolveServiceAsync(resolver, name.Service, name.Host, group.ResolverTimeoutMs);
        if (isStopped)
            return;
        if (!answer.IsOk)
            loop.Log.Write(LogLevel.Error, $"{name.Host} could not be resolved ({(int)answer.Status}: {answer.Status.Describe()}) in upstream \"{group.Name}\"");
        // Servers that fail to answer say nothing about the name: what is known stays.
        if (answer.IsOk || answer.Status == ResolverStatus.NotFound)
        {
            name.Set(answer);
            group.Refresh();
        }

        Arm(loop, Math.Max(MinDelayMs, DelayAfter(answer, resolver)));
    }

    private long DelayAfter(ResolverAnswer answer, NameResolver resolver)
    {
        var remaining = answer.ExpiresMs - loop.Clock.SharedMs;
        return answer.Status switch
        {
            ResolverStatus.Ok => remaining + 1,
            ResolverStatus.NotFound => resolver.Settings.ValidMs ?? Math.Max(remaining, EmptyDelayMs),
            _ => group.ResolverTimeoutMs,
        };
    }
}

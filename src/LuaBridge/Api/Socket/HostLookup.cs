using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Net.Resolver;
using Engine.Interop;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>Turns what Lua code gives as a host into an address, by the location's resolver where somebody has to be asked.</summary>
internal sealed class HostLookup(LuaHost host, EventLoop loop)
{
    private const long DefaultTimeoutMs = 30_000;

    private static readonly NameResolver HostsFile = NameResolver.OfHostsFile();

    private ResolverWait? wait;

    /// <summary>Why there is no address.</summary>
    public string Error { get; private set; } = "";

    /// <summary>A path or a number needs nobody to be asked.</summary>
    public static bool TryParse(string name, int port, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SocketAddress? address)
    {
        if (name.StartsWith("unix:", StringComparison.Ordinal))
        {
            address = SocketAddress.Unix(name[5..]);
            return true;
        }

        var number = name.StartsWith('[') && name.EndsWith(']') ? name[1..^1] : name;
        address = NumericAddress.TryParse(SystemText.Encode(number), out var parsed) ? SocketAddress.Of(parsed, port) : null;
        return address is not null;
    }

    /// <summary>One of the addresses, by chance; null when there is none.</summary>
    public async ValueTask<SocketAddress?> Find(string name, int port)
    {
        var core = host.Location?.Core;
        var resolver = core?.Resolver.Value ?? HostsFile;
        wait = new ResolverWait(loop);
        var answer = await wait.ResolveAsync(resolver, SystemText.Encode(name), core?.ResolverTimeoutMs.Value ?? DefaultTimeoutMs);
        wait = null;
        if (answer.IsOk && answer.Addresses.Length > 0)
            return SocketAddress.Of(answer.Addresses[Random.Shared.Next(answer.Addresses.Length)], port);
        Error = !resolver.HasServers
            ? $"no resolver defined to resolve \"{name}\""
            : $"{name} could not be resolved ({(int)answer.Status}: {answer.Status.Describe()})";
        return null;
    }

    public void Cancel() => wait?.Cancel();
}

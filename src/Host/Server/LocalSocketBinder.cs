using Engine.Core.Net;
using Engine.Interop.Libc;

namespace Engine.Host.Server;

/// <summary>Binds in this process: <c>master_process off</c>, and configuration tests.</summary>
internal sealed class LocalSocketBinder(bool isTest = false) : ISocketBinder
{
    private readonly HashSet<string> unixPaths = [];

    public ListeningSocket? Bind(SocketKey key, ListenOptions options, out string? failure, out int errno)
    {
        var socket = ListeningSocket.Bind(key.Address, options, out failure, out errno, isTest);
        if (socket is not null && key.Address.IsUnix)
            unixPaths.Add(key.Address.UnixPath);
        return socket;
    }

    public void Keep(IReadOnlyCollection<SocketKey> keys)
    {
        foreach (var path in unixPaths.Where(path => !keys.Any(key => key.Address.IsUnix && key.Address.UnixPath == path)).ToArray())
        {
            Files.Unlink(path);
            unixPaths.Remove(path);
        }
    }

    public void OnClosed() => Keep([]);
}

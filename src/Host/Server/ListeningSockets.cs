using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Interop.Libc;

namespace Engine.Host.Server;

/// <summary>The listening sockets of the server process. A reload keeps those whose address it names again.</summary>
internal sealed class ListeningSockets(ISocketBinder binder)
{
    private const int Attempts = 5;
    private const int RetryMs = 500;

    private readonly Dictionary<SocketKey, ListeningSocket> open = [];

    /// <summary>Opens what a cycle asked for and is not open yet. An address in use may be given up in a moment, so that is tried again, as nginx does.</summary>
    /// <exception cref="ConfException">A socket can't be had; the reason is logged.</exception>
    public void Open(Cycle cycle, int workerCount, ErrorLog log)
    {
        for (var attempt = 1; !TryOpen(cycle, workerCount, log); attempt++)
        {
            if (attempt == Attempts)
                throw new ConfException("still could not bind()");
            log.Write(LogLevel.Notice, $"try again to bind() after {RetryMs}ms");
            Thread.Sleep(RetryMs);
        }
    }

    /// <summary>Closes every socket that the cycle does not use. No worker may have one of them in its loop any more.</summary>
    public void KeepOnly(Cycle cycle, int workerCount)
    {
        var wanted = cycle.Listening.SelectMany(listen => KeysOf(listen, workerCount)).ToHashSet();
        foreach (var key in open.Keys.Where(key => !wanted.Contains(key)).ToArray())
        {
            open[key].Close();
            open.Remove(key);
        }

        binder.Keep(wanted);
    }

    public void CloseAll()
    {
        foreach (var socket in open.Values)
            socket.Close();
        open.Clear();
        binder.OnClosed();
    }

    private bool TryOpen(Cycle cycle, int workerCount, ErrorLog log)
    {
        var complete = true;
        foreach (var listen in cycle.Listening)
        {
            var sockets = new List<ListeningSocket>();
            foreach (var key in KeysOf(listen, workerCount))
            {
                if (Find(key, listen.Options, cycle.IsTest, log) is { } socket)
                    sockets.Add(socket);
                else if (!cycle.IsTest)
                    complete = false;
            }

            listen.Sockets = sockets;
        }

        return complete;
    }

    private ListeningSocket? Find(SocketKey key, ListenOptions options, bool isTest, ErrorLog log)
    {
        if (open.TryGetValue(key, out var known))
            return known.Options == options ? known : Keep(key, WithOptions(known, options), log);
        var socket = binder.Bind(key, options, out var failure, out var errno);
        if (socket is not null)
            return Keep(key, socket, log);
        // Whoever tests a configuration usually runs a server with it.
        if (isTest && errno == Errno.EADDRINUSE)
            return null;
        if (errno != Errno.EADDRINUSE)
            throw new ConfException($"{failure} ({errno}: {Errno.Text(errno)})");
        log.Write(LogLevel.Emerg, $"{failure!}", errno);
        return null;
    }

    private static ListeningSocket WithOptions(ListeningSocket socket, ListenOptions options)
    {
        // Set on the first socket, it allows the others of the address to be bound beside it.
        if (options.ReusePort)
            Sockets.SetOption(socket.Fd, Sockets.SOL_SOCKET, Sockets.SO_REUSEPORT, 1);
        return socket.WithOptions(options);
    }

    private ListeningSocket Keep(SocketKey key, ListeningSocket socket, ErrorLog log)
    {
        foreach (var refused in socket.Refused)
            log.Write(LogLevel.Warn, $"{refused.Message}", refused.Errno);
        return open[key] = socket;
    }

    private static IEnumerable<SocketKey> KeysOf(ListenSpecification listen, int workerCount) =>
        Enumerable.Range(0, listen.Options.ReusePort ? workerCount : 1).Select(share => new SocketKey(listen.Address, listen.Options.IsDatagram, share));
}

using System.Collections.Concurrent;
using System.Net.Sockets;
using Engine.Testing;
using Engine.Upstream.Tests.Proxy;

namespace Engine.Upstream.Tests.Cache;

/// <summary>A server with a cache in "cache" before an upstream that the test scripts.</summary>
internal sealed class CachedServer : IDisposable
{
    private readonly ScriptedPeer peer;
    private readonly string http;
    private readonly string location;

    /// <param name="answer">Gets a request's head, and how many came before it.</param>
    public CachedServer(Func<string, int, Socket, bool> answer, string location = "", string path = "", string http = "", string zoneSize = "1m")
    {
        this.http = $"proxy_cache_path cache keys_zone=z:{zoneSize} {path}; {http}";
        this.location = $"proxy_cache z; {location}";
        peer = new ScriptedPeer((head, socket) =>
        {
            int number;
            lock (Requests)
            {
                number = Requests.Count;
                Requests.Enqueue(head);
            }

            return answer(head, number, socket);
        });
        Server = ServerUnderTest.Start(Conf(), Prefix);
    }

    public CachedServer(string response, string location = "", string path = "", string http = "", string zoneSize = "1m")
        : this((_, _, socket) => ScriptedPeer.Write(socket, response), location, path, http, zoneSize)
    {
    }

    public ServerPrefix Prefix { get; } = new();

    public ServerUnderTest Server { get; private set; }

    /// <summary>The heads of the requests that came to the upstream.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public string UpstreamUrl => $"http://127.0.0.1:{peer.Port}";

    /// <summary>The files of the cache, relative to its directory.</summary>
    public string[] Files => [.. Directory.EnumerateFiles(Prefix.PathOf("cache"), "*", SearchOption.AllDirectories)
        .Select(name => Path.GetRelativePath(Prefix.PathOf("cache"), name))];

    public RawResponse Get(string target, params string[] fields) => Server.Get(target, fields);

    /// <summary>What the cache did for a GET.</summary>
    public string? StatusOf(string target, params string[] fields) => Get(target, fields).Header("X-Cache");

    public RawResponse Request(string method, string target, params string[] fields)
    {
        using var connection = Server.Connect();
        return connection.Request(method, target, fields);
    }

    public void Restart()
    {
        Server.Quit();
        Server.Dispose();
        Server = ServerUnderTest.Start(Conf(), Prefix);
    }

    public void Dispose()
    {
        Server.Dispose();
        peer.Dispose();
        Prefix.Dispose();
    }

    private string Conf() => $$"""
        error_log logs/error.log info;
        events {}
        http {
            access_log logs/access.log;
            {{http}}
            server {
                listen 127.0.0.1:{port};
                add_header X-Cache $upstream_cache_status always;
                location / { proxy_pass {{UpstreamUrl}}; {{location}} }
            }
        }
        """;
}

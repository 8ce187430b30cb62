using Engine.Core.Buffers;
using Engine.Core.Net;

namespace Engine.Upstream.Tests;

/// <summary>Groups of servers 127.0.0.1:8001, :8002, …</summary>
internal static class Groups
{
    public static UpstreamServer Server(int number) =>
        new(ByteString.From($"127.0.0.1:{8000 + number}"), [SocketAddress.Parse($"127.0.0.1:{8000 + number}", 80)]);

    public static UpstreamGroup Of(params UpstreamServer[] servers) => Of(null, servers);

    public static UpstreamGroup Of(Balancer? balancer, params UpstreamServer[] servers)
    {
        var group = new UpstreamGroup(ByteString.From("u"), "", 0);
        group.Servers.AddRange(servers);
        if (balancer is not null)
            group.Use(balancer, null!);
        group.Complete();
        return group;
    }

    /// <summary>The last digit of the port of each choice of as many requests, which all succeed; "-" for none.</summary>
    public static string Choices(this UpstreamGroup group, int count, string client = "192.0.2.1") =>
        string.Concat(Enumerable.Range(0, count).Select(_ =>
        {
            var selection = group.Begin(client);
            var peer = selection.Next(0);
            selection.Release(PeerOutcome.Ok, 0);
            return Digit(peer);
        }));

    public static string Digit(Peer? peer) => peer is null ? "-" : peer.Name.ToString()[^1..];

    public static PeerSelection Begin(this UpstreamGroup group, string client = "192.0.2.1")
    {
        var selection = new PeerSelection();
        selection.Begin(group, new Client(client));
        return selection;
    }

    private sealed class Client(string address) : IUpstreamClient
    {
        public SocketAddress ClientAddress { get; } = SocketAddress.Parse(address, 1);
    }
}

internal sealed class FixedKey(string text) : UpstreamKey
{
    public override ByteString Evaluate(IUpstreamClient client) => ByteString.From(text);
}

using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Core.Net.Resolver;

namespace Engine.Upstream.Resolve;

/// <summary>The addresses of an answer as a group, kept with the answer: most hosts are asked for on one port.</summary>
public sealed class AnsweredGroup
{
    private readonly int port;
    private readonly UpstreamGroup group;

    private AnsweredGroup(int port, UpstreamGroup group)
    {
        this.port = port;
        this.group = group;
    }

    /// <param name="answer">One that is ok.</param>
    /// <param name="host">The name that was asked for.</param>
    public static UpstreamGroup Of(ResolverAnswer answer, ByteString host, int port)
    {
        if (answer.Derived is AnsweredGroup known && known.port == port)
            return known.group;
        var group = UpstreamGroup.OfAddresses(ByteString.Copy(host.Span), [.. answer.Addresses.Select(address => SocketAddress.Of(address, port))]);
        answer.Derived = new AnsweredGroup(port, group);
        return group;
    }
}

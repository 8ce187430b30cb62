using Engine.Core.Buffers;
using Engine.Core.Net;

namespace Engine.Upstream;

/// <summary>What balancing methods see of a request or session.</summary>
public interface IUpstreamClient
{
    SocketAddress ClientAddress { get; }
}

/// <summary>Text of the configuration that is computed for each request (<c>hash key</c>).</summary>
public abstract class UpstreamKey
{
    public abstract ByteString Evaluate(IUpstreamClient client);
}

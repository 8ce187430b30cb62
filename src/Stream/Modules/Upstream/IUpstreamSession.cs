using Engine.Stream.Connections;
using Engine.Upstream;

namespace Engine.Stream.Modules.Upstream;

/// <summary>A session that is on its way to an upstream.</summary>
internal interface IUpstreamSession : IUpstreamClient
{
    StreamSession Session { get; }
}

using Engine.Core.Net;

namespace Engine.Core.Listening;

/// <summary>What a <c>listen</c> directive says beside its address.</summary>
public sealed record ListenParameters(ListenOptions Socket)
{
    /// <summary>An option was given that needs a socket of its own.</summary>
    public bool Bind { get; init; }

    /// <summary>Socket options were given: only one listen of an address may.</summary>
    public bool IsSet { get; init; }

    public bool DefaultServer { get; init; }

    public bool ProxyProtocol { get; init; }
}

namespace Engine.Stream.Modules.Proxy;

/// <summary>How datagrams are relayed.</summary>
/// <param name="TimeoutMs">The longest time between two of them (<c>proxy_timeout</c>).</param>
/// <param name="Requests">After so many of the client the next one is another session's; 0 for never (<c>proxy_requests</c>).</param>
/// <param name="Responses">How many answer one of the client's; <see cref="ProxyConf.Unlimited"/> for nobody knows (<c>proxy_responses</c>).</param>
/// <param name="HeaderLength">Of the PROXY protocol header that the first datagram begins with; 0 for none.</param>
internal readonly record struct DatagramRelayOptions(long TimeoutMs, long Requests, long Responses, int HeaderLength);

/// <summary>Why a <see cref="DatagramRelay"/> ended.</summary>
internal enum DatagramRelayEnd
{
    /// <summary>All have come that were expected.</summary>
    Done,

    /// <summary>No more came, and no more were due.</summary>
    TimedOut,

    /// <summary>No more came, and some were due.</summary>
    Unanswered,

    /// <summary>A datagram could not be sent, which was reported.</summary>
    Unsendable,

    /// <summary>The client's side was closed.</summary>
    Canceled,
}

/// <summary>Whoever is told what a <see cref="DatagramRelay"/> does.</summary>
internal interface IDatagramRelayOwner
{
    /// <summary>Writes the header that the first datagram begins with.</summary>
    void WriteHeader(Span<byte> header);

    /// <summary>The first read from the upstream has come to something, be it an error.</summary>
    void OnFirstResponse();

    void OnReceiveFailed(int errno);

    void OnSendFailed(bool toUpstream, int errno);
}

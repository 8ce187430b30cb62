namespace Engine.Core.Net.Relay;

/// <summary>Why a relay ended.</summary>
public enum RelayEnd
{
    /// <summary>The client finished, or broke (<see cref="Connection.BrokenBy"/>), and what it sent was passed on.</summary>
    ClientDone,

    UpstreamDone,

    /// <summary>The client could not be written to.</summary>
    ClientFailed,

    UpstreamFailed,

    /// <summary>Nothing moved in either direction for as long as is allowed.</summary>
    TimedOut,

    /// <summary>By <see cref="ConnectionRelay.Cancel"/>.</summary>
    Canceled,
}

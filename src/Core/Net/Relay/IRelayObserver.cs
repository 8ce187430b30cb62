namespace Engine.Core.Net.Relay;

/// <summary>Whoever is told what a relay does.</summary>
public interface IRelayObserver
{
    /// <summary>The first read of a direction has come to something: bytes, or the end.</summary>
    void OnFirstByte(RelayDirection direction);
}

using Engine.Core.Net;

namespace Engine.Http.Connections;

/// <summary>Ends a wait for bytes of the client.</summary>
internal sealed class ReadDeadline(Connection transport) : Engine.Core.Loop.Timer
{
    /// <summary>The wait that was cancelled ended because of this.</summary>
    public bool HasExpired { get; private set; }

    public void Start(long delayMs)
    {
        HasExpired = false;
        Arm(transport.Loop, delayMs);
    }

    protected override void OnExpired()
    {
        HasExpired = true;
        transport.Input.CancelPendingRead();
    }
}

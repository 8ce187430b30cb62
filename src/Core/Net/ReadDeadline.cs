namespace Engine.Core.Net;

/// <summary>Ends a wait for bytes of a connection.</summary>
public sealed class ReadDeadline(Connection connection) : Loop.Timer
{
    /// <summary>The wait that was cancelled ended because of this.</summary>
    public bool HasExpired { get; private set; }

    public void Start(long delayMs)
    {
        HasExpired = false;
        Arm(connection.Loop, delayMs);
    }

    protected override void OnExpired()
    {
        HasExpired = true;
        connection.Input.CancelPendingRead();
    }
}

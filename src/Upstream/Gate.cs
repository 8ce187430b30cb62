namespace Engine.Upstream;

/// <summary>
/// Keeps a group's peer state to one worker at a time. What happens inside is a few dozen instructions without calls that wait, so that
/// the others spin for less time than any lock of the system would take.
/// </summary>
internal sealed class Gate
{
    private SpinLock spin = new(enableThreadOwnerTracking: false);

    public void Enter()
    {
        var taken = false;
        spin.Enter(ref taken);
    }

    public void Exit() => spin.Exit();
}

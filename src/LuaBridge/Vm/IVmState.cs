namespace Engine.LuaBridge.Vm;

/// <summary>What an API family keeps for a VM, when it has to hear of the VM's end.</summary>
internal interface IVmState
{
    /// <summary>The worker exits, or the VM's configuration was replaced: no new work, but what runs may come to its end.</summary>
    void OnExiting();

    /// <summary>The VM is about to be closed.</summary>
    void OnClosing();
}

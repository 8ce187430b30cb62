namespace Engine.LuaBridge.Vm;

/// <summary>What keeps a VM alive.</summary>
internal interface IVmOwner
{
    /// <summary>A timer's function runs: the VM stays, and a graceful end of the worker waits, until <see cref="Release"/>.</summary>
    void Hold();

    void Release();
}

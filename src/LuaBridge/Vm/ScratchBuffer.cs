namespace Engine.LuaBridge.Vm;

/// <summary>
/// Native bytes that a C# function fills and the Lua half reads at once, as state.scratch. It grows to what is asked for; what was in it is
/// then gone.
/// </summary>
internal sealed unsafe class ScratchBuffer : NativeBuffer
{
    private readonly VmState* shared;

    internal ScratchBuffer(VmState* shared)
    {
        this.shared = shared;
        OnMoved();
    }

    protected override void OnMoved() => shared->Scratch = Bytes;
}

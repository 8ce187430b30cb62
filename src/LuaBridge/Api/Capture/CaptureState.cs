using Engine.Core.Buffers;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Capture;

/// <summary>The batches of a VM. Those that Lua code has in hand are so between two calls of its own: there is one of each.</summary>
internal sealed class CaptureState(LuaVm vm) : IVmState
{
    private const int MaxSpare = 64;

    private readonly SpareStack<CaptureBatch> spare = new();

    public LuaVm Vm => vm;

    /// <summary>How many batches run inside of each other.</summary>
    public int Depth { get; set; }

    public CaptureBatch? Building { get; set; }

    public CaptureBatch? Finished { get; set; }

    public CaptureBatch Rent(LuaRequest owner)
    {
        if (!spare.TryPop(out var batch))
            batch = new CaptureBatch(this);
        batch.Begin(owner);
        return batch;
    }

    /// <summary>The batch has ended. Its responses can be read until it is rented again.</summary>
    public void Return(CaptureBatch batch)
    {
        if (spare.Count < MaxSpare)
            spare.Push(batch);
        else
            batch.Dispose();
    }

    public void OnExiting()
    {
    }

    public void OnClosing()
    {
        while (spare.TryPop(out var batch))
            batch.Dispose();
    }
}

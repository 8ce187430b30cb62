using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Vm;

/// <summary>
/// Native bytes that a C# function fills and the Lua half reads at once, as state.scratch. It grows to what is asked for; what was in it is
/// then gone.
/// </summary>
internal sealed unsafe class ScratchBuffer : IDisposable
{
    private const int InitialSize = 4096;
    private const int LargestKept = 1 << 20;

    private readonly VmState* shared;
    private int size = InitialSize;

    internal ScratchBuffer(VmState* shared)
    {
        this.shared = shared;
        shared->Scratch = (byte*)NativeMemory.Alloc(InitialSize);
    }

    /// <summary>At least that many bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Take(int count)
    {
        if (count > size || (size > LargestKept && count <= InitialSize))
            Resize(Math.Max(count, InitialSize));
        return new Span<byte>(shared->Scratch, size);
    }

    public void Dispose() => NativeMemory.Free(shared->Scratch);

    private void Resize(int count)
    {
        NativeMemory.Free(shared->Scratch);
        shared->Scratch = (byte*)NativeMemory.Alloc((nuint)count);
        size = count;
    }
}

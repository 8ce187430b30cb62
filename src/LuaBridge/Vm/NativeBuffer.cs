using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Vm;

/// <summary>Native bytes that grow to what is asked for.</summary>
internal unsafe class NativeBuffer : IDisposable
{
    protected const int InitialSize = 4096;
    private const int LargestKept = 1 << 20;

    private int size = InitialSize;

    public byte* Bytes { get; private set; } = (byte*)NativeMemory.Alloc(InitialSize);

    /// <summary>At least that many bytes; what was in them may be gone, and a large buffer is given back for a small one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Take(int count)
    {
        if (count > size || (size > LargestKept && count <= InitialSize))
            Renew(Math.Max(count, InitialSize));
        return new Span<byte>(Bytes, size);
    }

    /// <summary>Room for <paramref name="count"/> bytes behind those <paramref name="used"/>, which stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Extend(int used, int count)
    {
        Debug.Assert(used <= size, "what is used lies in the buffer");
        if (size - used < count)
            Grow(Math.Max(size * 2, used + count));
        return new Span<byte>(Bytes + used, size - used);
    }

    public void Dispose() => NativeMemory.Free(Bytes);

    /// <summary>The bytes lie elsewhere now.</summary>
    protected virtual void OnMoved()
    {
    }

    private void Renew(int count)
    {
        NativeMemory.Free(Bytes);
        Bytes = (byte*)NativeMemory.Alloc((nuint)count);
        size = count;
        OnMoved();
    }

    private void Grow(int count)
    {
        Bytes = (byte*)NativeMemory.Realloc(Bytes, (nuint)count);
        size = count;
        OnMoved();
    }
}

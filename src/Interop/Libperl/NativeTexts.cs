using System.Runtime.InteropServices;
using Engine.Interop.Libc;

namespace Engine.Interop.Libperl;

/// <summary>Texts as an array of zero-terminated strings.</summary>
internal sealed unsafe class NativeTexts : IDisposable
{
    public NativeTexts(IReadOnlyList<string> texts)
    {
        Count = texts.Count;
        Pointers = (byte**)NativeMemory.Alloc((nuint)(Math.Max(Count, 1) * sizeof(byte*)));
        for (var i = 0; i < Count; i++)
            Pointers[i] = Processes.NativeCopy(texts[i]);
    }

    public int Count { get; }

    public byte** Pointers { get; }

    public void Dispose()
    {
        for (var i = 0; i < Count; i++)
            NativeMemory.Free(Pointers[i]);
        NativeMemory.Free(Pointers);
    }
}

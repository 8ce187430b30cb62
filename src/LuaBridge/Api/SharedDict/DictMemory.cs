using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>The bytes that the entries of a dict may take, over all shards. A cache line of its own, because all that write change it.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct DictMemory(long limit)
{
    private readonly long limit = limit;
    private long used;

    public long Free => Math.Max(0, limit - Interlocked.Read(ref used));

    public bool TryReserve(long size)
    {
        if (Interlocked.Add(ref used, size) <= limit)
            return true;
        Release(size);
        return false;
    }

    public void Release(long size) => Interlocked.Add(ref used, -size);
}

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>The bytes that the entries of a dict may take, over all shards.</summary>
internal sealed class DictMemory(long limit)
{
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

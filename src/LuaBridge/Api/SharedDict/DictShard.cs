using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>
/// A part of a dict with a lock of its own: a hash table of a size that never changes, and its entries in the order of use. Memory of the
/// table is taken by the system only where it is used.
/// </summary>
internal sealed unsafe class DictShard : IDisposable
{
    /// <summary>Bytes of the dict for each bucket, which is about what the smallest entry takes.</summary>
    private const int BytesPerBucket = 128;

    private readonly DictMemory memory;
    private readonly DictEntry** buckets;
    private readonly uint mask;
    private DictEntry* newest;
    private DictEntry* oldest;

    public DictShard(DictMemory memory, long size)
    {
        this.memory = memory;
        mask = (uint)Math.Clamp(BitOperations.RoundUpToPowerOf2((ulong)size / BytesPerBucket), 64, 1UL << 30) - 1;
        buckets = (DictEntry**)NativeMemory.AllocZeroed(mask + 1, (nuint)sizeof(DictEntry*));
    }

    /// <summary>Held by whoever uses anything else here.</summary>
#pragma warning disable CA1051 // A property would hand out a copy.
    public DictLock Lock;
#pragma warning restore CA1051

    public uint BucketCount => mask + 1;

    public DictEntry* Oldest => oldest;

    /// <summary>An entry, expired or not; null when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DictEntry* Find(uint hash, ReadOnlySpan<byte> key)
    {
        var entry = buckets[hash & mask];
        while (entry is not null && !entry->IsFor(hash, key))
            entry = entry->Next;
        return entry;
    }

    public DictEntry* FirstOf(uint bucket) => buckets[bucket];

    /// <summary>Takes in an entry that was charged to the memory.</summary>
    public void Insert(DictEntry* entry)
    {
        var bucket = &buckets[entry->Hash & mask];
        entry->Next = *bucket;
        *bucket = entry;
        Link(entry);
    }

    /// <summary>It was used just now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Touch(DictEntry* entry)
    {
        if (entry == newest)
            return;
        Unlink(entry);
        Link(entry);
    }

    /// <summary>Forgets an entry, frees it and gives back what it was charged.</summary>
    public void Remove(DictEntry* entry)
    {
        var link = &buckets[entry->Hash & mask];
        while (*link != entry)
            link = &(*link)->Next;
        *link = entry->Next;
        Unlink(entry);
        memory.Release(entry->Charge);
        if (entry->Type == DictType.List)
            FreeItems(ref entry->List);
        DictEntry.Free(entry);
    }

    /// <summary>Removes up to that many entries of the oldest, as long as they are expired.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void DropExpired(long now, int max)
    {
        while (max-- > 0 && oldest is not null && oldest->IsExpired(now))
            Remove(oldest);
    }

    public void Dispose()
    {
        while (oldest is not null)
            Remove(oldest);
        NativeMemory.Free(buckets);
    }

    private void FreeItems(ref DictList list)
    {
        while (list.Count > 0)
        {
            var item = list.Pop(left: true);
            memory.Release(item->Charge);
            DictItem.Free(item);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Link(DictEntry* entry)
    {
        entry->Newer = null;
        entry->Older = newest;
        if (newest is null)
            oldest = entry;
        else
            newest->Newer = entry;
        newest = entry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unlink(DictEntry* entry)
    {
        if (entry->Newer is null)
            newest = entry->Older;
        else
            entry->Newer->Older = entry->Older;
        if (entry->Older is null)
            oldest = entry->Newer;
        else
            entry->Older->Newer = entry->Newer;
    }
}

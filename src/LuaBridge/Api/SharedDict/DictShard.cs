using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Loop;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>
/// A part of a dict with a lock of its own, in native memory: a hash table of a size that never changes, and its entries in the order of use.
/// Memory of the table is taken by the system only where it is used. A shard has a cache line, so that workers in different shards do not meet.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct DictShard
{
    /// <summary>Bytes of the dict for each bucket, which is about what the smallest entry takes.</summary>
    private const int BytesPerBucket = 128;

    /// <summary>Held by whoever uses anything else here.</summary>
    public DictLock Lock;

    private uint mask;
    private uint generation;
    private DictEntry** buckets;
    private DictMemory* memory;

    /// <summary>Newer than the newest and older than the oldest entry.</summary>
    private DictLink end;

    public void Begin(DictMemory* memory, long size)
    {
        this.memory = memory;
        mask = (uint)Math.Clamp(BitOperations.RoundUpToPowerOf2((ulong)size / BytesPerBucket), 64, 1UL << 30) - 1;
        buckets = (DictEntry**)NativeMemory.AllocZeroed(mask + 1, (nuint)sizeof(DictEntry*));
        end.Newer = end.Older = End;
    }

    /// <summary>Entries, expired or not.</summary>
    public int Count { get; private set; }

    public readonly uint BucketCount => mask + 1;

    /// <summary>Null when there is no entry.</summary>
    public readonly DictEntry* Oldest => end.Newer == End ? null : Settled((DictEntry*)end.Newer);

    private readonly DictLink* End => (DictLink*)Unsafe.AsPointer(in end);

    /// <summary>An entry, expired or not; null when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly DictEntry* Find(uint hash, DictKey key)
    {
        var entry = buckets[hash & mask];
        while (entry is not null && !entry->IsFor(hash, key))
            entry = entry->Next;
        return Settled(entry);
    }

    public readonly DictEntry* FirstOf(uint bucket) => Settled(buckets[bucket]);

    /// <summary>The next of the same bucket.</summary>
    public readonly DictEntry* NextOf(DictEntry* entry) => Settled(entry->Next);

    /// <summary>The entry that was used next after this one; null after the newest.</summary>
    public readonly DictEntry* NewerThan(DictEntry* entry) => entry->Use.Newer == End ? null : Settled((DictEntry*)entry->Use.Newer);

    /// <summary>All entries count as expired from now on. Each learns of it when it is looked at.</summary>
    public void ExpireAll() => generation++;

    /// <summary>Takes in an entry that was charged to the memory.</summary>
    public void Insert(DictEntry* entry)
    {
        var bucket = &buckets[entry->Hash & mask];
        entry->Next = *bucket;
        entry->Generation = generation;
        *bucket = entry;
        Link(&entry->Use);
        Count++;
    }

    /// <summary>It was used just now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Touch(DictEntry* entry)
    {
        if (&entry->Use == end.Older)
            return;
        Unlink(&entry->Use);
        Link(&entry->Use);
    }

    /// <summary>Forgets an entry, frees it and gives back what it was charged.</summary>
    public void Remove(DictEntry* entry)
    {
        var link = &buckets[entry->Hash & mask];
        while (*link != entry)
            link = &(*link)->Next;
        *link = entry->Next;
        Unlink(&entry->Use);
        Count--;
        memory->Release(entry->Charge);
        if (entry->Type == DictType.List)
            FreeItems(ref entry->List);
        DictEntry.Free(entry);
    }

    /// <summary>Removes up to that many entries of the oldest, as long as they are expired.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void DropExpired(LoopClock clock, int max)
    {
        for (var oldest = Oldest; max > 0 && oldest is not null && oldest->IsExpired(clock); max--, oldest = Oldest)
            Remove(oldest);
    }

    public void Dispose()
    {
        while (Oldest is not null)
            Remove(Oldest);
        NativeMemory.Free(buckets);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Unlink(DictLink* link)
    {
        link->Newer->Older = link->Older;
        link->Older->Newer = link->Newer;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Link(DictLink* link)
    {
        link->Newer = End;
        link->Older = end.Older;
        end.Older->Newer = link;
        end.Older = link;
    }

    /// <summary>An entry, or null, that knows whether it has expired.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly DictEntry* Settled(DictEntry* entry)
    {
        if (entry is not null && entry->Generation != generation)
        {
            entry->Generation = generation;
            entry->ExpiresMs = 1;
        }

        return entry;
    }

    private readonly void FreeItems(ref DictList list)
    {
        while (list.Count > 0)
        {
            var item = list.Pop(left: true);
            memory->Release(item->Charge);
            DictItem.Free(item);
        }
    }
}

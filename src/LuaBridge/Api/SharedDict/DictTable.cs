using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Loop;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>Statuses of operations; shared_dict.lua knows their texts.</summary>
internal enum DictStatus
{
    Ok = 0,
    Exists = 1,
    NotFound = 2,
    NoMemory = 3,
    NotANumber = 4,
    NotAList = 5,
    IsAList = 6,

    /// <summary>Added to the others: entries that had not expired were evicted.</summary>
    Forcible = 16,
}

/// <summary>
/// A dict, divided into shards by the keys' hashes. When its memory is used up, the entries that were not used for the longest time go. All of it is
/// native memory in one piece but for the buckets and entries: an operation begins with few reads that depend on each other, which
/// cost more than the rest of it.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe partial struct DictTable
{
    private const int CacheLine = 64;

    /// <summary>A dict of this size is not divided: then the order of eviction is exact.</summary>
    private const long SmallestShard = 512 * 1024;
    private const int MostShards = 32;

    private ulong seed;
    private DictShard* shards;
    private DictMemory* memory;
    private long capacity;
    private int shift;
    private int count;

    /// <summary>The size of the directive.</summary>
    public readonly long Capacity => capacity;

    public readonly long FreeSpace => memory->Free;

    /// <summary>The table, its memory's account, its shards.</summary>
    public static DictTable* Allocate(long size, int nameLength)
    {
        var count = (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(size / (2 * SmallestShard), 1, MostShards));
        var bytes = (nuint)(sizeof(DictTable) + sizeof(DictMemory) + count * sizeof(DictShard));
        var table = (DictTable*)NativeMemory.AlignedAlloc(bytes, CacheLine);
        NativeMemory.Clear(table, bytes);
        table->seed = DictHash.Seed;
        table->capacity = size;
        table->count = count;
        table->shift = 32 - BitOperations.Log2((uint)count);
        table->memory = (DictMemory*)(table + 1);
        *table->memory = new DictMemory(size, nameLength);
        table->shards = (DictShard*)(table->memory + 1);
        for (var i = 0; i < count; i++)
            table->shards[i].Begin(table->memory, size / count);
        return table;
    }

    /// <summary>Nobody uses it any more.</summary>
    public static void Free(DictTable* table)
    {
        for (var i = 0; i < table->count; i++)
            table->shards[i].Dispose();
        NativeMemory.AlignedFree(table);
    }

    /// <summary>Looks a key up. What the reply gives for its entry; the complement of a status when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Get<TReply>(DictKey key, bool stale, LoopClock clock, TReply reply)
        where TReply : struct, IDictReply
    {
        var shard = Enter(key, out var hash);
        var entry = shard->Find(hash, key);
        var result = ~(int)DictStatus.NotFound;
        if (entry is not null && (stale || !entry->IsExpired(clock)))
        {
            shard->Touch(entry);
            result = reply.Give(entry, stale && entry->IsExpired(clock));
        }

        shard->Lock.Exit();
        return result;
    }

    /// <summary>Adds to a number, which is made when there is none and <paramref name="hasInitial"/> says so.</summary>
    public readonly DictStatus Increment(DictKey key, double by, bool hasInitial, double initial, long expiresMs, LoopClock clock, out double result)
    {
        var shard = Enter(key, out var hash);
        var entry = shard->Find(hash, key);
        var status = DictStatus.Ok;
        result = 0;
        if (entry is null || entry->IsExpired(clock))
        {
            status = hasInitial ? DictStatus.Ok : DictStatus.NotFound;
            if (hasInitial)
                status = PutNumber(shard, hash, key, result = initial + by, expiresMs, clock);
        }
        else if (entry->Type != DictType.Number)
        {
            status = DictStatus.NotANumber;
        }
        else
        {
            shard->Touch(entry);
            result = entry->Number += by;
        }

        shard->Lock.Exit();
        return status;
    }

    /// <summary>Milliseconds until the key expires, negative when it has; 0 when it does not.</summary>
    public readonly DictStatus TimeToLive(DictKey key, LoopClock clock, out long milliseconds)
    {
        var shard = Enter(key, out var hash);
        var entry = shard->Find(hash, key);
        milliseconds = entry is null || entry->ExpiresMs == 0 ? 0 : entry->ExpiresMs - clock.UnixMs;
        shard->Lock.Exit();
        return entry is null ? DictStatus.NotFound : DictStatus.Ok;
    }

    public readonly DictStatus Expire(DictKey key, long expiresMs)
    {
        var shard = Enter(key, out var hash);
        var entry = shard->Find(hash, key);
        if (entry is not null)
            entry->ExpiresMs = expiresMs;
        shard->Lock.Exit();
        return entry is null ? DictStatus.NotFound : DictStatus.Ok;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly DictShard* Enter(DictKey key, out uint hash)
    {
        hash = DictHash.Of(key.Start, key.Length, seed);
        // The shard by the upper bits, the bucket by the lower ones. A shift by 32 has to give 0.
        var shard = shards + ((ulong)hash >> shift);
        shard->Lock.Enter();
        return shard;
    }

    private readonly DictStatus PutNumber(DictShard* shard, uint hash, DictKey key, double number, long expiresMs, LoopClock clock)
    {
        shard->DropExpired(clock, 2);
        return Put(shard, shard->Find(hash, key), hash, key, DictValue.Of((int)DictType.Number, null, 0, &number), safe: false, 0, expiresMs);
    }
}

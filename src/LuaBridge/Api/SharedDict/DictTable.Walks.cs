using Engine.Core.Loop;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>Operations on all keys. Nobody else is held up for longer than for one shard or bucket.</summary>
internal unsafe partial struct DictTable
{
    /// <summary>Buckets over all shards; a cursor of a scan is the number of one.</summary>
    public readonly long BucketCount => (long)count * shards->BucketCount;

    /// <summary>All entries count as expired from now on. One shard after another.</summary>
    public readonly void FlushAll()
    {
        for (var shard = shards; shard < shards + count; shard++)
        {
            shard->Lock.Enter();
            for (var entry = shard->Oldest; entry is not null; entry = shard->NewerThan(entry))
                entry->ExpiresMs = 1;
            shard->Lock.Exit();
        }
    }

    /// <summary>Removes expired entries of a bucket, at most that many. How many it were.</summary>
    public readonly int FlushExpired(long bucket, int max, LoopClock clock)
    {
        var shard = EnterBucket(bucket, out var index);
        var removed = 0;
        for (var entry = shard->FirstOf(index); entry is not null && removed < max;)
        {
            var next = entry->Next;
            if (entry->IsExpired(clock))
            {
                shard->Remove(entry);
                removed++;
            }

            entry = next;
        }

        shard->Lock.Exit();
        return removed;
    }

    /// <summary>Adds the keys of a bucket that have not expired, at most that many. How many it were.</summary>
    public readonly int ReadKeys(long bucket, int max, LoopClock clock, ref PackedPairs keys)
    {
        var shard = EnterBucket(bucket, out var index);
        var read = 0;
        for (var entry = shard->FirstOf(index); entry is not null && read < max; entry = entry->Next)
        {
            if (entry->IsExpired(clock))
                continue;
            keys.Add(entry->Key, default);
            read++;
        }

        shard->Lock.Exit();
        return read;
    }

    private readonly DictShard* EnterBucket(long bucket, out uint index)
    {
        var perShard = shards->BucketCount;
        index = (uint)(bucket & (perShard - 1));
        var shard = shards + bucket / perShard;
        shard->Lock.Enter();
        return shard;
    }
}

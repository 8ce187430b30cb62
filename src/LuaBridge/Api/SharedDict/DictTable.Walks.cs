namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>Operations on all keys. Nobody else is held up for longer than for <see cref="Few"/> entries.</summary>
internal unsafe partial struct DictTable
{
    /// <summary>So many entries of a shard are gone through at once.</summary>
    private const int Few = 1024;

    private const int BucketsAtOnce = 64;

    /// <summary>Buckets over all shards; a cursor of a scan is the number of one.</summary>
    public readonly long BucketCount => (long)count * shards->BucketCount;

    /// <summary>All entries count as expired from now on. One shard after another.</summary>
    public readonly void FlushAll()
    {
        for (var shard = shards; shard < shards + count; shard++)
        {
            shard->Lock.Enter();
            shard->ExpireAll();
            shard->Lock.Exit();
        }
    }

    /// <summary>Visits the entries that are there all the time, until the visitor is done; one that comes or goes meanwhile perhaps.</summary>
    public readonly void Walk<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IDictVisitor, allows ref struct
    {
        for (var shard = shards; shard < shards + count && !visitor.IsDone; shard++)
        {
            if (TryWalkAtOnce(shard, ref visitor))
                continue;
            for (var bucket = 0u; bucket < shard->BucketCount && !visitor.IsDone; bucket += BucketsAtOnce)
                WalkBuckets(shard, bucket, BucketsAtOnce, ref visitor);
        }
    }

    /// <summary>Visits the entries of one bucket of all shards.</summary>
    public readonly void WalkBucket<TVisitor>(long bucket, ref TVisitor visitor)
        where TVisitor : struct, IDictVisitor, allows ref struct
    {
        var perShard = shards->BucketCount;
        WalkBuckets(shards + bucket / perShard, (uint)(bucket & (perShard - 1)), 1, ref visitor);
    }

    /// <summary>A shard has far more buckets than a few entries: those go by the order of their use.</summary>
    private static bool TryWalkAtOnce<TVisitor>(DictShard* shard, ref TVisitor visitor)
        where TVisitor : struct, IDictVisitor, allows ref struct
    {
        shard->Lock.Enter();
        var isFew = shard->Count <= Few;
        for (var entry = isFew ? shard->Oldest : null; entry is not null && !visitor.IsDone;)
        {
            var next = shard->NewerThan(entry);
            visitor.Visit(shard, entry);
            entry = next;
        }

        shard->Lock.Exit();
        return isFew;
    }

    private static void WalkBuckets<TVisitor>(DictShard* shard, uint first, uint count, ref TVisitor visitor)
        where TVisitor : struct, IDictVisitor, allows ref struct
    {
        shard->Lock.Enter();
        for (var bucket = first; bucket < first + count; bucket++)
        {
            for (var entry = shard->FirstOf(bucket); entry is not null && !visitor.IsDone;)
            {
                var next = shard->NextOf(entry);
                visitor.Visit(shard, entry);
                entry = next;
            }
        }

        shard->Lock.Exit();
    }
}

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
    public void FlushAll()
    {
        for (var shard = shards; shard < shards + count; shard++)
        {
            var term = Enter(shard);
            shard->ExpireAll();
            Exit(shard, term);
        }
    }

    /// <summary>Visits the entries that are there all the time, until the visitor is done; one that comes or goes meanwhile perhaps.</summary>
    public void Walk<TVisitor>(ref TVisitor visitor)
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
    public void WalkBucket<TVisitor>(long bucket, ref TVisitor visitor)
        where TVisitor : struct, IDictVisitor, allows ref struct
    {
        var perShard = shards->BucketCount;
        WalkBuckets(shards + bucket / perShard, (uint)(bucket & (perShard - 1)), 1, ref visitor);
    }

    /// <summary>A shard has far more buckets than a few entries: those go by the order of their use.</summary>
    private bool TryWalkAtOnce<TVisitor>(DictShard* shard, ref TVisitor visitor)
        where TVisitor : struct, IDictVisitor, allows ref struct
    {
        var term = Enter(shard);
        var isFew = shard->Count <= Few;
        for (var entry = isFew ? shard->Oldest : null; entry is not null && !visitor.IsDone;)
        {
            var next = shard->NewerThan(entry);
            visitor.Visit(shard, entry);
            entry = next;
        }

        Exit(shard, term);
        return isFew;
    }

    private void WalkBuckets<TVisitor>(DictShard* shard, uint first, uint number, ref TVisitor visitor)
        where TVisitor : struct, IDictVisitor, allows ref struct
    {
        var term = Enter(shard);
        for (var bucket = first; bucket < first + number; bucket++)
        {
            for (var entry = shard->FirstOf(bucket); entry is not null && !visitor.IsDone;)
            {
                var next = shard->NextOf(entry);
                visitor.Visit(shard, entry);
                entry = next;
            }
        }

        Exit(shard, term);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

/// <summary>What a store asks for; bits that shared_dict.lua uses too.</summary>
[Flags]
internal enum DictStore
{
    Set = 0,
    Add = 1,
    Replace = 2,

    /// <summary>Evicts nothing that has not expired.</summary>
    Safe = 4,
}

/// <summary>
/// A dict that all workers share (<c>lua_shared_dict</c>), divided into shards by the keys' hashes. When its memory is used up, the entries that
/// were not used for the longest time go.
/// </summary>
internal sealed unsafe class DictZone : IDisposable
{
    /// <summary>As often nginx's evicts for one entry before it gives up.</summary>
    private const int MaxEvictions = 30;

    /// <summary>A dict of this size is not divided: then the order of eviction is exact.</summary>
    private const long SmallestShard = 512 * 1024;
    private const int MostShards = 32;

    private readonly GCHandle handle;
    private readonly DictMemory memory;
    private readonly DictShard[] shards;
    private readonly int shift;
    private readonly ulong seed = DictHash.Seed;

    public DictZone(string name, long size)
    {
        Name = name;
        Capacity = size;
        handle = GCHandle.Alloc(this);
        memory = new DictMemory(DictEntry.UsableOf(size));
        var count = (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(size / (2 * SmallestShard), 1, MostShards));
        shift = 32 - BitOperations.Log2((uint)count);
        shards = new DictShard[count];
        for (var i = 0; i < count; i++)
            shards[i] = new DictShard(memory, size / count);
    }

    /// <summary>What native code holds of it, until it is disposed.</summary>
    public nint Handle => GCHandle.ToIntPtr(handle);

    public static DictZone Of(nint handle) => Unsafe.As<DictZone>(GCHandle.FromIntPtr(handle).Target!);

    public string Name { get; }

    /// <summary>The size of the directive.</summary>
    public long Capacity { get; }

    public long FreeSpace => memory.Free;

    /// <summary>Buckets over all shards; a cursor of a scan is the number of one.</summary>
    public long BucketCount => (long)shards.Length * shards[0].BucketCount;

    /// <summary>Looks a key up and copies what is there.</summary>
    public DictStatus Get<TReply>(ReadOnlySpan<byte> key, bool stale, long now, TReply reply)
        where TReply : struct, IDictReply
    {
        var shard = Enter(key, out var hash);
        var entry = shard.Find(hash, key);
        var status = DictStatus.NotFound;
        if (entry is not null && (stale || !entry->IsExpired(now)))
        {
            shard.Touch(entry);
            status = reply.Give(entry, now);
        }

        shard.Lock.Exit();
        return status;
    }

    public DictStatus Store(DictStore operation, ReadOnlySpan<byte> key, DictType type, ReadOnlySpan<byte> value, uint flags, long expiresMs, long now)
    {
        var shard = Enter(key, out var hash);
        shard.DropExpired(now, 2);
        var entry = shard.Find(hash, key);
        var status = Check(operation, entry, now);
        if (status == DictStatus.Ok && type != DictType.Nil)
            status = Put(shard, entry, hash, key, type, value, (operation & DictStore.Safe) != 0, flags, expiresMs);
        else if (status == DictStatus.Ok && entry is not null)
            shard.Remove(entry);
        shard.Lock.Exit();
        return status;
    }

    /// <summary>Adds to a number, which is made when there is none and <paramref name="hasInitial"/> says so.</summary>
    public DictStatus Increment(ReadOnlySpan<byte> key, double by, bool hasInitial, double initial, long expiresMs, long now, out double result)
    {
        var shard = Enter(key, out var hash);
        var entry = shard.Find(hash, key);
        var status = DictStatus.Ok;
        result = 0;
        if (entry is null || entry->IsExpired(now))
        {
            if (hasInitial)
            {
                result = initial + by;
                shard.DropExpired(now, 2);
                status = Put(shard, shard.Find(hash, key), hash, key, DictType.Number, Bytes(&initial, by), safe: false, 0, expiresMs);
            }
            else
            {
                status = DictStatus.NotFound;
            }
        }
        else if (entry->Type != DictType.Number)
        {
            status = DictStatus.NotANumber;
        }
        else
        {
            shard.Touch(entry);
            result = entry->Number += by;
        }

        shard.Lock.Exit();
        return status;
    }

    /// <summary>Milliseconds until the key expires, negative when it has; 0 when it does not.</summary>
    public DictStatus TimeToLive(ReadOnlySpan<byte> key, long now, out long milliseconds)
    {
        var shard = Enter(key, out var hash);
        var entry = shard.Find(hash, key);
        milliseconds = entry is null || entry->ExpiresMs == 0 ? 0 : entry->ExpiresMs - now;
        shard.Lock.Exit();
        return entry is null ? DictStatus.NotFound : DictStatus.Ok;
    }

    public DictStatus Expire(ReadOnlySpan<byte> key, long expiresMs)
    {
        var shard = Enter(key, out var hash);
        var entry = shard.Find(hash, key);
        if (entry is not null)
            entry->ExpiresMs = expiresMs;
        shard.Lock.Exit();
        return entry is null ? DictStatus.NotFound : DictStatus.Ok;
    }

    /// <summary>The length of the list afterwards. Nothing is evicted for it but what has expired.</summary>
    public DictStatus Push(ReadOnlySpan<byte> key, DictType type, ReadOnlySpan<byte> value, bool left, long now, out int count)
    {
        var shard = Enter(key, out var hash);
        shard.DropExpired(now, 2);
        var entry = shard.Find(hash, key);
        var status = DictStatus.Ok;
        if (entry is not null && !entry->IsExpired(now) && entry->Type != DictType.List)
            status = DictStatus.NotAList;
        else
            entry = OpenList(shard, entry, hash, key, now);
        count = 0;
        if (status == DictStatus.Ok)
            status = PushTo(shard, entry, type, value, left, now, out count);
        shard.Lock.Exit();
        return status;
    }

    public DictStatus Pop(ReadOnlySpan<byte> key, bool left, long now, DictReply reply)
    {
        var shard = Enter(key, out var hash);
        var entry = shard.Find(hash, key);
        var status = CheckList(entry, now);
        if (status == DictStatus.Ok)
        {
            var item = entry->List.Pop(left);
            reply.Give(item);
            memory.Release(item->Charge);
            DictItem.Free(item);
            if (entry->List.Count == 0)
                shard.Remove(entry);
            else
                shard.Touch(entry);
        }

        shard.Lock.Exit();
        return status;
    }

    public DictStatus CountOf(ReadOnlySpan<byte> key, long now, out int count)
    {
        var shard = Enter(key, out var hash);
        var entry = shard.Find(hash, key);
        var status = CheckList(entry, now);
        count = status == DictStatus.Ok ? entry->List.Count : 0;
        shard.Lock.Exit();
        return status;
    }

    /// <summary>All entries count as expired from now on. One shard after another.</summary>
    public void FlushAll()
    {
        foreach (var shard in shards)
        {
            shard.Lock.Enter();
            for (var entry = shard.Oldest; entry is not null; entry = entry->Newer)
                entry->ExpiresMs = 1;
            shard.Lock.Exit();
        }
    }

    /// <summary>Removes expired entries of a bucket, at most that many. How many it were.</summary>
    public int FlushExpired(long bucket, int max, long now)
    {
        var shard = EnterBucket(bucket, out var index);
        var count = 0;
        for (var entry = shard.FirstOf(index); entry is not null && count < max;)
        {
            var next = entry->Next;
            if (entry->IsExpired(now))
            {
                shard.Remove(entry);
                count++;
            }

            entry = next;
        }

        shard.Lock.Exit();
        return count;
    }

    /// <summary>Adds the keys of a bucket that have not expired, at most that many. How many it were.</summary>
    public int ReadKeys(long bucket, int max, long now, ref Vm.PackedPairs keys)
    {
        var shard = EnterBucket(bucket, out var index);
        var count = 0;
        for (var entry = shard.FirstOf(index); entry is not null && count < max; entry = entry->Next)
        {
            if (entry->IsExpired(now))
                continue;
            keys.Add(entry->Key, default);
            count++;
        }

        shard.Lock.Exit();
        return count;
    }

    public void Dispose()
    {
        foreach (var shard in shards)
            shard.Dispose();
        handle.Free();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DictStatus Check(DictStore operation, DictEntry* entry, long now)
    {
        var isThere = entry is not null && !entry->IsExpired(now);
        if ((operation & DictStore.Add) != 0 && isThere)
            return DictStatus.Exists;
        return (operation & DictStore.Replace) != 0 && !isThere ? DictStatus.NotFound : DictStatus.Ok;
    }

    private static DictStatus CheckList(DictEntry* entry, long now)
    {
        if (entry is null || entry->IsExpired(now))
            return DictStatus.NotFound;
        return entry->Type == DictType.List ? DictStatus.Ok : DictStatus.NotAList;
    }

    /// <summary>The bytes of a sum, which takes the place of its first summand.</summary>
    private static ReadOnlySpan<byte> Bytes(double* number, double by)
    {
        *number += by;
        return new ReadOnlySpan<byte>(number, sizeof(double));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DictShard Enter(ReadOnlySpan<byte> key, out uint hash)
    {
        hash = DictHash.Of(key, seed);
        // The shard by the upper bits, the bucket by the lower ones.
        var shard = shards[shift == 32 ? 0 : hash >> shift];
        shard.Lock.Enter();
        return shard;
    }

    private DictShard EnterBucket(long bucket, out uint index)
    {
        var perShard = shards[0].BucketCount;
        index = (uint)(bucket & (perShard - 1));
        var shard = shards[bucket / perShard];
        shard.Lock.Enter();
        return shard;
    }

    /// <summary>Gives a key its value, in its old place when it fits there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DictStatus Put(DictShard shard, DictEntry* entry, uint hash, ReadOnlySpan<byte> key, DictType type, ReadOnlySpan<byte> value, bool safe, uint flags, long expiresMs)
    {
        var status = DictStatus.Ok;
        if (entry is not null && entry->Type != DictType.List && FitsIn(entry, value.Length))
            shard.Touch(entry);
        else
            status = PutAnew(shard, ref entry, hash, key, value.Length, safe);
        if ((status & ~DictStatus.Forcible) != DictStatus.Ok)
            return status;
        entry->SetValue(type, value);
        entry->Flags = flags;
        entry->ExpiresMs = expiresMs;
        return status;
    }

    /// <summary>An entry for a value of that length, instead of the one that the key has or does not have.</summary>
    private DictStatus PutAnew(DictShard shard, ref DictEntry* entry, uint hash, ReadOnlySpan<byte> key, int length, bool safe)
    {
        var status = DictStatus.Ok;
        var charge = DictEntry.ChargeOf(key.Length, length);
        if (safe)
            status = memory.TryReserve(charge) ? DictStatus.Ok : DictStatus.NoMemory;
        if (status == DictStatus.Ok && entry is not null)
            shard.Remove(entry);
        if (!safe)
            status = Reserve(shard, charge);
        if ((status & ~DictStatus.Forcible) != DictStatus.Ok)
            return status;
        entry = DictEntry.Allocate(hash, key, length);
        shard.Insert(entry);
        return status;
    }

    /// <summary>There is room for the value, and not so much that memory would be wasted.</summary>
    private static bool FitsIn(DictEntry* entry, int length) =>
        length == entry->Room || (length < entry->Room && DictEntry.ChargeOf(entry->KeyLength, length) == entry->Charge);

    private DictStatus Reserve(DictShard shard, long charge)
    {
        if (memory.TryReserve(charge))
            return DictStatus.Ok;
        for (var i = 0; i < MaxEvictions; i++)
        {
            if (!Evict(shard))
                return i == 0 ? DictStatus.NoMemory : DictStatus.NoMemory | DictStatus.Forcible;
            if (memory.TryReserve(charge))
                return DictStatus.Forcible;
        }

        return DictStatus.NoMemory | DictStatus.Forcible;
    }

    /// <summary>Removes the oldest entry of the shard that is held, or else of one that nobody holds now.</summary>
    private bool Evict(DictShard held)
    {
        if (held.Oldest is not null)
        {
            held.Remove(held.Oldest);
            return true;
        }

        foreach (var shard in shards)
        {
            if (shard == held || !shard.Lock.TryEnter())
                continue;
            var oldest = shard.Oldest;
            if (oldest is not null)
                shard.Remove(oldest);
            shard.Lock.Exit();
            if (oldest is not null)
                return true;
        }

        return false;
    }

    /// <summary>The list of a key, made when there is none; null when there is no memory for it.</summary>
    private DictEntry* OpenList(DictShard shard, DictEntry* entry, uint hash, ReadOnlySpan<byte> key, long now)
    {
        if (entry is not null && !entry->IsExpired(now))
        {
            shard.Touch(entry);
            return entry;
        }

        if (entry is not null)
            shard.Remove(entry);
        if (!ReserveOfExpired(shard, DictEntry.ChargeOf(key.Length, sizeof(DictList)), now))
            return null;
        entry = DictEntry.Allocate(hash, key, sizeof(DictList));
        entry->Type = DictType.List;
        entry->List = default;
        shard.Insert(entry);
        return entry;
    }

    private DictStatus PushTo(DictShard shard, DictEntry* entry, DictType type, ReadOnlySpan<byte> value, bool left, long now, out int count)
    {
        count = 0;
        if (entry is null)
            return DictStatus.NoMemory;
        if (!ReserveOfExpired(shard, DictItem.ChargeOf(value.Length), now))
        {
            if (entry->List.Count == 0)
                shard.Remove(entry);
            return DictStatus.NoMemory;
        }

        entry->List.Push(DictItem.Allocate(type, value), left);
        count = entry->List.Count;
        return DictStatus.Ok;
    }

    private bool ReserveOfExpired(DictShard shard, long charge, long now)
    {
        if (memory.TryReserve(charge))
            return true;
        shard.DropExpired(now, MaxEvictions);
        return memory.TryReserve(charge);
    }
}

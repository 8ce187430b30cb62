using System.Runtime.CompilerServices;
using Engine.Core.Loop;

namespace Engine.LuaBridge.Api.SharedDict;

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

/// <summary>Writing, and making room for it.</summary>
internal unsafe partial struct DictTable
{
    /// <summary>As often nginx's evicts for one entry before it gives up.</summary>
    private const int MaxEvictions = 30;

    /// <summary>Nil for a value removes the key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly DictStatus Store(DictStore operation, DictKey key, DictValue value, uint flags, long expiresMs, LoopClock clock)
    {
        var shard = Enter(key, out var hash);
        shard->DropExpired(clock, 2);
        var entry = shard->Find(hash, key);
        var status = operation == DictStore.Set ? DictStatus.Ok : Check(operation, entry, clock);
        if (status == DictStatus.Ok && value.Type != DictType.Nil)
            status = Put(shard, entry, hash, key, value, (operation & DictStore.Safe) != 0, flags, expiresMs);
        else if (status == DictStatus.Ok && entry is not null)
            shard->Remove(entry);
        shard->Lock.Exit();
        return status;
    }

    private static DictStatus Check(DictStore operation, DictEntry* entry, LoopClock clock)
    {
        var isThere = entry is not null && !entry->IsExpired(clock);
        if ((operation & DictStore.Add) != 0 && isThere)
            return DictStatus.Exists;
        return (operation & DictStore.Replace) != 0 && !isThere ? DictStatus.NotFound : DictStatus.Ok;
    }

    /// <summary>Gives a key its value, in its old place when it fits there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly DictStatus Put(DictShard* shard, DictEntry* entry, uint hash, DictKey key, DictValue value, bool safe, uint flags, long expiresMs)
    {
        var status = DictStatus.Ok;
        if (entry is not null && entry->Type != DictType.List && entry->Fits(value.Length))
        {
            shard->Touch(entry);
        }
        else
        {
            status = Reserve(shard, entry, DictEntry.ChargeOf(key.Length, value.Length), safe);
            if ((status & ~DictStatus.Forcible) != DictStatus.Ok)
                return status;
            entry = DictEntry.Allocate(hash, key, value.Length);
            shard->Insert(entry);
        }

        entry->SetValue(value);
        entry->Flags = flags;
        entry->ExpiresMs = expiresMs;
        return status;
    }

    /// <summary>Memory for an entry instead of the one that the key has or does not have.</summary>
    private readonly DictStatus Reserve(DictShard* shard, DictEntry* old, long charge, bool safe)
    {
        if (safe && !memory->TryReserve(charge))
            return DictStatus.NoMemory;
        if (old is not null)
            shard->Remove(old);
        return safe ? DictStatus.Ok : Reserve(shard, charge);
    }

    private readonly DictStatus Reserve(DictShard* shard, long charge)
    {
        if (memory->TryReserve(charge))
            return DictStatus.Ok;
        for (var i = 0; i < MaxEvictions; i++)
        {
            if (!Evict(shard))
                return i == 0 ? DictStatus.NoMemory : DictStatus.NoMemory | DictStatus.Forcible;
            if (memory->TryReserve(charge))
                return DictStatus.Forcible;
        }

        return DictStatus.NoMemory | DictStatus.Forcible;
    }

    /// <summary>Removes the oldest entry of the shard that is held, or else of one that nobody holds now.</summary>
    private readonly bool Evict(DictShard* held)
    {
        if (RemoveOldest(held))
            return true;
        for (var shard = shards; shard < shards + count; shard++)
        {
            if (shard == held || !shard->Lock.TryEnter())
                continue;
            var isRemoved = RemoveOldest(shard);
            shard->Lock.Exit();
            if (isRemoved)
                return true;
        }

        return false;
    }

    private static bool RemoveOldest(DictShard* shard)
    {
        var oldest = shard->Oldest;
        if (oldest is null)
            return false;
        shard->Remove(oldest);
        return true;
    }
}

using Engine.Core.Loop;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>Values that are lists.</summary>
internal unsafe partial struct DictTable
{
    /// <summary>The length of the list afterwards. Nothing is evicted for it but what has expired.</summary>
    public readonly DictStatus Push(DictKey key, DictValue value, bool left, LoopClock clock, out int count)
    {
        var shard = Enter(key, out var hash);
        shard->DropExpired(clock, 2);
        var entry = shard->Find(hash, key);
        var status = DictStatus.Ok;
        if (entry is not null && !entry->IsExpired(clock) && entry->Type != DictType.List)
            status = DictStatus.NotAList;
        else
            entry = OpenList(shard, entry, hash, key, clock);
        count = 0;
        if (status == DictStatus.Ok)
            status = PushTo(shard, entry, value, left, clock, out count);
        shard->Lock.Exit();
        return status;
    }

    public readonly DictStatus Pop(DictKey key, bool left, LoopClock clock, DictReply reply)
    {
        var shard = Enter(key, out var hash);
        var entry = shard->Find(hash, key);
        var status = CheckList(entry, clock);
        if (status == DictStatus.Ok)
        {
            var item = entry->List.Pop(left);
            reply.Give(item);
            memory->Release(item->Charge);
            DictItem.Free(item);
            if (entry->List.Count == 0)
                shard->Remove(entry);
            else
                shard->Touch(entry);
        }

        shard->Lock.Exit();
        return status;
    }

    public readonly DictStatus CountOf(DictKey key, LoopClock clock, out int count)
    {
        var shard = Enter(key, out var hash);
        var entry = shard->Find(hash, key);
        var status = CheckList(entry, clock);
        count = status == DictStatus.Ok ? entry->List.Count : 0;
        shard->Lock.Exit();
        return status;
    }

    private static DictStatus CheckList(DictEntry* entry, LoopClock clock)
    {
        if (entry is null || entry->IsExpired(clock))
            return DictStatus.NotFound;
        return entry->Type == DictType.List ? DictStatus.Ok : DictStatus.NotAList;
    }

    /// <summary>The list of a key, made when there is none; null when there is no memory for it.</summary>
    private readonly DictEntry* OpenList(DictShard* shard, DictEntry* entry, uint hash, DictKey key, LoopClock clock)
    {
        if (entry is not null && !entry->IsExpired(clock))
        {
            shard->Touch(entry);
            return entry;
        }

        if (entry is not null)
            shard->Remove(entry);
        if (!ReserveOfExpired(shard, DictEntry.ChargeOf(key.Length, sizeof(DictList)), clock))
            return null;
        entry = DictEntry.Allocate(hash, key, sizeof(DictList));
        entry->Type = DictType.List;
        entry->List = default;
        shard->Insert(entry);
        return entry;
    }

    private readonly DictStatus PushTo(DictShard* shard, DictEntry* entry, DictValue value, bool left, LoopClock clock, out int count)
    {
        count = 0;
        if (entry is null)
            return DictStatus.NoMemory;
        if (!ReserveOfExpired(shard, DictItem.ChargeOf(value.Length), clock))
        {
            if (entry->List.Count == 0)
                shard->Remove(entry);
            return DictStatus.NoMemory;
        }

        entry->List.Push(DictItem.Allocate(value), left);
        count = entry->List.Count;
        return DictStatus.Ok;
    }

    private readonly bool ReserveOfExpired(DictShard* shard, long charge, LoopClock clock)
    {
        if (memory->TryReserve(charge))
            return true;
        shard->DropExpired(clock, MaxEvictions);
        return memory->TryReserve(charge);
    }
}

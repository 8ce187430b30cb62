using Engine.Core.Loop;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>Gives Lua the keys that have not expired, at most that many.</summary>
internal unsafe ref struct KeyReader(LuaVm vm, int max) : IDictVisitor
{
    private readonly LoopClock clock = vm.Loop.Clock;
    private PackedPairs keys = new(vm, 0);
    private int left = max;

    public readonly bool IsDone => left == 0;

    public void Visit(DictShard* shard, DictEntry* entry)
    {
        if (entry->IsExpired(clock))
            return;
        keys.Add(entry->Key, default);
        left--;
    }

    /// <summary>How many it were.</summary>
    public readonly int Finish() => keys.Finish();
}

/// <summary>Removes entries that have expired, at most that many.</summary>
internal unsafe struct ExpiredRemover(LoopClock clock, int max) : IDictVisitor
{
    public readonly bool IsDone => Removed == max;

    public int Removed { get; private set; }

    public void Visit(DictShard* shard, DictEntry* entry)
    {
        if (!entry->IsExpired(clock))
            return;
        shard->Remove(entry);
        Removed++;
    }
}

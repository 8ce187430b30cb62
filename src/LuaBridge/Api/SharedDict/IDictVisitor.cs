namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>What is done with entries of a walk. The lock of their shard is held.</summary>
internal unsafe interface IDictVisitor
{
    /// <summary>Nothing more is wanted.</summary>
    bool IsDone { get; }

    /// <summary>May remove the entry, and no other.</summary>
    void Visit(DictShard* shard, DictEntry* entry);
}

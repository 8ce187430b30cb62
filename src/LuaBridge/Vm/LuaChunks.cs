using System.Collections.Concurrent;

namespace Engine.LuaBridge.Vm;

/// <summary>
/// All Lua code of one configuration. The same text under the same name, as inherited by many locations, is one chunk. Files whose names
/// only a request tells are added while workers run.
/// </summary>
internal sealed class LuaChunks
{
    private readonly ConcurrentDictionary<(string, string?), LuaChunk> chunks = [];
    private int count;

    /// <summary>One more than the highest index.</summary>
    public int Count => Volatile.Read(ref count);

    public IEnumerable<LuaChunk> All => chunks.Values;

    public LuaChunk AddText(string text, string name) =>
        chunks.GetOrAdd((name, text), static (key, self) => LuaChunk.OfText(self.NextIndex(), key.Item2!, key.Item1), this);

    public LuaChunk AddFile(string path) =>
        chunks.GetOrAdd((path, null), static (key, self) => LuaChunk.OfFile(self.NextIndex(), key.Item1), this);

    private int NextIndex() => Interlocked.Increment(ref count) - 1;
}

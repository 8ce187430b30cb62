namespace Engine.LuaBridge.Vm;

/// <summary>All Lua code of one configuration. The same text under the same name, as inherited by many locations, is one chunk.</summary>
internal sealed class LuaChunks
{
    private readonly Dictionary<(string, string?), LuaChunk> chunks = [];

    public int Count => chunks.Count;

    public LuaChunk AddText(string text, string name)
    {
        if (!chunks.TryGetValue((name, text), out var chunk))
            chunks.Add((name, text), chunk = LuaChunk.OfText(chunks.Count, text, name));
        return chunk;
    }

    public LuaChunk AddFile(string path)
    {
        if (!chunks.TryGetValue((path, null), out var chunk))
            chunks.Add((path, null), chunk = LuaChunk.OfFile(chunks.Count, path));
        return chunk;
    }
}

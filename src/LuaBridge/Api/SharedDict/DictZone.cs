using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>Owns a dict that all workers share (<c>lua_shared_dict</c>).</summary>
internal sealed unsafe class DictZone : IDisposable
{
    private readonly DictTable* table;

    public DictZone(string name, long size)
    {
        Name = name;
        Capacity = size;
        table = DictTable.Allocate(size, name.Length);
    }

    /// <summary>The dict itself, until it is disposed; also what native code and Lua hold of it.</summary>
    public DictTable* Table => table;

    public string Name { get; }

    /// <summary>The size of the directive.</summary>
    public long Capacity { get; }

    public void Dispose() => DictTable.Free(table);
}

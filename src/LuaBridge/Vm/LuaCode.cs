using System.Text;
using Engine.LuaBridge.Interop;

namespace Engine.LuaBridge.Vm;

/// <summary>The compiled chunks of a VM.</summary>
internal sealed unsafe class LuaCode(LuaVm vm, LuaChunks chunks)
{
    private int[] references = new int[chunks.Count];

    public bool TryGet(LuaChunk chunk, out int reference)
    {
        reference = chunk.Index < references.Length ? references[chunk.Index] : 0;
        return reference != 0;
    }

    /// <summary>A reference, or 0 and what is wrong.</summary>
    public int Compile(LuaChunk chunk, out string? error)
    {
        error = null;
        int reference;
        fixed (byte* text = chunk.Text, name = chunk.Name)
        {
            // An empty block has no address, which would mean a file.
            byte nothing = 0;
            var source = chunk.IsFile ? null : text is null ? &nothing : text;
            reference = LuaNative.engine_load(vm.MainState, source, (nuint)(chunk.Text?.Length ?? 0), name);
        }

        if (reference < 0)
        {
            error = TakeError();
            return 0;
        }

        if (chunk.Index >= references.Length)
            Array.Resize(ref references, Math.Max(chunks.Count, chunk.Index + 1));
        return references[chunk.Index] = reference;
    }

    private string TakeError()
    {
        nuint length = 0;
        var text = LuaNative.lua_type(vm.MainState, -1) == LuaNative.LUA_TSTRING ? LuaNative.lua_tolstring(vm.MainState, -1, &length) : null;
        var error = text is null ? "unknown reason" : Encoding.UTF8.GetString(text, (int)length);
        LuaNative.lua_settop(vm.MainState, -2);
        return error;
    }
}

using Engine.Core.Scripting;
using Engine.Http.Requests;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Phases;

/// <summary>The Lua code of one directive: a block, or a file whose name may hold variables.</summary>
internal sealed class LuaSource(LuaChunks chunks, LuaChunk? chunk, ComplexValue? file, string prefix)
{
    /// <summary>The code, when it is the same for all requests.</summary>
    public LuaChunk? Constant => chunk;

    public LuaChunk For(HttpRequest request) => chunk ?? OfFile(request);

    private LuaChunk OfFile(HttpRequest request)
    {
        var path = file!.Evaluate(request).ToString();
        return chunks.AddFile(Path.IsPathRooted(path) ? path : prefix + path);
    }
}

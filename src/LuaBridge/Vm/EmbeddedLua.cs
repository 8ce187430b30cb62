namespace Engine.LuaBridge.Vm;

/// <summary>The server's own Lua code, which lies beside the C# code it belongs to and is part of the assembly.</summary>
internal static class EmbeddedLua
{
    /// <param name="path">Below src/LuaBridge: <c>Api/Time/time.lua</c>.</param>
    public static byte[] Read(string path)
    {
        using var stream = typeof(EmbeddedLua).Assembly.GetManifestResourceStream(path) ?? throw new FileNotFoundException("no such Lua code", path);
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }
}

using System.Text;

namespace Engine.LuaBridge.Vm;

/// <summary>
/// Lua code of a configuration: the text of a block under the name that errors show it by, or a file. Every VM compiles it once.
/// </summary>
internal sealed class LuaChunk
{
    private LuaChunk(int index, byte[]? text, string name)
    {
        Index = index;
        Text = text;
        Name = Encoding.UTF8.GetBytes(name + '\0');
    }

    /// <summary>Its place among the chunks of the configuration.</summary>
    public int Index { get; }

    /// <summary>Null: the code is in the file that <see cref="Name"/> names.</summary>
    public byte[]? Text { get; }

    /// <summary>Zero-terminated: <c>=content_by_lua(nginx.conf:57)</c>, or a file's path.</summary>
    public byte[] Name { get; }

    public bool IsFile => Text is null;

    /// <summary>Of a file.</summary>
    public string Path => Encoding.UTF8.GetString(Name.AsSpan(0, Name.Length - 1));

    /// <param name="name">As errors show it: <c>content_by_lua(nginx.conf:57)</c>.</param>
    internal static LuaChunk OfText(int index, string text, string name) => new(index, Encoding.UTF8.GetBytes(text), '=' + name);

    internal static LuaChunk OfFile(int index, string path) => new(index, null, path);
}

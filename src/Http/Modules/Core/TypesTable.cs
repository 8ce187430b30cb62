using System.Text;
using Engine.Core.Buffers;

namespace Engine.Http.Modules.Core;

/// <summary>Media types by file name extension (<c>types</c>).</summary>
public sealed class TypesTable
{
    private const int LongestExtension = 32;

    private readonly Dictionary<ByteString, ByteString>.AlternateLookup<ReadOnlySpan<byte>> types =
        new Dictionary<ByteString, ByteString>(ByteStringComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>nginx's types when a configuration gives none.</summary>
    public static TypesTable Default { get; } = MakeDefault();

    /// <summary>Adds or replaces; the type that the extension had before, or empty.</summary>
    public ByteString Add(string extension, ByteString type)
    {
        var key = ByteString.From(extension.ToLowerInvariant());
        var previous = types.Dictionary.GetValueOrDefault(key);
        types.Dictionary[key] = type;
        return previous;
    }

    /// <summary>The type for an extension (without dot, any case).</summary>
    public bool TryFind(ReadOnlySpan<byte> extension, out ByteString type)
    {
        type = default;
        return extension.Length is > 0 and <= LongestExtension && TryFindAny(extension, out type);
    }

    private bool TryFindAny(ReadOnlySpan<byte> extension, out ByteString type)
    {
        Span<byte> lower = stackalloc byte[LongestExtension];
        LowerCase.Copy(extension, lower);
        return types.TryGetValue(lower[..extension.Length], out type);
    }

    private static TypesTable MakeDefault()
    {
        var table = new TypesTable();
        table.Add("html", ByteString.From("text/html"));
        table.Add("gif", ByteString.From("image/gif"));
        table.Add("jpg", ByteString.From("image/jpeg"));
        return table;
    }
}

using System.Text;
using Engine.Core.Buffers;

namespace Engine.Http.Responses;

/// <summary>A set of media types (<c>gzip_types</c> and its like).</summary>
public sealed class MediaTypes
{
    private const int MaxLength = 128;

    private readonly HashSet<ByteString>.AlternateLookup<ReadOnlySpan<byte>> types =
        new HashSet<ByteString>(ByteStringComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    private bool isAny;

    /// <summary>The default of most of them.</summary>
    public static MediaTypes Html { get; } = new("text/html");

    public MediaTypes(params ReadOnlySpan<string> types)
    {
        foreach (var type in types)
            Add(type);
    }

    /// <summary>False when it is there already.</summary>
    public bool Add(string type)
    {
        isAny |= type == "*";
        return types.Set.Add(ByteString.From(type.ToLowerInvariant()));
    }

    /// <summary>Whether the response's type, without its parameters, is in the set.</summary>
    public bool Match(ByteString contentType)
    {
        if (isAny || contentType.IsEmpty)
            return isAny;
        var type = contentType.Span;
        if (type.IndexOf((byte)';') is >= 0 and var end)
            type = type[..end].TrimEnd((byte)' ');
        if (types.Contains(type))
            return true;
        Span<byte> lower = stackalloc byte[MaxLength];
        return type.Length <= MaxLength && type.ContainsAnyInRange((byte)'A', (byte)'Z')
            && Ascii.ToLower(type, lower, out var length) == System.Buffers.OperationStatus.Done && types.Contains(lower[..length]);
    }
}

using System.Buffers.Binary;
using Engine.Core.Buffers;
using Engine.Http.Requests;
using Engine.Interop.OpenSsl;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>The hashes that files are named by: MD5, as in nginx. They only spread; the key itself stands in the file and is compared.</summary>
internal static class CacheKey
{
    public static UInt128 Hash(ReadOnlySpan<byte> key)
    {
        Span<byte> digest = stackalloc byte[Digest.Md5.Size];
        Digest.Md5.Compute(key, digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    /// <summary>
    /// The hash of what a request says in the fields that a Vary list names: one variant of the response with the key <paramref name="main"/>.
    /// Of the values only white space and empty elements are made alike (RFC 9111, 4.1).
    /// </summary>
    public static UInt128 HashVariant(HttpRequest request, UInt128 main, ReadOnlySpan<byte> vary)
    {
        var text = new HeadBuffer();
        Span<byte> digest = stackalloc byte[Digest.Md5.Size];
        BinaryPrimitives.WriteUInt128BigEndian(digest, main);
        text.Append(digest);
        Span<byte> lowered = stackalloc byte[CacheFileHeader.MaxVary];
        foreach (var range in vary.Split((byte)','))
        {
            var name = vary[range].Trim(" \t"u8);
            if (name.IsEmpty)
                continue;
            System.Text.Ascii.ToLower(name, lowered, out var length);
            text.Append(lowered[..length]);
            text.Append(":"u8);
            AppendValues(text, request.Headers, name);
            text.Append("\r\n"u8);
        }

        return Hash(text.Memory.Span);
    }

    private static void AppendValues(HeadBuffer text, FieldList fields, ReadOnlySpan<byte> name)
    {
        var isFirst = true;
        for (var i = fields.IndexOf(name); i >= 0; i = fields.IndexOf(name, i + 1))
        {
            var value = fields[i].Value.Span;
            foreach (var range in value.Split((byte)','))
            {
                var element = value[range].Trim(" \t"u8);
                if (element.IsEmpty)
                    continue;
                if (!isFirst)
                    text.Append(","u8);
                text.Append(element);
                isFirst = false;
            }
        }
    }
}

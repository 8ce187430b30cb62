using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Responses;

/// <summary>Entity tags of files: <c>"mtime-size"</c> in hexadecimal digits.</summary>
public static class EntityTag
{
    private static readonly ByteString FieldName = ByteString.Copy("ETag"u8);

    public static void Set(HttpRequest request, long modifiedSeconds, long size)
    {
        Span<byte> text = stackalloc byte[40];
        var writer = new SpanWriter(text);
        writer.Write((byte)'"');
        WriteHex(ref writer, modifiedSeconds);
        writer.Write((byte)'-');
        WriteHex(ref writer, size);
        writer.Write((byte)'"');
        request.Response.Fields.Add(KnownField.ETag, FieldName, request.Arena.Copy(text[..writer.Written]));
    }

    private static void WriteHex(ref SpanWriter writer, long number)
    {
        number.TryFormat(writer.Remaining, out var length, "x", null);
        writer.Advance(length);
    }
}

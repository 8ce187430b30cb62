using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Http.Responses;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Header;

/// <summary>The response's fields under the names and rules of ngx.header.</summary>
internal static class ResponseFields
{
    /// <summary>The field's name: "_" stands for "-" unless that is off, unsafe bytes are escaped.</summary>
    public static ByteString NameOf(LuaRequest lua, ReadOnlySpan<byte> name) =>
        NameIn(lua.Request.Arena.Allocate(name.Length, out var bytes), bytes, lua, name);

    /// <summary>The same for a name that is not kept.</summary>
    public static ByteString NameToLookUp(LuaRequest lua, ReadOnlySpan<byte> name) =>
        NameIn(NameBuffer.Take(lua.Request.Arena, name.Length, out var bytes), bytes, lua, name);

    private static ByteString NameIn(ByteString copy, Span<byte> bytes, LuaRequest lua, ReadOnlySpan<byte> name)
    {
        name.CopyTo(bytes);
        if (LuaLocationConf.Slot.Of(lua.Request).TransformUnderscores.Value)
            bytes.Replace((byte)'_', (byte)'-');
        return FieldEscape.Name(copy, lua.Request.Arena);
    }

    public static bool TryGet(HttpRequest request, ByteString name, int index, out ByteString value)
    {
        var response = request.Response;
        value = default;
        switch (KnownFields.Find(name.Span))
        {
            case KnownField.ContentType when !response.ContentType.IsEmpty:
                value = ContentTypeOf(response, request.Arena);
                return index == 0;
            case KnownField.ContentLength when response.ContentLength >= 0:
                value = request.Arena.Format(response.ContentLength);
                return index == 0;
            case KnownField.LastModified when response.LastModified >= 0:
                value = request.Arena.Allocate(HttpDate.Length, out var date);
                HttpDate.Format(response.LastModified, date);
                return index == 0;
        }

        var at = response.Fields.IndexOf(name.Span);
        for (; at >= 0 && index > 0; index--)
            at = response.Fields.IndexOf(name.Span, at + 1);
        if (at < 0)
            return false;
        value = response.Fields[at].Value;
        return true;
    }

    public static bool IsContentType(ByteString name) => KnownFields.Find(name.Span) == KnownField.ContentType;

    /// <summary>False when the field can't have that value. An empty one is no field, as if it were nil.</summary>
    public static bool Set(HttpRequest request, ByteString name, ReadOnlySpan<byte> text, bool add)
    {
        if (text.IsEmpty)
        {
            if (!add)
                Remove(request, name);
            return true;
        }

        var response = request.Response;
        var value = FieldEscape.Value(request.Arena.Copy(text), request.Arena);
        switch (KnownFields.Find(name.Span))
        {
            case KnownField.ContentType:
                response.ContentType = value;
                response.Charset = default;
                return true;
            case KnownField.ContentLength:
                if (!RequestFraming.TryParseContentLength(value.Span, out var length))
                    return false;
                response.ContentLength = length;
                return true;
            case KnownField.Location:
                response.KeepsLocation = true;
                break;
            case KnownField.LastModified when HttpDate.TryParse(value.Span, out var seconds):
                response.Fields.Remove(name.Span);
                response.LastModified = seconds;
                return true;
            case KnownField.LastModified:
                response.LastModified = -1;
                break;
        }

        if (add)
            response.Fields.Add(name, value);
        else
            response.Fields.Set(name, value);
        return true;
    }

    public static void Remove(HttpRequest request, ByteString name)
    {
        var response = request.Response;
        switch (KnownFields.Find(name.Span))
        {
            case KnownField.ContentType:
                response.ContentType = default;
                break;
            case KnownField.ContentLength:
                response.ContentLength = -1;
                break;
            case KnownField.LastModified:
                response.LastModified = -1;
                break;
        }

        response.Fields.Remove(name.Span);
    }

    /// <summary>The fields of the response itself.</summary>
    public static void WriteContent(HttpRequest request, ref PackedPairs pairs)
    {
        var response = request.Response;
        foreach (var field in response.Fields.Span)
        {
            if (!pairs.Add(field.Name.Span, field.Value.Span))
                return;
        }

        if (!response.ContentType.IsEmpty)
            pairs.Add("Content-Type"u8, ContentTypeOf(response, request.Arena).Span);
        if (response.ContentLength >= 0)
            pairs.Add("Content-Length"u8, request.Arena.Format(response.ContentLength).Span);
        if (response.LastModified >= 0 && TryGet(request, LastModified, 0, out var modified))
            pairs.Add("Last-Modified"u8, modified.Span);
    }

    /// <summary>The same without Content-Type and Content-Length.</summary>
    public static void WriteOthers(HttpRequest request, ref PackedPairs pairs)
    {
        foreach (var field in request.Response.Fields.Span)
            pairs.Add(field.Name.Span, field.Value.Span);
        if (request.Response.LastModified >= 0 && TryGet(request, LastModified, 0, out var modified))
            pairs.Add("Last-Modified"u8, modified.Span);
    }

    /// <summary>Those and the fields of the connection.</summary>
    public static void WriteAll(HttpRequest request, ref PackedPairs pairs)
    {
        var response = request.Response;
        WriteContent(request, ref pairs);
        pairs.Add("connection"u8, request.KeepAlive ? "keep-alive"u8 : "close"u8);
        if (request.IsHeaderSent && response.ContentLength < 0 && !request.IsHeaderOnly && request.Version > 1000)
            pairs.Add("transfer-encoding"u8, "chunked"u8);
    }

    private static readonly ByteString LastModified = ByteString.Copy("Last-Modified"u8);

    public static ByteString ContentTypeOf(ResponseHeaders response, ByteArena arena) => response.Charset.IsEmpty
        ? response.ContentType
        : arena.Concat(arena.Concat(response.ContentType.Span, "; charset="u8).Span, response.Charset.Span);
}

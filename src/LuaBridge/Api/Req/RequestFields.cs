using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.LuaBridge.Api.Header;

namespace Engine.LuaBridge.Api.Req;

/// <summary>What happens to fields of a name; req.lua and header.lua know the numbers.</summary>
internal enum FieldChange
{
    Replace,
    Add,
    Remove,
}

/// <summary>Changes of the request's fields, and what the server keeps of them beside the list.</summary>
internal static class RequestFields
{
    private const int Add = 1;
    private const int Remove = 2;

    /// <param name="mode">0 replaces, 1 adds, 2 removes.</param>
    public static void Set(HttpRequest request, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int mode)
    {
        // HTTP/0.9 has no fields.
        if (request.Version < 1000)
            return;
        var arena = request.Arena;
        var key = FieldEscape.Name(arena.Copy(name), arena);
        var text = FieldEscape.Value(arena.Copy(value), arena);
        if (mode == Remove)
            request.Headers.Remove(key.Span);
        else if (mode == Add)
            request.Headers.Add(key, text);
        else
            request.Headers.Set(key, text);
        Apply(request, KnownFields.Find(key.Span), mode == Remove ? default : text);
    }

    /// <summary>The host is also <c>$host</c>. What the length field says is believed only of a body that was read.</summary>
    private static void Apply(HttpRequest request, KnownField field, ByteString value)
    {
        if (field != KnownField.Host)
            return;
        request.SetHost(value);
        if (request.Configuration.Variables.FindSlot("host"u8) is { } host)
            request.Forget(host);
    }
}

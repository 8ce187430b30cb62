using System.Buffers.Binary;
using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.LuaBridge.Api.Header;
using Engine.LuaBridge.Vm;

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

    /// <summary>Leaves them for Lua in the form of <see cref="PackedPairs"/>.</summary>
    public static void Pack(ReadOnlySpan<HeaderField> fields, ScratchBuffer scratch, bool lowerCase)
    {
        var size = 0;
        foreach (ref readonly var field in fields)
            size += 8 + field.Name.Length + field.Value.Length;
        var rest = scratch.Take(size);
        foreach (ref readonly var field in fields)
        {
            var name = field.Name.Span;
            var value = field.Value.Span;
            BinaryPrimitives.WriteInt32LittleEndian(rest, name.Length);
            BinaryPrimitives.WriteInt32LittleEndian(rest[4..], value.Length);
            rest = rest[8..];
            if (lowerCase)
                LowerCase.Copy(name, rest);
            else
                name.CopyTo(rest);
            value.CopyTo(rest[name.Length..]);
            rest = rest[(name.Length + value.Length)..];
        }
    }

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

    /// <summary>The host is also <c>$host</c>. A length may cut the body that will be read; how much the client sends it can't change.</summary>
    private static void Apply(HttpRequest request, KnownField field, ByteString value)
    {
        if (field == KnownField.ContentLength)
            request.Body.LengthLimit = RequestFraming.TryParseContentLength(value.Span, out var length) ? length : long.MaxValue;
        if (field != KnownField.Host)
            return;
        request.SetHost(value);
        if (request.Configuration.Variables.FindSlot("host"u8) is { } host)
            request.Forget(host);
    }
}

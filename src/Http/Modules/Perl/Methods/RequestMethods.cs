using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Interop.Libperl;

namespace Engine.Http.Modules.Perl.Methods;

/// <summary>What a request is: its line, its fields, its variables.</summary>
internal static class RequestMethods
{
    public static IReadOnlyList<PerlMethodRow> Rows { get; } =
    [
        new("args", "r", 0, static (request, _, reply) => Return(reply, request.Http.Arguments)),
        new("uri", "r", 0, static (request, _, reply) => Return(reply, request.Http.Uri)),
        new("request_method", "r", 0, static (request, _, reply) => Return(reply, request.Http.MethodName)),
        new("filename", "r", 0, static (request, _, reply) => Return(reply, PathMapper.Map(request.Http))),
        new("remote_addr", "r", 0, RemoteAddress),
        new("header_in", "r, key", 1, HeaderIn),
        new("variable", "r, name, value = NULL", 1, Variable),
        new("unescape", "r, text, type = 0", 1, Unescape),
    ];

    private static bool Return(PerlReply reply, ByteString value)
    {
        reply.Set(value.Span);
        return true;
    }

    private static bool RemoteAddress(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        reply.Set(request.Http.Connection.Remote.Text);
        return true;
    }

    /// <summary>Lines of the same name become one value.</summary>
    private static bool HeaderIn(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        var fields = request.Http.Headers;
        var name = arguments[0].Bytes;
        if (fields.IndexOf(name) < 0)
            return true;
        var separator = KnownFields.Find(name) == KnownField.Cookie ? "; "u8 : ", "u8;
        return Return(reply, fields.Join(name, separator, request.Http.Arena));
    }

    /// <summary>With a value: what the variable is for the rest of the request, wherever the configuration mentions it; a name of no variable is code's own.</summary>
    private static bool Variable(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        var http = request.Http;
        var name = http.Arena.Allocate(arguments[0].Bytes.Length, out var lower);
        LowerCase.Copy(arguments[0].Bytes, lower);
        if (arguments.Count > 1)
        {
            SetVariable(request, name, http.Arena.Copy(arguments[1].Bytes));
            return true;
        }

        if (request.TryGetVariable(name, out var set))
            return Return(reply, set);
        if (http.Configuration.Variables.TryGet(http, name, out var value) && value.IsFound)
            reply.Set(value.Bytes.Span);
        return true;
    }

    private static void SetVariable(PerlRequest request, ByteString name, ByteString value)
    {
        if (request.Http.Configuration.Variables.FindSlot(name.Span) is { } slot)
            request.Http.Store(slot, VariableValue.Of(value));
        else
            request.SetVariable(name, value);
    }

    private static bool Unescape(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        var text = arguments[0].Bytes;
        var unescaped = request.Http.Arena.Allocate(text.Length, out var bytes);
        return Return(reply, unescaped.Slice(0, UriEscape.Unescape(text, bytes, UnescapeKind.All)));
    }
}

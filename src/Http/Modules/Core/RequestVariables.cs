using System.Security.Cryptography;
using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Http.Conf;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Core;

/// <summary>Variables about the request: its line, its fields, its body.</summary>
internal static class RequestVariables
{
    private static readonly ByteString QuestionMark = ByteString.Copy("?"u8);

    public static void Register(HttpModuleTable table)
    {
        table.Variable("request", static r => VariableValue.OfNonEmpty(r.RequestLineText));
        table.Variable("request_uri", static r => VariableValue.OfNonEmpty(r.RequestUri));
        table.UncachedVariable("uri", Uri);
        table.UncachedVariable("document_uri", Uri);
        table.UncachedVariable("args", static r => VariableValue.OfNonEmpty(r.Arguments), SetArguments);
        table.UncachedVariable("query_string", static r => VariableValue.OfNonEmpty(r.Arguments));
        table.UncachedVariable("is_args", static r => r.Arguments.IsEmpty ? VariableValue.Empty : VariableValue.Of(QuestionMark));
        table.UncachedVariable("request_method", static r => VariableValue.OfNonEmpty(r.Main.MethodName));
        table.Variable("server_protocol", Protocol);
        table.Variable("host", Host);
        // A chunked body has a length only when it was read.
        table.UncachedVariable("content_length", ContentLength);
        table.Variable("content_type", static r => FieldVariables.Find(r.Headers, ContentTypeSuffix, r.Arena));
        table.Variable("request_body", Body);
        table.Variable("request_body_file", static r => r.Body.File is { } file ? VariableValue.Of(r.Arena.Copy(ByteString.From(file.Name).Span)) : default);
        table.UncachedVariable("request_length", static r => VariableValue.Of(r.Arena.Format(r.Main.Exchange.BytesReceived)));
        table.UncachedVariable("request_time", RequestTime);
        table.Variable("request_id", static r => VariableValue.Of(MakeId(r)));
        table.Variable("remote_user", RemoteUser);
        table.UncachedVariable("document_root", static r => VariableValue.Of(PathMapper.Root(r)));
        table.UncachedVariable("realpath_root", RealPathRoot);
        table.UncachedVariable("request_filename", static r => VariableValue.Of(PathMapper.Map(r)));
        table.VariablePrefix("http_", static (r, suffix) => FieldVariables.Find(r.Headers, suffix, r.Arena));
        table.VariablePrefix("cookie_", static (r, suffix) => Cookies.Find(r, suffix));
        table.VariablePrefix("arg_", static (r, suffix) => Arguments.Find(r.Arguments, suffix), cacheable: false);
    }

    private static readonly ByteString ContentTypeSuffix = ByteString.Copy("content_type"u8);

    /// <summary>Empty, but there, when the client sent a path that can't be understood.</summary>
    private static VariableValue Uri(HttpRequest request) =>
        request.Uri.IsEmpty && request.RequestUri.IsEmpty ? VariableValue.NotFound : VariableValue.Of(request.Uri);

    private static void SetArguments(HttpRequest request, ByteString value)
    {
        request.Arguments = value;
        request.IsUriOriginal = false;
    }

    private static VariableValue Protocol(HttpRequest request) => request.Version switch
    {
        1001 => VariableValue.Of(Http11),
        1000 => VariableValue.Of(Http10),
        2000 => VariableValue.Of(Http2),
        9 => VariableValue.Of(Http09),
        _ => VariableValue.NotFound,
    };

    private static readonly ByteString Http11 = ByteString.Copy("HTTP/1.1"u8);
    private static readonly ByteString Http10 = ByteString.Copy("HTTP/1.0"u8);
    private static readonly ByteString Http2 = ByteString.Copy("HTTP/2.0"u8);
    private static readonly ByteString Http09 = ByteString.Copy("HTTP/0.9"u8);

    private static VariableValue Host(HttpRequest request) => VariableValue.Of(request.Host.IsEmpty ? request.Server.Name : request.Host);

    private static VariableValue ContentLength(HttpRequest request)
    {
        if (request.Headers.TryGet(KnownField.ContentLength, out var value))
            return VariableValue.Of(value);
        return request.Headers.Has(KnownField.TransferEncoding) && request.ContentLength >= 0
            ? VariableValue.Of(request.Arena.Format(request.ContentLength))
            : VariableValue.NotFound;
    }

    private static VariableValue Body(HttpRequest request) =>
        request.Body.IsRead && request.Body.File is null && request.HasBody ? VariableValue.OfNonEmpty(request.Body.Memory) : VariableValue.NotFound;

    private static VariableValue RequestTime(HttpRequest request)
    {
        var elapsed = Math.Max(0, request.Loop.Clock.NowMs - request.StartMs);
        return VariableValue.Of(Decimals.Seconds(elapsed, request.Arena));
    }

    private static ByteString MakeId(HttpRequest request)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        var id = request.Arena.Allocate(32, out var text);
        Convert.TryToHexStringLower(random, text, out _);
        return id;
    }

    /// <summary>The user name of basic authentication, whether anybody checked it or not (as nginx).</summary>
    private static VariableValue RemoteUser(HttpRequest request) =>
        BasicCredentials.TryRead(request, out var user, out _) ? VariableValue.Of(user) : VariableValue.NotFound;

    private static VariableValue RealPathRoot(HttpRequest request)
    {
        var root = PathMapper.Root(request).ToString();
        var target = new DirectoryInfo(root).ResolveLinkTarget(returnFinalTarget: true);
        return VariableValue.Of(ByteString.From(target?.FullName ?? Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))));
    }
}

using Engine.Http.Phases;
using Engine.Interop;
using Engine.Interop.Libperl;

namespace Engine.Http.Modules.Perl.Methods;

/// <summary>The request's body.</summary>
internal static class BodyMethods
{
    public static IReadOnlyList<PerlMethodRow> Rows { get; } =
    [
        new("discard_request_body", "r", 0, Discard) { ChangesResponse = true },
        new("request_body", "r", 0, InMemory),
        new("request_body_file", "r", 0, InFile),
    ];

    private static bool Discard(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        var result = request.Http.Body.StartDiscard();
        if (result == HandlerResult.Ok)
            return true;
        request.Failure = result.IsStatus ? result.Code : 500;
        return PerlMethods.Fail(reply, "discard_request_body(): the body is malformed");
    }

    /// <summary>Undefined before it was read, and when it lies in a file.</summary>
    private static bool InMemory(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        var body = request.Http.Body;
        if (body.WasRead && body.File is null && body.Length > 0)
            reply.Set(body.Memory.Span);
        return true;
    }

    private static bool InFile(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        if (request.Http.Body is { WasRead: true, File: { } file })
            reply.Set(SystemText.Encode(file.Name));
        return true;
    }
}

using Engine.Core.Log;
using Engine.Interop.Libperl;

namespace Engine.Http.Modules.Perl.Methods;

/// <summary>What happens when the handler has returned, and the log.</summary>
internal static class FlowMethods
{
    public static IReadOnlyList<PerlMethodRow> Rows { get; } =
    [
        new("sleep", "r, sleep, next", 2, Sleep) { ChangesResponse = true },
        new("has_request_body", "r, next", 1, HasRequestBody) { ChangesResponse = true },
        new("internal_redirect", "r, uri", 1, InternalRedirect) { ChangesResponse = true },
        new("log_error", "r, err, msg", 2, LogError),
    ];

    private static bool Sleep(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        request.WaitMs = Math.Clamp(arguments[0].Number, 0, int.MaxValue);
        return SetNext("sleep", request, PerlWait.Time, arguments[1], reply);
    }

    /// <summary>1 when there is one: it is read, and the function called then.</summary>
    private static bool HasRequestBody(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        var hasBody = request.Http.HasBody;
        if (hasBody && !SetNext("has_request_body", request, PerlWait.Body, arguments[0], reply))
            return false;
        reply.Set(hasBody ? 1 : 0);
        return true;
    }

    private static bool SetNext(string method, PerlRequest request, PerlWait wait, PerlValue code, PerlReply reply)
    {
        if (request.Use == PerlUse.Page)
            return PerlMethods.Fail(reply, $"{method}(): cannot be used in a page");
        if (request.Wait != PerlWait.Nothing)
            return PerlMethods.Fail(reply, $"{method}(): another handler active");
        if (!code.IsCode)
            return PerlMethods.Fail(reply, $"{method}(): the handler is no reference to a function");
        request.Wait = wait;
        request.Next = request.Worker.Keep(code);
        return true;
    }

    private static bool InternalRedirect(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        if (request.Output.HasHeader || request.Use == PerlUse.Page)
            return PerlMethods.Fail(reply, "internal_redirect(): header already sent");
        if (arguments[0].Bytes.IsEmpty)
            return PerlMethods.Fail(reply, "internal_redirect(): empty uri");
        request.Redirect = request.Http.Arena.Copy(arguments[0].Bytes);
        return true;
    }

    private static bool LogError(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        request.Http.Log.Write(LogLevel.Error, request.Http, $"perl: {arguments[1].Bytes}", (int)arguments[0].Number);
        return true;
    }
}

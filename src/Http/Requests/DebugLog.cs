using System.Runtime.CompilerServices;
using Engine.Core.Log;
using Engine.Http.Phases;

namespace Engine.Http.Requests;

/// <summary>
/// The way of a request as <c>error_log … debug</c> tells it, in nginx's words where both do the same. With the level off each call
/// costs a comparison.
/// </summary>
internal static class DebugLog
{
    /// <summary>The head has been read.</summary>
    public static void Head(HttpRequest request)
    {
        if (request.Log.IsEnabled(LogLevel.Debug))
            WriteHead(request);
    }

    public static void Location(HttpRequest request) =>
        request.Log.Write(LogLevel.Debug, request, $"using configuration \"{request.Location.Name}\"");

    /// <summary>A handler of the request's phase is called.</summary>
    public static void Handler(HttpRequest request)
    {
        if (request.Log.IsEnabled(LogLevel.Debug))
            WriteHandler(request);
    }

    /// <summary>The handlers are done with the request.</summary>
    public static void Finalized(HttpRequest request, HandlerResult result) =>
        request.Log.Write(LogLevel.Debug, request, $"http finalize request: {result.Code}, \"{request.Uri}?{request.Arguments}\"");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteHead(HttpRequest request)
    {
        var log = request.Log;
        log.Write(LogLevel.Debug, request, $"http request line: \"{request.RequestLineText}\"");
        log.Write(LogLevel.Debug, request, $"http uri: \"{request.Uri}\"");
        log.Write(LogLevel.Debug, request, $"http args: \"{request.Arguments}\"");
        foreach (var field in request.Headers.Span)
            log.Write(LogLevel.Debug, request, $"http header: \"{field.Name}: {field.Value}\"");
        log.Write(LogLevel.Debug, request, $"http header done");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteHandler(HttpRequest request)
    {
        var name = request.Phase switch
        {
            Phase.PostRead => "post read",
            Phase.ServerRewrite => "server rewrite",
            Phase.PreAccess => "pre access",
            Phase.PreContent => "pre content",
            Phase.Rewrite => "rewrite",
            Phase.Access => "access",
            _ => "content",
        };
        if (request.LastHandler == int.MaxValue)
            request.Log.Write(LogLevel.Debug, request, $"{name} phase: handler of the location");
        else
            request.Log.Write(LogLevel.Debug, request, $"{name} phase: {request.LastHandler}");
    }
}

using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Locations;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Phases;

/// <summary>The phases that modules have no part in: finding the location, and finding it again after a rewrite.</summary>
internal static class LocationChoice
{
    /// <summary>Enters the location of the request's URI. Ok, or the status that answers at once.</summary>
    public static HandlerResult Enter(HttpRequest request)
    {
        request.IsUriChanged = false;
        request.LastHandler = -1;
        var match = request.Server.Locations.Find(request, request.Uri);
        var location = match.Location ?? request.Server.Location;
        request.ContentHandler = null;
        request.EnterLocation(location);
        DebugLog.Location(request);
        if (location.Core.IsInternal && !request.IsInternal)
            return 404;
        ApplyLimitExcept(request);
        if (IsBodyTooLarge(request))
            return RefuseBody(request);
        return match.NeedsSlash ? RedirectToSlash(request) : HandlerResult.Ok;
    }

    /// <summary>A changed URI is looked up again, but not for ever.</summary>
    public static HandlerResult AfterRewrite(HttpRequest request)
    {
        request.LastHandler = -1;
        if (!request.IsUriChanged)
        {
            request.Phase = Phase.PreAccess;
            return HandlerResult.Ok;
        }

        if (--request.RemainingUriChanges == 0)
        {
            request.Log.Write(LogLevel.Error, request, $"rewrite or internal redirection cycle while processing \"{request.Uri}\"");
            return 500;
        }

        request.EnterServer(request.Server);
        request.Phase = Phase.FindConfig;
        return HandlerResult.Ok;
    }

    /// <summary>Methods that <c>limit_except</c> does not name get the settings inside it.</summary>
    public static void ApplyLimitExcept(HttpRequest request)
    {
        if (request.Location.Core.LimitExcept is not { } limit || (request.Method & limit.Allowed) != 0)
            return;
        request.EnterLocation(limit.Others);
    }

    private static bool IsBodyTooLarge(HttpRequest request)
    {
        var limit = request.Location.Core.ClientMaxBodySize.Value;
        return limit != 0 && request.ContentLength > limit && !request.Body.IsDiscarded;
    }

    private static HandlerResult RefuseBody(HttpRequest request)
    {
        request.Log.Write(LogLevel.Error, request, $"client intended to send too large body: {request.ContentLength} bytes");
        request.ExpectsContinue = false;
        request.Body.StartDiscard();
        return 413;
    }

    private static HandlerResult RedirectToSlash(HttpRequest request)
    {
        var target = request.Arena.Escape(request.Location.Name, EscapeKind.Uri);
        if (!request.Arguments.IsEmpty)
            target = request.Arena.Concat(request.Arena.Concat(target.Span, "?"u8).Span, request.Arguments.Span);
        request.Response.SetField("Location"u8, target, request.Arena);
        return 301;
    }
}

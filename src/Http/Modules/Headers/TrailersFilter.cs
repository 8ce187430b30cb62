using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Headers;

internal static class TrailersFilter
{
    public static ValueTask<HandlerResult> Filter(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (buffer.IsLast && request.Response.ExpectsTrailers && !request.IsSubrequest && !request.IsHeaderOnly)
            AddAll(request);
        return next.Invoke(request, buffer);
    }

    private static void AddAll(HttpRequest request)
    {
        var isSafe = HeadersFilter.IsSafe(request.Response.Status);
        foreach (var trailer in HeadersConf.Slot.Of(request).Trailers)
        {
            if (!isSafe && !trailer.IsAlways)
                continue;
            var value = FieldValue.Safe(request.Arena, trailer.Value.Evaluate(request));
            if (!value.IsEmpty)
                request.Response.Trailers.Add(trailer.Known, trailer.Name, value);
        }
    }
}

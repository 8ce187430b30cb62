using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Slices;

internal static class SliceFilter
{
    public static ValueTask<HandlerResult> FilterHeader(HttpRequest request, NextHeaderFilter next)
    {
        if (SliceState.Slot.Of(request) is not { } state)
            return next.Invoke(request);
        if (request.Response.Status != 206)
        {
            if (request.IsSubrequest)
                return Fail(request, $"unexpected status code {request.Response.Status} in slice response");
            // Who answers does not know ranges: the response goes as it is.
            SliceState.Slot.Set(request, null);
            return next.Invoke(request);
        }

        if (!TryTakeSlice(request, state, out var range))
            return HandlerResult.Error;
        return request.IsSubrequest ? next.Invoke(request) : SendHead(request, state, range, next);
    }

    public static ValueTask<HandlerResult> FilterBody(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (!buffer.IsLast || request.IsSubrequest || request.IsHeaderOnly || SliceState.Slot.Of(request) is not { } state)
            return next.Invoke(request, buffer);
        return SendRest(request, state, buffer, next);
    }

    /// <summary>The slice must be the one that was asked for, of the same content as those before.</summary>
    private static bool TryTakeSlice(HttpRequest request, SliceState state, out ContentRange range)
    {
        range = default;
        var fields = request.Response.Fields;
        var tag = fields.ValueOf(KnownField.ETag);
        if (!state.ETag.IsEmpty && tag != state.ETag)
            return Fails(request, "etag mismatch in slice response");
        if (!ContentRange.TryParse(fields.ValueOf(KnownField.ContentRange).Span, out range))
            return Fails(request, "invalid range in slice response");
        if (range.CompleteLength < 0)
            return Fails(request, "no complete length in slice response");
        var end = Math.Min(range.Start + SliceConf.Slot.Of(request).Size.Value, range.CompleteLength);
        if (range.Start != state.Start || range.End != end)
            return Fails(request, $"unexpected range in slice response: {range.Start}-{range.End}");
        if (state.ETag.IsEmpty && !tag.IsEmpty)
            state.ETag = request.Main.Arena.Copy(tag.Span);
        state.Start = end;
        state.IsActive = true;
        Describe(request, range);
        return true;
    }

    /// <summary>From here on it is a whole of which a part may be asked for.</summary>
    private static void Describe(HttpRequest request, ContentRange range)
    {
        var response = request.Response;
        response.Status = 200;
        response.StatusLine = default;
        response.ContentLength = range.CompleteLength;
        response.ContentOffset = range.Start;
        response.Fields.Remove("Content-Range"u8);
        response.Fields.Remove("Accept-Ranges"u8);
        response.AllowsRanges = response.AllowsSubrequestRanges = response.AllowsSingleRangeOnly = true;
    }

    private static async ValueTask<HandlerResult> SendHead(HttpRequest request, SliceState state, ContentRange range, NextHeaderFilter next)
    {
        var result = await next.Invoke(request);
        var response = request.Response;
        if (response.Status != 206)
        {
            state.End = range.CompleteLength;
            return result;
        }

        var size = SliceConf.Slot.Of(request).Size.Value;
        if (state.Start + size <= response.ContentOffset)
            state.Start = response.ContentOffset / size * size;
        state.End = response.ContentOffset + response.ContentLength;
        return result;
    }

    /// <summary>Behind the first slice come the others, then the end.</summary>
    private static async ValueTask<HandlerResult> SendRest(HttpRequest request, SliceState state, OutputBuffer buffer, NextBodyFilter next)
    {
        var result = await next.Invoke(request, buffer.WithLast(false));
        while (result == HandlerResult.Ok && state.Start < state.End)
        {
            state.IsActive = false;
            result = await Include(request, state);
            if (result == HandlerResult.Ok && !state.IsActive)
                return Fail(request, "missing slice response");
        }

        if (result != HandlerResult.Ok)
            return result;
        SliceState.Slot.Set(request, null);
        return await next.Invoke(request, OutputBuffer.End);
    }

    private static async ValueTask<HandlerResult> Include(HttpRequest request, SliceState state)
    {
        if (!Subrequest.TryBegin(request, new IncludingExchange(), request.Uri, request.Arguments, out var subrequest))
            return HandlerResult.Error;
        SliceState.Slot.Set(subrequest.Request, state);
        await subrequest.RunContent();
        subrequest.End();
        return request.IsConnectionBroken ? HandlerResult.Error : HandlerResult.Ok;
    }

    private static bool Fails(HttpRequest request, string message)
    {
        Fail(request, message);
        return false;
    }

    private static HandlerResult Fail(HttpRequest request, string message)
    {
        request.Log.Write(LogLevel.Error, request, $"{message}");
        return HandlerResult.Error;
    }
}

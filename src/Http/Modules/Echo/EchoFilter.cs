using Engine.Core.Scripting;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Echo;

/// <summary><c>echo_before_body</c> and <c>echo_after_body</c>: text around a body, whoever makes it.</summary>
internal static class EchoFilter
{
    public static ValueTask<HandlerResult> FilterHeader(HttpRequest request, NextHeaderFilter next)
    {
        request.Response.ClearContentLength();
        request.Response.ClearAcceptRanges();
        EchoState.Of(request).HasBegun = false;
        return next.Invoke(request);
    }

    public static ValueTask<HandlerResult> FilterBody(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        var state = EchoState.Of(request);
        if (request.IsHeaderOnly || (state.HasBegun && !buffer.IsLast))
            return next.Invoke(request, buffer);
        return Add(request, state, buffer, next);
    }

    private static async ValueTask<HandlerResult> Add(HttpRequest request, EchoState state, OutputBuffer buffer, NextBodyFilter next)
    {
        var conf = EchoConf.Slot.Of(request);
        if (!state.HasBegun)
        {
            state.HasBegun = true;
            var before = await Write(request, conf.Before, next);
            if (before != HandlerResult.Ok)
                return before;
        }

        if (!buffer.IsLast || conf.After.Count == 0)
            return await next.Invoke(request, buffer);
        var result = await next.Invoke(request, buffer.WithLast(false));
        if (result == HandlerResult.Ok)
            result = await Write(request, conf.After, next);
        return result == HandlerResult.Ok ? await next.Invoke(request, OutputBuffer.End) : result;
    }

    private static async ValueTask<HandlerResult> Write(HttpRequest request, IReadOnlyList<ComplexValue> texts, NextBodyFilter next)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            var result = await next.Invoke(request, new OutputBuffer(texts[i].Evaluate(request).Memory));
            if (result != HandlerResult.Ok)
                return result;
        }

        return HandlerResult.Ok;
    }
}

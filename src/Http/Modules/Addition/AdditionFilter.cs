using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Addition;

/// <summary>How far a response with additions has come.</summary>
internal sealed class AdditionState : ReusedState<AdditionState>
{
    public static readonly RequestSlot<AdditionState> Slot = new();

    public bool HasBegun { get; set; }

    protected override void Clear() => HasBegun = false;
}

internal static class AdditionFilter
{
    public static ValueTask<HandlerResult> FilterHeader(HttpRequest request, NextHeaderFilter next)
    {
        var response = request.Response;
        AdditionState.Slot.Set(request, null);
        if (response.Status != 200 || request.IsSubrequest || !AdditionConf.Slot.Of(request).Types.Value.Match(response.ContentType))
            return next.Invoke(request);
        response.ClearContentLength();
        response.ClearAcceptRanges();
        response.WeakenETag(request.Arena);
        AdditionState.Slot.Set(request, AdditionState.Rent(request));
        return next.Invoke(request);
    }

    public static ValueTask<HandlerResult> FilterBody(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (request.IsHeaderOnly || AdditionState.Slot.Of(request) is not { } state || (state.HasBegun && !buffer.IsLast))
            return next.Invoke(request, buffer);
        return Add(request, state, buffer, next);
    }

    private static async ValueTask<HandlerResult> Add(HttpRequest request, AdditionState state, OutputBuffer buffer, NextBodyFilter next)
    {
        var conf = AdditionConf.Slot.Of(request);
        if (!state.HasBegun)
        {
            state.HasBegun = true;
            if (!await Include(request, conf.Before.Value))
                return HandlerResult.Error;
        }

        if (!buffer.IsLast || conf.After.Value.IsEmpty)
            return await next.Invoke(request, buffer);
        var result = await next.Invoke(request, buffer.WithLast(false));
        if (result != HandlerResult.Ok)
            return result;
        return await Include(request, conf.After.Value) ? await next.Invoke(request, OutputBuffer.End) : HandlerResult.Error;
    }

    /// <summary>The output of a subrequest goes where this one's goes.</summary>
    private static async ValueTask<bool> Include(HttpRequest request, ByteString uri)
    {
        if (uri.IsEmpty)
            return true;
        if (!Subrequest.TryBegin(request, new IncludingExchange(), uri, default, out var subrequest))
            return false;
        await subrequest.Run();
        subrequest.End();
        return !request.IsConnectionBroken;
    }
}

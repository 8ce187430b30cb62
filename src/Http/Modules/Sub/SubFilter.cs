using Engine.Core.Buffers;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Sub;

internal static class SubFilter
{
    public static ValueTask<HandlerResult> FilterHeader(HttpRequest request, NextHeaderFilter next)
    {
        var conf = SubConf.Slot.Of(request);
        var response = request.Response;
        SubState.Slot.Set(request, null);
        if (response.ContentLength == 0 || !conf.Types.Value.Match(response.ContentType))
            return next.Invoke(request);
        var patterns = conf.Constant ?? Evaluate(request, conf);
        if (patterns.LongestLength == 0)
            return next.Invoke(request);
        var state = SubState.Rent(request);
        state.Begin(patterns);
        SubState.Slot.Set(request, state);
        response.ClearContentLength();
        response.AllowsRanges = false;
        if (conf.KeepLastModified.Value)
            response.WeakenETag(request.Arena);
        else
        {
            response.ClearLastModified();
            response.ClearETag();
        }

        return next.Invoke(request);
    }

    public static ValueTask<HandlerResult> FilterBody(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (request.IsHeaderOnly || SubState.Slot.Of(request) is not { } state || (state.IsDone && state.Held.IsEmpty))
            return next.Invoke(request, buffer);
        return buffer.IsFile ? FileContent.Feed(request, buffer, FilterBody, next) : Join(request, state, buffer, next);
    }

    private static SubPatterns Evaluate(HttpRequest request, SubConf conf) => new([.. conf.Pairs.Select(pair => pair.Match.Evaluate(request))]);

    /// <summary>What was held back comes before the new bytes.</summary>
    private static async ValueTask<HandlerResult> Join(HttpRequest request, SubState state, OutputBuffer buffer, NextBodyFilter next)
    {
        var heldLength = state.Held.Length;
        if (heldLength == 0)
            return await Replace(request, state, buffer, next);
        var segments = request.Loop.Segments;
        var joined = segments.Rent(heldLength + buffer.Memory.Length);
        try
        {
            state.Held.CopyTo(joined);
            buffer.Memory.Span.CopyTo(joined.AsSpan(heldLength));
            state.Hold(default);
            return await Replace(request, state, buffer.With(joined.AsMemory(0, heldLength + buffer.Memory.Length)), next);
        }
        finally
        {
            segments.Return(joined);
        }
    }

    private static async ValueTask<HandlerResult> Replace(HttpRequest request, SubState state, OutputBuffer buffer, NextBodyFilter next)
    {
        var rest = buffer.Memory;
        while (state.Patterns.Find(rest.Span, state.IsSpent, buffer.IsLast, out var position, out var index, out var length) is var outcome and not SubOutcome.None)
        {
            if (outcome == SubOutcome.Partial)
            {
                state.Hold(rest.Span[position..]);
                rest = rest[..position];
                break;
            }

            var result = await PassOn(request, rest[..position], next);
            if (result == HandlerResult.Ok)
                result = await PassOn(request, ReplacementOf(request, state, index).Memory, next);
            if (result != HandlerResult.Ok)
                return result;
            rest = rest[(position + length)..];
        }

        return rest.IsEmpty && !buffer.IsLast && !buffer.Flush ? HandlerResult.Ok : await next.Invoke(request, buffer.With(rest));
    }

    private static ByteString ReplacementOf(HttpRequest request, SubState state, int index)
    {
        var conf = SubConf.Slot.Of(request);
        if (conf.Once.Value)
            state.Spend(index);
        return conf.Pairs[index].Replacement.Evaluate(request);
    }

    private static ValueTask<HandlerResult> PassOn(HttpRequest request, ReadOnlyMemory<byte> bytes, NextBodyFilter next) =>
        bytes.IsEmpty ? HandlerResult.Ok : next.Invoke(request, new OutputBuffer(bytes));
}

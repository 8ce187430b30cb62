using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Range;

/// <summary>Lets those bytes through that were asked for.</summary>
internal static class RangeBodyFilter
{
    public static ValueTask<HandlerResult> Filter(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (RangeState.Slot.Of(request) is not { } state)
            return next.Invoke(request, buffer);
        return state.Ranges.Count == 1
            ? SendSingle(request, state, buffer, next)
            : MultipartRanges.Send(request, state, buffer, next);
    }

    private static ValueTask<HandlerResult> SendSingle(HttpRequest request, RangeState state, OutputBuffer buffer, NextBodyFilter next)
    {
        if (state.IsDone)
            return HandlerResult.Ok;
        var range = state.Ranges[0];
        var start = state.Offset;
        var end = start + buffer.Length;
        state.Offset = end;
        var from = Math.Max(range.Start, start);
        var to = Math.Min(range.End, end);
        var isLast = state.IsDone = end >= range.End || buffer.IsLast;
        if (from < to)
            return next.Invoke(request, buffer.Slice(from - start, to - from).WithLast(isLast));
        return isLast || buffer.Flush ? next.Invoke(request, new OutputBuffer(default(ReadOnlyMemory<byte>), isLast, buffer.Flush)) : HandlerResult.Ok;
    }
}

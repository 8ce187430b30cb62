using System.Text;
using Engine.Core.Buffers;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Range;

/// <summary>Decides which ranges a request gets, and describes them in the head.</summary>
internal static class RangeHeaderFilter
{
    private static readonly ByteString AcceptRanges = ByteString.Copy("Accept-Ranges"u8);
    private static readonly ByteString Bytes = ByteString.Copy("bytes"u8);
    private static readonly ByteString ContentRange = ByteString.Copy("Content-Range"u8);

    public static ValueTask<HandlerResult> Filter(HttpRequest request, NextHeaderFilter next)
    {
        var response = request.Response;
        if (!response.AllowsRanges || response.Status != 200 || response.ContentLength < 0 || request.Version < 1000)
            return next.Invoke(request);
        if (request.IsSubrequest)
        {
            if (response.AllowsSubrequestRanges)
                TakeRangesOfMain(request);
            return next.Invoke(request);
        }

        var outcome = RangeOutcome.Whole;
        if (request.Headers.TryGet(KnownField.Range, out var range) && IsWanted(request, range.Span))
            outcome = Prepare(request, range.Span[6..]);
        switch (outcome)
        {
            case RangeOutcome.NotSatisfiable:
                return Refuse(request);
            case RangeOutcome.Whole:
                response.Fields.Add(KnownField.AcceptRanges, AcceptRanges, Bytes);
                break;
        }

        return next.Invoke(request);
    }

    /// <summary>The subrequest's body begins somewhere in the content whose range the main request asked for.</summary>
    private static void TakeRangesOfMain(HttpRequest request)
    {
        if (RangeState.Slot.Of(request.Main) is not { } main)
            return;
        var state = RangeState.Rent(request);
        state.Ranges.AddRange(main.Ranges);
        state.Offset = request.Response.ContentOffset;
        RangeState.Slot.Set(request, state);
    }

    private static bool IsWanted(HttpRequest request, ReadOnlySpan<byte> range)
    {
        if (range.Length < 7 || !Ascii.EqualsIgnoreCase(range[..6], "bytes="u8))
            return false;
        if (!request.Headers.TryGet(KnownField.IfRange, out var condition))
            return true;
        if (condition.Span is [_, .., (byte)'"'])
            return request.Response.Fields.TryGet(KnownField.ETag, out var tag) && tag == condition;
        return request.Response.LastModified >= 0 && HttpDate.TryParse(condition.Span, out var seconds) && seconds == request.Response.LastModified;
    }

    private static RangeOutcome Prepare(HttpRequest request, ReadOnlySpan<byte> set)
    {
        var response = request.Response;
        var maxRanges = request.Location.Core.MaxRanges.Value;
        long? max = response.AllowsSingleRangeOnly ? 1 : maxRanges == long.MaxValue ? null : maxRanges;
        var state = RangeState.Rent(request);
        var outcome = RangeParser.Parse(set, response.ContentLength, max, state.Ranges);
        if (outcome != RangeOutcome.Partial)
            return outcome;
        RangeState.Slot.Set(request, state);
        state.ContentLength = response.ContentLength;
        state.Offset = response.ContentOffset;
        response.Status = 206;
        response.StatusLine = default;
        if (state.Ranges.Count == 1)
            DescribeSingle(request, state);
        else
            MultipartRanges.Describe(request, state);
        return outcome;
    }

    private static void DescribeSingle(HttpRequest request, RangeState state)
    {
        var range = state.Ranges[0];
        Span<byte> text = stackalloc byte[80];
        var writer = new SpanWriter(text);
        writer.Write("bytes "u8);
        range.Write(ref writer, state.ContentLength);
        request.Response.Fields.Set(ContentRange, request.Arena.Copy(text[..writer.Written]));
        request.Response.ContentLength = range.Length;
        request.Response.ContentOffset = range.Start;
    }

    private static HandlerResult Refuse(HttpRequest request)
    {
        var response = request.Response;
        var length = request.Arena.Format(response.ContentLength);
        response.Fields.Set(ContentRange, request.Arena.Concat("bytes */"u8, length.Span));
        response.ClearContentLength();
        return 416;
    }
}

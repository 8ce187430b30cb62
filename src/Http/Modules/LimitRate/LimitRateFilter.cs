using Engine.Core.Net;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.LimitRate;

/// <summary>Holds a response to its rate: what may not be sent yet waits.</summary>
internal static class LimitRateFilter
{
    public static ValueTask<HandlerResult> Filter(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (buffer.Length == 0 || request.IsSubrequest || ResponseRate.Of(request) is not { BytesPerSecond: > 0 } rate)
            return next.Invoke(request, buffer);
        return Send(request, buffer, next, rate);
    }

    private static async ValueTask<HandlerResult> Send(HttpRequest request, OutputBuffer buffer, NextBodyFilter next, ResponseRate rate)
    {
        for (long sent = 0; sent < buffer.Length;)
        {
            var allowance = rate.Allowance(request);
            if (allowance <= 0)
            {
                if (!await RequestDelay.Wait(request, -allowance * 1000 / rate.BytesPerSecond + 1))
                    return HandlerResult.Error;
                continue;
            }

            var length = Math.Min(allowance, buffer.Length - sent);
            var result = await next.Invoke(request, Part(buffer, sent, length, isEnd: sent + length == buffer.Length));
            if (result != HandlerResult.Ok)
                return result;
            sent += length;
        }

        return HandlerResult.Ok;
    }

    private static OutputBuffer Part(OutputBuffer buffer, long start, long length, bool isEnd) => buffer.IsFile
        ? new OutputBuffer(new FileRegion(buffer.File.File, buffer.File.Offset + start, length), isEnd && buffer.IsLast, flush: true)
        : new OutputBuffer(buffer.Memory.Slice((int)start, (int)length), isEnd && buffer.IsLast, flush: true);
}

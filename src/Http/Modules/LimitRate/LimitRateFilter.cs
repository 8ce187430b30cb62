using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.LimitRate;

/// <summary>Holds a response to its rate: what may not be sent yet waits, of its head too.</summary>
internal static class LimitRateFilter
{
    public static ValueTask<HandlerResult> Filter(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (request.IsSubrequest || ResponseRate.Of(request) is not { BytesPerSecond: > 0 } rate)
            return next.Invoke(request, buffer);
        if (buffer.Length == 0 && rate.Allowance(request) >= 0)
            return next.Invoke(request, buffer);
        return Send(request, buffer, next, rate);
    }

    private static async ValueTask<HandlerResult> Send(HttpRequest request, OutputBuffer buffer, NextBodyFilter next, ResponseRate rate)
    {
        for (long sent = 0; ;)
        {
            var allowance = rate.Allowance(request);
            while (rate.BytesPerSecond > 0 && (allowance < 0 || (allowance == 0 && buffer.Length > 0)))
            {
                request.Exchange.SendAllBut(-allowance);
                if (!await RequestDelay.Wait(request, rate.DelayMs(-allowance)))
                    return HandlerResult.Error;
                allowance = rate.Allowance(request);
            }

            // The limit was taken away while the response waited.
            if (rate.BytesPerSecond == 0)
                return await next.Invoke(request, buffer.Piece(sent, buffer.Length - sent));
            var length = Math.Min(allowance, buffer.Length - sent);
            var result = await next.Invoke(request, buffer.Piece(sent, length).WithFlush());
            sent += length;
            if (result != HandlerResult.Ok || sent == buffer.Length)
                return result;
        }
    }
}

using System.Numerics;
using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Phases;

/// <summary>Takes a request through the phases to its complete response. What waits does so as a task; the common path never does.</summary>
internal static class RequestProcessor
{
    private enum Verdict
    {
        /// <summary>The next handler, or the next phase.</summary>
        Continue,

        /// <summary>The result is the request's.</summary>
        Finalize,
    }

    /// <summary>Runs from the request's current phase on; done when the response is complete or the connection is given up.</summary>
    public static ValueTask Run(HttpRequest request)
    {
        var rest = Run(request, out var waiting);
        if (waiting is not { } task)
            return rest;
        return request.PhaseWait.IsInUse ? RunBehind(request, task) : request.PhaseWait.Begin(task);
    }

    /// <summary>The same behind a handler that had to wait. When another has to, that is <paramref name="waiting"/> and the request goes on behind it.</summary>
    internal static ValueTask GoOn(HttpRequest request, HandlerResult result, out ValueTask<HandlerResult>? waiting)
    {
        waiting = null;
        if (Judge(request, ref result) == Verdict.Finalize)
        {
            var finalized = Finalize(request, result);
            if (!finalized.IsCompletedSuccessfully)
                return RunBehind(request, finalized);
            if (!finalized.Result)
                return default;
        }

        return Run(request, out waiting);
    }

    private static ValueTask Run(HttpRequest request, out ValueTask<HandlerResult>? waiting)
    {
        waiting = null;
        while (true)
        {
            var handler = NextHandler(request, out var result);
            if (handler is not null)
            {
                DebugLog.Handler(request);
                var task = handler(request);
                if (!task.IsCompletedSuccessfully)
                {
                    waiting = task;
                    return default;
                }

                result = task.Result;
                if (Judge(request, ref result) == Verdict.Continue)
                    continue;
            }

            var finalized = Finalize(request, result);
            if (!finalized.IsCompletedSuccessfully)
                return RunBehind(request, finalized);
            if (!finalized.Result)
                return default;
        }
    }

    /// <summary>Answers a request whose head can't be accepted.</summary>
    public static async ValueTask Refuse(HttpRequest request, int status)
    {
        if (await Finalize(request, status))
            await Run(request);
    }

    /// <summary>The log phase: access log, Lua's log handler.</summary>
    public static ValueTask Log(HttpRequest request)
    {
        if (request.HasBackground)
            return LogAfterBackground(request);
        request.Phase = Phase.Log;
        request.LogAction = "logging request";
        var handlers = request.Location.Handlers[(int)Phase.Log];
        for (var i = 0; i < handlers.Length; i++)
        {
            var task = handlers[i].Handler(request);
            if (!task.IsCompletedSuccessfully)
                return LogBehind(request, handlers, i, task);
        }

        return default;
    }

    /// <summary>What works on behind the response (<c>mirror</c>) holds the request until it is done.</summary>
    private static async ValueTask LogAfterBackground(HttpRequest request)
    {
        await request.FinishBackground();
        await Log(request);
    }

    private static async ValueTask LogBehind(HttpRequest request, PlacedHandler[] handlers, int current, ValueTask<HandlerResult> task)
    {
        await task;
        for (var i = current + 1; i < handlers.Length; i++)
            await handlers[i].Handler(request);
    }

    private static async ValueTask RunBehind(HttpRequest request, ValueTask<HandlerResult> task)
    {
        var result = await task;
        if (Judge(request, ref result) == Verdict.Continue || await Finalize(request, result))
            await Run(request);
    }

    private static async ValueTask RunBehind(HttpRequest request, ValueTask<bool> finalized)
    {
        if (await finalized)
            await Run(request);
    }

    /// <summary>The next handler to call; null with a result when the phases themselves decide.</summary>
    private static PhaseHandler? NextHandler(HttpRequest request, out HandlerResult result)
    {
        result = default;
        while (true)
        {
            switch (request.Phase)
            {
                case Phase.FindConfig:
                    result = LocationChoice.Enter(request);
                    if (result.Code != 0)
                        return null;
                    request.Phase = Phase.Rewrite;
                    continue;
                case Phase.PostRewrite:
                    result = LocationChoice.AfterRewrite(request);
                    if (result.Code != 0)
                        return null;
                    continue;
                case Phase.Access when request.IsSubrequest:
                    Enter(request, Phase.PreContent);
                    continue;
                case Phase.PostAccess:
                    result = AfterAccess(request);
                    if (result.Code != 0)
                        return null;
                    continue;
                case Phase.Content when request.ContentHandler is { } content && request.LastHandler < 0:
                    request.LastHandler = int.MaxValue;
                    return content;
            }

            foreach (var handler in request.Location.Handlers[(int)request.Phase])
            {
                if (handler.Ordinal <= request.LastHandler)
                    continue;
                request.LastHandler = handler.Ordinal;
                return handler.Handler;
            }

            if (request.Phase == Phase.Content)
            {
                result = NobodyAnswers(request);
                return null;
            }

            Enter(request, NextPhase(request));
        }
    }

    /// <summary>The next one in which something happens; content at the latest.</summary>
    private static Phase NextPhase(HttpRequest request)
    {
        var passed = (int)request.Phase + 1;
        return (Phase)(passed + BitOperations.TrailingZeroCount(request.Location.Phases >> passed));
    }

    private static void Enter(HttpRequest request, Phase phase)
    {
        request.Phase = phase;
        request.LastHandler = -1;
    }

    /// <summary>What a handler's result means in the phase it belongs to.</summary>
    private static Verdict Judge(HttpRequest request, ref HandlerResult result)
    {
        if (result == HandlerResult.Restart)
        {
            request.LastHandler = -1;
            return Verdict.Continue;
        }

        if (result == HandlerResult.Declined)
        {
            if (request.LastHandler == int.MaxValue)
                LeaveContentHandler(request);
            return Verdict.Continue;
        }

        switch (request.Phase)
        {
            case Phase.Content or Phase.Rewrite or Phase.ServerRewrite:
                return Verdict.Finalize;
            case Phase.Access:
                return JudgeAccess(request, ref result);
        }

        if (result != HandlerResult.Ok)
            return Verdict.Finalize;
        Enter(request, request.Phase + 1);
        return Verdict.Continue;
    }

    /// <summary>What was to answer instead of the content phase's handlers leaves it to them.</summary>
    private static void LeaveContentHandler(HttpRequest request)
    {
        request.ContentHandler = null;
        request.LastHandler = -1;
    }

    /// <summary>"satisfy all": each check must pass. "satisfy any": one is enough, refusals are remembered until the others had their say.</summary>
    private static Verdict JudgeAccess(HttpRequest request, ref HandlerResult result)
    {
        if (!request.Location.Core.SatisfyAny.Value)
            return result == HandlerResult.Ok ? Verdict.Continue : Verdict.Finalize;
        if (result == HandlerResult.Ok)
        {
            request.AccessStatus = 0;
            request.Response.Fields.Remove("WWW-Authenticate"u8);
            Enter(request, Phase.PreContent);
            return Verdict.Continue;
        }

        if (result.Code is not (401 or 403))
            return Verdict.Finalize;
        if (request.AccessStatus != 401)
            request.AccessStatus = result.Code;
        return Verdict.Continue;
    }

    private static HandlerResult AfterAccess(HttpRequest request)
    {
        if (request.AccessStatus == 0)
        {
            Enter(request, Phase.PreContent);
            return HandlerResult.Ok;
        }

        if (request.AccessStatus == 403)
            request.Log.Write(LogLevel.Error, request, $"access forbidden by rule");
        return request.AccessStatus;
    }

    private static HandlerResult NobodyAnswers(HttpRequest request)
    {
        if (request.Uri.Span is not [.., (byte)'/'])
        {
            request.Log.Write(LogLevel.Error, request, $"no handler found");
            return 404;
        }

        var path = PathMapper.Map(request);
        request.Log.Write(LogLevel.Error, request, $"directory index of \"{path}\" is forbidden");
        return 403;
    }

    /// <summary>Makes the response that the result asks for. True when a redirect sends the request through the phases again.</summary>
    private static ValueTask<bool> Finalize(HttpRequest request, HandlerResult result)
    {
        DebugLog.Finalized(request, result);
        switch (result.Code)
        {
            case 0 or -4 or -5 when request.IsHeaderSent || request.IsSubrequest || result == HandlerResult.Done:
                return new ValueTask<bool>(false);
            // 1 to 199: the status of no response.
            case < 200 or 408 or 444 or 499:
                if (result.Code > 0 && !request.IsHeaderSent)
                    request.Response.Status = result.Code;
                if (!request.IsSubrequest || result == HandlerResult.Error)
                    request.Break();
                else if (request.Exchange.ClosesAll)
                    request.BreakAll();
                return new ValueTask<bool>(false);
        }

        if (request.IsHeaderSent)
        {
            // Too late for another status: the client sees the connection end before the response does.
            if (result.Code >= 300)
                request.Break();
            return new ValueTask<bool>(false);
        }

        if (request.IsSubrequest && request.Exchange.Answers(request, result))
        {
            request.Response.Status = result.Code;
            return new ValueTask<bool>(false);
        }

        if (result.Code == 401 && request.Phase is Phase.Access or Phase.PostAccess && request.Location.Core.AuthDelayMs.Value is > 0 and var delay)
            return RefuseLater(request, delay);
        var response = SpecialResponse.Send(request, result.Code);
        return response.IsCompletedSuccessfully ? new ValueTask<bool>(Conclude(request, response.Result)) : FinalizeBehind(request, response);
    }

    /// <summary><c>auth_delay</c>: a wrong password takes as long as any other.</summary>
    private static async ValueTask<bool> RefuseLater(HttpRequest request, long delay)
    {
        request.Log.Write(LogLevel.Info, request, $"delaying unauthorized request");
        if (await RequestDelay.Wait(request, delay))
            return Conclude(request, await SpecialResponse.Send(request, 401));
        request.Break();
        return false;
    }

    private static async ValueTask<bool> FinalizeBehind(HttpRequest request, ValueTask<HandlerResult> response) => Conclude(request, await response);

    private static bool Conclude(HttpRequest request, HandlerResult result)
    {
        if (result == HandlerResult.Restart)
        {
            request.LastHandler = -1;
            return true;
        }

        if (result == HandlerResult.Error)
            request.Break();
        return false;
    }
}

using Engine.Http.Modules.Core;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Connections;

/// <summary>Answering a request, and what follows the answer: the next request, or the end of the connection.</summary>
internal sealed partial class Http1Connection
{
    /// <summary>Answers the request that was read; <see cref="Conclude"/> is to follow.</summary>
    private ValueTask Respond()
    {
        Enter(State.Responding);
        return requestError == RequestError.None ? Process(request!) : Refuse(request!);
    }

    private static ValueTask Process(HttpRequest current)
    {
        current.LogAction = null;
        return RequestProcessor.Run(current);
    }

    private ValueTask Refuse(HttpRequest current)
    {
        Refusal.Log(current, requestError, Head.BadLine);
        current.LogAction = null;
        return RequestProcessor.Refuse(current, requestError.Status());
    }

    /// <summary>The common end: one flush, and the next request. True when the connection waits for it.</summary>
    private ValueTask<bool> Conclude()
    {
        var current = request!;
        var exchange = (Http1Exchange)current.Exchange;
        exchange.AbandonReceive();
        exchange.ReleasePiece();
        if (!MayKeepAlive(current, exchange) || !exchange.IsBodyEnded)
            return End(current, exchange);
        // When the next request is here already, its answer goes out together with this one, unless it has to wait.
        isPipelined = HasInput() && !current.HasBackground;
        if (!isPipelined && HasOutput)
        {
            var flush = exchange.Flush(current);
            if (!flush.IsCompletedSuccessfully || flush.Result != HandlerResult.Ok)
                return EndBehind(current, exchange, flush);
        }

        var log = RequestProcessor.Log(current);
        if (!log.IsCompletedSuccessfully)
            return KeepBehind(current, log);
        BeginIdle(current.Location.Core);
        Release();
        return new ValueTask<bool>(true);
    }

    private async ValueTask<bool> KeepBehind(HttpRequest current, ValueTask log)
    {
        await log;
        BeginIdle(current.Location.Core);
        Release();
        return true;
    }

    private async ValueTask<bool> EndBehind(HttpRequest current, Http1Exchange exchange, ValueTask<HandlerResult> flush)
    {
        await flush;
        return await End(current, exchange);
    }

    private async ValueTask<bool> End(HttpRequest current, Http1Exchange exchange)
    {
        // Also when there is no answer to this request: there may be answers to those before it. A response that can't be completed goes no
        // further, as in nginx: what is held back of it may be all of it.
        if (HasOutput && (!current.IsConnectionBroken || IsPipelined))
            await exchange.Flush(current);
        var keepAlive = MayKeepAlive(current, exchange);
        if (keepAlive && !exchange.IsBodyEnded)
            keepAlive = await DiscardBody(current, exchange);
        else if (!keepAlive && !current.IsConnectionBroken && MustLinger(current, exchange))
            await Linger(current.Location.Core);
        if (current.Response.Status == 444 && !current.IsHeaderSent)
            ResetIfConfigured(current);
        await RequestProcessor.Log(current);
        BeginIdle(current.Location.Core);
        Release();
        return keepAlive;
    }

    private static bool MayKeepAlive(HttpRequest current, Http1Exchange exchange) =>
        current.KeepAlive && current.IsHeaderSent && !current.IsConnectionBroken && exchange.IsResponseWellFramed;

    private bool HasInput()
    {
        if (!Input.TryRead(out var read))
            return false;
        Input.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }

    /// <summary>The rest of a body that nobody wanted: false when it does not come in time.</summary>
    private async ValueTask<bool> DiscardBody(HttpRequest current, Http1Exchange exchange)
    {
        Enter(State.Lingering);
        var core = current.Location.Core;
        return await exchange.DiscardRest(current, NowMs + core.LingeringTimeMs.Value, core.LingeringTimeoutMs.Value);
    }

    private bool MustLinger(HttpRequest current, Http1Exchange exchange) => current.Location.Core.LingeringClose.Value switch
    {
        LingeringClose.Always => true,
        LingeringClose.On => !exchange.IsBodyEnded || requestError != RequestError.None || HasInput(),
        _ => false,
    };

    /// <summary>
    /// Closing with unread input makes the kernel send a reset, which can destroy the response on its way: so our direction ends first,
    /// and what the client still sends is dropped for a while (<c>lingering_close</c>).
    /// </summary>
    private async ValueTask Linger(CoreLocationConf core)
    {
        Enter(State.Lingering);
        var endMs = NowMs + core.LingeringTimeMs.Value;
        Transport.ShutdownWrite();
        Transport.IsReusable = true;
        while (NowMs < endMs && !Worker.IsQuitting)
        {
            if (!Input.TryRead(out var read))
            {
                Deadline.Start(Math.Min(core.LingeringTimeoutMs.Value, endMs - NowMs));
                read = await Input.ReadAsync();
                Deadline.Disarm();
            }

            Input.AdvanceTo(read.Buffer.End);
            if (read.IsCanceled || read.IsCompleted)
                return;
        }
    }
}

using System.IO.Pipelines;
using Engine.Core.Log;
using Engine.Http.Modules.Core;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Connections;

/// <summary>Waiting for a request: how long, and what ends it without one.</summary>
internal sealed partial class Http1Connection
{
    private long idleMs;
    private long protectedMs;
    private bool mustReset;

    /// <summary>The client was too slow, or is to get no answer: <c>reset_timedout_connection</c> says how the connection ends.</summary>
    public void ResetIfConfigured(HttpRequest current) => mustReset |= current.Location.Core.ResetTimedoutConnection.Value;

    private void BeginWait()
    {
        if (state == State.ReadingHead)
        {
            Deadline.Start(headDeadlineMs - NowMs);
            return;
        }

        Transport.IsReusable = protectedMs == 0;
        Deadline.Start(protectedMs > 0 ? protectedMs : idleMs);
    }

    private void EndWait()
    {
        Deadline.Disarm();
        Transport.IsReusable = false;
    }

    /// <summary>
    /// A kept connection may be closed after <c>keepalive_timeout</c>, earlier when the worker quits or runs out of connections, but not
    /// before <c>keepalive_min_timeout</c>.
    /// </summary>
    private void BeginIdle(CoreLocationConf core)
    {
        Enter(State.Idle);
        // The next request is here already, behind the one that was answered.
        cameAlong = isPipelined;
        isPipelined = false;
        protectedMs = Math.Min(core.KeepAliveMinTimeoutMs.Value, core.KeepAliveTimeoutMs.Value);
        idleMs = core.KeepAliveTimeoutMs.Value - protectedMs;
    }

    /// <summary>Nothing was read: the client is gone or was too slow, or the worker wants the connection closed.</summary>
    private HeadOutcome OnInterrupted(ReadResult read)
    {
        if (read.IsCanceled && Deadline.HasExpired)
            return OnTooSlow();
        if (read.IsCanceled || !read.IsCompleted)
            return HeadOutcome.Over;
        if (request is not null)
        {
            request.Log.Write(LogLevel.Info, request, $"client prematurely closed connection");
            request.Response.Status = 400;
        }
        else if (RequestCount > 0)
            LogOf(Address.DefaultServer).Write(LogLevel.Info, this, $"client {Remote.Text} closed keepalive connection");

        return HeadOutcome.Over;
    }

    private HeadOutcome OnTooSlow()
    {
        if (request is not null)
        {
            request.Log.Write(LogLevel.Info, request, $"client timed out", Errno.ETIMEDOUT);
            request.Response.Status = 408;
            ResetIfConfigured(request);
            return HeadOutcome.Over;
        }

        if (RequestCount == 0)
            LogOf(Address.DefaultServer).Write(LogLevel.Info, this, $"client timed out", Errno.ETIMEDOUT);
        var wasProtected = protectedMs > 0;
        protectedMs = 0;
        return wasProtected && idleMs > 0 && !MustClose ? HeadOutcome.NeedMore : HeadOutcome.Over;
    }

    /// <summary>A request that never became whole is logged, too.</summary>
    private ValueTask LogUnfinished() => request is null ? default : RequestProcessor.Log(request);
}

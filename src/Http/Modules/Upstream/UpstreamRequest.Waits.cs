using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Upstream;

/// <summary>What ends a wait for the upstream before it answers: time, a client that is gone, a request that can't be sent.</summary>
public sealed partial class UpstreamRequest
{
    private ReadDeadline? readDeadline;
    private ClientWatcher? clientWatcher;
    private bool isClientGone;
    private bool isReading;
    private bool hasTimedOut;
    private int internalError;

    /// <summary>The request is out: from now on the peer's silence counts.</summary>
    internal void OnRequestSent()
    {
        if (isReading)
            ArmReadDeadline();
    }

    internal void OnSendTimedOut()
    {
        hasTimedOut = true;
        connection?.Transport.Input.CancelPendingRead();
    }

    internal void OnClientFailed() => connection?.Transport.Input.CancelPendingRead();

    private void ArmReadDeadline() => (readDeadline ??= new ReadDeadline(this)).Arm(Request.Loop, Conf.ReadTimeoutMs.Value);

    private void BeginRead()
    {
        isReading = true;
        if (sender.IsDone)
            ArmReadDeadline();
    }

    private void EndRead()
    {
        isReading = false;
        readDeadline?.Disarm();
    }

    private void WatchClient()
    {
        if (Request.IsSubrequest || Conf.IgnoreClientAbort.Value)
            return;
        Request.Connection.Transport.CloseWatcher = clientWatcher ??= new ClientWatcher(this);
    }

    private void UnwatchClient()
    {
        var transport = Request.Connection.Transport;
        if (clientWatcher is not null && transport.CloseWatcher == clientWatcher)
            transport.CloseWatcher = null;
    }

    private void ClearWaits()
    {
        isClientGone = isReading = hasTimedOut = false;
        internalError = 0;
        statusFailure = NextUpstream.None;
    }

    private void OnClientGone()
    {
        if (Request is null || isClientGone || !sender.IsDone && IsStreaming)
            return;
        if (IsKept)
        {
            Request.Log.Write(LogLevel.Info, Request, $"client prematurely closed connection", Errno.EPIPE);
            return;
        }

        isClientGone = true;
        Request.Log.Write(LogLevel.Info, Request, $"client prematurely closed connection, so upstream connection is closed too", Errno.EPIPE);
        resolverWait?.Cancel();
        connector?.Cancel();
        connection?.Transport.Input.CancelPendingRead();
    }

    private sealed class ReadDeadline(UpstreamRequest upstream) : Engine.Core.Loop.Timer
    {
        protected override void OnExpired()
        {
            upstream.hasTimedOut = true;
            upstream.connection?.Transport.Input.CancelPendingRead();
        }
    }

    private sealed class ClientWatcher(UpstreamRequest upstream) : PostedEvent
    {
        public override void Invoke() => upstream.OnClientGone();
    }
}

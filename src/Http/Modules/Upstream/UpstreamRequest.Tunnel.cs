using Engine.Core.Log;
using Engine.Core.Net.Relay;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Upstream;

/// <summary>Behind a 101: bytes in both directions until either side ends (WebSocket).</summary>
public sealed partial class UpstreamRequest
{
    private ConnectionRelay? relay;

    private async ValueTask<HandlerResult> SwitchProtocols()
    {
        Request.KeepAlive = false;
        UnwatchClient();
        var sent = await Request.SendHeader();
        if (sent.Code == 0)
            sent = await Request.SendBody(new OutputBuffer(default(ReadOnlyMemory<byte>), last: true, flush: true));
        if (sent.Code == 0 && Response.IsUpgraded)
            await Relay();
        return await Finish(isComplete: false, sent);
    }

    private async ValueTask Relay()
    {
        Request.LogAction = "proxying upgraded connection";
        var upstream = connection!.Transport;
        upstream.SetNoDelay(true);
        relay ??= new ConnectionRelay(Request.Loop);
        var options = new RelayOptions { TimeoutMs = Conf.ReadTimeoutMs.Value, SendTimeoutMs = (int)Math.Min(Conf.SendTimeoutMs.Value, int.MaxValue) };
        var end = await relay.RunAsync(Request.Connection.Transport, upstream, options);
        Attempt.BytesReceived += relay.Download.Read;
        Attempt.BytesSent += relay.Upload.Passed;
        Request.Exchange.CountSent(relay.Download.Passed);
        relay.Clear();
        if (end == RelayEnd.TimedOut)
            Request.Log.Write(LogLevel.Info, Request, $"upstream timed out", Errno.ETIMEDOUT);
    }
}

using Engine.Core.Net;
using Engine.Http.Filters;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Upstream;

/// <summary>Behind a 101: bytes in both directions until either side ends (WebSocket).</summary>
public sealed partial class UpstreamRequest
{
    private readonly LoopSignal tunnelEnd = new();
    private int tunnelDirections;

    private async ValueTask<HandlerResult> Tunnel()
    {
        Request.KeepAlive = false;
        UnwatchClient();
        var sent = await Request.SendHeader();
        if (sent.Code == 0)
            sent = await Request.SendBody(new OutputBuffer(default(ReadOnlyMemory<byte>), last: true, flush: true));
        if (sent.Code == 0)
        {
            Request.LogAction = "proxying upgraded connection";
            var client = Request.Connection.Transport;
            var upstream = connection!.Transport;
            upstream.SetNoDelay(true);
            tunnelDirections = 2;
            _ = Relay(client, upstream, isResponse: false);
            _ = Relay(upstream, client, isResponse: true);
            while (tunnelDirections > 0)
                await tunnelEnd.Next();
        }

        await Finish(isComplete: false);
        return sent;
    }

    /// <summary>One direction. Its end ends the other one too: nginx does not keep half of an upgraded connection.</summary>
    private async Task Relay(Connection from, Connection to, bool isResponse)
    {
        var deadline = new TunnelDeadline(from);
        to.Output.SendTimeoutMs = (int)Math.Min(Conf.SendTimeoutMs.Value, int.MaxValue);
        while (true)
        {
            if (!from.Input.TryRead(out var read))
            {
                deadline.Arm(from.Loop, Conf.ReadTimeoutMs.Value);
                read = await from.Input.ReadAsync();
                deadline.Disarm();
            }

            var count = read.Buffer.Length;
            if (count == 0 || read.IsCanceled)
            {
                from.Input.AdvanceTo(read.Buffer.Start);
                break;
            }

            if (isResponse)
            {
                Attempt.BytesReceived += count;
                Request.Exchange.CountSent(count);
            }
            else
                Attempt.BytesSent += count;
            var flush = await to.Output.WriteAsync(read.Buffer.First);
            from.Input.AdvanceTo(read.Buffer.End);
            if (flush.IsCanceled || flush.IsCompleted)
                break;
        }

        deadline.Detach();
        to.Input.CancelPendingRead();
        tunnelDirections--;
        tunnelEnd.Set();
    }

    private sealed class TunnelDeadline(Connection connection) : Engine.Core.Loop.Timer
    {
        protected override void OnExpired() => connection.Input.CancelPendingRead();
    }
}

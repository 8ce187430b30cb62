using System.Runtime.CompilerServices;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Net.ProxyProtocol;
using Engine.Stream.Conf;
using Engine.Stream.Phases;

namespace Engine.Stream.Connections;

/// <summary>The life of a session: its phases, and its end.</summary>
public sealed partial class StreamSession
{
    internal void Start() => _ = Serve();

    /// <summary>The only method that waits for the whole time, so that a session costs one state machine for its life.</summary>
    private async Task Serve()
    {
        var isOurs = true;
        try
        {
            WriteConnected();
            var result = ListenAddress.Parameters.ProxyProtocol ? await ReadProxyProtocol() : SessionResult.Ok;
            if (result == SessionResult.Ok)
                result = await SessionProcessor.RunPhases(this);
            if (result == SessionResult.Ok)
                result = await RunContent();
            isOurs = result != SessionResult.HandedOver;
            if (isOurs)
                await Finalize(result);
        }
#pragma warning disable CA1031 // A defect in one session must not end the worker.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Write(LogLevel.Alert, this, $"session failed: {exception.ToString()}");
        }

        if (isOurs)
            Close();
        Worker.Return(this);
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<SessionResult> ReadProxyProtocol()
    {
        LogAction = "reading PROXY protocol";
        var deadline = new ReadDeadline(Connection!);
        proxyProtocol = await ProxyProtocolReader.ReadAsync(Connection!, deadline, Server.Core.ProxyProtocolTimeoutMs.Value, Log, this);
        deadline.Detach();
        LogAction = null;
        if (proxyProtocol is not null)
            return SessionResult.Ok;
        return deadline.HasExpired ? SessionStatus.Ok : SessionStatus.BadRequest;
    }

    private ValueTask<SessionResult> RunContent()
    {
        LogAction = null;
        Connection?.SetNoDelay(Server.Core.TcpNodelay.Value);
        return Server.ContentHandler!(this);
    }

    private ValueTask Finalize(SessionResult result)
    {
        Status = result.IsStatus ? result.Code : SessionStatus.Ok;
        Log.Write(LogLevel.Debug, this, $"finalize stream session: {Status}");
        return SessionProcessor.Log(this);
    }

    private void WriteConnected()
    {
        var protocol = Protocol == StreamProtocol.Udp ? "udp " : "";
        Log.Write(LogLevel.Info, $"*{Number} {protocol}client {Remote} connected to {ListenAddress.Address}");
    }
}

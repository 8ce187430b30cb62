using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Stream.Phases;

namespace Engine.Stream.Connections;

/// <summary>The life of a session: its phases, and its end.</summary>
public sealed partial class StreamSession
{
    internal void Start() => _ = Serve();

    private async Task Serve()
    {
        var isOurs = true;
        try
        {
            WriteConnected();
            var result = await SessionProcessor.RunPhases(this);
            if (result == SessionResult.Ok)
                result = await Server.ContentHandler!(this);
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
            Abort();
        Worker.ReturnSession(this);
    }

    private ValueTask Finalize(SessionResult result)
    {
        Status = result.IsStatus ? result.Code : result == SessionResult.Error ? SessionStatus.InternalServerError : SessionStatus.Ok;
        return SessionProcessor.Log(this);
    }

    private void WriteConnected()
    {
        var protocol = Protocol == StreamProtocol.Udp ? "udp " : "";
        Log.Write(LogLevel.Info, $"*{Number} {protocol}client {Remote} connected to {ListenAddress.Address}");
    }
}

using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Stream.Connections;
using Engine.Interop.Libc;

namespace Engine.Stream.Phases;

/// <summary>
/// The preread phase: handlers look at what the client sends first, without taking it. One that answers <see cref="SessionResult.Again"/> is called
/// again when there is more, up to <c>preread_buffer_size</c> and <c>preread_timeout</c>.
/// </summary>
internal static class PrereadPhase
{
    public static async ValueTask<SessionResult> Run(StreamSession session, SessionHandler[] handlers)
    {
        foreach (var handler in handlers)
        {
            var result = await handler(session);
            if (result == SessionResult.Again)
                result = session.Connection is { } connection ? await ReadMore(session, connection, handler) : TooLong(session);
            if (result != SessionResult.Declined)
                return result;
        }

        return SessionResult.Ok;
    }

    private static async ValueTask<SessionResult> ReadMore(StreamSession session, Connection connection, SessionHandler handler)
    {
        var core = session.Server.Core;
        var deadline = new PrereadDeadline(connection);
        deadline.Arm(session.Loop, core.PrereadTimeoutMs.Value);
        try
        {
            while (true)
            {
                var read = await connection.Input.ReadAsync();
                if (read.IsCanceled || read.IsCompleted)
                {
                    connection.Input.AdvanceTo(read.Buffer.Start);
                    return deadline.HasExpired ? TimedOut(session) : SessionStatus.Ok;
                }

                session.Preread = read.Buffer.First;
                if (session.Preread.Length > core.PrereadBufferSize.Value)
                    session.Preread = session.Preread[..(int)core.PrereadBufferSize.Value];
                var result = await handler(session);
                connection.Input.AdvanceTo(read.Buffer.Start, result == SessionResult.Again ? read.Buffer.End : read.Buffer.Start);
                if (result != SessionResult.Again)
                    return result;
                if (session.Preread.Length == core.PrereadBufferSize.Value)
                    return TooLong(session);
            }
        }
        finally
        {
            session.Preread = default;
            deadline.Detach();
        }
    }

    private static SessionResult TooLong(StreamSession session)
    {
        session.Log.Write(LogLevel.Error, session, $"preread buffer full");
        return SessionStatus.BadRequest;
    }

    private static SessionResult TimedOut(StreamSession session)
    {
        session.Log.Write(LogLevel.Info, session, $"client timed out", Errno.ETIMEDOUT);
        return SessionStatus.Ok;
    }

    private sealed class PrereadDeadline(Connection connection) : Core.Loop.Timer
    {
        public bool HasExpired { get; private set; }

        protected override void OnExpired()
        {
            HasExpired = true;
            connection.Input.CancelPendingRead();
        }
    }
}

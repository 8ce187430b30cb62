using System.Runtime.CompilerServices;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Interop.Libc;
using Engine.Stream.Connections;

namespace Engine.Stream.Phases;

/// <summary>
/// The preread phase: handlers look at what the client sends first, without taking it. One that answers <see cref="SessionResult.Again"/> is called
/// again when there is more, up to <c>preread_buffer_size</c> and <c>preread_timeout</c>.
/// </summary>
internal static class PrereadPhase
{
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public static async ValueTask<SessionResult> Run(StreamSession session, SessionHandler[] handlers)
    {
        session.LogAction = "prereading client data";
        if (session.Datagrams is { } datagrams && datagrams.TryPeek(out var first))
            session.Preread = first;
        var result = SessionResult.Declined;
        foreach (var handler in handlers)
        {
            result = await handler(session);
            if (result == SessionResult.Again)
                result = session.Connection is { } connection ? await ReadMore(session, connection, handler) : TooLong(session);
            if (result != SessionResult.Declined)
                break;
        }

        session.Preread = default;
        session.LogAction = null;
        return result == SessionResult.Declined ? SessionResult.Ok : result;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private static async ValueTask<SessionResult> ReadMore(StreamSession session, Connection connection, SessionHandler handler)
    {
        var input = connection.Input;
        var limit = (int)Math.Min(session.Server.Core.PrereadBufferSize.Value, int.MaxValue);
        var deadline = new ReadDeadline(connection);
        deadline.Start(session.Server.Core.PrereadTimeoutMs.Value);
        while (true)
        {
            var read = await input.ReadAsync();
            if (read.IsCanceled || read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.Start);
                deadline.Detach();
                return OnEnded(session, deadline.HasExpired);
            }

            session.Preread = read.Buffer.First[..Math.Min((int)read.Buffer.Length, limit)];
            var result = await handler(session);
            if (result == SessionResult.Again && session.Preread.Length == limit)
                result = TooLong(session);
            session.Preread = default;
            input.AdvanceTo(read.Buffer.Start, result == SessionResult.Again ? read.Buffer.End : read.Buffer.Start);
            if (result == SessionResult.Again)
                continue;
            deadline.Detach();
            return result;
        }
    }

    private static SessionResult TooLong(StreamSession session)
    {
        session.Log.Write(LogLevel.Error, session, $"preread buffer full");
        return SessionStatus.BadRequest;
    }

    private static SessionResult OnEnded(StreamSession session, bool hasTimedOut)
    {
        if (hasTimedOut)
            session.Log.Write(LogLevel.Info, session, $"client timed out", Errno.ETIMEDOUT);
        return SessionStatus.Ok;
    }
}

using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Interop.OpenSsl;
using Timer = Engine.Core.Loop.Timer;

namespace Engine.Tls;

/// <summary>How a handshake ended.</summary>
public enum HandshakeResult
{
    Done,
    TimedOut,

    /// <summary>The connection ended before the handshake did.</summary>
    Closed,
    Failed,
}

/// <summary>Brings a handshake to its end on a connection that nobody reads from or writes to meanwhile.</summary>
public static class TlsHandshake
{
    /// <returns>Unless it is done, the connection is of no use any more. Of a failure OpenSSL's errors are still queued.</returns>
    public static async ValueTask<HandshakeResult> RunAsync(Connection connection, Ssl ssl, long timeoutMs)
    {
        Deadline? deadline = null;
        while (true)
        {
            switch (ssl.Handshake())
            {
                case SslOutcome.Done:
                    deadline?.Detach();
                    connection.Transport = new TlsTransport(ssl);
                    return HandshakeResult.Done;
                case SslOutcome.Again:
                    break;
                case SslOutcome.Closed:
                case SslOutcome.SystemError:
                    deadline?.Detach();
                    return HandshakeResult.Closed;
                default:
                    deadline?.Detach();
                    return HandshakeResult.Failed;
            }

            if (deadline is null)
            {
                deadline = new Deadline(connection);
                deadline.Arm(connection.Loop, timeoutMs);
            }

            if (await connection.NextEventAsync())
                continue;
            deadline.Detach();
            return deadline.HasPassed ? HandshakeResult.TimedOut : HandshakeResult.Closed;
        }
    }

    private sealed class Deadline(Connection connection) : Timer
    {
        public bool HasPassed { get; private set; }

        protected override void OnExpired()
        {
            HasPassed = true;
            connection.Close();
        }
    }
}

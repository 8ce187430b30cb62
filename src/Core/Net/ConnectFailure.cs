using Engine.Core.Log;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>What nginx says of an attempt to connect that came to nothing.</summary>
public static class ConnectFailure
{
    /// <summary>The reason is on this side: no other peer would do.</summary>
    public static bool IsOurs(ConnectOptions options, int errno) => errno == Errno.ENOBUFS || IsOfBind(options, errno);

    /// <param name="errno">As <see cref="ConnectResult"/> has it.</param>
    /// <param name="timeout">The level of the line about a peer that did not answer in time.</param>
    public static void Write(ErrorLog log, ILogContext context, SocketAddress remote, ConnectOptions options, int errno, LogLevel timeout = LogLevel.Error)
    {
        switch (errno)
        {
            case Errno.ETIMEDOUT:
                log.Write(timeout, context, $"upstream timed out", errno);
                break;
            case Errno.ECANCELED:
                break;
            case Errno.ENOBUFS:
                log.Write(LogLevel.Alert, context, $"worker_connections are not enough");
                break;
            case var _ when IsOfBind(options, errno):
                log.Write(LogLevel.Crit, context, $"bind({TextOf(options.Local!)}) failed", errno);
                break;
            default:
                // A unix-domain socket that is not there is the configuration's fault.
                log.Write(errno == Errno.ENOENT ? LogLevel.Crit : LogLevel.Error, context, $"connect() {(remote.IsUnix ? "to " + remote + " " : "")}failed", errno);
                break;
        }
    }

    private static bool IsOfBind(ConnectOptions options, int errno) => options.Local is not null && errno is Errno.EADDRNOTAVAIL or Errno.EACCES or Errno.EPERM;

    private static string TextOf(SocketAddress local)
    {
        Span<byte> text = stackalloc byte[64];
        return System.Text.Encoding.ASCII.GetString(text[..local.Format(text, withPort: local.Port != 0)]);
    }
}

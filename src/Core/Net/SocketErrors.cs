using System.Net.Sockets;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>The errors of .NET's sockets as errno, so that nothing above depends on the event method.</summary>
internal static class SocketErrors
{
    public static int ToErrno(SocketError error) => error switch
    {
        SocketError.Success => 0,
        SocketError.WouldBlock or SocketError.IOPending => Errno.EAGAIN,
        SocketError.Interrupted => Errno.EINTR,
        SocketError.AccessDenied => Errno.EACCES,
        SocketError.AddressAlreadyInUse => Errno.EADDRINUSE,
        SocketError.AddressNotAvailable => Errno.EADDRNOTAVAIL,
        SocketError.ConnectionAborted => Errno.ECONNABORTED,
        SocketError.ConnectionRefused => Errno.ECONNREFUSED,
        SocketError.ConnectionReset => Errno.ECONNRESET,
        SocketError.Shutdown => Errno.EPIPE,
        SocketError.HostUnreachable => Errno.EHOSTUNREACH,
        SocketError.NetworkUnreachable => Errno.ENETUNREACH,
        SocketError.TimedOut => Errno.ETIMEDOUT,
        SocketError.OperationAborted => Errno.ECANCELED,
        SocketError.TooManyOpenSockets => Errno.EMFILE,
        SocketError.NoBufferSpaceAvailable => Errno.ENOBUFS,
        SocketError.MessageSize => Errno.EMSGSIZE,
        SocketError.NotConnected => Errno.ENOTCONN,
        SocketError.IsConnected => Errno.EISCONN,
        SocketError.OperationNotSupported or SocketError.AddressFamilyNotSupported => Errno.ENOTSUP,
        SocketError.ProtocolNotSupported => Errno.EPROTONOSUPPORT,
        _ => Errno.EINVAL,
    };
}

using System.Net.Sockets;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>Outgoing connections of the portable event method.</summary>
internal sealed class SocketsConnector(SocketsEventLoop loop) : Connector
{
    private LoopCancellation? attempt;

    public override async ValueTask<ConnectResult> ConnectAsync(SocketAddress remote, ConnectOptions options)
    {
        if (!loop.Slots.TryTake())
            return new ConnectResult(null, Errno.ENOBUFS);
        Socket? socket = null;
        using var cancellation = new LoopCancellation(loop, options.TimeoutMs);
        attempt = cancellation;
        try
        {
            socket = EndPoints.Open(remote, SocketType.Stream);
            SetOptions(socket, options);
            await socket.ConnectAsync(EndPoints.Of(remote), cancellation.Token);
            return new ConnectResult(new SocketsConnection(loop, socket, remote, listener: null), 0);
        }
        catch (OperationCanceledException)
        {
            return Fail(socket, cancellation.Reason);
        }
        catch (SocketException exception)
        {
            // .NET's word for a path that does not exist.
            var isMissingPath = remote.IsUnix && exception.SocketErrorCode == SocketError.AddressNotAvailable;
            return Fail(socket, isMissingPath ? Errno.ENOENT : SocketErrors.ToErrno(exception.SocketErrorCode));
        }
        finally
        {
            attempt = null;
        }
    }

    public override void Cancel() => attempt?.Cancel();

    private static void SetOptions(Socket socket, ConnectOptions options)
    {
        if (options.KeepAlive)
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        SocketBinding.SetBuffers(socket, options);
        if (options.Local is { } local)
            socket.Bind(EndPoints.Of(local));
    }

    private ConnectResult Fail(Socket? socket, int errno)
    {
        socket?.Dispose();
        loop.Slots.Release();
        return new ConnectResult(null, errno);
    }
}

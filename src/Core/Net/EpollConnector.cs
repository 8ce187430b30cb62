using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>Connects without blocking; the registration made for the attempt becomes the connection's.</summary>
internal sealed class EpollConnector(EpollEventLoop loop) : Connector, IEpollSource, IValueTaskSource<ConnectResult>
{
    private LoopCompletion<ConnectResult> completion;
    private ConnectDeadline? deadline;
    private SocketAddress? remote;
    private int fd = -1;

    public int Index { get; set; } = -1;

    public uint Generation { get; set; }

    public override ValueTask<ConnectResult> ConnectAsync(SocketAddress remote, ConnectOptions options)
    {
        Debug.Assert(fd < 0, "one attempt at a time");
        if (!loop.Slots.TryTake())
            return new ValueTask<ConnectResult>(new ConnectResult(null, Errno.ENOBUFS));
        this.remote = remote;
        var errno = Begin(options);
        if (errno is not 0 and not Errno.EINPROGRESS)
            return new ValueTask<ConnectResult>(Fail(errno));
        if (errno == 0)
            return new ValueTask<ConnectResult>(Succeed());
        completion.Reset();
        (deadline ??= new ConnectDeadline(this)).Arm(loop, options.TimeoutMs);
        return new ValueTask<ConnectResult>(this, completion.Version);
    }

    public override void Cancel() => Abandon(Errno.ECANCELED);

    public void OnEvents(uint flags)
    {
        Sockets.GetOption(fd, Sockets.SOL_SOCKET, Sockets.SO_ERROR, out var errno);
        deadline!.Detach();
        if (errno != 0)
        {
            completion.SetResult(Fail(errno));
            return;
        }

        var result = Succeed();
        // What the kernel told with the same event is not told again: there may be bytes already.
        ((EpollConnection)result.Connection!).OnEvents(flags);
        completion.SetResult(result);
    }

    public ConnectResult GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    /// <summary>0 when connected at once, EINPROGRESS when the loop will tell, or why not.</summary>
    private int Begin(ConnectOptions options)
    {
        fd = Sockets.Open(remote!.Family, Sockets.SOCK_STREAM);
        if (fd < 0)
            return -fd;
        SetOptions(options);
        var result = options.Local is { } local ? SocketBinding.Bind(fd, local, options.Transparent) : 0;
        if (result < 0)
            return -result;
        var connected = Sockets.Connect(fd, remote.Bytes);
        if (connected < 0 && connected != -Errno.EINPROGRESS)
            return -connected;
        var errno = loop.Register(this, fd, EpollConnection.Interest);
        return errno != 0 ? errno : -connected;
    }

    private void SetOptions(ConnectOptions options)
    {
        if (options.KeepAlive)
            Sockets.SetOption(fd, Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE, 1);
        SocketBinding.SetBuffers(fd, options);
    }

    private ConnectResult Succeed()
    {
        var connection = new EpollConnection(loop, fd, remote!, listener: null);
        loop.Replace(this, connection);
        fd = -1;
        remote = null;
        return new ConnectResult(connection, 0);
    }

    private ConnectResult Fail(int errno)
    {
        loop.Unregister(this);
        if (fd >= 0)
            Sockets.Close(fd);
        fd = -1;
        remote = null;
        loop.Slots.Release();
        return new ConnectResult(null, errno);
    }

    private void Abandon(int errno)
    {
        if (fd < 0)
            return;
        deadline!.Detach();
        completion.SetResult(Fail(errno));
    }

    private sealed class ConnectDeadline(EpollConnector connector) : Loop.Timer
    {
        protected override void OnExpired() => connector.Abandon(Errno.ETIMEDOUT);
    }
}

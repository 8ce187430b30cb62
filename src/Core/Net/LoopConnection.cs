using System.IO.Pipelines;
using Engine.Core.Loop;

namespace Engine.Core.Net;

/// <summary>
/// What the connections of every event method share: the input, the output, and how events and closing reach them. The event
/// method supplies the socket.
/// </summary>
internal abstract class LoopConnection : Connection, ITransport
{
    private readonly ConnectionInput input;
    private ConnectionOutput? output;
    private Continuation? continuation;
    private SocketAddress? local;

    /// <summary>The slot of <c>worker_connections</c> was taken by the caller and goes back when the connection is closed.</summary>
    protected LoopConnection(EventLoop loop, SocketAddress remote, ListeningSocket? listener) : base(loop)
    {
        Remote = remote;
        Listener = listener;
        Transport = this;
        input = new ConnectionInput(this);
    }

    public override SocketAddress Remote { get; }

    public override SocketAddress Local => local ??= Listener is { IsWildcard: false } bound ? bound.Address : FindLocal() ?? Listener?.Address ?? Remote;

    public override PipeReader Input => input;

    public override ConnectionWriter Output => output ??= new ConnectionOutput(this);

    public override bool PeerClosed => input.PeerClosed;

    public bool IsClosed { get; private set; }

    public ITransport Transport { get; }

    public abstract bool ShortReadMeansDrained { get; }

    public abstract bool CanSendFile { get; }

    public override ValueTask<int> ReceiveAsync(Memory<byte> destination) => input.ReceiveAsync(destination);

    public sealed override void Close()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        IsReusable = false;
        CloseWatcher = null;
        CloseSocket();
        Loop.Slots.Release();
        input.OnClosed();
        output?.OnClosed();
        // Whoever closes is in the middle of something: those who wait hear of it later.
        if (input.IsWaiting || output is { IsWaiting: true })
            Continue();
    }

    public abstract int Receive(Span<byte> buffer);

    public abstract int Send(ReadOnlySpan<byte> bytes, bool more);

    public abstract int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second);

    public abstract long SendFile(OpenFile file, long offset, long count);

    /// <summary>Input and output look again in the next round of posted events.</summary>
    internal void Continue() => Loop.Defer(continuation ??= new Continuation(this));

    /// <summary>A receive found nothing and somebody waits for input.</summary>
    internal virtual void AwaitReadable()
    {
    }

    /// <summary>Events of the socket.</summary>
    /// <param name="closing">The peer finished, or the connection broke.</param>
    protected void OnEvents(bool readable, bool writable, bool closing)
    {
        if (readable)
            input.OnReadable(closing);
        if (closing && !IsClosed && !input.IsWaiting)
            InvokeCloseWatcher();
        if (writable && !IsClosed)
            output?.OnWritable();
    }

    /// <summary>Leaves the loop and closes the socket.</summary>
    protected abstract void CloseSocket();

    protected abstract SocketAddress? FindLocal();

    private sealed class Continuation(LoopConnection connection) : PostedEvent
    {
        public override void Invoke()
        {
            connection.output?.OnWritable();
            connection.input.OnContinue();
        }
    }
}

using System.Diagnostics;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
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
    private EventWait? eventWait;
    private Continuation? continuation;
    private ITransport transport;
    private SocketAddress? local;

    /// <summary>The slot of <c>worker_connections</c> was taken by the caller and goes back when the connection is closed.</summary>
    protected LoopConnection(EventLoop loop, SocketAddress remote, ListeningSocket? listener) : base(loop)
    {
        Remote = remote;
        Listener = listener;
        transport = this;
        input = new ConnectionInput(this);
    }

    public override SocketAddress Remote { get; }

    public override SocketAddress Local => local ??= Listener is { IsWildcard: false } bound ? bound.Address : FindLocal() ?? Listener?.Address ?? Remote;

    public override PipeReader Input => input;

    public override ConnectionWriter Output => output ??= new ConnectionOutput(this);

    public override int ReceiveLimit
    {
        set => input.Limit = value > 0 ? value : ConnectionInput.MaxPiece;
    }

    public override bool PeerClosed => input.PeerClosed;

    public bool IsClosed { get; private set; }

    public override ITransport Transport
    {
        get => transport;
        set
        {
            transport = value;
            // What the handshake received beyond its end is announced by no further event.
            input.OnReadable(closing: false);
        }
    }

    public override void MoveTo(ListeningSocket listener, SocketAddress local)
    {
        Listener = listener;
        this.local = local;
        Moves++;
    }

    public abstract bool ShortReadMeansDrained { get; }

    public abstract bool CanSendFile { get; }

    public override ValueTask<bool> NextEventAsync()
    {
        if (IsClosed)
            return new ValueTask<bool>(false);
        AwaitReadable();
        return (eventWait ??= new EventWait()).Begin();
    }

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
        if (input.IsWaiting || output is { IsWaiting: true } || eventWait is { IsWaiting: true })
            Continue();
    }

    public abstract int Receive(Span<byte> buffer);

    public abstract int Send(ReadOnlySpan<byte> bytes);

    public virtual int SendHeldBack(ReadOnlySpan<byte> bytes) => Send(bytes);

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
        // A protocol may have to write in order to read, and the other way round.
        var both = transport != this;
        eventWait?.Complete(isOpen: true);
        if (readable || both)
            input.OnReadable(closing);
        if (closing && !IsClosed && !input.IsWaiting)
            InvokeCloseWatcher();
        if ((writable || both) && !IsClosed)
            output?.OnWritable();
    }

    /// <summary>Leaves the loop and closes the socket.</summary>
    protected abstract void CloseSocket();

    protected abstract SocketAddress? FindLocal();

    private sealed class EventWait : IValueTaskSource<bool>
    {
        private LoopCompletion<bool> completion;

        public bool IsWaiting { get; private set; }

        public ValueTask<bool> Begin()
        {
            Debug.Assert(!IsWaiting, "one wait at a time");
            completion.Reset();
            IsWaiting = true;
            return new ValueTask<bool>(this, completion.Version);
        }

        public void Complete(bool isOpen)
        {
            if (!IsWaiting)
                return;
            IsWaiting = false;
            completion.SetResult(isOpen);
        }

        public bool GetResult(short token) => completion.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            completion.OnCompleted(continuation, state, token);
    }

    private sealed class Continuation(LoopConnection connection) : PostedEvent
    {
        public override void Invoke()
        {
            if (connection.IsClosed)
                connection.eventWait?.Complete(isOpen: false);
            connection.output?.OnWritable();
            connection.input.OnContinue();
        }
    }
}

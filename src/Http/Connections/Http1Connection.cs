using System.Diagnostics;
using System.IO.Pipelines;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Http.Conf;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Connections;

/// <summary>A client connection that speaks HTTP/1: reads a request, has it answered, and begins again.</summary>
internal sealed partial class Http1Connection : HttpConnection
{
    private State state = State.Idle;
    private HttpConfiguration? configuration;
    private HttpRequest? request;
    private RequestError requestError;
    private FlushEvent? flushEvent;
    private long headDeadlineMs;
    private bool isPipelined;
    private bool cameAlong;

    public Http1Connection(HttpWorker worker, Connection transport) : base(worker, transport)
    {
        Deadline = new ReadDeadline(transport);
    }

    private enum State
    {
        /// <summary>Between requests: nothing of the next one has come.</summary>
        Idle,
        ReadingHead,
        Responding,

        /// <summary>The response is sent; what the client still sends of this request is dropped.</summary>
        Lingering,
        Closing,
    }

    private enum HeadOutcome
    {
        NeedMore,

        /// <summary>There is a request to answer, or to refuse.</summary>
        Ready,

        /// <summary>The connection ends here.</summary>
        Over,
    }

    /// <summary>Ends a wait for the client's bytes.</summary>
    public ReadDeadline Deadline { get; }

    public override bool IsPipelined => cameAlong;

    private PipeReader Input => Transport.Input;

    private ConnectionWriter Output => Transport.Output;

    private bool HasOutput => Output.UnflushedBytes > 0;

    private long NowMs => Transport.Loop.Clock.NowMs;

    public void Start()
    {
        Worker.Counts.OnAccepted();
        _ = Serve();
    }

    /// <summary>What is pending goes out when the current turn ends, unless it has gone before.</summary>
    public void FlushAtEndOfTurn() => Transport.Loop.Defer(flushEvent ??= new FlushEvent(this));

    internal override void CloseWhenIdle()
    {
        MustClose = true;
        if (state == State.Lingering || (state == State.Idle && protectedMs == 0))
            Input.CancelPendingRead();
    }

    internal override void Abort() => Transport.Close();

    internal override bool IsWith(Cycle past) => configuration?.Cycle == past;

    /// <summary>The only method that waits between requests, so that a connection costs one state machine for its life.</summary>
    private async Task Serve()
    {
        try
        {
            Open();
            var isOpen = !Address.Parameters.ProxyProtocol || await ReadProxyProtocol();
            while (isOpen)
            {
                var head = TakeHead();
                while (head == HeadOutcome.NeedMore)
                {
                    // The answers to what was pipelined before.
                    if (HasOutput && !IsSent(await Output.FlushAsync()))
                        break;
                    BeginWait();
                    var read = await Input.ReadAsync();
                    EndWait();
                    head = TakeHead(read);
                }

                if (head != HeadOutcome.Ready)
                    break;
                var response = Respond();
                if (!response.IsCompletedSuccessfully)
                    await response;
                isOpen = await Conclude();
            }

            await LogUnfinished();
        }
#pragma warning disable CA1031 // A defect in one connection must not end the worker.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Configuration.Cycle.Log.Write(LogLevel.Alert, this, $"connection failed: {exception.ToString()}");
        }

        Close();
    }

    private void Open()
    {
        configuration = Configuration;
        var server = Address.DefaultServer;
        LogOf(server).Write(LogLevel.Debug, this, $"accept: {Transport.Remote}");
        Transport.SetNoDelay(server.Location.Core.TcpNodelay.Value);
        headDeadlineMs = NowMs + server.Core.ClientHeaderTimeoutMs.Value;
        idleMs = server.Core.ClientHeaderTimeoutMs.Value;
    }

    private void Enter(State next)
    {
        Worker.Counts.OnReading((next == State.ReadingHead ? 1 : 0) - (state == State.ReadingHead ? 1 : 0));
        Worker.Counts.OnWriting((next == State.Responding ? 1 : 0) - (state == State.Responding ? 1 : 0));
        state = next;
    }

    private HeadOutcome TakeHead() => Input.TryRead(out var read) ? TakeHead(read) : HeadOutcome.NeedMore;

    private HeadOutcome TakeHead(ReadResult read)
    {
        if (read.IsCanceled || read.Buffer.IsEmpty || (state == State.Idle && MustClose && protectedMs == 0))
        {
            if (request is not null)
                Head.CopyPartTo(request, read.Buffer.FirstSpan);
            Input.AdvanceTo(read.Buffer.Start);
            return OnInterrupted(read);
        }

        if (state == State.Idle)
            Begin();
        Debug.Assert(read.Buffer.IsSingleSegment, "a connection's input is contiguous");
        if (Advance(request!, read.Buffer.FirstSpan) is not ParseOutcome.NeedMore)
        {
            Input.AdvanceTo(read.Buffer.GetPosition(Head.Position));
            return HeadOutcome.Ready;
        }

        if (read.IsCompleted)
            Head.CopyPartTo(request!, read.Buffer.FirstSpan);
        Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return read.IsCompleted ? OnInterrupted(read) : HeadOutcome.NeedMore;
    }

    private HeadState Head => ((Http1Exchange)request!.Exchange).Head;

    private void Begin()
    {
        Enter(State.ReadingHead);
        Worker.Counts.OnRequest();
        if (RequestCount++ > 0)
            headDeadlineMs = NowMs + Address.DefaultServer.Core.ClientHeaderTimeoutMs.Value;
        if (Configuration != configuration)
            EnterConfiguration(Configuration);
        var exchange = Worker.RentExchange();
        exchange.Begin(this);
        request = Worker.RentRequest();
        request.Begin(this, exchange, configuration!);
        request.LogAction = "reading client request line";
    }

    /// <summary>After a reload: the servers of this address are those of the new configuration, if it still listens there.</summary>
    private void EnterConfiguration(HttpConfiguration current)
    {
        if (current.Listen.Find(Transport) is not { } address)
        {
            MustClose = true;
            return;
        }

        Address = address;
        configuration = current;
    }

    private ParseOutcome Advance(HttpRequest current, ReadOnlySpan<byte> bytes)
    {
        var exchange = (Http1Exchange)current.Exchange;
        var head = exchange.Head;
        var outcome = head.Advance(bytes, current);
        if (head.HasRequestLine)
            current.LogAction = "reading client request headers";
        if (outcome == ParseOutcome.Done)
        {
            requestError = HeadValidator.Apply(current, head.CopyTo(current, bytes), head.Bytes);
            DebugLog.Head(current);
            exchange.BeginBody(current, head.Position);
        }
        else if (outcome == ParseOutcome.Invalid)
        {
            requestError = head.Error;
            head.CopyPartTo(current, bytes);
            MustClose = true;
        }

        return outcome;
    }

    private static bool IsSent(FlushResult flush) => !flush.IsCanceled && !flush.IsCompleted;

    private void Close()
    {
        Enter(State.Closing);
        LogOf(Address.DefaultServer).Write(LogLevel.Debug, this, $"close http connection");
        Worker.Counts.OnClosed();
        Release();
        Deadline.Detach();
        Worker.Remove(this);
        if (mustReset)
            Transport.Reset();
        else
            Transport.Close();
    }

    private void Release()
    {
        if (request is not { } ended)
            return;
        request = null;
        requestError = RequestError.None;
        var exchange = (Http1Exchange)ended.Exchange;
        Worker.ReturnRequest(ended);
        Worker.ReturnExchange(exchange);
    }

    private sealed class FlushEvent(Http1Connection connection) : PostedEvent
    {
        public override void Invoke()
        {
            if (connection.state == State.Responding && connection.HasOutput)
                connection.Output.StartFlush();
        }
    }
}

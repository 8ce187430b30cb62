using System.Buffers;
using System.IO.Pipelines;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Connections;

/// <summary>A client connection that speaks HTTP/1: reads a request, has it answered, and begins again.</summary>
internal sealed class Http1Connection : HttpConnection
{
    private State state = State.Idle;
    private FlushEvent? flushEvent;
    private HttpConfiguration? addressConfiguration;
    private HttpRequest? request;

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
        Closing,
    }

    public ReadDeadline Deadline { get; }

    /// <summary>The client was too slow (<c>reset_timedout_connection</c>).</summary>
    public bool HasTimedOut { get; set; }

    private PipeReader Input => Transport.Input;

    public void Start() => _ = Serve();

    /// <summary>What is pending goes out when the current turn ends, unless it has gone before.</summary>
    public void FlushAtEndOfTurn() => Transport.Loop.Defer(flushEvent ??= new FlushEvent(this));

    internal override void CloseWhenIdle()
    {
        MustClose = true;
        if (state == State.Idle)
            Input.CancelPendingRead();
    }

    internal override void Abort() => Transport.Close();

    private async Task Serve()
    {
        try
        {
            addressConfiguration = Configuration;
            if (Address.DefaultServer.Location.Core.TcpNodelay.Value)
                Transport.SetNoDelay(true);
            while (await ReadHead() && await Respond())
                state = State.Idle;
        }
#pragma warning disable CA1031 // A defect in one connection must not end the worker.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Configuration.Cycle.Log.Write(LogLevel.Alert, request, $"connection *{Number} failed: {exception.ToString()}");
        }

        Finish();
    }

    /// <summary>Waits for a request and reads its head. False when the connection is to be closed without (another) answer.</summary>
    private async ValueTask<bool> ReadHead()
    {
        if (!Input.TryRead(out var read))
        {
            if (!await WaitIdle())
                return false;
            read = await Input.ReadAsync();
        }

        while (true)
        {
            Deadline.Disarm();
            if (read.IsCanceled || MustClose && state == State.Idle || read.Buffer.IsEmpty && read.IsCompleted)
                return OnNoRequest(read);
            Begin();
            var outcome = Advance(read.Buffer);
            if (outcome == ParseOutcome.Done)
                return true;
            if (outcome == ParseOutcome.Invalid)
                return true;
            Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return OnNoRequest(read);
            if (!Deadline.IsArmed)
                Deadline.Start(request!.Server.Core.ClientHeaderTimeoutMs.Value - (Transport.Loop.Clock.NowMs - request.StartMs));
            read = await Input.ReadAsync();
        }
    }

    /// <summary>Nothing to read: pending output goes out, and the clock of the idle connection starts.</summary>
    private async ValueTask<bool> WaitIdle()
    {
        if (Transport.Output.UnflushedBytes > 0)
        {
            var flush = await Transport.Output.FlushAsync();
            if (flush.IsCanceled || flush.IsCompleted)
                return false;
        }

        if (MustClose)
            return false;
        Deadline.Start(RequestCount == 0 ? Address.DefaultServer.Core.ClientHeaderTimeoutMs.Value : keepAliveTimeoutMs);
        return true;
    }

    private long keepAliveTimeoutMs;

    private void Begin()
    {
        if (state != State.Idle)
            return;
        state = State.ReadingHead;
        RequestCount++;
        var configuration = Configuration;
        if (configuration != addressConfiguration)
            EnterConfiguration(configuration);
        var exchange = Worker.RentExchange();
        exchange.Begin(this);
        request = Worker.RentRequest();
        request.Begin(this, exchange, addressConfiguration!);
        request.MarkStart();
        request.LogAction = "reading client request line";
    }

    /// <summary>After a reload: the servers of this address are those of the new configuration, if it still listens there.</summary>
    private void EnterConfiguration(HttpConfiguration configuration)
    {
        if (configuration.Listen.Find(Transport) is not { } address)
        {
            MustClose = true;
            return;
        }

        Address = address;
        addressConfiguration = configuration;
    }

    private ParseOutcome Advance(ReadOnlySequence<byte> buffer)
    {
        var exchange = (Http1Exchange)request!.Exchange;
        byte[]? copy = null;
        var bytes = buffer.IsSingleSegment ? buffer.FirstSpan : Flatten(buffer, ref copy);
        var outcome = exchange.Head.Advance(bytes, request.Server.Core);
        if (exchange.Head.HasRequestLine)
            request.LogAction = "reading client request headers";
        if (outcome == ParseOutcome.Done)
        {
            requestError = HeadValidator.Apply(request, exchange.Head.CopyTo(request, bytes), exchange.Head.Head);
            exchange.BeginBody(request, exchange.Head.Position);
            Input.AdvanceTo(buffer.GetPosition(exchange.Head.Position));
        }
        else if (outcome == ParseOutcome.Invalid)
        {
            requestError = exchange.Head.Error;
            OnInvalidHead(exchange.Head, bytes);
            Input.AdvanceTo(buffer.End);
        }

        if (copy is not null)
            ArrayPool<byte>.Shared.Return(copy);
        return outcome;
    }

    private RequestError requestError;

    /// <summary>The broken line is what the logs show of the request.</summary>
    private void OnInvalidHead(HeadState head, ReadOnlySpan<byte> bytes)
    {
        var badLine = request!.Arena.Copy(head.BadLine.Of(bytes));
        if (!head.HasRequestLine)
            request.RequestLineText = badLine;
        else
            head.CopyTo(request, bytes);
        if (requestError == RequestError.InvalidHeaderLine)
            request.Log.Write(LogLevel.Info, request, $"client sent invalid header line: \"{badLine}\"");
        if (request.Version == 0)
            request.Version = 1000;
        request.KeepAlive = false;
        MustClose = true;
    }

    private static ReadOnlySpan<byte> Flatten(ReadOnlySequence<byte> buffer, ref byte[]? copy)
    {
        copy = ArrayPool<byte>.Shared.Rent((int)buffer.Length);
        buffer.CopyTo(copy);
        return copy.AsSpan(0, (int)buffer.Length);
    }

    /// <summary>The connection ends where a request could have begun, or inside its head.</summary>
    private bool OnNoRequest(ReadResult read)
    {
        if (request is not null)
        {
            HasTimedOut = Deadline.HasExpired && read.IsCanceled;
            if (HasTimedOut)
            {
                request.Log.Write(LogLevel.Info, request, $"client timed out", Interop.Libc.Errno.ETIMEDOUT);
                request.Response.Status = 408;
            }
            else
            {
                request.Log.Write(LogLevel.Info, request, $"client prematurely closed connection");
                request.Response.Status = 400;
            }
        }

        return false;
    }

    /// <summary>Answers the request that was read. True when the connection waits for another.</summary>
    private async ValueTask<bool> Respond()
    {
        state = State.Responding;
        var current = request!;
        var exchange = (Http1Exchange)current.Exchange;
        if (MustClose || Worker.IsQuitting)
            current.KeepAlive = false;
        if (requestError == RequestError.None)
        {
            current.LogAction = null;
            var run = RequestProcessor.Run(current);
            if (!run.IsCompletedSuccessfully)
                await run;
        }
        else
            await RequestProcessor.Refuse(current, requestError);

        exchange.ReleasePiece();
        keepAliveTimeoutMs = current.Location.Core.KeepAliveTimeoutMs.Value;
        current.KeepAlive &= !current.IsConnectionBroken && exchange.IsResponseWellFramed && current.IsHeaderSent;
        if (current.KeepAlive && !exchange.IsBodyEnded && !await current.Body.Discard())
            current.KeepAlive = false;
        exchange.ReleasePiece();
        if (!current.IsConnectionBroken && (!current.KeepAlive || !HasPipelinedInput()) && Transport.Output.UnflushedBytes > 0)
            await exchange.Flush(current);
        var keepAlive = current.KeepAlive && !current.IsConnectionBroken;
        if (!keepAlive && !current.IsConnectionBroken && MustLinger(current, exchange))
            await Linger(current);
        await RequestProcessor.Log(current);
        Release();
        return keepAlive;
    }

    /// <summary>The next request is here already: its answer goes out together with this one.</summary>
    private bool HasPipelinedInput()
    {
        if (!Input.TryRead(out var read))
            return false;
        Input.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }

    private bool MustLinger(HttpRequest current, Http1Exchange exchange) => current.Location.Core.LingeringClose.Value switch
    {
        LingeringClose.Always => true,
        LingeringClose.On => !exchange.IsBodyEnded || requestError != RequestError.None || HasPipelinedInput(),
        _ => false,
    };

    /// <summary>
    /// Closing with unread input makes the kernel send a reset, which can destroy the response on its way: so our direction ends first,
    /// and what the client still sends is dropped for a while (<c>lingering_close</c>).
    /// </summary>
    private async ValueTask Linger(HttpRequest current)
    {
        var core = current.Location.Core;
        var end = Transport.Loop.Clock.NowMs + core.LingeringTimeMs.Value;
        Transport.ShutdownWrite();
        while (Transport.Loop.Clock.NowMs < end)
        {
            if (!Input.TryRead(out var read))
            {
                Deadline.Start(Math.Min(core.LingeringTimeoutMs.Value, end - Transport.Loop.Clock.NowMs));
                read = await Input.ReadAsync();
                Deadline.Disarm();
            }

            if (read.IsCanceled || read.IsCompleted)
                return;
            Input.AdvanceTo(read.Buffer.End);
        }
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

    private void Finish()
    {
        state = State.Closing;
        var reset = HasTimedOut && Address.DefaultServer.Location.Core.ResetTimedoutConnection.Value;
        if (request is not null)
        {
            _ = RequestProcessor.Log(request);
            Release();
        }

        Deadline.Detach();
        Worker.Remove(this);
        if (reset)
            Transport.Reset();
        else
            Transport.Close();
    }

    private sealed class FlushEvent(Http1Connection connection) : PostedEvent
    {
        public override void Invoke()
        {
            if (connection.state == State.Responding && connection.Transport.Output.UnflushedBytes > 0)
                _ = connection.Transport.Output.FlushAsync();
        }
    }
}

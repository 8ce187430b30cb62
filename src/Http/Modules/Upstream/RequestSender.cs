using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Upstream;

/// <summary>
/// Sends a request to its upstream, while the response may come already. A peer that stops reading may have answered before that:
/// what it said counts, so a failure to send is only reported, and reading goes on.
/// </summary>
internal sealed class RequestSender
{
    /// <summary>A piece up to this size is copied behind what frames it; a larger one is sent from where it is.</summary>
    private const int CopyLimit = 8 * 1024;

    private readonly LoopSignal finished = new();
    private UpstreamRequest upstream = null!;
    private Connection transport = null!;
    private byte[]? gathered;
    private int gatheredLength;
    private bool isReceiving;

    /// <summary>Nothing is under way: all is sent, or sending failed.</summary>
    public bool IsDone { get; private set; } = true;

    /// <summary>The peer took nothing for <c>proxy_send_timeout</c>.</summary>
    public bool HasTimedOut { get; private set; }

    /// <summary>All of the request was sent.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The status for a client whose body can't be read any more; 0 while it can.</summary>
    public int ClientStatus { get; private set; }

    public void Start(UpstreamRequest owner, Connection connection)
    {
        upstream = owner;
        transport = connection;
        IsDone = HasTimedOut = IsComplete = false;
        ClientStatus = gatheredLength = 0;
        var sending = Send();
        if (sending.IsCompletedSuccessfully)
            OnEnded(sending.Result);
        else
            _ = EndBehind(sending);
    }

    /// <summary>Done when nothing of the request is touched any more. The connection is closed before, unless all was sent.</summary>
    public ValueTask Stop() => IsDone ? default : WaitForEnd();

    private async ValueTask WaitForEnd()
    {
        if (isReceiving)
            upstream.Request.Connection.Transport.Input.CancelPendingRead();
        while (!IsDone)
            await finished.Next();
    }

    public void Clear()
    {
        upstream = null!;
        transport = null!;
    }

    private async Task EndBehind(ValueTask<bool> sending) => OnEnded(await sending);

    private void OnEnded(bool isSent)
    {
        IsComplete = isSent;
        IsDone = true;
        upstream.OnRequestSent();
        finished.Set();
    }

    private ValueTask<bool> Send()
    {
        var output = transport.Output;
        output.SendTimeoutMs = (int)Math.Min(upstream.Conf.SendTimeoutMs.Value, int.MaxValue);
        var head = upstream.Head.Memory.Span;
        upstream.Attempt.BytesSent += head.Length;
        Copy(head, output);
        if (upstream.IsStreaming)
            return SendPieces(output);
        if (upstream.BodyFile is not null)
            return SendFile(output);
        return upstream.Body.Length > CopyLimit ? SendBody(output) : SendWithBody(output);
    }

    /// <summary>A short body, or none: all of the request goes out at once.</summary>
    private ValueTask<bool> SendWithBody(ConnectionWriter output)
    {
        for (var rest = upstream.Body; !rest.IsEmpty;)
        {
            var piece = rest.Slice(0, Math.Min(rest.Length, upstream.Protocol.MaxBodyPiece));
            AddPiece(output, piece.Span);
            rest = rest.Slice(piece.Length);
        }

        upstream.Protocol.EndRequest(output);
        return Flush(output);
    }

    private async ValueTask<bool> SendBody(ConnectionWriter output)
    {
        if (!await SendPiece(output, upstream.Body.Memory, flush: false))
            return false;
        upstream.Protocol.EndRequest(output);
        return await Flush(output);
    }

    private async ValueTask<bool> SendFile(ConnectionWriter output)
    {
        var file = upstream.BodyFile!;
        for (long sent = 0; sent < file.Length;)
        {
            var length = Math.Min(file.Length - sent, upstream.Protocol.MaxBodyPiece);
            upstream.Protocol.BeginBodyPiece(output, length);
            upstream.Attempt.BytesSent += length;
            if (!Check(await output.SendFileAsync(file.Region with { Offset = sent, Length = length })))
                return false;
            upstream.Protocol.EndBodyPiece(output);
            sent += length;
        }

        upstream.Protocol.EndRequest(output);
        return await Flush(output);
    }

    /// <summary>
    /// The client's body goes on as it comes (<c>proxy_request_buffering off</c>): what is there goes out together, the head with it, before
    /// the next is waited for.
    /// </summary>
    private async ValueTask<bool> SendPieces(ConnectionWriter output)
    {
        var body = upstream.Request.Body;
        while (true)
        {
            var piece = body.TakeKeptPiece();
            if (piece is { Status: BodyStatus.Data, Bytes.IsEmpty: true })
            {
                if (!await SendGathered(output, flush: true))
                    return false;
                isReceiving = true;
                piece = await body.ReceiveKeptPiece();
                isReceiving = false;
            }

            switch (piece.Status)
            {
                case BodyStatus.Data:
                    upstream.Streamed += piece.Bytes.Length;
                    if (upstream.IsStreamTooLarge())
                        return FailClient(413);
                    if (!await Gather(output, piece.Bytes))
                        return false;
                    continue;
                case BodyStatus.End:
                    if (!await SendGathered(output, flush: false))
                        return false;
                    upstream.Protocol.EndRequest(output);
                    return await Flush(output);
                default:
                    return FailClient(StatusOf(piece.Status));
            }
        }
    }

    /// <summary>Small pieces become one, so that framing does not cost more than they are.</summary>
    private async ValueTask<bool> Gather(ConnectionWriter output, ReadOnlyMemory<byte> piece)
    {
        if (gatheredLength + piece.Length > CopyLimit && !await SendGathered(output, flush: true))
            return false;
        if (piece.Length > CopyLimit)
            return await SendPiece(output, piece, flush: true);
        gathered ??= new byte[CopyLimit];
        piece.Span.CopyTo(gathered.AsSpan(gatheredLength));
        gatheredLength += piece.Length;
        return true;
    }

    private ValueTask<bool> SendGathered(ConnectionWriter output, bool flush)
    {
        var piece = gathered.AsMemory(0, gatheredLength);
        gatheredLength = 0;
        return SendPiece(output, piece, flush);
    }

    private static void Copy(ReadOnlySpan<byte> bytes, ConnectionWriter output)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }

    private async ValueTask<bool> SendPiece(ConnectionWriter output, ReadOnlyMemory<byte> bytes, bool flush)
    {
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(bytes.Length, upstream.Protocol.MaxBodyPiece)];
            if (piece.Length <= CopyLimit)
                AddPiece(output, piece.Span);
            else if (!await SendLargePiece(output, piece))
                return false;
            bytes = bytes[piece.Length..];
        }

        return !flush || await Flush(output);
    }

    /// <summary>A piece and what frames it go out together, with what follows.</summary>
    private void AddPiece(ConnectionWriter output, ReadOnlySpan<byte> piece)
    {
        upstream.Protocol.BeginBodyPiece(output, piece.Length);
        upstream.Attempt.BytesSent += piece.Length;
        Copy(piece, output);
        upstream.Protocol.EndBodyPiece(output);
    }

    private async ValueTask<bool> SendLargePiece(ConnectionWriter output, ReadOnlyMemory<byte> piece)
    {
        upstream.Protocol.BeginBodyPiece(output, piece.Length);
        upstream.Attempt.BytesSent += piece.Length;
        if (!Check(await output.WriteAsync(piece)))
            return false;
        upstream.Protocol.EndBodyPiece(output);
        return true;
    }

    private ValueTask<bool> Flush(ConnectionWriter output)
    {
        var flush = output.FlushAsync();
        return flush.IsCompletedSuccessfully ? new ValueTask<bool>(Check(flush.Result)) : FlushBehind(flush);
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<bool> FlushBehind(ValueTask<FlushResult> flush) => Check(await flush);

    private static int StatusOf(BodyStatus status) => status switch
    {
        BodyStatus.TimedOut => 408,
        BodyStatus.Invalid => 400,
        _ => 499,
    };

    private bool FailClient(int status)
    {
        ClientStatus = status;
        upstream.OnClientFailed();
        return false;
    }

    private bool Check(FlushResult flush)
    {
        HasTimedOut = flush.IsCanceled;
        if (flush.IsCanceled)
            upstream.OnSendTimedOut();
        return !flush.IsCanceled && !flush.IsCompleted;
    }
}

using System.Buffers.Text;
using System.IO.Pipelines;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Connections;

/// <summary>One request and its response on an HTTP/1 connection. The request body is in the other half of this class.</summary>
internal sealed partial class Http1Exchange : HttpExchange
{
    /// <summary>When this much is pending, the response waits for the client to take it.</summary>
    private const int PendingLimit = 32 * 1024;

    private Http1Connection connection = null!;
    private bool isChunked;
    private bool isHeadOnly;
    private bool isCut;
    private long bodyBytesLeft;

    public HeadState Head { get; } = new();

    private ConnectionWriter Output => connection.Transport.Output;

    public void Begin(Http1Connection owner)
    {
        connection = owner;
        bodyBytesLeft = -1;
    }

    public void Reset()
    {
        connection = null!;
        isChunked = isHeadOnly = isCut = false;
        BytesSent = HeadBytesSent = BytesReceived = 0;
        Head.Reset();
        ResetBody();
    }

    public override ValueTask<HandlerResult> SendHead(HttpRequest request)
    {
        var response = request.Response;
        if (response.Status == 0)
            response.Status = 200;
        KeepAlivePolicy.Apply(request);
        Output.SendTimeoutMs = (int)Math.Min(request.Location.Core.SendTimeoutMs.Value, int.MaxValue);
        Output.UsesSendFile = !request.Location.Core.ReadsFiles;
        Output.FillsSegments = request.Location.Core.TcpNopush.Value;
        Output.MaxChunk = request.Location.Core.SendfileMaxChunk.Value;
        request.IsHeaderSent = true;
        isHeadOnly = request.IsHeaderOnly |= response.Status is < 200 and not 101 or 204 or 304;
        if (response.Status is < 200 or 204)
        {
            response.ContentLength = -1;
            response.ContentType = default;
        }

        if (response.Status is not (200 or 206 or 304))
            response.LastModified = -1;

        ChooseFraming(request);
        // HTTP/0.9 has no head (nginx answers it in kind).
        if (request.Version >= 1000)
            HeadBytesSent = Http1ResponseHead.Write(request, Output, isChunked);
        BytesSent += HeadBytesSent;
        return HandlerResult.Ok;
    }

    public override ValueTask<HandlerResult> SendBody(HttpRequest request, in OutputBuffer buffer)
    {
        if (request.IsConnectionBroken)
            return HandlerResult.Error;
        if (bodyBytesLeft >= 0 && buffer.Length > bodyBytesLeft && !isHeadOnly)
            return SendPiece(request, Cut(request, buffer));
        return SendPiece(request, buffer);
    }

    private ValueTask<HandlerResult> SendPiece(HttpRequest request, in OutputBuffer buffer)
    {
        var length = isHeadOnly ? 0 : buffer.Length;
        if (length == 0)
            return Conclude(request, buffer);
        BeginPiece(length);
        if (!TryCopy(buffer))
            return SendLarge(request, buffer);
        EndPiece();
        return Conclude(request, buffer);
    }

    /// <summary>A small piece joins what is pending, to go out together with what follows.</summary>
    private bool TryCopy(in OutputBuffer buffer)
    {
        if (buffer.IsFile)
            return Output.TryReadFile(buffer.File);
        if (buffer.Length > CopyLimit)
            return false;
        Write(buffer.Memory.Span);
        return true;
    }

    /// <summary>Sends everything that is pending.</summary>
    public ValueTask<HandlerResult> Flush(HttpRequest request)
    {
        var flush = Output.FlushAsync();
        return flush.IsCompletedSuccessfully ? Check(request, flush.Result) : FlushBehind(request, flush);
    }

    public override void SendAllBut(long length)
    {
        if (Output.UnflushedBytes > length)
            Output.StartFlush((int)(Output.UnflushedBytes - length));
    }

    /// <summary>The response kept its word about its length, so that the next one begins where the client expects it.</summary>
    public bool IsResponseWellFramed => (bodyBytesLeft is -1 or 0 || isHeadOnly) && !isCut;

    private void ChooseFraming(HttpRequest request)
    {
        var response = request.Response;
        bodyBytesLeft = response.ContentLength;
        if (isHeadOnly || (response.ContentLength >= 0 && !response.HasTrailers) || request.Response.Status == 101)
            return;
        if (request.Version > 1000 && request.Location.Core.ChunkedTransferEncoding.Value)
        {
            isChunked = true;
            response.ClearContentLength();
            bodyBytesLeft = -1;
        }
        else if (response.ContentLength < 0)
            request.KeepAlive = false;
    }

    private ValueTask<HandlerResult> Conclude(HttpRequest request, in OutputBuffer buffer)
    {
        if (buffer.IsLast && isChunked && !isHeadOnly && !request.IsSubrequest)
            EndChunks(request);
        if (buffer.Flush || Output.UnflushedBytes >= PendingLimit)
            return Flush(request);
        if (!buffer.IsLast && Output.UnflushedBytes >= request.Location.Core.PostponeOutput.Value)
            connection.FlushAtEndOfTurn();
        return HandlerResult.Ok;
    }

    private ValueTask<HandlerResult> SendLarge(HttpRequest request, in OutputBuffer buffer)
    {
        var flush = buffer.IsFile ? Output.SendFileAsync(buffer.File) : Output.WriteAsync(buffer.Memory);
        return flush.IsCompletedSuccessfully ? EndLarge(request, buffer, flush.Result) : SendLargeBehind(request, buffer, flush);
    }

    private async ValueTask<HandlerResult> SendLargeBehind(HttpRequest request, OutputBuffer buffer, ValueTask<FlushResult> flush) =>
        await EndLarge(request, buffer, await flush);

    private ValueTask<HandlerResult> EndLarge(HttpRequest request, in OutputBuffer buffer, FlushResult flush)
    {
        var result = Check(request, flush);
        if (result != HandlerResult.Ok)
            return result;
        EndPiece();
        return Conclude(request, buffer);
    }

    private async ValueTask<HandlerResult> FlushBehind(HttpRequest request, ValueTask<FlushResult> flush) => Check(request, await flush);

    private HandlerResult Check(HttpRequest request, FlushResult flush)
    {
        if (!flush.IsCanceled && !flush.IsCompleted)
            return HandlerResult.Ok;
        if (!request.IsConnectionBroken)
        {
            request.IsConnectionBroken = true;
            request.LogAction ??= "sending response to client";
            request.HasSendTimedOut = flush.IsCanceled;
            if (flush.IsCanceled)
            {
                request.Log.Write(LogLevel.Info, request, $"client timed out", Errno.ETIMEDOUT);
                connection.ResetIfConfigured(request);
            }
            else
                request.Log.Write(LogLevel.Info, request, $"client closed connection");
        }

        return HandlerResult.Error;
    }

    /// <summary>What goes beyond the announced length would be taken for another response: it is not sent, and the connection ends.</summary>
    private OutputBuffer Cut(HttpRequest request, in OutputBuffer buffer)
    {
        if (!isCut)
            request.Log.Write(LogLevel.Error, request, $"response is longer than its \"Content-Length\"");
        isCut = true;
        return buffer.Slice(0, bodyBytesLeft);
    }

    private void BeginPiece(long length)
    {
        if (bodyBytesLeft >= 0)
            bodyBytesLeft -= length;
        BytesSent += length;
        if (!isChunked)
            return;
        var span = Output.GetSpan(18);
        Utf8Formatter.TryFormat(length, span, out var digits, 'x');
        "\r\n"u8.CopyTo(span[digits..]);
        Output.Advance(digits + 2);
        BytesSent += digits + 4;
    }

    private void EndPiece()
    {
        if (isChunked)
            Write("\r\n"u8);
    }

    private void EndChunks(HttpRequest request)
    {
        Write("0\r\n"u8);
        BytesSent += 5;
        if (request.Response.HasTrailers)
        {
            foreach (var field in request.Response.Trailers.Span)
            {
                var writer = new SpanWriter(Output.GetSpan(field.Name.Length + field.Value.Length + 4));
                writer.WriteField(field.Name.Span, field.Value.Span);
                Output.Advance(writer.Written);
                BytesSent += writer.Written;
            }
        }

        Write("\r\n"u8);
        isChunked = false;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Output.GetSpan(bytes.Length));
        Output.Advance(bytes.Length);
    }
}

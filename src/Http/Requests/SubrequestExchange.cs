using System.Buffers;
using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Interop.Libc;

namespace Engine.Http.Requests;

/// <summary>A subrequest's output becomes a part of the main request's body; its head is not sent.</summary>
public sealed class IncludingExchange : HttpExchange
{
    public override ValueTask<HandlerResult> SendHead(HttpRequest request)
    {
        request.IsHeaderSent = true;
        return HandlerResult.Ok;
    }

    public override ValueTask<HandlerResult> SendBody(HttpRequest request, OutputBuffer buffer)
    {
        BytesSent += buffer.Length;
        var main = request.Main;
        return new NextBodyFilter(main.Location.BodyFiltersAfterPostpone, 0).Invoke(main, buffer.WithLast(false));
    }

    public override ValueTask<BodyPiece> ReceiveBody(HttpRequest request) => new(new BodyPiece(BodyStatus.End, default));
}

/// <summary>A subrequest's output is kept in memory.</summary>
public sealed class CapturingExchange : HttpExchange
{
    private readonly ArrayBufferWriter<byte> body = new();

    /// <summary>What was sent so far.</summary>
    public ReadOnlyMemory<byte> Body => body.WrittenMemory;

    public override ValueTask<HandlerResult> SendHead(HttpRequest request)
    {
        request.IsHeaderSent = true;
        if (request.Response.Status == 0)
            request.Response.Status = 200;
        return HandlerResult.Ok;
    }

    public override ValueTask<HandlerResult> SendBody(HttpRequest request, OutputBuffer buffer)
    {
        if (request.IsHeaderOnly)
            return HandlerResult.Ok;
        BytesSent += buffer.Length;
        if (!buffer.IsFile)
        {
            body.Write(buffer.Memory.Span);
            return HandlerResult.Ok;
        }

        return ReadFile(request, buffer);
    }

    public override ValueTask<BodyPiece> ReceiveBody(HttpRequest request) => new(new BodyPiece(BodyStatus.End, default));

    private HandlerResult ReadFile(HttpRequest request, OutputBuffer buffer)
    {
        for (long done = 0; done < buffer.File.Length;)
        {
            var span = body.GetSpan((int)Math.Min(buffer.File.Length - done, 64 * 1024));
            var wanted = (int)Math.Min(span.Length, buffer.File.Length - done);
            var read = Files.ReadAt(buffer.File.File.Fd, span[..wanted], buffer.File.Offset + done);
            if (read <= 0)
            {
                request.Log.Write(LogLevel.Crit, request, $"read() failed in a subrequest", -read);
                return HandlerResult.Error;
            }

            body.Advance(read);
            done += read;
        }

        return HandlerResult.Ok;
    }
}

/// <summary>Of a subrequest's output, only status and fields matter.</summary>
public sealed class DiscardingExchange : HttpExchange
{
    public static readonly DiscardingExchange Instance = new();

    public override ValueTask<HandlerResult> SendHead(HttpRequest request)
    {
        request.IsHeaderSent = true;
        request.IsHeaderOnly = true;
        if (request.Response.Status == 0)
            request.Response.Status = 200;
        return HandlerResult.Ok;
    }

    public override ValueTask<HandlerResult> SendBody(HttpRequest request, OutputBuffer buffer) => HandlerResult.Ok;

    public override ValueTask<BodyPiece> ReceiveBody(HttpRequest request) => new(new BodyPiece(BodyStatus.End, default));
}

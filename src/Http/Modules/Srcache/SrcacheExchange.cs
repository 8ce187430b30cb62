using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Srcache;

/// <summary>A subrequest to the cache. A status that its location comes to is all there is to know: no page is made for it.</summary>
internal abstract class SrcacheExchange : HttpExchange
{
    public override bool KeepsFailure => true;

    public override bool Answers(HttpRequest request, HandlerResult result) => true;

    public override ValueTask<HandlerResult> SendHead(HttpRequest request)
    {
        request.IsHeaderSent = true;
        if (request.Response.Status == 0)
            request.Response.Status = 200;
        return HandlerResult.Ok;
    }

    public override ValueTask<BodyPiece> ReceiveBody(HttpRequest request) => new(new BodyPiece(BodyStatus.End, default));
}

/// <summary>What the cache says to a response that is stored: of no interest but for its status.</summary>
internal sealed class StoreExchange : SrcacheExchange
{
    public static readonly StoreExchange Instance = new();

    public override ValueTask<HandlerResult> SendHead(HttpRequest request)
    {
        request.IsHeaderOnly = true;
        return base.SendHead(request);
    }

    public override ValueTask<HandlerResult> SendBody(HttpRequest request, in OutputBuffer buffer) => HandlerResult.Ok;
}

/// <summary>What the cache has: a stored response is the body of one with status 200.</summary>
internal sealed class FetchExchange : SrcacheExchange
{
    /// <summary>What has come of it.</summary>
    public StoredBytes Bytes { get; } = new();

    /// <summary>The last piece has come.</summary>
    public bool IsComplete { get; private set; }

    public void Reset()
    {
        Bytes.Release();
        IsComplete = false;
        BytesSent = 0;
    }

    public override ValueTask<HandlerResult> SendHead(HttpRequest request)
    {
        var sent = base.SendHead(request);
        if (request.Response.Status == 200)
            Bytes.Begin(request.Response.ContentLength);
        return sent;
    }

    public override ValueTask<HandlerResult> SendBody(HttpRequest request, in OutputBuffer buffer)
    {
        IsComplete |= buffer.IsLast;
        BytesSent += buffer.Length;
        if (request.IsHeaderOnly || request.Response.Status != 200)
            return HandlerResult.Ok;
        return Bytes.TryAppend(buffer) ? HandlerResult.Ok : HandlerResult.Error;
    }
}

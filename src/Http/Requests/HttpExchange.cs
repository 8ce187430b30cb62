using System.IO.Pipelines;
using Engine.Http.Filters;
using Engine.Http.Phases;

namespace Engine.Http.Requests;

/// <summary>How reading a piece of a request body went.</summary>
public enum BodyStatus
{
    /// <summary>There are bytes.</summary>
    Data,

    /// <summary>The body is complete.</summary>
    End,

    /// <summary>Nothing came for <c>client_body_timeout</c>.</summary>
    TimedOut,

    /// <summary>The client is gone.</summary>
    Closed,

    /// <summary>The framing is broken.</summary>
    Invalid,
}

/// <summary>A piece of a request body; the bytes are valid until the next read.</summary>
/// <param name="Announced">How many more bytes are known to follow: the rest of a chunk.</param>
public readonly record struct BodyPiece(BodyStatus Status, ReadOnlyMemory<byte> Bytes, long Announced = 0);

/// <summary>
/// The wire side of one request: where its body comes from and its response goes. What is above knows no protocol version;
/// a subrequest's exchange leads to its parent.
/// </summary>
public abstract class HttpExchange
{
    /// <summary>A piece of a body up to this size is copied behind what is pending; a larger one is sent from where it is, and may have to wait.</summary>
    public const int CopyLimit = 8 * 1024;

    /// <summary>The end of the header filter chain: writes status line and fields.</summary>
    public abstract ValueTask<HandlerResult> SendHead(HttpRequest request);

    /// <summary>The end of the body filter chain.</summary>
    public abstract ValueTask<HandlerResult> SendBody(HttpRequest request, in OutputBuffer buffer);

    /// <summary>Sends what is pending, without waiting, but for its last bytes.</summary>
    public virtual void SendAllBut(long length)
    {
    }

    /// <summary>Reads on in the request's body; <c>100 Continue</c> is sent first when the client waits for it.</summary>
    public abstract ValueTask<BodyPiece> ReceiveBody(HttpRequest request);

    /// <summary>A piece of the request's body that has come already; Data without bytes when none has.</summary>
    public virtual BodyPiece TakeReceivedBody(HttpRequest request) => new(BodyStatus.Data, default);

    /// <summary>
    /// The rest of a body of known length, for those who read it as a stream; null where the protocol has no such thing. It completes with the
    /// body's last byte, and before that when the client is gone.
    /// </summary>
    public virtual PipeReader? OpenBody(HttpRequest request) => null;

    /// <summary>Bytes of a body of known length that have not been read.</summary>
    public virtual long BodyBytesLeft => 0;

    /// <summary>
    /// The connection's bytes belong to the caller from here on: no body, no further request is read from it. False where that can't be.
    /// </summary>
    public virtual bool TakeOver(HttpRequest request) => false;

    /// <summary>Nobody will read the request's body: what is here of it is dropped. Ok, or the status that refuses a malformed one.</summary>
    public virtual HandlerResult DropReceivedBody(HttpRequest request) => HandlerResult.Ok;

    /// <summary>The request came to a status and has sent nothing: true when whoever made it answers, in place of the status's page.</summary>
    public virtual bool Answers(HttpRequest request, HandlerResult result) => false;

    /// <summary>A failure of the request stays with it: whoever made it looks at what there is, and its own response goes on.</summary>
    public virtual bool KeepsFailure => false;

    /// <summary>A subrequest that ends with one of the statuses that close the connection (408, 444, 499) does so for the client's request, too.</summary>
    public virtual bool ClosesAll => false;

    /// <summary>Bytes of head and body sent so far: <c>$bytes_sent</c>.</summary>
    public long BytesSent { get; protected set; }

    /// <summary>Bytes that went to the client past the filters: those of an upgraded connection.</summary>
    internal void CountSent(long bytes) => BytesSent += bytes;

    /// <summary>Bytes of the response's head.</summary>
    public long HeadBytesSent { get; protected set; }

    /// <summary>Bytes received for this request: <c>$request_length</c>.</summary>
    public long BytesReceived { get; protected set; }
}

using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Upstream;

public enum BodyOutcome
{
    /// <summary>Content was found; call again with what follows it.</summary>
    Data,

    /// <summary>All input was consumed and the content goes on.</summary>
    NeedMore,

    Done,

    Invalid,
}

/// <summary>
/// The language spoken with an upstream: how a request is written and a response read. One object for each request; everything else
/// (peers, connections, timeouts, retries, buffering) is <see cref="UpstreamRequest"/>'s.
/// </summary>
public abstract class UpstreamProtocol
{
    /// <summary>"http://": stands before the peer in log lines.</summary>
    public abstract ReadOnlySpan<byte> Schema { get; }

    /// <summary>The longest piece of the request's body between <see cref="BeginBodyPiece"/> and <see cref="EndBodyPiece"/>.</summary>
    public virtual int MaxBodyPiece => int.MaxValue;

    /// <summary>A body whose length is not known yet can be sent as it comes.</summary>
    public virtual bool TakesUnknownLength => true;

    /// <summary>The upstream is an HTTP server, with a Date and a Server of its own.</summary>
    public virtual bool IsHttp => false;

    /// <summary>Writes the key of the request's response in a cache, for locations that say none themselves.</summary>
    public virtual void WriteCacheKey(UpstreamRequest upstream, HeadBuffer key)
    {
    }

    /// <summary>Parses a head that a cache has kept (<see cref="UpstreamResponse.Head"/>) into <see cref="UpstreamRequest.Response"/>.</summary>
    public virtual bool ParseStoredHead(UpstreamRequest upstream, ReadOnlySpan<byte> bytes) => ParseHead(upstream, bytes, out _) == ParseOutcome.HeadDone;

    /// <summary>Writes the request's head to <see cref="UpstreamRequest.Head"/> and its URI for logs to <see cref="UpstreamRequest.Uri"/>. Ok, or a status.</summary>
    public abstract HandlerResult CreateRequest(UpstreamRequest upstream);

    /// <summary>A new attempt begins: nothing of a response was seen.</summary>
    public abstract void BeginAttempt();

    /// <summary>
    /// Parses the response's head into <see cref="UpstreamRequest.Response"/>: HeadDone when it is complete. What does not fulfil the
    /// protocol is Invalid, and logged.
    /// </summary>
    /// <param name="bytes">The bytes of the response that are there and not consumed.</param>
    /// <param name="consumed">How many are done with: the head, when it is complete; a protocol that keeps them itself may consume them before.</param>
    public abstract ParseOutcome ParseHead(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, out int consumed);

    /// <summary>The head is accepted: what follows is the body it announces.</summary>
    public abstract void BeginBody(UpstreamRequest upstream);

    /// <summary>Reads input up to the end of the next run of content, <paramref name="data"/>.</summary>
    public abstract BodyOutcome DecodeBody(UpstreamRequest upstream, ReadOnlySpan<byte> input, out Slice data, out int consumed);

    /// <summary>How much of the body is still to come, when that is how its end is known and nothing stands between; -1 otherwise.</summary>
    public virtual long RemainingLength => -1;

    /// <summary>The body may end with the connection.</summary>
    public abstract bool EndsWithConnection { get; }

    /// <summary>The response is complete and the connection can carry another request.</summary>
    public abstract bool CanKeepAlive { get; }

    /// <summary>What the client gets for a field that names places of the upstream: Location, Refresh, Set-Cookie.</summary>
    public virtual ByteString RewriteField(UpstreamRequest upstream, in HeaderField field) => field.Value;

    /// <summary>Writes what stands before a piece of the request body.</summary>
    public virtual void BeginBodyPiece(ConnectionWriter output, long length)
    {
    }

    /// <summary>Writes what stands behind a piece of the request body.</summary>
    public virtual void EndBodyPiece(ConnectionWriter output)
    {
    }

    /// <summary>Writes the end of the request body.</summary>
    public virtual void EndRequest(ConnectionWriter output)
    {
    }
}

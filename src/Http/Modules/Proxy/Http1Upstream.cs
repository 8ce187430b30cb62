using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Proxy;

/// <summary>HTTP/1.0 and 1.1 towards an upstream.</summary>
internal sealed class Http1Upstream(ProxyState state) : UpstreamProtocol
{
    private readonly ResponseHead responseHead = new();
    private readonly TrailerReader trailers = new();
    private ChunkedDecoder decoder;
    private Framing framing;
    private long remaining;
    private bool isHeadAsked;

    private enum Framing
    {
        None,
        Sized,
        Chunked,
        Trailers,

        /// <summary>Until the connection ends.</summary>
        Connection,
        Done,
    }

    public override bool IsHttp => true;

    public override ReadOnlySpan<byte> Schema => "http://"u8;

    public override long RemainingLength => framing switch
    {
        Framing.Sized => remaining,
        Framing.Done => 0,
        _ => -1,
    };

    public override bool EndsWithConnection => framing == Framing.Connection;

    public override bool CanKeepAlive => framing is Framing.Done or Framing.None && responseHead.KeepsConnection;

    public override HandlerResult CreateRequest(UpstreamRequest upstream)
    {
        var request = upstream.Request;
        if (upstream.Uri.IsEmpty)
            upstream.Uri = RequestUri.Make(request, state);
        if (upstream.Uri.IsEmpty)
            return 500;
        isHeadAsked = RequestHead.MethodOf(upstream, state.Conf).EqualsIgnoreCase("HEAD"u8);
        state.BodyLength = ChooseBody(upstream);
        upstream.Head.Clear();
        RequestHead.Write(upstream, state);
        return HandlerResult.Ok;
    }

    /// <summary>The URL of the upstream's response.</summary>
    public override void WriteCacheKey(UpstreamRequest upstream, HeadBuffer key)
    {
        key.Append(Schema);
        key.Append(state.HostField);
        key.Append(upstream.Uri = RequestUri.Make(upstream.Request, state));
    }

    public override void BeginAttempt()
    {
        responseHead.Begin();
        trailers.Clear();
        framing = Framing.None;
        remaining = 0;
        decoder = default;
    }

    public override ParseOutcome ParseHead(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, out int consumed) => responseHead.Parse(upstream, bytes, out consumed);

    public override void BeginBody(UpstreamRequest upstream)
    {
        var response = upstream.Response;
        if (isHeadAsked || response.Status is 204 or 304)
            framing = Framing.Done;
        else if (response.IsChunked)
        {
            framing = Framing.Chunked;
            decoder = new ChunkedDecoder { KeepTrailers = true };
        }
        else if (response.ContentLength >= 0)
        {
            framing = response.ContentLength > 0 ? Framing.Sized : Framing.Done;
            remaining = response.ContentLength;
        }
        else
            framing = Framing.Connection;
        if (framing == Framing.Chunked && state.Conf.Upstream.PassTrailers.Value)
            upstream.Request.Response.ExpectsTrailers = true;
    }

    public override BodyOutcome DecodeBody(UpstreamRequest upstream, ReadOnlySpan<byte> input, out Slice data, out int consumed)
    {
        data = default;
        consumed = 0;
        switch (framing)
        {
            case Framing.Sized:
                return DecodeSized(input, out data, out consumed);
            case Framing.Chunked:
                return DecodeChunked(upstream, input, out data, out consumed);
            case Framing.Trailers:
                return DecodeTrailers(upstream, input, out consumed);
            case Framing.Connection:
                data = new Slice(0, input.Length);
                consumed = input.Length;
                return input.IsEmpty ? BodyOutcome.NeedMore : BodyOutcome.Data;
            default:
                return BodyOutcome.Done;
        }
    }

    public override ByteString RewriteField(UpstreamRequest upstream, in HeaderField field) => field.Known switch
    {
        KnownField.SetCookie => state.Conf.Cookies?.Rewrite(upstream.Request, field.Value) ?? field.Value,
        _ => Redirects.ProxyRedirect.Rewrite(upstream.Request, state.Conf.Redirects, field),
    };

    public override void BeginBodyPiece(ConnectionWriter output, long length)
    {
        if (!state.IsBodyChunked)
            return;
        var span = output.GetSpan(18);
        System.Buffers.Text.Utf8Formatter.TryFormat(length, span, out var digits, 'x');
        "\r\n"u8.CopyTo(span[digits..]);
        output.Advance(digits + 2);
    }

    public override void EndBodyPiece(ConnectionWriter output)
    {
        if (state.IsBodyChunked)
            Write(output, "\r\n"u8);
    }

    public override void EndRequest(ConnectionWriter output)
    {
        if (state.IsBodyChunked)
            Write(output, "0\r\n\r\n"u8);
    }

    public void Clear() => BeginAttempt();

    /// <summary>What the body is, and its length for Content-Length.</summary>
    private long ChooseBody(UpstreamRequest upstream)
    {
        var request = upstream.Request;
        state.IsBodyChunked = false;
        if (state.Conf.Body.Value is { } body)
        {
            upstream.Body = body.Evaluate(request);
            upstream.BodyFile = null;
            return upstream.Body.Length;
        }

        if (!state.Conf.Upstream.PassRequestBody.Value)
        {
            upstream.Body = default;
            upstream.BodyFile = null;
            return -1;
        }

        if (!upstream.IsStreaming)
            return request.ContentLength >= 0 ? upstream.BodyFile?.Length ?? upstream.Body.Length : -1;
        state.IsBodyChunked = request.IsChunked;
        return request.IsChunked ? -1 : request.ContentLength;
    }

    private BodyOutcome DecodeSized(ReadOnlySpan<byte> input, out Slice data, out int consumed)
    {
        consumed = (int)Math.Min(input.Length, remaining);
        data = new Slice(0, consumed);
        if (consumed == 0)
            return BodyOutcome.NeedMore;
        remaining -= consumed;
        if (remaining == 0)
            framing = Framing.Done;
        return BodyOutcome.Data;
    }

    private BodyOutcome DecodeChunked(UpstreamRequest upstream, ReadOnlySpan<byte> input, out Slice data, out int consumed)
    {
        switch (decoder.Decode(input, out data, out consumed))
        {
            case ChunkedOutcome.Data:
                return BodyOutcome.Data;
            case ChunkedOutcome.NeedMore:
                return BodyOutcome.NeedMore;
            case ChunkedOutcome.Trailers:
                framing = Framing.Trailers;
                var outcome = DecodeTrailers(upstream, input[consumed..], out var more);
                consumed += more;
                return outcome;
            default:
                upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream sent invalid chunked response");
                return BodyOutcome.Invalid;
        }
    }

    private BodyOutcome DecodeTrailers(UpstreamRequest upstream, ReadOnlySpan<byte> input, out int consumed)
    {
        var outcome = trailers.Read(upstream, input, out consumed);
        if (outcome == BodyOutcome.Done)
            framing = Framing.Done;
        return outcome;
    }

    private static void Write(ConnectionWriter output, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}

using Engine.Core.Log;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Cgi;

/// <summary>
/// SCGI and uwsgi: one head of variables, the body as it is, and a CGI response that ends with the connection.
/// </summary>
internal abstract class CgiStreamUpstream : UpstreamProtocol
{
    private CgiLength length;
    private bool isDone;

    protected HeadBuffer Variables { get; } = new();

    protected CgiConf Conf { get; set; } = null!;

    public override bool EndsWithConnection => length.MayEnd;

    public override bool CanKeepAlive => false;

    /// <summary>The body's length stands in the head.</summary>
    public override bool TakesUnknownLength => false;

    public override HandlerResult CreateRequest(UpstreamRequest upstream)
    {
        if (!Conf.Upstream.PassRequestBody.Value)
        {
            upstream.Body = default;
            upstream.BodyFile = null;
        }

        upstream.Head.Clear();
        Variables.Clear();
        return WriteHead(upstream);
    }

    public override void BeginAttempt()
    {
        length = default;
        isDone = false;
    }

    public override ParseOutcome ParseHead(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, out int consumed) =>
        CgiHead.Parse(upstream, bytes, allowsStatusLine: true, out consumed);

    public override void BeginBody(UpstreamRequest upstream)
    {
        length = CgiLength.Of(upstream);
        isDone = length.IsReached;
    }

    public override BodyOutcome DecodeBody(UpstreamRequest upstream, ReadOnlySpan<byte> input, out Slice data, out int consumed)
    {
        data = default;
        consumed = 0;
        if (isDone)
            return BodyOutcome.Done;
        if (input.IsEmpty)
            return BodyOutcome.NeedMore;
        consumed = length.Take(input.Length);
        isDone = length.IsReached;
        data = new Slice(0, consumed);
        return consumed > 0 ? BodyOutcome.Data : BodyOutcome.Done;
    }

    public void Clear()
    {
        BeginAttempt();
        Variables.Clear();
        Conf = null!;
    }

    /// <summary>Writes the request's head; Ok, or a status.</summary>
    protected abstract HandlerResult WriteHead(UpstreamRequest upstream);

    /// <summary>The length of the body that follows, 0 without one.</summary>
    protected long BodyLength(UpstreamRequest upstream)
    {
        if (!Conf.Upstream.PassRequestBody.Value)
            return 0;
        return upstream.IsStreaming ? Math.Max(upstream.Request.ContentLength, 0) : upstream.BodyFile?.Length ?? upstream.Body.Length;
    }
}

using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Net.ProxyProtocol;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Filters;
using Engine.Http.Locations;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Responses;

namespace Engine.Http.Requests;

/// <summary>
/// A request on its way through the phases. Objects are reused: nothing may hold one, or bytes of it, after the log phase.
/// </summary>
public sealed partial class HttpRequest : ScriptContext
{
    internal HttpRequest(HttpWorker worker)
    {
        Worker = worker;
        Main = this;
        Body = new RequestBody(this);
        ModuleStates = new object?[SlotCounts.Request];
    }

    public HttpWorker Worker { get; }

    public override EventLoop Loop => Worker.Loop;

    public HttpConnection Connection { get; private set; } = null!;

    public override SocketAddress ClientAddress => Connection.Remote;

    public override SocketAddress LocalAddress => Connection.Local;

    public override ProxyProtocolHeader? ProxyProtocol => Connection.ProxyProtocol;

    /// <summary>The client's request, itself unless this is a subrequest.</summary>
    public HttpRequest Main { get; private set; }

    public HttpRequest? Parent { get; private set; }

    public bool IsSubrequest => Parent is not null;

    /// <summary>The configuration the request began with; a reload does not change it.</summary>
    public HttpConfiguration Configuration { get; private set; } = null!;

    public VirtualServer Server { get; private set; } = null!;

    public Location Location { get; private set; } = null!;

    public HttpExchange Exchange { get; internal set; } = null!;

    public override ErrorLog Log => Connection is { IsDebugged: true } ? Location.Core.ErrorLog.Verbose : Location.Core.ErrorLog;

    /// <summary>When the request's first byte came, milliseconds on the loop clock.</summary>
    public long StartMs { get; private set; }

    /// <summary>The same as milliseconds since 1970.</summary>
    public long StartUnixMs { get; private set; }

    // ---- the request line

    public HttpMethod Method { get; set; }

    public ByteString MethodName { get; set; }

    /// <summary>1.1 is 1001, as in nginx.</summary>
    public int Version { get; internal set; }

    /// <summary>The whole line: <c>$request</c>.</summary>
    public ByteString RequestLineText { get; internal set; }

    /// <summary>Request line, fields and empty line as the client sent them; empty when it sent no such lines.</summary>
    public ByteString ReceivedHead { get; internal set; }

    /// <summary>The target as the client sent it: <c>$request_uri</c>.</summary>
    public ByteString RequestUri { get; set; }

    /// <summary>The decoded, normalised path: <c>$uri</c>. Redirects and rewrites change it.</summary>
    public ByteString Uri { get; set; }

    /// <summary>The query string without "?": <c>$args</c>.</summary>
    public ByteString Arguments { get; set; }

    /// <summary>The URI is as the client sent it, so that a proxy may pass that on.</summary>
    public bool IsUriOriginal { get; set; }

    /// <summary><c>rewrite … break</c> put another URI in the place of the one that the location was found by.</summary>
    public bool IsUriReplaced { get; set; }

    /// <summary>The path was sent with escapes: what is taken from it into arguments is escaped again.</summary>
    public bool IsUriEncoded { get; internal set; }

    /// <summary>The request's host without port, lower-case: Host field or absolute target. Empty when there is none.</summary>
    public ByteString Host { get; internal set; }

    /// <summary>The port of the host, or 0.</summary>
    public int HostPort { get; internal set; }

    /// <summary>Gives the request another host, as if its Host field had said so from the start; one that is invalid is ignored.</summary>
    public void SetHost(ByteString value)
    {
        var host = Arena.Allocate(value.Length, out var bytes);
        if (!RequestFraming.TryParseHost(value.Span, bytes, out var length, out var port))
            return;
        Host = host.Slice(0, length);
        HostPort = port;
    }

    public FieldList Headers { get; } = new();

    /// <summary>The body's size as announced; -1 when there is none or it is chunked.</summary>
    public long ContentLength { get; set; } = -1;

    public bool IsChunked { get; internal set; }

    /// <summary>There is a body to read (or to discard).</summary>
    public bool HasBody => ContentLength > 0 || IsChunked;

    public bool ExpectsContinue { get; internal set; }

    public RequestBody Body { get; }

    public bool KeepAlive { get; set; }

    // ---- the response

    public ResponseHeaders Response { get; } = new();

    public bool IsHeaderSent { get; internal set; }

    /// <summary>A response head without body: HEAD, 204, 304.</summary>
    public bool IsHeaderOnly { get; set; }

    /// <summary>The response's last piece has gone through the filters.</summary>
    public bool IsOutputComplete { get; internal set; }

    /// <summary>The status that an error page answers for; 0 when none does.</summary>
    public int ErrorStatus { get; set; }

    /// <summary>The request is on its way to an error page already.</summary>
    internal bool IsErrorPage { get; set; }

    /// <summary>The status that logs and variables show.</summary>
    public int Status => ErrorStatus != 0 && !IsHeaderSent ? ErrorStatus : Response.Status;

    /// <summary>The client is gone, or what it sends can't be understood any more.</summary>
    public bool IsConnectionBroken { get; internal set; }

    /// <summary>The client took nothing for <c>send_timeout</c>.</summary>
    public bool HasSendTimedOut { get; internal set; }

    /// <summary>The response can't be completed, nor those that it is a part of.</summary>
    internal void Break()
    {
        for (var request = this; ; request = request.Parent)
        {
            request.IsConnectionBroken = true;
            if (request.Parent is null || request.Exchange.KeepsFailure)
                return;
        }
    }

    /// <summary>The client's request can't be completed, whatever this is a part of: what nginx does when an output filter fails.</summary>
    public void BreakAll()
    {
        for (var request = this; request is not null; request = request.Parent)
            request.IsConnectionBroken = true;
    }

    /// <summary>Nobody wants the response of this subrequest any more, nor does anything depend on it.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>What runs then, on the loop: set by what waits and need not.</summary>
    internal PostedEvent? AbandonWatcher { get; set; }

    public void Abandon()
    {
        IsAbandoned = true;
        if (AbandonWatcher is { } watcher)
            Loop.Defer(watcher);
    }

    // ---- phases

    /// <summary>Where the phases are; a redirect sets it back.</summary>
    public Phase Phase { get; internal set; }

    /// <summary>The last handler called in the phase, by its place among all handlers.</summary>
    internal int LastHandler { get; set; } = -1;

    /// <summary>Set by the rewrite phase when the URI is to be looked up again.</summary>
    public bool IsUriChanged { get; set; }

    /// <summary>How many more times the URI may change.</summary>
    public int RemainingUriChanges { get; set; }

    /// <summary>How many more levels of subrequests may begin below this one.</summary>
    public int RemainingSubrequests { get; set; }

    /// <summary>A path below an alias in a regular expression's location is the alias with the URI behind it: try_files found it so.</summary>
    public bool AppendsUriToAlias { get; set; }

    /// <summary>An internal redirect or subrequest: internal locations may be chosen.</summary>
    public bool IsInternal { get; set; }

    /// <summary>What <c>satisfy any</c> remembers: the status of the check that refused.</summary>
    internal int AccessStatus { get; set; }

    /// <summary>What answers instead of the content phase's handlers.</summary>
    public PhaseHandler? ContentHandler { get; set; }

    /// <summary>Whether the access log is to skip the request.</summary>
    public bool IsLogged { get; set; }

    internal object?[] ModuleStates { get; private set; }

    /// <summary>A module has set a state that drives a body filter (<see cref="BodyFilters.All"/>).</summary>
    internal bool HasFilterState { get; set; }

    internal void GrowModuleStates()
    {
        var larger = new object?[SlotCounts.Request];
        ModuleStates.CopyTo(larger, 0);
        ModuleStates = larger;
    }

    // ---- the choice of location

    /// <summary>Takes the settings of another location.</summary>
    public void EnterLocation(Location location)
    {
        Location = location;
        // An "if" or "limit_except" without a handler of its own leaves the one of the location around it.
        ContentHandler = location.ContentHandler ?? ContentHandler;
    }

    /// <summary>Takes a server's settings, those that apply before a location is chosen.</summary>
    internal void EnterServer(VirtualServer server)
    {
        Server = server;
        Location = server.Location;
    }

    // ---- output

    /// <summary>Sends the response's head through the header filters. Errors: the connection is lost.</summary>
    public ValueTask<HandlerResult> SendHeader()
    {
        if (IsHeaderSent)
            return RefuseSecondHeader();
        if (ErrorStatus != 0)
            Response.Status = ErrorStatus;
        if (Method == HttpMethod.Head)
            IsHeaderOnly = true;
        return new NextHeaderFilter(Location.HeaderFilters, 0).Invoke(this);
    }

    private HandlerResult RefuseSecondHeader()
    {
        Log.Write(LogLevel.Alert, this, $"header already sent");
        return HandlerResult.Error;
    }

    /// <summary>Sends a piece of the body through the body filters.</summary>
    public ValueTask<HandlerResult> SendBody(in OutputBuffer buffer)
    {
        if (buffer.IsLast)
            IsOutputComplete = true;
        return Location.BodyFilters.Invoke(this, buffer);
    }

    /// <summary>Sends a complete response: the head, then one piece of body.</summary>
    public ValueTask<HandlerResult> Send(in OutputBuffer buffer)
    {
        var head = SendHeader();
        if (!head.IsCompletedSuccessfully)
            return SendBehind(head, buffer);
        var result = head.Result;
        if (result.Code != 0 || IsHeaderOnly)
            return result;
        return SendBody(buffer);
    }

    private async ValueTask<HandlerResult> SendBehind(ValueTask<HandlerResult> head, OutputBuffer buffer)
    {
        var result = await head;
        return result.Code != 0 || IsHeaderOnly ? result : await SendBody(buffer);
    }

    // ---- logging

    /// <summary>What the request is doing, for log lines (" while …"); null for nothing in particular.</summary>
    public string? LogAction { get; set; }

    /// <summary>Where the request is being passed to, for log lines; null when it is not.</summary>
    public IUpstreamText? Upstream { get; set; }

    public override long ConnectionNumber => Connection.Number;

    public override void AppendTo(ref LogLineBuilder line) => RequestLogLine.AppendTo(ref line, this);
}

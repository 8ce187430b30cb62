using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Scripting;
using Engine.Http.Modules.Upstream.Cache;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;
using Engine.Upstream;
using Engine.Upstream.Keepalive;

namespace Engine.Http.Modules.Upstream;

/// <summary>
/// A request on its way to an upstream and the response on its way back: peers are tried until one answers or no more may be tried.
/// How an attempt goes is in UpstreamRequest.Attempt.cs, the response in UpstreamRequest.Response.cs.
/// </summary>
public sealed partial class UpstreamRequest : ReusedState<UpstreamRequest>, IUpstreamClient, IUpstreamText
{
    private readonly PeerSelection selection = new();
    private readonly RequestSender sender = new();
    private readonly ResponseWriter writer = new();
    private UpstreamHistory history = null!;
    private UpstreamConnection? connection;
    private Connector? connector;
    private bool isReusedConnection;
    private bool isRequestSent;
    private int triesLeft;
    private long startMs;

    /// <summary>The first attempt is with another upstream than the attempts before it.</summary>
    private bool startsGroup;

    public HttpRequest Request { get; private set; } = null!;

    public UpstreamConf Conf { get; private set; } = null!;

    public UpstreamProtocol Protocol { get; private set; } = null!;

    /// <summary>Null until the host is resolved.</summary>
    public UpstreamGroup Group { get; private set; } = null!;

    /// <summary>The head of the request as it is sent.</summary>
    public HeadBuffer Head { get; } = new();

    /// <summary>The URI that is asked for, for log lines.</summary>
    public ByteString Uri { get; set; }

    /// <summary>The request's body when it is in memory.</summary>
    public ByteString Body { get; set; }

    /// <summary>The request's body when it is in a file.</summary>
    public TempFile? BodyFile { get; set; }

    /// <summary>The body is passed on as it comes from the client.</summary>
    public bool IsStreaming { get; private set; }

    public UpstreamResponse Response { get; } = new();

    public UpstreamAttempt Attempt { get; private set; } = null!;

    SocketAddress IUpstreamClient.ClientAddress => Request.Connection.Remote;

    internal long Streamed { get; set; }

    void IUpstreamText.AppendTo(ref LogLineBuilder line)
    {
        line.AppendEscaped(Protocol.Schema);
        line.AppendEscaped(Attempt.Peer.Span);
        line.AppendEscaped(Uri.Span);
    }

    /// <summary>Asks an upstream and sends its answer: the content handler's work.</summary>
    public ValueTask<HandlerResult> Run(HttpRequest request, UpstreamConf conf, UpstreamProtocol protocol, UpstreamGroup group)
    {
        Request = request;
        Conf = conf;
        Protocol = protocol;
        Group = group;
        // A chunked body has to be known before an upstream can be told its size, if that speaks no chunks.
        IsStreaming = !conf.RequestBuffering.Value && conf.PassRequestBody.Value && !request.Body.IsRead && !request.IsSubrequest
            && (protocol.TakesUnknownLength || !request.IsChunked);
        return Run();
    }

    protected override void Discard() => readDeadline?.Detach();

    protected override void Clear()
    {
        Request = null!;
        Conf = null!;
        Protocol = null!;
        Group = null!;
        host = default;
        Attempt = null!;
        history = null!;
        connection = null;
        pool = null;
        Uri = Body = default;
        BodyFile = null;
        IsStreaming = isReusedConnection = isRequestSent = false;
        ClearKeeping();
        Streamed = 0;
        Head.Clear();
        Response.Clear();
        selection.Clear();
        sender.Clear();
        ClearWaits();
    }

    private ValueTask<HandlerResult> Run()
    {
        if (IsStreaming)
            return Begin();
        var reading = Request.Body.Read();
        if (!reading.IsCompletedSuccessfully)
            return RunBehind(reading);
        var read = reading.Result;
        return read == HandlerResult.Ok ? Begin() : read;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<HandlerResult> RunBehind(ValueTask<HandlerResult> reading)
    {
        var read = await reading;
        return read == HandlerResult.Ok ? await Begin() : read;
    }

    /// <summary>The request's body is there, unless it goes on as it comes.</summary>
    private ValueTask<HandlerResult> Begin()
    {
        Body = Request.Body.Memory;
        BodyFile = Request.Body.File;
        history = UpstreamHistory.Of(Request);
        history.Response = Response;
        history.CacheStatus = CacheStatus.None;
        history.CacheLastModified = history.CacheETag = default;
        return Conf.Cache.IsOn ? AskCacheAndPeers() : AskPeers();
    }

    private async ValueTask<HandlerResult> AskCacheAndPeers()
    {
        var answered = await AnswerFromCache();
        return answered == HandlerResult.Declined ? await AskPeers() : answered;
    }

    /// <summary>
    /// Asks one peer after the other until one answers or no more may be tried. What is waited for on the way of an ordinary request is waited
    /// for here.
    /// </summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<HandlerResult> AskPeers()
    {
        var created = Protocol.CreateRequest(this);
        if (created != HandlerResult.Ok)
            return created;
        WatchClient();
        if (Group is null && await ResolveHost() is > 0 and var unresolved)
            return End(unresolved);
        BeginTrying();
        while (true)
        {
            var peer = BeginAttempt();
            var failure = peer is null ? NextUpstream.NoLive : await Connect(peer);
            if (failure == NextUpstream.None)
            {
                SendRequest();
                do
                {
                    BeginRead();
                    var read = await connection!.Transport.Input.ReadAsync();
                    EndRead();
                    failure = TakeHead(read);
                }
                while (failure == NextUpstream.Unknown);
            }

            if (failure == NextUpstream.None && IsFinal())
                return End(await RespondOrKeepStale());
            var abandoned = isClientGone ? 499 : sender.ClientStatus;
            var mayRetry = abandoned == 0 && (failure == NextUpstream.None || MayTryNext(failure));
            CloseConnection();
            await sender.Stop();
            if (abandoned != 0)
                return End(Abandon(abandoned));
            if (failure != NextUpstream.NoLive)
                EndAttempt(failure);
            if (internalError != 0)
                return End(internalError);
            if (!mayRetry)
                return End(await AnswerStaleOr(failure, NextUpstreamWords.StatusOf(failure)));
        }
    }

    private HandlerResult End(HandlerResult result)
    {
        UnwatchClient();
        EndKeeping(result);
        Request.Upstream = null;
        EndLogAction();
        return result;
    }

    /// <summary>In nginx it is the connection's: it stays in the log lines of what the request is a part of.</summary>
    private void EndLogAction()
    {
        for (var request = Request; request is not null; request = request.Parent)
            request.LogAction = "sending to client";
    }

    private void BeginTrying()
    {
        startMs = Request.Loop.Clock.NowMs;
        startsGroup = history.Attempts.Count > 0;
        selection.Begin(Group, this);
        triesLeft = Conf.NextUpstreamTries.Value > 0 ? (int)Conf.NextUpstreamTries.Value : int.MaxValue;
    }

    /// <summary>The response is the client's, unless its status is one for which the next peer is asked.</summary>
    private bool IsFinal()
    {
        var failure = NextUpstreamWords.OfStatus(Response.Status);
        if (failure == NextUpstream.None || (Conf.NextUpstream.Value & failure) == 0)
            return true;
        if (Tries <= 1 || !MayTryNext(failure))
            return true;
        statusFailure = failure;
        return false;
    }

    private NextUpstream statusFailure;

    /// <summary>Attempts left, the current one included.</summary>
    private int Tries => Math.Min(selection.RemainingTries, triesLeft);

    private bool MayTryNext(NextUpstream failure)
    {
        if (isRequestSent && Request.Method is Parsing.HttpMethod.Post or Parsing.HttpMethod.Lock or Parsing.HttpMethod.Patch)
            failure |= NextUpstream.NonIdempotent;
        if ((Conf.NextUpstream.Value & failure) != failure)
            return false;
        if (isRequestSent && IsStreaming)
            return false;
        var timeout = Conf.NextUpstreamTimeoutMs.Value;
        if (timeout > 0 && Request.Loop.Clock.NowMs - startMs >= timeout)
            return false;
        return (isReusedConnection && failure == NextUpstream.Error) || Tries > 1;
    }

    /// <summary>The attempt is over without a response for the client.</summary>
    private void EndAttempt(NextUpstream failure)
    {
        if (failure == NextUpstream.None)
            failure = statusFailure;
        statusFailure = NextUpstream.None;
        if (Attempt.Status == 0)
            Attempt.Status = NextUpstreamWords.StatusOf(failure);
        if (Attempt.ResponseMs < 0)
            Attempt.ResponseMs = Request.Loop.Clock.NowMs - attemptStartMs;
        if (isReusedConnection && failure == NextUpstream.Error)
        {
            // The peer had closed an idle connection: that says nothing about it, and another connection to it may do.
            selection.Repeat();
            return;
        }

        triesLeft--;
        ReleasePeer(failure is NextUpstream.Http403 or NextUpstream.Http404 ? PeerOutcome.Next : PeerOutcome.Failed);
    }

    private void ReleasePeer(PeerOutcome outcome)
    {
        if (selection.Release(outcome, Request.Loop.Clock.UnixMs, Attempt.HeaderMs >= 0 ? Attempt.ResponseMs : -1))
            Request.Log.Write(LogLevel.Warn, Request, $"upstream server temporarily disabled");
    }

    /// <summary>Gives the upstream up for the client's sake.</summary>
    private HandlerResult Abandon(int status)
    {
        if (selection.Current is null)
            return status;
        if (Attempt.Status == 0)
            Attempt.Status = status;
        Attempt.ResponseMs = Request.Loop.Clock.NowMs - attemptStartMs;
        ReleasePeer(PeerOutcome.Ok);
        return status;
    }

    private void CloseConnection()
    {
        connection?.Close();
        connection = null;
    }

    internal bool IsStreamTooLarge()
    {
        var limit = Request.Location.Core.ClientMaxBodySize.Value;
        if (limit == 0 || Streamed <= limit)
            return false;
        Request.Log.Write(LogLevel.Error, Request, $"client intended to send too large chunked body: {Streamed} bytes");
        return true;
    }
}

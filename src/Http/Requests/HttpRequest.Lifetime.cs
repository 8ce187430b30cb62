using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Parsing;
using Engine.Http.Phases;

namespace Engine.Http.Requests;

public sealed partial class HttpRequest
{
    /// <summary>How often rewrites and internal redirects may change the URI (nginx: NGX_HTTP_MAX_URI_CHANGES).</summary>
    internal const int MaxUriChanges = 10;

    /// <summary>How deep subrequests may nest (nginx: NGX_HTTP_MAX_SUBREQUESTS).</summary>
    internal const int MaxSubrequests = 50;

    private PhaseWait? phaseWait;

    /// <summary>Takes the request on behind a handler that has to wait.</summary>
    internal PhaseWait PhaseWait => phaseWait ??= new PhaseWait(this);

    /// <summary>A request of a client begins.</summary>
    internal void Begin(HttpConnection connection, HttpExchange exchange, HttpConfiguration configuration)
    {
        Connection = connection;
        Exchange = exchange;
        configuration.Cycle.Hold(Worker.Worker);
        BeginWith(configuration);
        EnterServer(connection.Address.DefaultServer);
        StartMs = Loop.Clock.NowMs;
        StartUnixMs = Loop.Clock.UnixMs;
        RemainingUriChanges = MaxUriChanges + 1;
        RemainingSubrequests = MaxSubrequests + 1;
        IsLogged = true;
    }

    /// <summary>
    /// A subrequest of <paramref name="parent"/> begins, with its parent's headers and variables. It ends before the main request, which holds
    /// the configuration.
    /// </summary>
    internal void BeginBelow(HttpRequest parent, HttpExchange exchange, SubrequestVariables kind)
    {
        Connection = parent.Connection;
        Exchange = exchange;
        Parent = parent;
        Main = parent.Main;
        BeginWith(parent.Configuration);
        if (kind == SubrequestVariables.Shared)
            ShareVariables(parent);
        else if (kind == SubrequestVariables.Copied)
            CopyVariables(parent);
        EnterServer(parent.Server);
        StartMs = Loop.Clock.NowMs;
        StartUnixMs = Loop.Clock.UnixMs;
        Version = parent.Version;
        RequestLineText = parent.RequestLineText;
        RequestUri = parent.RequestUri;
        Host = parent.Host;
        HostPort = parent.HostPort;
        Headers.CopyFrom(parent.Headers);
        Method = HttpMethod.Get;
        MethodName = GetName;
        RemainingUriChanges = MaxUriChanges + 1;
        RemainingSubrequests = parent.RemainingSubrequests - 1;
        IsInternal = true;
    }

    private static readonly ByteString GetName = ByteString.Copy("GET"u8);

    /// <summary>Gives back what the request held and makes it as new.</summary>
    internal void End()
    {
        RunCleanups();
        Body.Reset();
        Headers.Clear();
        Response.Clear();
        ModuleStates.AsSpan().Clear();
        EndScript();
        ResetFields();
    }

    private void BeginWith(HttpConfiguration configuration)
    {
        Configuration = configuration;
        BeginScript(configuration.Variables);
    }

    /// <summary>The URI as the parent has it.</summary>
    internal void CopyUri(HttpRequest parent)
    {
        IsUriOriginal = parent.IsUriOriginal;
        IsUriReplaced = parent.IsUriReplaced;
        IsUriEncoded = parent.IsUriEncoded;
    }

    private void ResetFields()
    {
        Parent = null;
        Main = this;
        Method = HttpMethod.Unknown;
        MethodName = RequestLineText = ReceivedHead = RequestUri = Uri = Arguments = Host = default;
        Version = 0;
        HostPort = 0;
        ContentLength = -1;
        IsChunked = ExpectsContinue = KeepAlive = false;
        IsUriOriginal = IsUriEncoded = IsHeaderSent = IsHeaderOnly = IsOutputComplete = IsConnectionBroken = HasSendTimedOut = IsAbandoned = false;
        ErrorStatus = 0;
        IsErrorPage = HasFilterState = false;
        Phase = Phase.PostRead;
        LastHandler = -1;
        IsUriChanged = IsUriReplaced = IsInternal = AppendsUriToAlias = false;
        AccessStatus = 0;
        ContentHandler = null;
        AbandonWatcher = null;
        LogAction = null;
        Upstream = null;
    }
}

using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Phases;

namespace Engine.Http.Requests;

/// <summary>What a subrequest sees of its parent's variables.</summary>
public enum SubrequestVariables
{
    /// <summary>They are the same: what one sets, the other sees.</summary>
    Shared,

    /// <summary>Their values at the beginning.</summary>
    Copied,

    /// <summary>None.</summary>
    Own,
}

/// <summary>
/// A request made on behalf of another. It runs through the phases (but for access) with the settings of its own location; where its
/// output goes is its exchange's affair. Several may run at once.
/// </summary>
public readonly struct Subrequest
{
    private Subrequest(HttpRequest request) => Request = request;

    /// <summary>The subrequest itself, with status and fields of its response until <see cref="End"/>.</summary>
    public HttpRequest Request { get; }

    /// <summary>Makes a subrequest (GET, the parent's fields); false when they are nested too deep.</summary>
    public static bool TryBegin(
        HttpRequest parent,
        HttpExchange exchange,
        ByteString uri,
        ByteString arguments,
        out Subrequest subrequest,
        SubrequestVariables variables = SubrequestVariables.Shared)
    {
        if (parent.RemainingSubrequests <= 1)
        {
            parent.Log.Write(LogLevel.Error, parent, $"subrequests cycle while processing \"{uri}\"");
            subrequest = default;
            return false;
        }

        subrequest = Begin(parent, exchange, variables);
        subrequest.Request.Uri = subrequest.Request.Arena.Copy(uri.Span);
        subrequest.Request.Arguments = subrequest.Request.Arena.Copy(arguments.Span);
        return true;
    }

    /// <summary>The same where it is known that they are not, for those who give it a URI themselves: its bytes last as long as the request.</summary>
    public static Subrequest Begin(HttpRequest parent, HttpExchange exchange, SubrequestVariables variables)
    {
        var request = parent.Worker.RentRequest();
        request.BeginBelow(parent, exchange, variables);
        return new Subrequest(request);
    }

    /// <summary>It sees the body of another request, which has been read and outlives it.</summary>
    public void ShareBody(HttpRequest other)
    {
        Request.Body.Share(other.Body);
        Request.ContentLength = other.HasBody ? other.Body.Length : -1;
    }

    /// <summary>Runs it to the end of its response, log phase included.</summary>
    public ValueTask Run()
    {
        var phases = RunPhases();
        return phases.IsCompletedSuccessfully ? RunLog() : RunLogBehind(phases);
    }

    private async ValueTask RunLogBehind(ValueTask phases)
    {
        await phases;
        await RunLog();
    }

    /// <summary>The same in a named location; nothing happens when there is none.</summary>
    public async ValueTask RunIn(ByteString name)
    {
        if (Request.RedirectToNamedLocation(name) == HandlerResult.Restart)
            await RequestProcessor.Run(Request);
        await RunLog();
    }

    /// <summary>The same without the log phase.</summary>
    public ValueTask RunPhases()
    {
        Request.Phase = Phase.ServerRewrite;
        return RequestProcessor.Run(Request);
    }

    /// <summary>The log phase, behind the others.</summary>
    public ValueTask RunLog() => Request.Location.Core.LogSubrequest.Value ? RequestProcessor.Log(Request) : default;

    /// <summary>Runs only what produces the content, in the parent's location and with its method.</summary>
    public async ValueTask RunContent()
    {
        var parent = Request.Parent!;
        Request.Method = parent.Method;
        Request.MethodName = parent.MethodName;
        Request.CopyUri(parent);
        Request.EnterLocation(parent.Location);
        Request.Captures.CopyFrom(parent.Captures);
        Request.ContentHandler = parent.ContentHandler;
        Request.Phase = Phase.Content;
        await RequestProcessor.Run(Request);
    }

    /// <summary>Gives the request back; nothing of it may be used afterwards. Work that goes on behind it holds it, and the main request.</summary>
    public void End()
    {
        if (Request.HasBackground)
            Request.Main.RunInBackground(EndBehind(Request));
        else
            Request.Worker.ReturnRequest(Request);
    }

    private static async ValueTask EndBehind(HttpRequest request)
    {
        await request.FinishBackground();
        request.Worker.ReturnRequest(request);
    }
}

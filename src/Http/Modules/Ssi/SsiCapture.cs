using Engine.Core.Buffers;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

/// <summary>A subrequest whose response becomes a variable of the page.</summary>
internal sealed class SsiCapture
{
    private readonly CapturingExchange exchange = new(isLimited: true);
    private readonly SsiPage page;
    private readonly ByteString name;
    private Subrequest subrequest;
    private ValueTask running;

    private SsiCapture(SsiPage page, ByteString name)
    {
        this.page = page;
        this.name = name;
    }

    /// <summary>Null when subrequests are nested too deep.</summary>
    public static SsiCapture? TryBegin(HttpRequest parent, SsiPage page, ByteString name, ByteString uri, ByteString arguments)
    {
        var capture = new SsiCapture(page, name);
        if (!Subrequest.TryBegin(parent, capture.exchange, uri, arguments, out capture.subrequest))
            return null;
        if (parent.Main.HasBody && parent.Main.Body.IsRead)
            capture.subrequest.ShareBody(parent.Main);
        return capture;
    }

    public void Start() => running = subrequest.Run();

    public async ValueTask Finish()
    {
        await running;
        var request = subrequest.Request;
        // What fails leaves the variable as it was, so that a default can be set before.
        if (request.Response.Status < 300 && !request.Main.IsConnectionBroken)
            page.Set(name, request.Main.Arena.Copy(exchange.Body.Span));
        else if (!page.TryGet(name, out _))
            page.Set(name, default);
        subrequest.End();
    }
}

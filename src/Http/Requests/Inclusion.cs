using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.Http.Filters;
using Engine.Http.Phases;

namespace Engine.Http.Requests;

/// <summary>
/// A subrequest that runs while its parent goes on, and whose output waits for its place in the parent's. Objects are reused.
/// Once begun, it is run and finished whatever becomes of the parent's response.
/// </summary>
public sealed class Inclusion
{
    private const int MaxSpare = 64;

    // One per thread is one per worker.
    [ThreadStatic]
    private static Stack<Inclusion>? spare;

    private readonly IncludingExchange exchange = new(isOpen: false);
    private Subrequest subrequest;
    private ValueTask running;
    private bool isStarted;
    private IReadOnlyList<ByteString>? substitute;

    private Inclusion()
    {
    }

    /// <summary>Makes one that has not started; null when subrequests are nested too deep.</summary>
    /// <param name="substitute">What is sent, by the subrequest, when it has no content of its own or fails; null for nothing.</param>
    public static Inclusion? TryBegin(HttpRequest parent, ByteString uri, ByteString arguments, IReadOnlyList<ByteString>? substitute)
    {
        if (spare is null || !spare.TryPop(out var inclusion))
            inclusion = new Inclusion();
        if (!Subrequest.TryBegin(parent, inclusion.exchange, uri, arguments, out inclusion.subrequest))
            return null;
        inclusion.exchange.TakesStatus = substitute is not null;
        inclusion.substitute = substitute;
        if (parent.Main.HasBody && parent.Main.Body.IsRead)
            inclusion.subrequest.ShareBody(parent.Main);
        return inclusion;
    }

    /// <summary>Runs until it has to wait, at the latest for its turn.</summary>
    public void Start()
    {
        isStarted = true;
        running = substitute is null ? subrequest.Run() : RunOrSubstitute();
    }

    /// <summary>Its output is due now, and it starts if it has not before. Done when it is complete; the object is not to be used afterwards.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public async ValueTask Finish()
    {
        exchange.Open();
        if (!isStarted)
            Start();
        await running;
        subrequest.End();
        exchange.Reset();
        substitute = null;
        running = default;
        isStarted = false;
        spare ??= new Stack<Inclusion>();
        if (spare.Count < MaxSpare)
            spare.Push(this);
    }

    private async ValueTask RunOrSubstitute()
    {
        await subrequest.RunPhases();
        var request = subrequest.Request;
        if (exchange.BytesSent == 0 && !request.Main.IsConnectionBroken)
            await Substitute(request);
        await subrequest.RunLog();
    }

    private async ValueTask Substitute(HttpRequest request)
    {
        if (!request.IsHeaderSent)
        {
            request.Response.ContentType = request.Parent!.Response.ContentType;
            await request.SendHeader();
        }

        foreach (var text in substitute!)
        {
            if (await request.SendBody(new OutputBuffer(text.Memory)) != HandlerResult.Ok)
                return;
        }

        await request.SendBody(OutputBuffer.End);
    }
}

using Engine.Core.Scripting;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Echo;

/// <summary>A location's commands while they run for one request.</summary>
internal sealed class EchoRun : ReusedState<EchoRun>
{
    private EchoConf conf = null!;
    private int next;
    private PostponedOutput? postponed;

    public HttpRequest Request { get; private set; } = null!;

    public EchoLoop Loop { get; } = new();

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var run = Rent(request);
        run.Request = request;
        run.conf = EchoConf.Slot.Of(request);
        return run.GoOn();
    }

    /// <summary>The number of the next command; a loop sets it back.</summary>
    public int Next
    {
        get => next;
        set => next = value;
    }

    /// <summary>Leaves out the commands up to the one behind the next <c>echo_end</c>.</summary>
    public void SkipLoop()
    {
        while (next < conf.Commands.Count && conf.Commands[next++] is not EndCommand)
        {
        }
    }

    /// <summary>Sends a piece of the response, behind the output of subrequests that began before. The bytes last as long as the request.</summary>
    public ValueTask<HandlerResult> Write(OutputBuffer buffer)
    {
        var head = SendHead();
        if (!head.IsCompletedSuccessfully)
            return WriteBehind(head, buffer);
        return head.Result == HandlerResult.Ok ? WriteBody(buffer) : head;
    }

    /// <summary>Sends the response's head unless that has happened.</summary>
    public ValueTask<HandlerResult> SendHead()
    {
        if (Request.IsHeaderSent)
            return HandlerResult.Ok;
        Request.Response.Status = (int)conf.Status.Value;
        ContentTypes.SetByExtension(Request);
        return Request.SendHeader();
    }

    /// <summary>Where the output of the next subrequest goes.</summary>
    public IncludingExchange NextPlace() => new(isOpen: postponed is not { IsHeld: true });

    /// <summary>Starts a subrequest whose output has its place here; with <paramref name="isAwaited"/>, done when the subrequest is.</summary>
    public ValueTask<bool> Include(Subrequest subrequest, IncludingExchange exchange, bool isAwaited) =>
        (postponed ??= new PostponedOutput(Request)).Include(subrequest, exchange, isAwaited);

    protected override void Clear()
    {
        Request = null!;
        conf = null!;
        next = 0;
        postponed = null;
        Loop.Clear();
    }

    private async ValueTask<HandlerResult> WriteBehind(ValueTask<HandlerResult> head, OutputBuffer buffer)
    {
        var result = await head;
        return result == HandlerResult.Ok ? await WriteBody(buffer) : result;
    }

    private ValueTask<HandlerResult> WriteBody(OutputBuffer buffer)
    {
        if (Request.IsHeaderOnly)
            return HandlerResult.Ok;
        if (postponed is not { IsHeld: true })
            return Request.SendBody(buffer);
        postponed.Add(buffer);
        return HandlerResult.Ok;
    }

    private ValueTask<HandlerResult> GoOn()
    {
        while (next < conf.Commands.Count)
        {
            var task = conf.Commands[next++].Run(this);
            if (!task.IsCompletedSuccessfully)
                return GoOnBehind(task);
            if (task.Result != HandlerResult.Ok)
                return End(task.Result);
        }

        return End(HandlerResult.Ok);
    }

    private async ValueTask<HandlerResult> GoOnBehind(ValueTask<HandlerResult> task)
    {
        var result = await task;
        return result == HandlerResult.Ok ? await GoOn() : await End(result);
    }

    /// <summary>Ends the response; with another result than Ok only waits for what is under way.</summary>
    private ValueTask<HandlerResult> End(HandlerResult result)
    {
        if (postponed is { IsHeld: true })
            return EndBehind(result);
        if (result != HandlerResult.Ok || Request.IsOutputComplete)
            return result;
        return Write(OutputBuffer.End);
    }

    private async ValueTask<HandlerResult> EndBehind(HandlerResult result)
    {
        var sent = await postponed!.Finish();
        return await End(result == HandlerResult.Ok ? sent : result);
    }
}

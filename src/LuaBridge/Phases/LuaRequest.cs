using System.Buffers;
using System.Threading.Tasks.Sources;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Locations;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;
using Engine.LuaBridge.Interop;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Phases;

/// <summary>How Lua code ended its handler before its time.</summary>
internal enum EndKind
{
    None,

    /// <summary>ngx.exit</summary>
    Exit,

    /// <summary>ngx.exec: the phases begin again.</summary>
    Restart,

    /// <summary>ngx.redirect: a status with a Location.</summary>
    Redirect,

    /// <summary>ngx.req.set_uri with a jump: the location of the new URI begins with an ngx.ctx of its own.</summary>
    Jump,
}

/// <summary>What a request is to Lua: the host of its handlers. Reused; one at a time runs per request.</summary>
internal sealed class LuaRequest : LuaHost, IValueTaskSource<HandlerResult>, IContextCleanup
{
    public static readonly RequestSlot<LuaRequest> Slot = new();

    private LoopCompletion<HandlerResult> completion;
    private LuaWorkerState worker = null!;
    private RequestVm? ownVm;
    private LuaRun? waiting;
    private List<FilterRun>? filters;
    private AbortEvent? abortEvent;
    private Func<LuaRequest, HandlerResult, ValueTask<HandlerResult>>? finish;
    private int holds;
    private HandlerResult? held;
    private ByteString execTarget;
    private ByteString execArguments;

    public HttpRequest Request { get; private set; } = null!;

    public LuaVm Vm => ownVm?.Vm ?? worker.Vm;

    public override ErrorLog Log => Request.Log;

    public override ILogContext? LogContext => Request;

    public override Location? Location => Request.Location;

    public override bool IsPart => Request.IsSubrequest;

    public EndKind EndKind { get; private set; }

    /// <summary>The status or code that ended the handler.</summary>
    public int EndCode { get; private set; }

    /// <summary>ngx.eof was called, or the response has ended otherwise.</summary>
    public bool IsEof { get; set; }

    /// <summary>ngx.req.socket(true) has the connection: nothing else writes to it.</summary>
    public bool HasRawSocket { get; set; }

    /// <summary>The chunk that body_filter_by_lua* works on.</summary>
    public BodyFilterChunk BodyChunk;

    /// <summary>body_filter_by_lua* has ended the body: what comes behind is dropped.</summary>
    public bool HasFilteredLast { get; set; }

    /// <summary>Arguments of set_by_lua.</summary>
    public ByteString[] SetArguments { get; set; } = [];

    /// <summary>How reading the request body went: 0, or the status that answers its failure.</summary>
    public int BodyStatus { get; set; }

    /// <summary>Lua code has set or removed Content-Type: no default is put in.</summary>
    public bool HasContentType { get; set; }

    /// <summary>Its handler is to end with 400 (<see cref="Api.Req.Rejection"/>).</summary>
    public bool IsRejected { get; set; }

    /// <summary>What header_filter_by_lua* gave to ngx.exit.</summary>
    public int FilterExit { get; set; }

    /// <summary>The status by which a header filter refused the response that Lua code began; 0 when none did.</summary>
    public int FilterStatus { get; set; }

    /// <summary>What set_by_lua* returned.</summary>
    public ByteString SetResult { get; set; }

    /// <summary>Holds back the output of an HTTP/1.0 response, so that it gets a length (<c>lua_http10_buffering</c>).</summary>
    public ArrayBufferWriter<byte>? Http10Output { get; set; }

    /// <summary>The request's Lua side, made when its first handler runs.</summary>
    public static LuaRequest Of(HttpRequest request)
    {
        if (Slot.Of(request) is { } known)
            return known;
        var vms = LuaMainConf.Slot.Of(request.Configuration).Vms;
        var worker = vms.On(request.Worker.Worker);
        var made = worker.Rent();
        made.Request = request;
        made.worker = worker;
        if (!LuaLocationConf.Slot.Of(request).CodeCache.Value)
            made.ownVm = vms.MakeForRequest(request.Worker.Worker);
        Slot.Set(request, made);
        request.OnEnd(made);
        return made;
    }

    /// <summary>The request whose Lua code runs now; null in timers and the like.</summary>
    public static LuaRequest? Current => LuaVm.Current.Run?.Host as LuaRequest;

    /// <summary>Runs a handler; completes when it has ended.</summary>
    public ValueTask<HandlerResult> Run(LuaSource source, LuaPhase phase)
    {
        var chunk = source.For(Request);
        var vm = Vm;
        var function = vm.Load(chunk, out var error);
        if (error is not null)
            return FailToLoad(chunk, error);
        var run = vm.RentRun(this, phase);
        var outcome = run.Start(function);
        // A filter runs inside of what the handler sends: it waits by itself, and for nothing that the handler has begun.
        var isFilter = phase is LuaPhase.HeaderFilter or LuaPhase.BodyFilter;
        if (outcome == LuaOutcome.Waiting)
            return isFilter ? WaitInFilter(run) : Wait(run);
        var result = Conclude(run, outcome);
        return holds == 0 || isFilter ? result : WaitForHolds(result);
    }

    /// <summary>What a task of <see cref="Run"/> that waits comes to is for <paramref name="with"/> to say, before who awaits the task hears of it.</summary>
    public ValueTask<HandlerResult> FinishLater(Func<LuaRequest, HandlerResult, ValueTask<HandlerResult>> with, ValueTask<HandlerResult> task)
    {
        finish = with;
        return task;
    }

    /// <summary>From a C# function that Lua has called: the handler ends as soon as the Lua half has yielded.</summary>
    public void End(EndKind kind, int code)
    {
        EndKind = kind;
        EndCode = code;
        Vm.Run!.End(this);
    }

    /// <summary>ngx.exec: the request goes to another URI or, with "@", to a named location.</summary>
    public void ExecTo(ByteString target, ByteString arguments)
    {
        execTarget = target;
        execArguments = arguments;
        End(EndKind.Restart, 0);
    }

    /// <summary>What ngx.on_abort has registered, until it runs.</summary>
    public LuaThread? AbortHandler { get; set; }

    /// <summary>ngx.on_abort was called.</summary>
    public bool HasAbortHandler { get; set; }

    /// <summary>Something runs for the request that must end before the request may: a subrequest.</summary>
    public void HoldOpen() => holds++;

    /// <summary>Subrequests run for it.</summary>
    public bool HasSubrequests => holds > 0;

    public void ReleaseHold()
    {
        holds--;
        if (holds == 0 && held is { } result)
        {
            held = null;
            Deliver(result);
        }
    }

    public override void OnFinished(LuaRun run, LuaOutcome outcome)
    {
        if (FilterOf(run) is { } filter)
        {
            filters!.Remove(filter);
            filter.Complete(Conclude(run, outcome));
            return;
        }

        StopWaiting();
        Complete(Conclude(run, outcome));
    }

    public void OnContextEnd()
    {
        if (waiting is { } run)
        {
            StopWaiting();
            run.Abort();
            run.Return();
        }

        AbortFilters();
        if (AbortHandler is { } handler)
            Vm.Threads.ReturnUser(handler);
        AbortHandler = null;
        HasAbortHandler = false;
        End(Vm);
        ownVm?.Retire();
        ownVm = null;
        EndKind = EndKind.None;
        EndCode = 0;
        IsEof = false;
        HasRawSocket = false;
        BodyChunk = default;
        HasFilteredLast = false;
        SetArguments = [];
        SetResult = default;
        HasContentType = false;
        FilterStatus = 0;
        IsRejected = false;
        Http10Output = null;
        finish = null;
        Request = null!;
        worker.Return(this);
    }

    public HandlerResult GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    /// <summary>The filter that waits with that run.</summary>
    private FilterRun? FilterOf(LuaRun run)
    {
        for (var i = (filters?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (filters![i].Run == run)
                return filters[i];
        }

        return null;
    }

    private ValueTask<HandlerResult> Wait(LuaRun run)
    {
        waiting = run;
        completion.Reset();
        if (LuaLocationConf.Slot.Of(Request).CheckClientAbort.Value)
            Request.Connection.Transport.CloseWatcher = abortEvent ??= new AbortEvent(this);
        return new ValueTask<HandlerResult>(this, completion.Version);
    }

    private ValueTask<HandlerResult> WaitInFilter(LuaRun run)
    {
        var filter = new FilterRun(run);
        (filters ??= []).Add(filter);
        return filter.Wait();
    }

    /// <summary>Nobody hears of them any more.</summary>
    private void AbortFilters()
    {
        for (var i = (filters?.Count ?? 0) - 1; i >= 0; i--)
        {
            filters![i].Run.Abort();
            filters[i].Run.Return();
        }

        filters?.Clear();
    }

    /// <summary>The handler is over, but what it began for the request is not.</summary>
    private ValueTask<HandlerResult> WaitForHolds(HandlerResult result)
    {
        completion.Reset();
        held = result;
        return new ValueTask<HandlerResult>(this, completion.Version);
    }

    /// <summary>The handler is over; the request goes on when nothing runs for it any more.</summary>
    private void Complete(HandlerResult result)
    {
        if (holds == 0)
            Deliver(result);
        else
            held = result;
    }

    private void Deliver(HandlerResult result)
    {
        var with = finish;
        finish = null;
        if (with is null)
        {
            completion.SetResult(result);
            return;
        }

        ValueTask<HandlerResult> task;
        try
        {
            task = with(this, result);
        }
#pragma warning disable CA1031 // Whoever awaits the handler hears of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            completion.SetException(exception);
            return;
        }

        if (task.IsCompletedSuccessfully)
            completion.SetResult(task.Result);
        else
            _ = DeliverBehind(task);
    }

    private async Task DeliverBehind(ValueTask<HandlerResult> task)
    {
        HandlerResult result;
        try
        {
            result = await task;
        }
#pragma warning disable CA1031 // The same.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            completion.SetException(exception);
            return;
        }

        completion.SetResult(result);
    }

    private void StopWaiting()
    {
        waiting = null;
        if (abortEvent is not null && Request.Connection.Transport.CloseWatcher == abortEvent)
            Request.Connection.Transport.CloseWatcher = null;
    }

    private HandlerResult Conclude(LuaRun run, LuaOutcome outcome)
    {
        if (run.Phase == LuaPhase.Set && outcome == LuaOutcome.Finished && run.ResultCount > 0)
            SetResult = LuaValue.ToBytes(run.EntryState, 1, Request.Arena);
        if (run.Phase == LuaPhase.BodyFilter && outcome == LuaOutcome.Finished && run.ResultCount > 0 && IsFailure(LuaValue.ToNumber(run.EntryState, 1)))
            outcome = LuaOutcome.Failed;
        run.Return();
        if (IsRejected)
            return Reject();
        switch (outcome)
        {
            case LuaOutcome.Failed:
                return Request.IsHeaderSent ? HandlerResult.Error : 500;
            case LuaOutcome.Ended:
                return ResultOfEnd();
            default:
                return HandlerResult.Ok;
        }
    }

    private HandlerResult Reject()
    {
        IsRejected = IsEof = false;
        EndKind = EndKind.None;
        Http10Output = null;
        return Request.IsHeaderSent ? HandlerResult.Error : 400;
    }

    /// <summary>What body_filter_by_lua* returns counts: ngx.ERROR, or a status that is an error.</summary>
    private static bool IsFailure(double result) => result is -1 or >= 300;

    private HandlerResult ResultOfEnd()
    {
        var code = EndCode;
        var kind = EndKind;
        EndKind = EndKind.None;
        return kind switch
        {
            EndKind.Restart when execTarget[0] == '@' => Request.RedirectToNamedLocation(execTarget),
            EndKind.Restart => Request.RedirectInternally(execTarget, execArguments),
            EndKind.Redirect => code,
            EndKind.Jump => Jump(),
            _ => code == 0 ? LuaHandlers.Quit : HandlerResult.OfNumber(code),
        };
    }

    private HandlerResult Jump()
    {
        ForgetContext(Vm);
        return LuaHandlers.Quit;
    }

    private HandlerResult FailToLoad(LuaChunk chunk, string error)
    {
        if (!chunk.IsFile)
            Log.Write(LogLevel.Error, Request, $"failed to load inlined Lua code: {error:raw}");
        else
            Log.Write(LogLevel.Error, Request, $"failed to load external Lua file \"{chunk.Path}\": {error:raw}");
        return chunk.IsFile ? StatusOf(chunk.Path) : 500;
    }

    /// <summary>As OpenResty answers for a file that can't be read.</summary>
    private static int StatusOf(string path)
    {
        var fd = Files.Open(path, Files.O_RDONLY);
        if (fd >= 0)
            Files.Close(fd);
        return fd switch
        {
            -Errno.ENOENT or -Errno.ENOTDIR => 404,
            -Errno.EACCES => 503,
            _ => 500,
        };
    }

    /// <summary>The client closed its connection while the handler waits (<c>lua_check_client_abort</c>).</summary>
    private sealed class AbortEvent(LuaRequest owner) : PostedEvent
    {
        public override void Invoke()
        {
            if (owner.waiting is not { } run)
                return;
            if (owner.AbortHandler is { } handler)
            {
                owner.AbortHandler = null;
                owner.Log.Write(LogLevel.Info, owner.Request, $"client prematurely closed connection");
                run.Awaken(handler);
                return;
            }

            // The handler has run: what it left running goes on.
            if (owner.HasAbortHandler)
                return;
            owner.StopWaiting();
            run.Abort();
            run.Return();
            owner.Log.Write(LogLevel.Info, owner.Request, $"client prematurely closed connection");
            owner.Complete(499);
        }
    }
}

using System.Runtime.InteropServices;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.LuaBridge.Api.Req;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Capture;

/// <summary>
/// ngx.location.capture and capture_multi: subrequests whose responses Lua code gets. Those functions that may run Lua code are called by
/// Native/capture.c.
/// </summary>
internal static unsafe class CaptureApi
{
    /// <summary>No response yet: the light thread has to wait for them.</summary>
    private const int Waits = 0;

    public static readonly LuaApi Api = new(
        "Api/Capture/capture.lua",
        new LuaFunction("void set_body(const char *text, size_t length)", (delegate* unmanaged<byte*, nuint, void>)&SetBody),
        new LuaFunction("void forward_body(void)", (delegate* unmanaged<void>)&ForwardBody),
        new LuaFunction(
            "int set_var(const char *name, size_t length, const char *value, size_t value_length)",
            (delegate* unmanaged<byte*, nuint, byte*, nuint, int>)&SetVariable),
        new LuaFunction(
            "void add_header(const char *name, size_t length, const char *value, size_t value_length, int mode)",
            (delegate* unmanaged<byte*, nuint, byte*, nuint, int, void>)&AddHeader),
        new LuaFunction("void drop(void)", (delegate* unmanaged<void>)&Drop))
    {
        CreateState = static vm => new CaptureState(vm),
        Reentrant =
        [
            ("capture_add", (nint)(delegate* unmanaged<CaptureOrder*, int>)&Add),
            ("capture_run", (nint)(delegate* unmanaged<CapturedResponse**, int>)&Run),
            ("capture_run_one", (nint)(delegate* unmanaged<CaptureOrder*, CapturedResponse**, int>)&RunOne),
            ("capture_take", (nint)(delegate* unmanaged<CapturedResponse**, int>)&Take),
        ],
    };

    /// <summary>On memory that is never given back.</summary>
    private static readonly Dictionary<HttpMethod, ByteString> methodNames =
        Enum.GetValues<HttpMethod>().ToDictionary(static method => method, static method => ByteString.Copy(method.Name()));

    private enum AddResult
    {
        Ok,
        UnsafeUri,
        TooDeep,
        UnknownMethod,

        /// <summary>Timers and the like have no request, though their phase be open.</summary>
        WrongPhase = 5,
    }

    private static CaptureState State => (CaptureState)LuaVm.Current.StateOf(Api);

    /// <summary>Adds a subrequest to the batch that the next <see cref="Run"/> runs.</summary>
    [UnmanagedCallersOnly]
    private static int Add(CaptureOrder* order) => (int)Add(State, order);

    /// <summary>Runs the batch. The number of responses, or <see cref="Waits"/>: the light thread is parked until all are complete.</summary>
    [UnmanagedCallersOnly]
    private static int Run(CapturedResponse** responses) => Run(State, responses);

    /// <summary>A batch of one subrequest. An <see cref="AddResult"/> that is an error is returned as a negative number.</summary>
    [UnmanagedCallersOnly]
    private static int RunOne(CaptureOrder* order, CapturedResponse** response)
    {
        var state = State;
        Drop(state);
        var added = Add(state, order);
        return added == AddResult.Ok ? Run(state, response) : -(int)added;
    }

    /// <summary>The number of responses that were waited for, or <see cref="Waits"/>: the handler ends.</summary>
    [UnmanagedCallersOnly]
    private static int Take(CapturedResponse** responses)
    {
        var state = State;
        var batch = state.Finished!;
        state.Finished = null;
        return Take(state, batch, responses);
    }

    private static AddResult Add(CaptureState state, CaptureOrder* order)
    {
        if (LuaRequest.Current is not { } lua)
            return AddResult.WrongPhase;
        var parent = lua.Request;
        var method = (HttpMethod)order->Method;
        if (method != HttpMethod.Get && NameOf(method).IsEmpty)
            return RefuseMethod(parent, order->Method);
        if (parent.RemainingSubrequests <= 1)
            return RefuseDepth(parent, order->Uri);
        // Whatever is wrong from here on, the batch will be dropped.
        var request = (state.Building ??= state.Rent(lua)).Add((SubrequestVariables)order->Variables);
        if (!TryTakeTarget(request, order))
            return AddResult.UnsafeUri;
        if (method != HttpMethod.Get)
        {
            request.Method = method;
            request.MethodName = NameOf(method);
        }

        SubrequestBody.Clear(request);
        if (order->Context != 0)
            LuaRequest.Of(request).Context = order->Context;
        return AddResult.Ok;
    }

    private static bool TryTakeTarget(HttpRequest request, CaptureOrder* order)
    {
        var path = request.Arena.Allocate(order->Uri.Length, out var bytes);
        if (!RequestTarget.TryParseInternal(order->Uri, bytes, out var length, out var own))
            return false;
        request.Uri = path.Slice(0, length);
        if (own.Length > 0 || !order->Arguments.IsEmpty)
            request.Arguments = Join(order->Uri.Slice(own.Start, own.Length), order->Arguments, request.Arena);
        return true;
    }

    private static AddResult RefuseMethod(HttpRequest parent, int method)
    {
        parent.Log.Write(LogLevel.Error, parent, $"unsupported HTTP method: {method}");
        return AddResult.UnknownMethod;
    }

    private static AddResult RefuseDepth(HttpRequest parent, ReadOnlySpan<byte> uri)
    {
        var question = uri.IndexOf((byte)'?');
        parent.Log.Write(LogLevel.Error, parent, $"lua subrequests cycle while processing \"{(question < 0 ? uri : uri[..question])}\"");
        return AddResult.TooDeep;
    }

    /// <summary>The arguments of the URI, and those of the options behind them.</summary>
    private static ByteString Join(ReadOnlySpan<byte> own, ReadOnlySpan<byte> more, ByteArena arena)
    {
        if (own.IsEmpty)
            return more.IsEmpty ? default : arena.Copy(more);
        return more.IsEmpty ? arena.Copy(own) : arena.Concat(arena.Concat(own, "&"u8).Span, more);
    }

    private static int Run(CaptureState state, CapturedResponse** responses)
    {
        var batch = state.Building!;
        state.Building = null;
        return batch.Run(LuaVm.Current.Running) ? Take(state, batch, responses) : Waits;
    }

    /// <summary>
    /// The subrequests are over; what Lua gets of them stays until the batch is rented again. Nothing when the parent can't go on: it ends as
    /// soon as the Lua half yields.
    /// </summary>
    private static int Take(CaptureState state, CaptureBatch batch, CapturedResponse** responses)
    {
        var count = batch.Count;
        if (batch.IsFatal)
        {
            LuaRequest.Current!.End(EndKind.Exit, HandlerResult.Error.Code);
            count = Waits;
        }
        else
            *responses = batch.Collect();
        batch.End();
        state.Return(batch);
        return count;
    }

    /// <summary>The body of the subrequest that was added last.</summary>
    [UnmanagedCallersOnly]
    private static void SetBody(byte* text, nuint length) =>
        SubrequestBody.Set(State.Building!.Last, new ReadOnlySpan<byte>(text, (int)length));

    /// <summary>The parent's body becomes that of the subrequest that was added last.</summary>
    [UnmanagedCallersOnly]
    private static void ForwardBody() => SubrequestBody.Forward(State.Building!.Last, LuaRequest.Current!.Request);

    /// <summary>Sets a variable of the subrequest that was added last. Not 0: it can't be set; the log says why.</summary>
    [UnmanagedCallersOnly]
    private static int SetVariable(byte* name, nuint length, byte* value, nuint valueLength)
    {
        var request = State.Building!.Last;
        var parent = LuaRequest.Current!.Request;
        var key = new ReadOnlySpan<byte>(name, (int)length);
        if (request.Configuration.Variables.FindSlot(key) is not { } slot)
        {
            parent.Log.Write(LogLevel.Error, parent, $"variable \"{key}\" cannot be assigned a value (maybe you forgot to define it first?) ");
            return 1;
        }

        if (!slot.IsSettable)
        {
            parent.Log.Write(LogLevel.Error, parent, $"variable \"{key}\" not changeable");
            return 1;
        }

        request.Set(slot, request.Main.Arena.Copy(new ReadOnlySpan<byte>(value, (int)valueLength)));
        return 0;
    }

    /// <summary>A field of the subrequest that was added last; modes as in ngx.req.set_header. Those that frame its body follow the body.</summary>
    [UnmanagedCallersOnly]
    private static void AddHeader(byte* name, nuint length, byte* value, nuint valueLength, int mode)
    {
        var key = new ReadOnlySpan<byte>(name, (int)length);
        if (KnownFields.Find(key) is not (KnownField.ContentLength or KnownField.TransferEncoding))
            RequestFields.Set(State.Building!.Last, key, new ReadOnlySpan<byte>(value, (int)valueLength), mode);
    }

    /// <summary>The batch that is being put together is given up.</summary>
    [UnmanagedCallersOnly]
    private static void Drop() => Drop(State);

    private static void Drop(CaptureState state)
    {
        if (state.Building is not { } batch)
            return;
        state.Building = null;
        batch.End();
        state.Return(batch);
    }

    /// <summary>Of a method that there is; empty for anything else.</summary>
    private static ByteString NameOf(HttpMethod method) => methodNames.GetValueOrDefault(method);
}

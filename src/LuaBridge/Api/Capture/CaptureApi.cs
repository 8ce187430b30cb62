using System.Runtime.InteropServices;
using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.LuaBridge.Api.Header;
using Engine.LuaBridge.Api.Req;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Capture;

/// <summary>ngx.location.capture and capture_multi: subrequests whose responses Lua code gets.</summary>
internal static unsafe class CaptureApi
{
    public static readonly LuaApi Api = new(
        "Api/Capture/capture.lua",
        new LuaFunction(
            "int add(const char *uri, size_t length, const char *args, size_t args_length, int method, int variables, int context)",
            (delegate* unmanaged<byte*, nuint, byte*, nuint, int, int, int, int>)&Add),
        new LuaFunction("void set_body(const char *text, size_t length)", (delegate* unmanaged<byte*, nuint, void>)&SetBody),
        new LuaFunction("void forward_body(void)", (delegate* unmanaged<void>)&ForwardBody),
        new LuaFunction(
            "int set_var(const char *name, size_t length, const char *value, size_t value_length)",
            (delegate* unmanaged<byte*, nuint, byte*, nuint, int>)&SetVariable),
        new LuaFunction(
            "void add_header(const char *name, size_t length, const char *value, size_t value_length, int mode)",
            (delegate* unmanaged<byte*, nuint, byte*, nuint, int, void>)&AddHeader),
        new LuaFunction("int drop(void)", (delegate* unmanaged<int>)&Drop),
        new LuaFunction("void run(void)", (delegate* unmanaged<void>)&Run),
        new LuaFunction("int status(int index)", (delegate* unmanaged<int, int>)&Status),
        new LuaFunction("int is_truncated(int index)", (delegate* unmanaged<int, int>)&IsTruncated),
        new LuaFunction("int body(int index)", (delegate* unmanaged<int, int>)&Body),
        new LuaFunction("int headers(int index)", (delegate* unmanaged<int, int>)&Headers),
        new LuaFunction("void finish(void)", (delegate* unmanaged<void>)&Finish))
    {
        CreateState = static _ => new CaptureState(),
    };

    private enum AddResult
    {
        Ok,
        UnsafeUri,
        TooDeep,
        UnknownMethod,
    }

    private static CaptureState State => (CaptureState)LuaVm.Current.StateOf(Api);

    /// <summary>Adds a subrequest to the batch that the next <see cref="Run"/> runs.</summary>
    /// <param name="variables">A <see cref="SubrequestVariables"/>.</param>
    /// <param name="context">The number of its ngx.ctx table; 0: its own.</param>
    [UnmanagedCallersOnly]
    private static int Add(byte* uri, nuint length, byte* args, nuint argsLength, int method, int variables, int context)
    {
        var lua = LuaRequest.Current!;
        var parent = lua.Request;
        if (((HttpMethod)method).Name().IsEmpty)
            return (int)AddResult.UnknownMethod;
        var target = new ReadOnlySpan<byte>(uri, (int)length);
        var path = parent.Arena.Allocate(target.Length, out var bytes);
        if (!RequestTarget.TryParseInternal(target, bytes, out var pathLength, out var own))
            return (int)AddResult.UnsafeUri;
        var query = parent.Arena.Copy(target.Slice(own.Start, own.Length));
        if (argsLength > 0)
        {
            var more = new ReadOnlySpan<byte>(args, (int)argsLength);
            query = query.IsEmpty ? parent.Arena.Copy(more) : parent.Arena.Concat(parent.Arena.Concat(query.Span, "&"u8).Span, more);
        }

        if (parent.RemainingSubrequests <= 1)
        {
            parent.Log.Write(LogLevel.Error, parent, $"lua subrequests cycle while processing \"{path.Slice(0, pathLength)}\"");
            return (int)AddResult.TooDeep;
        }

        var exchange = new CapturingExchange(takesStatus: true);
        if (!Subrequest.TryBegin(parent, exchange, path.Slice(0, pathLength), query, out var subrequest, (SubrequestVariables)variables))
            return (int)AddResult.TooDeep;
        subrequest.Request.Method = (HttpMethod)method;
        subrequest.Request.MethodName = subrequest.Request.Arena.Copy(((HttpMethod)method).Name());
        SubrequestBody.Clear(subrequest.Request);
        if (context != 0)
            LuaRequest.Of(subrequest.Request).Context = context;
        (State.Building ??= new CaptureBatch(lua)).Add(subrequest, exchange);
        return (int)AddResult.Ok;
    }

    /// <summary>The body of the subrequest that was added last.</summary>
    [UnmanagedCallersOnly]
    private static void SetBody(byte* text, nuint length) =>
        SubrequestBody.Set(State.Building!.Last.Request, new ReadOnlySpan<byte>(text, (int)length));

    /// <summary>The parent's body becomes that of the subrequest that was added last.</summary>
    [UnmanagedCallersOnly]
    private static void ForwardBody() => SubrequestBody.Forward(State.Building!.Last.Request, LuaRequest.Current!.Request);

    /// <summary>Sets a variable of the subrequest that was added last: 0, 1 unknown, 2 not changeable.</summary>
    [UnmanagedCallersOnly]
    private static int SetVariable(byte* name, nuint length, byte* value, nuint valueLength)
    {
        var request = State.Building!.Last.Request;
        if (request.Configuration.Variables.FindSlot(new ReadOnlySpan<byte>(name, (int)length)) is not { } slot)
            return 1;
        if (!slot.IsSettable)
            return 2;
        request.Set(slot, request.Main.Arena.Copy(new ReadOnlySpan<byte>(value, (int)valueLength)));
        return 0;
    }

    /// <summary>A field of the subrequest that was added last; modes as in ngx.req.set_header. Those that frame its body follow the body.</summary>
    [UnmanagedCallersOnly]
    private static void AddHeader(byte* name, nuint length, byte* value, nuint valueLength, int mode)
    {
        var key = new ReadOnlySpan<byte>(name, (int)length);
        if (KnownFields.Find(key) is not (KnownField.ContentLength or KnownField.TransferEncoding))
            RequestFields.Set(State.Building!.Last.Request, key, new ReadOnlySpan<byte>(value, (int)valueLength), mode);
    }

    /// <summary>The batch that is being put together is given up. How many subrequests it had.</summary>
    [UnmanagedCallersOnly]
    private static int Drop()
    {
        var batch = State.Building;
        State.Building = null;
        batch?.End();
        return batch?.Count ?? 0;
    }

    /// <summary>Starts the batch; the light thread is parked until all responses are complete.</summary>
    [UnmanagedCallersOnly]
    private static void Run()
    {
        var batch = State.Building!;
        State.Building = null;
        batch.Start(LuaVm.Current.Running);
    }

    [UnmanagedCallersOnly]
    private static int Status(int index) => State.Finished!.StatusOf(index);

    [UnmanagedCallersOnly]
    private static int IsTruncated(int index) => State.Finished!.IsTruncated(index) ? 1 : 0;

    /// <summary>The length of the body, which is in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int Body(int index)
    {
        var body = State.Finished!.BodyOf(index).Span;
        body.CopyTo(LuaVm.Current.Scratch.Take(body.Length));
        return body.Length;
    }

    [UnmanagedCallersOnly]
    private static int Headers(int index)
    {
        var pairs = new PackedPairs(LuaVm.Current, 0);
        ResponseFields.WriteContent(State.Finished!.RequestOf(index), ref pairs);
        return pairs.Finish();
    }

    [UnmanagedCallersOnly]
    private static void Finish()
    {
        State.Finished!.End();
        State.Finished = null;
    }
}

/// <summary>The batches that Lua code of a VM has in hand: between two calls of its own, so there is one of each.</summary>
internal sealed class CaptureState
{
    public CaptureBatch? Building { get; set; }

    public CaptureBatch? Finished { get; set; }
}

using System.Buffers;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Output;

/// <summary>Sends what Lua code writes, and parks the light thread where the client is slower than the code.</summary>
internal static class LuaOutput
{
    public static OutputResult Write(LuaRequest lua, OutputStage stage)
    {
        var request = lua.Request;
        if (lua.IsEof)
            return SeenEof(lua);
        if (HoldsBack(lua))
        {
            (lua.Http10Output ??= new ArrayBufferWriter<byte>()).Write(stage.Text.Span);
            return OutputResult.Ok;
        }

        if (request.IsHeaderSent)
            return request.IsHeaderOnly ? OutputResult.HeaderOnly : Await(lua, request.SendBody(new OutputBuffer(stage.Text)), stage);
        LuaResponse.Prepare(lua);
        var result = Await(lua, request.Send(new OutputBuffer(stage.Text)), stage);
        return result == OutputResult.Ok && request.IsHeaderOnly ? OutputResult.HeaderOnly : result;
    }

    public static OutputResult Flush(LuaRequest lua, bool wait, OutputStage stage)
    {
        if (lua.IsEof)
            return SeenEof(lua);
        if (HoldsBack(lua))
            return OutputResult.Buffering;
        if (lua.Request.IsHeaderOnly && lua.Request.IsHeaderSent)
            return OutputResult.HeaderOnly;
        if (!lua.Request.IsHeaderSent)
            return OutputResult.NothingToFlush;
        var task = lua.Request.SendBody(new OutputBuffer(default(ReadOnlyMemory<byte>), flush: true));
        if (wait || task.IsCompletedSuccessfully)
            return Await(lua, task, stage, isFlush: true);
        _ = Forget(task);
        return OutputResult.Ok;
    }

    public static OutputResult SeenEof(LuaRequest lua) => lua.HasRawSocket ? OutputResult.RawSocket : OutputResult.SeenEof;

    public static ValueTask<HandlerResult> SendHead(LuaRequest lua)
    {
        LuaResponse.Prepare(lua);
        return lua.Request.SendHeader();
    }

    /// <summary>The result of a task that has completed; otherwise the running light thread waits for it.</summary>
    public static OutputResult Await(LuaRequest lua, ValueTask<HandlerResult> task, OutputStage stage, bool isFlush = false)
    {
        if (task.IsCompletedSuccessfully)
            return Judge(lua, task.Result, isFlush);
        stage.LeaveBehind();
        var thread = lua.Vm.Running;
        thread.Park(OutputWait.Instance);
        _ = Wake(lua, thread, thread.Id, task, isFlush);
        return OutputResult.Wait;
    }

    /// <summary>A filter may refuse the response with a status of its own, which ends the handler's part in it.</summary>
    private static OutputResult Judge(LuaRequest lua, HandlerResult result, bool isFlush)
    {
        if (result.Code >= 300)
            lua.FilterStatus = result.Code;
        if (result.Code == 0)
            return OutputResult.Ok;
        if (!isFlush || result.Code > 0)
            return OutputResult.Failed;
        return lua.Request.HasSendTimedOut ? OutputResult.TimedOut
            : lua.Request.Connection.Transport.PeerClosed ? OutputResult.ClientAborted : OutputResult.Failed;
    }

    private static bool HoldsBack(LuaRequest lua)
    {
        var request = lua.Request;
        return request.Version == 1000 && request.Method != HttpMethod.Head && !request.IsHeaderSent && !request.IsSubrequest && request.Response.ContentLength < 0
            && LuaLocationConf.Slot.Of(request).Http10Buffering.Value;
    }

    private static async Task Wake(LuaRequest lua, LuaThread thread, double id, ValueTask<HandlerResult> task, bool isFlush)
    {
        var result = Judge(lua, await task, isFlush);
        if (thread.Id.Equals(id) && thread.Wait is OutputWait)
            thread.Wake((int)result);
    }

    private static async Task Forget(ValueTask<HandlerResult> task) => await task;

    private sealed class OutputWait : LuaWait
    {
        public static readonly OutputWait Instance = new();

        public override void OnTimeout(LuaThread thread)
        {
        }

        public override void OnCancelled(LuaThread thread)
        {
        }
    }
}

using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Phases;

/// <summary>The piece of a body that the filter's code sees as ngx.arg[1] and ngx.arg[2].</summary>
internal struct BodyFilterChunk
{
    public ReadOnlyMemory<byte> Bytes;
    public bool IsLast;
}

/// <summary>body_filter_by_lua*: sees, and may replace, each piece of the body.</summary>
internal static class BodyFilterBy
{
    public static ValueTask<HandlerResult> Filter(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        var lua = LuaRequest.Of(request);
        if (lua.HasFilteredLast)
            return HandlerResult.Ok;
        lua.BodyChunk = new BodyFilterChunk { Bytes = buffer.IsFile ? ReadFile(request, buffer) : buffer.Memory, IsLast = buffer.IsLast };
        var task = lua.Run(LuaLocationConf.Slot.Of(request).BodyFilterBy!, LuaPhase.BodyFilter);
        return task.IsCompletedSuccessfully ? GoOn(lua, buffer, next, task.Result) : Behind(lua, buffer, next, task);
    }

    private static async ValueTask<HandlerResult> Behind(LuaRequest lua, OutputBuffer buffer, NextBodyFilter next, ValueTask<HandlerResult> task) =>
        await GoOn(lua, buffer, next, await task);

    private static ValueTask<HandlerResult> GoOn(LuaRequest lua, OutputBuffer buffer, NextBodyFilter next, HandlerResult result)
    {
        if (result != HandlerResult.Ok && result != LuaHandlers.Quit)
        {
            lua.Request.BreakAll();
            return HandlerResult.Error;
        }

        var chunk = lua.BodyChunk;
        lua.BodyChunk = default;
        lua.HasFilteredLast = chunk.IsLast;
        return next.Invoke(lua.Request, new OutputBuffer(chunk.Bytes, chunk.IsLast, buffer.Flush));
    }

    /// <summary>Lua code needs the bytes, so a file is read into memory.</summary>
    private static ReadOnlyMemory<byte> ReadFile(HttpRequest request, OutputBuffer buffer)
    {
        var copy = request.Arena.Allocate((int)Math.Min(buffer.File.Length, int.MaxValue), out var bytes);
        var read = 0;
        while (read < bytes.Length && Files.ReadAt(buffer.File.File.Fd, bytes[read..], buffer.File.Offset + read) is > 0 and var count)
            read += count;
        return copy.Slice(0, read).Memory;
    }
}

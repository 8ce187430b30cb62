using System.Runtime.InteropServices;
using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Exit;

/// <summary>The functions that do not return: ngx.exit, ngx.exec, ngx.redirect.</summary>
internal static unsafe class ExitApi
{
    public static readonly LuaApi Api = new(
        "Api/Exit/exit.lua",
        new LuaFunction("int exit(int status)", (delegate* unmanaged<int, int>)&Exit),
        new LuaFunction("int redirect(const char *uri, size_t length, int status)", (delegate* unmanaged<byte*, nuint, int, int>)&Redirect),
        new LuaFunction(
            "int exec(const char *uri, size_t length, const char *args, size_t args_length)",
            (delegate* unmanaged<byte*, nuint, byte*, nuint, int>)&Exec));

    private enum ExitResult
    {
        /// <summary>The Lua half yields and is not resumed.</summary>
        Yield,

        /// <summary>The Lua half returns: in filters the code goes on.</summary>
        Return,
        HeadersSent,
        UnsafeUri,
        EmptyUri,
        Subrequests,

        /// <summary>Plus the byte.</summary>
        UnsafeByte = 1000,
    }

    [UnmanagedCallersOnly]
    private static int Exit(int status) => (int)(IsBlocked(status) ? ExitResult.Subrequests : Begin(status) ? ExitResult.Yield : ExitResult.Return);

    /// <summary>Subrequests run, so the handler must not end yet, unless the client is given up.</summary>
    public static bool IsBlocked(int status) => LuaRequest.Current is { HasSubrequests: true } && !GivesUp(status);

    private static bool GivesUp(int status) => status is -1 or 408 or 444 or 499;

    /// <summary>True: the handler ends as soon as its code has yielded; false: the code goes on.</summary>
    public static bool Begin(int status)
    {
        if (LuaRequest.Current is not { } lua)
        {
            LuaVm.Current.Run!.End(LuaVm.Current);
            return true;
        }

        var request = lua.Request;
        if (LuaVm.Current.Run!.Phase is Threads.LuaPhase.HeaderFilter)
        {
            lua.FilterExit = status;
            return false;
        }

        // What waits for its length is the response, with the status that it has.
        if (lua.Http10Output is not null && !GivesUp(status))
        {
            lua.End(EndKind.Exit, 0);
            return true;
        }

        if (status >= 300 && request.IsHeaderSent && !GivesUp(status))
        {
            if (status != request.Response.Status)
                request.Log.Write(LogLevel.Error, request, $"attempt to set status {status} via ngx.exit after sending out the response status {request.Response.Status}");
            status = 0;
        }

        // An error page may keep it.
        if (status >= 200 && !request.IsHeaderSent && request.Response.Status == 0)
            request.Response.Status = status;
        lua.End(EndKind.Exit, status);
        return true;
    }

    [UnmanagedCallersOnly]
    private static int Redirect(byte* uri, nuint length, int status)
    {
        var lua = LuaRequest.Current!;
        var target = new ReadOnlySpan<byte>(uri, (int)length);
        if (lua.HasSubrequests)
            return (int)ExitResult.Subrequests;
        if (lua.Request.IsHeaderSent)
            return (int)ExitResult.HeadersSent;
        if (target.IndexOfAnyInRange((byte)0, (byte)0x1F) is var control and >= 0 || (control = target.IndexOf((byte)0x7F)) >= 0)
            return (int)ExitResult.UnsafeByte + target[control];
        lua.Request.Response.KeepsLocation = true;
        lua.Request.Response.SetField("Location"u8, lua.Request.Arena.Copy(target), lua.Request.Arena);
        lua.Request.Response.Status = status;
        lua.End(EndKind.Redirect, status);
        return (int)ExitResult.Yield;
    }

    [UnmanagedCallersOnly]
    private static int Exec(byte* uri, nuint length, byte* args, nuint argsLength)
    {
        var lua = LuaRequest.Current!;
        var request = lua.Request;
        if (lua.HasSubrequests)
            return (int)ExitResult.Subrequests;
        if (request.IsHeaderSent)
            return (int)ExitResult.HeadersSent;
        if (length == 0)
            return (int)ExitResult.EmptyUri;
        var target = request.Arena.Copy(new ReadOnlySpan<byte>(uri, (int)length));
        var arguments = request.Arena.Copy(new ReadOnlySpan<byte>(args, (int)argsLength));
        if (target[0] == '@')
        {
            // A named location keeps the arguments that there are; those behind its name are dropped.
            var end = target.Span.IndexOf((byte)'?');
            lua.ExecTo(end < 0 ? target : target.Slice(0, end), default);
            return (int)ExitResult.Yield;
        }

        var path = request.Arena.Allocate(target.Length, out var bytes);
        if (!RequestTarget.TryParseInternal(target.Span, bytes, out var pathLength, out var own))
        {
            request.Log.Write(LogLevel.Error, request, $"unsafe URI \"{target}\" was detected");
            return (int)ExitResult.UnsafeUri;
        }

        var query = target.Slice(own.Start, own.Length);
        if (query.IsEmpty)
            query = arguments;
        else if (!arguments.IsEmpty)
            query = request.Arena.Concat(request.Arena.Concat(query.Span, "&"u8).Span, arguments.Span);
        lua.ExecTo(path.Slice(0, pathLength), query);
        return (int)ExitResult.Yield;
    }
}

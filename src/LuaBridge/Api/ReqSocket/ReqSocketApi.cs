using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Engine.LuaBridge.Api.Socket;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.ReqSocket;

/// <summary>ngx.req.socket.</summary>
internal static unsafe class ReqSocketApi
{
    public static readonly LuaApi Api = new(
        "Api/ReqSocket/req_socket.lua",
        new LuaFunction("int open_body(double *id)", (delegate* unmanaged<double*, int>)&OpenBody),
        new LuaFunction("int open_raw(double *id)", (delegate* unmanaged<double*, int>)&OpenRaw));

    /// <summary>Why there is no socket; req_socket.lua knows the texts.</summary>
    private enum OpenResult
    {
        Ok,
        InSubrequest,
        Chunked,
        NoBody,
        BodyTaken,
        Duplicate,
        Buffering,
        BodyBusy,
        NotSupported,
    }

    [UnmanagedCallersOnly]
    private static int OpenBody(double* id)
    {
        var lua = LuaRequest.Current!;
        var request = lua.Request;
        if (request.IsSubrequest)
            return (int)OpenResult.InSubrequest;
        if (request.IsChunked)
            return (int)OpenResult.Chunked;
        if (!request.HasBody)
            return (int)(request.Body.WasAskedFor ? OpenResult.BodyTaken : OpenResult.NoBody);
        if (request.Body.Open() is not { } input)
            return (int)OpenResult.BodyTaken;
        return Attach(lua, input, isRaw: false, id);
    }

    [UnmanagedCallersOnly]
    private static int OpenRaw(double* id)
    {
        var lua = LuaRequest.Current!;
        var request = lua.Request;
        if (request.IsSubrequest)
            return (int)OpenResult.InSubrequest;
        if (lua.HasRawSocket)
            return (int)OpenResult.Duplicate;
        if (lua.Http10Output is not null)
            return (int)OpenResult.Buffering;
        if (request.Body.IsBusy)
            return (int)OpenResult.BodyBusy;
        if (!request.Exchange.TakeOver(request))
            return (int)OpenResult.NotSupported;
        lua.HasRawSocket = true;
        lua.IsEof = true;
        return Attach(lua, request.Connection.Transport.Input, isRaw: true, id);
    }

    private static int Attach(LuaRequest lua, PipeReader input, bool isRaw, double* id)
    {
        var sockets = SocketApi.Of(lua.Vm);
        var link = new RequestLink(sockets, lua, input, isRaw);
        link.Id = *id = sockets.Attach(link);
        lua.Add(link);
        return (int)OpenResult.Ok;
    }
}

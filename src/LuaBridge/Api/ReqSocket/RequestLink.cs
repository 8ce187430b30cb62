using System.IO.Pipelines;
using Engine.LuaBridge.Api.Socket;
using Engine.LuaBridge.Phases;

namespace Engine.LuaBridge.Api.ReqSocket;

/// <summary>What Lua code has of the client's connection: the request's body, or with <c>ngx.req.socket(true)</c> all of it.</summary>
internal sealed class RequestLink(LuaSockets sockets, LuaRequest lua, PipeReader input, bool isRaw)
    : StreamLink(sockets, lua.Request.Connection.Transport, input)
{
    public override string LogSuffix => "";

    protected override SocketStatus StatusAtEnd(int length, bool isAllWanted)
    {
        // The end of the body is what the client has announced; before that it has gone away.
        if (isRaw ? LuaLocationConf.Slot.Of(lua.Request).CheckClientAbort.Value : lua.Request.Exchange.BodyBytesLeft > length)
            return SocketStatus.ClientAborted;
        return base.StatusAtEnd(length, isAllWanted);
    }

    /// <summary>The connection goes on, or ends, with the request.</summary>
    protected override void LeaveConnection()
    {
        if (IsReadPending)
            Input.CancelPendingRead();
    }
}

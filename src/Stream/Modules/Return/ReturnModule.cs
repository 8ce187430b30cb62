using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Loop;
using Engine.Core.Scripting;
using Engine.Stream.Conf;
using Engine.Stream.Connections;
using Engine.Stream.Phases;

namespace Engine.Stream.Modules.Return;

/// <summary>ngx_stream_return_module: a session gets a text, and ends.</summary>
public sealed class ReturnModule : StreamModule
{
    public override string Name => "return";

    public override void Register(StreamModuleTable table) =>
        table.Add(new Directive("return", ConfContext.StreamServer, 1, 1, Install));

    private static void Install(DirectiveUse use)
    {
        var text = ComplexValue.Compile(use[0], use);
        StreamScope.Of(use).Server!.SetContentHandler(session => Send(session, text.Evaluate(session)), use);
    }

    private static ValueTask<SessionResult> Send(StreamSession session, ByteString text)
    {
        session.LogAction = "returning text";
        if (text.IsEmpty)
            return (SessionResult)SessionStatus.Ok;
        return session.Connection is null ? SendDatagram(session, text) : SendText(session, text);
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private static async ValueTask<SessionResult> SendText(StreamSession session, ByteString text)
    {
        var result = await session.Connection!.Output.WriteAsync(text.Memory);
        if (!result.IsCompleted && !result.IsCanceled)
            session.BytesSent += text.Length;
        return SessionStatus.Ok;
    }

    private static async ValueTask<SessionResult> SendDatagram(StreamSession session, ByteString text)
    {
        var sent = await session.Datagrams!.SendAsync(text.Memory);
        session.BytesSent += Math.Max(sent, 0);
        return sent < 0 ? SessionStatus.InternalServerError : SessionStatus.Ok;
    }
}

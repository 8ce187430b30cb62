using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Core.Scripting;
using Engine.Stream.Conf;
using Engine.Stream.Phases;

namespace Engine.Stream.Modules.Pass;

/// <summary>ngx_stream_pass_module: connections go on to another listening socket of this server, of http or of stream.</summary>
public sealed class PassModule : StreamModule
{
    public override string Name => "pass";

    public override void Register(StreamModuleTable table) =>
        table.Add(new Directive("pass", ConfContext.StreamServer, 1, 1, Install));

    private static void Install(DirectiveUse use)
    {
        var server = StreamScope.Of(use).Server!;
        if (ComplexValue.HasVariables(use[0]))
        {
            var target = ComplexValue.Compile(use[0], use);
            server.SetContentHandler(session => (ValueTask<SessionResult>)PassHandler.Pass(session, target.Evaluate(session)), use);
            return;
        }

        var address = Read(use);
        server.SetContentHandler(session => (ValueTask<SessionResult>)PassHandler.Pass(session, address), use);
    }

    private static SocketAddress Read(DirectiveUse use)
    {
        try
        {
            var address = SocketAddress.Parse(use[0], 0);
            return address.IsUnix || address.Port > 0 ? address : throw new FormatException("no port");
        }
        catch (FormatException exception)
        {
            throw use.Error($"{exception.Message} in \"{use[0]}\" of the \"pass\" directive");
        }
    }
}

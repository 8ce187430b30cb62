using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Stream.Conf;
using Engine.Stream.Connections;
using Engine.Stream.Phases;

namespace Engine.Stream.Modules.RealIp;

/// <summary>ngx_stream_realip_module: the client's address is the one that a trusted proxy tells with the PROXY protocol.</summary>
public sealed class RealIpModule : StreamModule
{
    public override string Name => "realip";

    public override void Register(StreamModuleTable table)
    {
        table.Slot(RealIpConf.Slot);
        table.Add(Take.Custom("set_real_ip_from", ConfContext.Stream | ConfContext.StreamServer, 1, 1, RealIpConf.Slot, RealIpConf.ReadFrom));
        table.Variable("realip_remote_addr", static s => VariableValue.Of(s.Arena.Copy(s.PeerAddress.Text)));
        table.Variable("realip_remote_port", static s => AddressVariables.Port(s, s.PeerAddress));
        table.Handler(StreamPhase.PostAccept, Handle, static server => RealIpConf.Slot.Of(server).From is not null);
    }

    private static ValueTask<SessionResult> Handle(StreamSession session)
    {
        if (session.ProxyProtocol?.Source is { } source && RealIpConf.Slot.Of(session).From!.Contains(session.PeerAddress))
            session.Remote = source;
        return SessionResult.Declined;
    }
}

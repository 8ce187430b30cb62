using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.RealIp;

/// <summary>ngx_http_realip_module: the client's address from what trusted proxies say.</summary>
public sealed class RealIpModule : HttpModule
{
    public override string Name => "realip";

    public override void Register(HttpModuleTable table)
    {
        var slot = RealIpConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("set_real_ip_from", ConfContext.HttpAny, 1, 1, slot, RealIpConf.ReadFrom));
        table.Add(Take.Bytes("real_ip_header", ConfContext.HttpAny, slot, static c => ref c.Header, "X-Real-IP"));
        table.Add(Take.Flag("real_ip_recursive", ConfContext.HttpAny, slot, static c => ref c.Recursive, "off"));
        table.Variable("realip_remote_addr", RealIpHandler.RemoteAddress);
        table.Variable("realip_remote_port", RealIpHandler.RemotePort);
        table.Handler(Phase.PostRead, RealIpHandler.Handle, static location => RealIpConf.Slot.Of(location).From is not null);
        table.Handler(Phase.PreAccess, RealIpHandler.Handle, static location => RealIpConf.Slot.Of(location).From is not null);
    }
}

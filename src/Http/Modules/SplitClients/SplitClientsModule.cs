using Engine.Core.Conf;
using Engine.Core.Scripting.SplitClients;
using Engine.Http.Conf;

namespace Engine.Http.Modules.SplitClients;

/// <summary>ngx_http_split_clients_module: variables that divide clients into shares.</summary>
public sealed class SplitClientsModule : HttpModule
{
    public override string Name => "split_clients";

    public override void Register(HttpModuleTable table) => table.Add(SplitClientsBlock.Row(ConfContext.Http));
}

using Engine.Core.Conf;
using Engine.Core.Scripting.SplitClients;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.SplitClients;

/// <summary>ngx_stream_split_clients_module: variables that divide clients into shares.</summary>
public sealed class SplitClientsModule : StreamModule
{
    public override string Name => "split_clients";

    public override void Register(StreamModuleTable table) => table.Add(SplitClientsBlock.Row(ConfContext.Stream));
}

using Engine.Core.Net;

namespace Engine.Core.Scripting;

/// <summary>Variables about both ends of the connection.</summary>
public static class AddressVariables
{
    public static void Register<TContext, TConfiguration>(ModuleTable<TContext, TConfiguration> table) where TContext : ScriptContext
    {
        table.Variable("remote_addr", static c => VariableValue.Of(c.Arena.Copy(c.ClientAddress.Text)));
        table.Variable("binary_remote_addr", static c => VariableValue.Of(c.Arena.Copy(c.ClientAddress.AddressBytes)));
        table.Variable("remote_port", static c => Port(c, c.ClientAddress));
        table.Variable("server_addr", static c => VariableValue.Of(c.Arena.Copy(c.LocalAddress.Text)));
        table.Variable("server_port", static c => Port(c, c.LocalAddress));
    }

    /// <summary>The port in decimal; empty where there is none.</summary>
    public static VariableValue Port(ScriptContext context, SocketAddress address) =>
        address.Port == 0 ? VariableValue.Empty : VariableValue.Of(context.Arena.Format(address.Port));
}

using Engine.Core.Net;

namespace Engine.Core.Scripting;

/// <summary>Variables about both ends of the connection.</summary>
public static class AddressVariables
{
    public static void Register(Action<Variable> add)
    {
        Add("remote_addr", static c => VariableValue.Of(c.Arena.Copy(c.ClientAddress.Text)));
        Add("binary_remote_addr", static c => VariableValue.Of(c.Arena.Copy(c.ClientAddress.AddressBytes)));
        Add("remote_port", static c => Port(c, c.ClientAddress));
        Add("server_addr", static c => VariableValue.Of(c.Arena.Copy(c.LocalAddress.Text)));
        Add("server_port", static c => Port(c, c.LocalAddress));

        void Add(string name, VariableGetter<ScriptContext> get) => add(new Variable<ScriptContext>(name, get) { IsCacheable = true });
    }

    /// <summary>The port in decimal; empty where there is none.</summary>
    public static VariableValue Port(ScriptContext context, SocketAddress address) =>
        address.Port == 0 ? VariableValue.Empty : VariableValue.Of(context.Arena.Format(address.Port));
}

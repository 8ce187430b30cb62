using Engine.Core.Modules;
using Engine.Core.Scripting;
using Engine.Stream.Listening;

namespace Engine.Stream.Conf;

/// <summary>The stream block of one loaded configuration.</summary>
public sealed class StreamConfiguration
{
    internal StreamConfiguration(Cycle cycle, StreamModuleTable modules)
    {
        Cycle = cycle;
        Modules = modules;
        MainConfs = new object?[StreamSlotCounts.Main];
        Defaults = new StreamServer("", 0);
        Variables = new VariableTable(modules.Variables, modules.VariablePrefixes);
    }

    public Cycle Cycle { get; }

    internal StreamModuleTable Modules { get; }

    internal object?[] MainConfs { get; }

    /// <summary>Holds what the stream block sets for all servers.</summary>
    public StreamServer Defaults { get; }

    public List<StreamServer> Servers { get; } = [];

    public VariableTable Variables { get; }

    internal StreamListenTable Listen { get; } = new();
}

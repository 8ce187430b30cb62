using Engine.Core.Buffers;
using Engine.Core.Modules;
using Engine.Core.Scripting;
using Engine.Http.Listening;
using Engine.Http.Modules.Core;

namespace Engine.Http.Conf;

/// <summary>The http block of one loaded configuration.</summary>
public sealed class HttpConfiguration
{
    internal HttpConfiguration(Cycle cycle, HttpModuleTable modules)
    {
        Cycle = cycle;
        Modules = modules;
        MainConfs = new object?[SlotCounts.Main];
        Defaults = new VirtualServer("", 0);
        Variables = new VariableTable(modules.Variables, modules.VariablePrefixes);
        Prefix = ByteString.From(cycle.Environment.FullPath(""));
        DefaultRoot = ByteString.From(cycle.Environment.FullPath("html"));
    }

    public Cycle Cycle { get; }

    internal HttpModuleTable Modules { get; }

    /// <summary>The directory that relative paths start in, with its last slash.</summary>
    public ByteString Prefix { get; }

    internal ByteString DefaultRoot { get; }

    internal object?[] MainConfs { get; }

    /// <summary>Holds what the http block sets for all servers.</summary>
    public VirtualServer Defaults { get; }

    public List<VirtualServer> Servers { get; } = [];

    public VariableTable Variables { get; }

    internal ListenTable Listen { get; } = new();

    public CoreMainConf Core { get; internal set; } = null!;

    /// <summary>Called when every block is merged, in order: what needs the whole configuration.</summary>
    internal List<Action> AfterMerge { get; } = [];

    /// <summary>Runs <paramref name="action"/> when the whole http block is read and merged.</summary>
    public void OnMerged(Action action) => AfterMerge.Add(action);
}

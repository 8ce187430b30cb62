using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;

namespace Engine.Host.Master;

/// <summary>A configuration as the master knows it: its files, what its main context says of the process, and the paths it names.</summary>
internal sealed record MasterConfiguration(ConfSnapshot Snapshot, Cycle Outline, ConfiguredPaths Paths)
{
    /// <summary>Reads the files on disk.</summary>
    /// <exception cref="ConfException">They can't be read, or the main context is wrong.</exception>
    public static MasterConfiguration Read(CycleSources sources, ErrorLog log)
    {
        var paths = ConfiguredPaths.Read(sources, log, out var snapshot);
        return new MasterConfiguration(snapshot, CycleLoader.LoadOutline(sources with { Snapshot = snapshot }, log), paths);
    }
}

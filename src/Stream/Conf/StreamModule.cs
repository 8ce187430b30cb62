using Engine.Core.Modules;

namespace Engine.Stream.Conf;

/// <summary>A module of the stream server: a folder whose tables this class registers.</summary>
public abstract class StreamModule : ServerModule<StreamConfiguration>
{
    public abstract void Register(StreamModuleTable table);
}

using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Upstream.Store;

/// <summary><c>proxy_store</c>: "on" keeps files where <c>root</c> or <c>alias</c> say, a value says where itself.</summary>
internal sealed record StoreTarget(ComplexValue? Path);

/// <summary>What a location says of keeping responses as files.</summary>
internal sealed class StoreConf
{
    /// <summary>Null for "off".</summary>
    public Setting<StoreTarget?> Target;
    public Setting<uint> Access;

    public void MergeFrom(StoreConf? outer)
    {
        Target.MergeFrom(outer?.Target ?? default, null);
        Access.MergeFrom(outer?.Access ?? default, FileRights.OwnerReadWrite);
    }
}

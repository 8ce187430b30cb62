using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Locations;

namespace Engine.Http.Modules.Rewrite;

public sealed class RewriteConf : IConf<RewriteConf>
{
    public static readonly LocationSlot<RewriteConf> Slot = new();

    private static readonly List<IRewriteCode> NoCodes = [];

    private readonly List<IRewriteCode> codes = [];
    private Location? owner;

    public Setting<bool> Log;
    public Setting<bool> UninitializedVariableWarn;

    /// <summary>What the block itself says; unlike settings, it is not inherited.</summary>
    internal List<IRewriteCode> CodesOf(Location location) => location == owner ? codes : NoCodes;

    /// <summary>Puts a directive, of this module or another one that computes variables, behind those read before.</summary>
    public void Add(IRewriteCode code, HttpScope scope)
    {
        owner = scope.Location;
        codes.Add(code);
    }

    public void MergeFrom(RewriteConf? outer, HttpConfiguration configuration)
    {
        Log.MergeFrom(outer?.Log ?? default, false);
        UninitializedVariableWarn.MergeFrom(outer?.UninitializedVariableWarn ?? default, true);
    }
}
